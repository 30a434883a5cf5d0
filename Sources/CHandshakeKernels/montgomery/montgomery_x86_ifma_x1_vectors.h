// SPDX-License-Identifier: Apache-2.0

// The instructions of the x1 kernel's rows, one function each; a template over INTERLEAVED_COUNT (P),
// how many numbers lie in a vector: 1, or 2 that alternate. A digit's group is its P lanes.
//
// Inline assembly, and volatile, because the order of the instructions is worth a third of the
// speed: given intrinsics, clang 21 moves each accumulator's chain of multiply-adds together, and
// the chain that carries the quotient digits from row to row waits behind the others. The compiler
// still allocates the registers.
#ifndef HANDSHAKE_MONTGOMERY_X86_IFMA_X1_VECTORS_H
#define HANDSHAKE_MONTGOMERY_X86_IFMA_X1_VECTORS_H

#include <immintrin.h>
#include <stdint.h>

// Of every function of the template.
#define TARGET "avx512f,avx512dq,avx512vl,avx512ifma"
#pragma clang attribute push(__attribute__((target(TARGET))), apply_to = function)

typedef __m512i vector;  // eight lanes of 64 bits

#define INLINE static inline __attribute__((always_inline))

// Lanes: c + the low 52 bits of a b. Multiply-adds read the low 52 bits of a and b alone.
INLINE vector multiply_add_low(vector c, vector a, vector b) {
  __asm__ volatile("vpmadd52luq %2, %1, %0" : "+v"(c) : "v"(a), "v"(b));
  return c;
}

// Lanes: c + bits 52 to 103 of a b.
INLINE vector multiply_add_high(vector c, vector a, vector b) {
  __asm__ volatile("vpmadd52huq %2, %1, %0" : "+v"(c) : "v"(a), "v"(b));
  return c;
}

// The same with b in memory.
INLINE vector multiply_add_low_memory(vector c, vector a, const vector *b) {
  __asm__ volatile("vpmadd52luq %2, %1, %0" : "+v"(c) : "v"(a), "m"(*b));
  return c;
}

INLINE vector multiply_add_high_memory(vector c, vector a, const vector *b) {
  __asm__ volatile("vpmadd52huq %2, %1, %0" : "+v"(c) : "v"(a), "m"(*b));
  return c;
}

INLINE vector add(vector a, vector b) {
  vector c;
  __asm__ volatile("vpaddq %2, %1, %0" : "=v"(c) : "v"(a), "v"(b));
  return c;
}

INLINE vector load(const vector *p) {
  vector c;
  __asm__ volatile("vmovdqa64 %1, %0" : "=v"(c) : "m"(*p));
  return c;
}

#define GROUP_LANES ((__mmask8)((1 << INTERLEAVED_COUNT) - 1))

// Group 0: its bits from 52 up, moved down. The other lanes: zero.
INLINE vector carry_of_group_0(vector a) {
  vector c;
  __asm__ volatile("vpsrlq $52, %1, %0 %{%2%}%{z%}" : "=v"(c) : "v"(a), "Yk"(GROUP_LANES));
  return c;
}

#if INTERLEAVED_COUNT == 1

// One word of memory in every lane.
INLINE vector broadcast_digit(const uint64_t *word) {
  vector c;
  __asm__ volatile("vpbroadcastq %1, %0" : "=v"(c) : "m"(*word));
  return c;
}

// multiply_add_low and multiply_add_high with one word of memory in every lane of b.
INLINE vector multiply_add_low_word(vector c, vector a, const uint64_t *b) {
  __asm__ volatile("vpmadd52luq %2%{1to8%}, %1, %0" : "+v"(c) : "v"(a), "m"(*b));
  return c;
}

INLINE vector multiply_add_high_word(vector c, vector a, const uint64_t *b) {
  __asm__ volatile("vpmadd52huq %2%{1to8%}, %1, %0" : "+v"(c) : "v"(a), "m"(*b));
  return c;
}

// Group 0 in every group.
INLINE vector broadcast_group_0(vector a) {
  vector c;
  __asm__ volatile("vpbroadcastq %1, %0" : "=v"(c) : "v"(_mm512_castsi512_si128(a)));
  return c;
}

// Every group moved down by one; group 0 leaves, zero comes in at the top.
INLINE vector drop_group_0(vector a) {
  vector c;
  __asm__ volatile("valignq $1, %1, %2, %0" : "=v"(c) : "v"(a), "v"(_mm512_setzero_si512()));
  return c;
}

// In every lane, word number index (0 to 31) of the 32 in the four vectors of table. All of the table
// is read; the lanes of low_index hold index mod 16, and is_upper is all ones where index >= 16,
// else zero.
INLINE vector select_digit(const vector *table, const vector low_index[1],
                           const __mmask8 is_upper[1]) {
  vector lower = load(&table[0]), upper = load(&table[2]);
  __asm__ volatile("vpermt2q %2, %1, %0" : "+v"(lower) : "v"(low_index[0]), "m"(table[1]));
  __asm__ volatile("vpermt2q %2, %1, %0" : "+v"(upper) : "v"(low_index[0]), "m"(table[3]));
  __asm__ volatile("vmovdqa64 %1, %0 %{%2%}" : "+v"(lower) : "v"(upper), "Yk"(is_upper[0]));
  return lower;
}

#else

// Two words of memory in every group.
INLINE vector broadcast_digit(const uint64_t *words) {
  vector c;
  __asm__ volatile("vbroadcasti64x2 %1, %0" : "=v"(c) : "m"(*(const uint64_t (*)[2])words));
  return c;
}

INLINE vector broadcast_group_0(vector a) {
  vector c;
  __asm__ volatile("vshufi64x2 $0, %1, %1, %0" : "=v"(c) : "v"(a));
  return c;
}

INLINE vector drop_group_0(vector a) {
  vector c;
  __asm__ volatile("valignq $2, %1, %2, %0" : "=v"(c) : "v"(a), "v"(_mm512_setzero_si512()));
  return c;
}

INLINE vector select_of_16(const vector *table, vector low_index) {
  vector word = load(&table[0]);
  __asm__ volatile("vpermt2q %2, %1, %0" : "+v"(word) : "v"(low_index), "m"(table[1]));
  return word;
}

INLINE void blend(vector *a, vector b, __mmask8 lanes) {
  __asm__ volatile("vmovdqa64 %1, %0 %{%2%}" : "+v"(*a) : "v"(b), "Yk"(lanes));
}

// The same with an index for each of the two numbers, each of which has four vectors of the table.
INLINE vector select_digit(const vector *table, const vector low_index[2],
                           const __mmask8 is_upper[2]) {
  const __mmask8 second = 0xaa;
  vector words = select_of_16(&table[0], low_index[0]);
  blend(&words, select_of_16(&table[2], low_index[0]), is_upper[0]);
  blend(&words, select_of_16(&table[4], low_index[1]), second & ~is_upper[1]);
  blend(&words, select_of_16(&table[6], low_index[1]), second & is_upper[1]);
  return words;
}

#endif

#pragma clang attribute pop

#endif
