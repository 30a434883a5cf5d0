// SPDX-License-Identifier: Apache-2.0

// The instructions of the AVX-IFMA kernel, one function each. All of them have VEX encodings and use the
// registers ymm0 to ymm15.
//
// Inline assembly, and volatile, as in montgomery_x86_ifma_x1_vectors.h: for the order of the
// instructions. Here it also lets the multiply-adds be written in either of their two encodings.
#ifndef HANDSHAKE_MONTGOMERY_X86_AVX_IFMA_VECTORS_H
#define HANDSHAKE_MONTGOMERY_X86_AVX_IFMA_VECTORS_H

#include <immintrin.h>
#include <stdint.h>

// AVX-IFMA's encoding. Tests compile the same instructions in AVX-512's, and run them on CPUs that have
// that alone: nothing else differs, since AVX2 is all that the compiler is told.
#ifndef MULTIPLY_ADD
#define MULTIPLY_ADD "%{vex%} vpmadd52"
#endif

// Of every function of the template.
#define TARGET "avx2"
#pragma clang attribute push(__attribute__((target(TARGET))), apply_to = function)

typedef __m256i vector;  // four lanes of 64 bits

#define INLINE static inline __attribute__((always_inline))

// Lanes: c + the low 52 bits of a b. Multiply-adds read the low 52 bits of a and b alone.
INLINE vector multiply_add_low(vector c, vector a, vector b) {
  __asm__ volatile(MULTIPLY_ADD "luq %2, %1, %0" : "+x"(c) : "x"(a), "x"(b));
  return c;
}

// Lanes: c + bits 52 to 103 of a b.
INLINE vector multiply_add_high(vector c, vector a, vector b) {
  __asm__ volatile(MULTIPLY_ADD "huq %2, %1, %0" : "+x"(c) : "x"(a), "x"(b));
  return c;
}

// The same with b in memory.
INLINE vector multiply_add_low_memory(vector c, vector a, const vector *b) {
  __asm__ volatile(MULTIPLY_ADD "luq %2, %1, %0" : "+x"(c) : "x"(a), "m"(*b));
  return c;
}

INLINE vector multiply_add_high_memory(vector c, vector a, const vector *b) {
  __asm__ volatile(MULTIPLY_ADD "huq %2, %1, %0" : "+x"(c) : "x"(a), "m"(*b));
  return c;
}

INLINE vector add(vector a, vector b) {
  vector c;
  __asm__ volatile("vpaddq %2, %1, %0" : "=x"(c) : "x"(a), "x"(b));
  return c;
}

// In the order in which they are written, too.
INLINE vector load(const vector *p) { return *(const volatile vector *)p; }
INLINE void store(vector *p, vector a) { *(volatile vector *)p = a; }

// One word of memory in every lane.
INLINE vector broadcast_digit(const uint64_t *word) {
  vector c;
  __asm__ volatile("vpbroadcastq %1, %0" : "=x"(c) : "m"(*word));
  return c;
}

// Lane 0 in every lane.
INLINE vector broadcast_lane_0(vector a) {
  vector c;
  __asm__ volatile("vpbroadcastq %1, %0" : "=x"(c) : "x"(_mm256_castsi256_si128(a)));
  return c;
}

// Lane 0: its bits from 52 up, moved down. The other lanes: zero, as what is moved by 64 bits.
INLINE vector carry_of_lane_0(vector a) {
  static const uint64_t counts[4] __attribute__((aligned(32))) = {52, 64, 64, 64};
  vector c;
  __asm__ volatile("vpsrlvq %2, %1, %0" : "=x"(c) : "x"(a), "m"(counts));
  return c;
}

// Every lane moved down by one; lane 0 leaves, zero comes in at the top.
INLINE vector drop_lane_0(vector a) {
  vector c;
  __asm__ volatile("vpermq $0x39, %1, %0" : "=x"(c) : "x"(a));
  __asm__ volatile("vpblendd $0xc0, %2, %1, %0" : "=x"(c) : "x"(c), "x"(_mm256_setzero_si256()));
  return c;
}

#pragma clang attribute pop

#endif
