// The instructions of the x1 kernel's rows, one function each.
//
// Inline assembly, and volatile, because the order of the instructions is worth a third of the
// speed: given intrinsics, clang 21 moves each accumulator's chain of multiply-adds together, and
// the chain that carries the quotient digits from row to row waits behind the others. The compiler
// still allocates the registers.
#ifndef HANDSHAKE_MONTGOMERY_X86_IFMA_X1_VECTORS_H
#define HANDSHAKE_MONTGOMERY_X86_IFMA_X1_VECTORS_H

#include <immintrin.h>
#include <stdint.h>

#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512vl,avx512ifma"))), \
                             apply_to = function)

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

// The same with one word of memory in every lane of b.
INLINE vector multiply_add_low_word(vector c, vector a, const uint64_t *b) {
  __asm__ volatile("vpmadd52luq %2%{1to8%}, %1, %0" : "+v"(c) : "v"(a), "m"(*b));
  return c;
}

INLINE vector multiply_add_high_word(vector c, vector a, const uint64_t *b) {
  __asm__ volatile("vpmadd52huq %2%{1to8%}, %1, %0" : "+v"(c) : "v"(a), "m"(*b));
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

INLINE vector broadcast_word(const uint64_t *word) {
  vector c;
  __asm__ volatile("vpbroadcastq %1, %0" : "=v"(c) : "m"(*word));
  return c;
}

// Lane 0 in every lane.
INLINE vector broadcast_lane_0(vector a) {
  vector c;
  __asm__ volatile("vpbroadcastq %1, %0" : "=v"(c) : "v"(_mm512_castsi512_si128(a)));
  return c;
}

// Lane 0: its bits from 52 up, moved down. The other lanes: zero.
INLINE vector carry_of_lane_0(vector a) {
  vector c;
  __asm__ volatile("vpsrlq $52, %1, %0 %{%2%}%{z%}" : "=v"(c) : "v"(a), "Yk"((__mmask8)1));
  return c;
}

// Every lane moved down by one; lane 0 leaves, zero comes in at the top.
INLINE vector drop_lane_0(vector a) {
  vector c;
  __asm__ volatile("valignq $1, %1, %2, %0" : "=v"(c) : "v"(a), "v"(_mm512_setzero_si512()));
  return c;
}

// Word number index (0 to 31) of table's 32 in every lane. All of the table is read; the lanes of
// low_index hold index mod 16, and is_upper is all ones where index >= 16, else zero.
INLINE vector select_word(const vector *table, vector low_index, __mmask8 is_upper) {
  vector lower = load(&table[0]), upper = load(&table[2]);
  __asm__ volatile("vpermt2q %2, %1, %0" : "+v"(lower) : "v"(low_index), "m"(table[1]));
  __asm__ volatile("vpermt2q %2, %1, %0" : "+v"(upper) : "v"(low_index), "m"(table[3]));
  __asm__ volatile("vmovdqa64 %1, %0 %{%2%}" : "+v"(lower) : "v"(upper), "Yk"(is_upper));
  return lower;
}

#pragma clang attribute pop

#endif
