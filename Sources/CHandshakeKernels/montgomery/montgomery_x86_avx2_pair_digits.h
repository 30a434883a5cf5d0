// SPDX-License-Identifier: Apache-2.0

// Two numbers at once in 256-bit vectors: a template over the size. A file defines
//
//   LIMB_COUNT            of each number
//   DIGIT_BIT_COUNT       29 or 28
//   BLOCK_VECTOR_COUNT    vectors in a block
//   BLOCK_COUNT           blocks in a number
//
// and includes montgomery_x86_avx2_pair_operations.h.
//
// Digits are to the base B = 2^DIGIT_BIT_COUNT and signed, from -B/2 to B/2 - 1. Vector i of a number has
// digits 2 i and 2 i + 1 of the first number in its lower half, those of the second in its upper half, a
// digit in the low 32 bits of each lane of 64: VPMULDQ reads no others. A column is a vector of sums of
// products of digits for two places of each number.
#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>

#define TARGET "avx2"
#pragma clang attribute push(__attribute__((target(TARGET))), apply_to = function)

#define INLINE static inline __attribute__((always_inline))
#define NOINLINE static __attribute__((noinline))
#define UNROLL _Pragma("clang loop unroll(full)")
#define NO_UNROLL _Pragma("clang loop unroll(disable)")

typedef __m256i vector;
typedef __m256i column;

enum {
  LANE_COUNT = 2,
  T = BLOCK_VECTOR_COUNT,
  V = T * BLOCK_COUNT,  // vectors of a number
  DIGIT_COUNT = 2 * V,
  RADIX_BIT_COUNT = DIGIT_BIT_COUNT * DIGIT_COUNT,  // of R
};

// A number as what is multiplied: for factors in even places, and for those in odd ones.
typedef struct {
  vector straight[V];
  vector shifted[V + 1];  // digits 2 i - 1 and 2 i
} multiplicand;

// A number as what multiplies: its digits in even places, each in two lanes, and those in odd ones.
typedef struct {
  vector even[V], odd[V];
} multiplier;

typedef struct {
  multiplicand multiplicand;
  multiplier multiplier;
} number;

INLINE vector load(const vector *p) { return _mm256_load_si256(p); }
INLINE column zero_column(void) { return _mm256_setzero_si256(); }

// z + x y, lane by lane
INLINE column multiply_add(column z, vector x, vector y) {
  return _mm256_add_epi64(z, _mm256_mul_epi32(x, y));
}

INLINE vector even_digits(vector x) { return _mm256_unpacklo_epi64(x, x); }
INLINE vector odd_digits(vector x) { return _mm256_unpackhi_epi64(x, x); }
// The digit above those of `low`, and the lower one of x.
INLINE vector shifted_digits(vector x, vector low) { return _mm256_alignr_epi8(x, low, 8); }

INLINE void store_multiplier(multiplier *r, int i, vector x) {
  r->even[i] = even_digits(x);
  r->odd[i] = odd_digits(x);
}

// Vector i of r := x, above `low`.
INLINE void store_number(number *r, int i, vector x, vector low) {
  r->multiplicand.straight[i] = x;
  r->multiplicand.shifted[i] = shifted_digits(x, low);
  store_multiplier(&r->multiplier, i, x);
}

// What is left to be stored when the last vector is `low`.
INLINE void store_last(number *r, vector low) {
  r->multiplicand.shifted[V] = shifted_digits(zero_column(), low);
}

// MARK: Carries

// What has been carried lies, like a column, in lanes of 64 bits; AVX2 moves signed ones to the right as
// if they had no sign. So a column is biased, by a multiple of B, that is less what the bias of the place
// below carries into it. The half of B makes the digit above round.
#define HALF (INT64_C(1) << (DIGIT_BIT_COUNT - 1))
#define CARRIED_BIAS (INT64_C(1) << (63 - DIGIT_BIT_COUNT))
#define COLUMN_BIAS (int64_t)((UINT64_C(1) << 63) + HALF - CARRIED_BIAS)

INLINE column biased_column(void) { return _mm256_set1_epi64x(COLUMN_BIAS); }

// Into the lowest column.
INLINE column first_carry(void) { return _mm256_set_epi64x(0, CARRIED_BIAS, 0, CARRIED_BIAS); }

// The digits of a column, which is biased, with what is carried into it; *carry: out of it.
INLINE vector carried_digits(column z, column *carry) {
  z = _mm256_add_epi64(z, *carry);
  z = _mm256_add_epi64(z, _mm256_slli_si256(_mm256_srli_epi64(z, DIGIT_BIT_COUNT), 8));
  *carry = _mm256_srli_si256(_mm256_srli_epi64(z, DIGIT_BIT_COUNT), 8);
  const vector low = _mm256_and_si256(z, _mm256_set1_epi64x(2 * HALF - 1));
  return _mm256_sub_epi64(low, _mm256_set1_epi64x(HALF));
}

// MARK: Numbers

// Where lanes of number `lane` begin in a vector.
INLINE int64_t *lanes_of(vector *x, int lane) { return (int64_t *)x + 2 * lane; }

// Digit i of number `lane` of r := x
static void set_digit(number *r, int lane, int i, int64_t x) {
  lanes_of(&r->multiplicand.straight[i / 2], lane)[i % 2] = x;
  lanes_of(&r->multiplicand.shifted[(i + 1) / 2], lane)[(i + 1) % 2] = x;
  int64_t *repeated = lanes_of(i % 2 ? &r->multiplier.odd[i / 2] : &r->multiplier.even[i / 2],
                               lane);
  repeated[0] = repeated[1] = x;
}

static int64_t digit_of(const number *x, int lane, int i) {
  return ((const int64_t *)&x->multiplicand.straight[i / 2])[2 * lane + i % 2];
}

#include "montgomery_pair_limbs.h"

#pragma clang attribute pop
