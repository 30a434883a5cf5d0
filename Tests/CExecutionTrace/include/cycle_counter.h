// SPDX-License-Identifier: Apache-2.0

// A counter that goes on while the CPU runs: cycles of its base clock on x86_64, ticks of the system's
// counter on arm64. What was begun before it is read has ended, its stores included, and what follows has
// not begun.
#ifndef CYCLE_COUNTER_H
#define CYCLE_COUNTER_H

#include <stdint.h>

#if defined(__x86_64__)
#include <immintrin.h>

static inline uint64_t cycle_counter(void) {
  _mm_mfence();
  _mm_lfence();
  const uint64_t count = __builtin_ia32_rdtsc();
  _mm_lfence();
  return count;
}

#elif defined(__aarch64__)

static inline uint64_t cycle_counter(void) {
  uint64_t count;
  __asm__ volatile("dsb sy\n\tisb\n\tmrs %0, cntvct_el0\n\tisb" : "=r"(count) : : "memory");
  return count;
}

#else
#include <time.h>

static inline uint64_t cycle_counter(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

#endif

#endif
