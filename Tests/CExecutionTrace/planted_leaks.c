// SPDX-License-Identifier: Apache-2.0

#include "planted_leaks.h"

enum { TABLE_WORDS = 64 };
static const uint32_t table32[TABLE_WORDS] = {3, 1, 4, 1, 5, 9, 2, 6};
static const uint64_t table[TABLE_WORDS] = {2, 7, 1, 8, 2, 8, 1, 8};

// A value that the compiler knows nothing about: it would do without the leak.
#define HIDE(VALUE) __asm__ volatile("" : "+r"(VALUE))

__attribute__((noinline)) static uint64_t leak_by_branch(uint64_t secret) {
  uint64_t result = 1;
  if (secret & 1) __asm__ volatile("nop" : "+r"(result));
  return result;
}

__attribute__((noinline)) static uint64_t leak_by_early_exit(uint64_t secret) {
  uint64_t position = 0;
  for (; position < 8; position++) {
    HIDE(secret);
    if ((secret >> position & 1) == 0) break;
  }
  return position;
}

__attribute__((noinline)) static uint64_t leak_by_table_index(uint64_t secret) {
  HIDE(secret);
  return table[secret % TABLE_WORDS];
}

__attribute__((noinline)) static uint64_t leak_by_division(uint64_t secret) {
  uint32_t dividend = (uint32_t)secret, divisor = 10;
  HIDE(dividend);
  HIDE(divisor);
  return dividend / divisor;
}

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((noinline)) static uint64_t leak_by_divisor_in_memory(uint64_t secret) {
  volatile uint64_t divisor = (secret & 15) + 1;
  uint64_t quotient = 1000, remainder = 0;
  __asm__ volatile("divq %2" : "+a"(quotient), "+d"(remainder) : "m"(divisor) : "cc");
  return quotient;
}

__attribute__((noinline)) static uint64_t leak_by_string_length(uint64_t secret) {
  uint64_t room[2];
  void *destination = room;
  uint64_t count = secret & 15;
  __asm__ volatile("rep stosb" : "+D"(destination), "+c"(count) : "a"(0) : "memory");
  return room[0];
}

__attribute__((noinline, target("avx2"))) static uint64_t leak_by_gather(uint64_t secret) {
  const __m128i indices = _mm_set_epi32(0, 1, 2, (int)(secret % TABLE_WORDS));
  return (uint32_t)_mm_extract_epi32(_mm_i32gather_epi32((const int *)table32, indices, 4), 0);
}

__attribute__((noinline, target("avx512f,avx512bw"))) static uint64_t leak_by_mask(
    uint64_t secret) {
  const __m512i loaded = _mm512_maskz_loadu_epi64((__mmask8)secret, table);
  return (uint64_t)_mm512_reduce_add_epi64(loaded);
}
#endif

static const planted_leak leaks[] = {
    {"branch", leak_by_branch, EXECUTION_TRACE_BRANCH, "leak_by_branch"},
    {"early exit", leak_by_early_exit, EXECUTION_TRACE_BRANCH, "leak_by_early_exit"},
    {"table index", leak_by_table_index, EXECUTION_TRACE_ADDRESS, "leak_by_table_index"},
    {"dividend", leak_by_division, EXECUTION_TRACE_DIVISION, "leak_by_division"},
#if defined(__x86_64__)
    {"divisor in memory", leak_by_divisor_in_memory, EXECUTION_TRACE_DIVISION,
     "leak_by_divisor_in_memory"},
    {"length of a string instruction", leak_by_string_length, EXECUTION_TRACE_ADDRESS,
     "leak_by_string_length"},
    // What needs more of the CPU, the rarest last
    {"gather's index", leak_by_gather, EXECUTION_TRACE_ADDRESS, "leak_by_gather"},
    {"mask of a load", leak_by_mask, EXECUTION_TRACE_MASK, "leak_by_mask"},
#endif
};

const planted_leak *planted_leaks(int *count) {
  *count = sizeof leaks / sizeof leaks[0];
#if defined(__x86_64__)
  if (!__builtin_cpu_supports("avx512bw")) *count -= 1;
  if (!__builtin_cpu_supports("avx2")) *count -= 1;
#endif
  return leaks;
}

__attribute__((noinline)) uint64_t planted_no_leak(uint64_t secret) {
  uint64_t mask = 0 - (secret & 1), sum = 0;
  HIDE(mask);
  for (int n = 0; n < TABLE_WORDS; n++) sum += (mask & table[n]) ^ (~mask & table32[n]);
  return sum;
}
