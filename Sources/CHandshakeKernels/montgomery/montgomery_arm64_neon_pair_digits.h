// SPDX-License-Identifier: Apache-2.0

// Two numbers at once, one in each of the two 32-bit lanes of a vector: a template over the size. A
// file defines
//
//   LIMB_COUNT            of each number
//   DIGIT_BIT_COUNT       29 or 28
//   BLOCK_DIGIT_COUNT     digits in a block
//   BLOCK_COUNT           blocks in a number
//
// and includes montgomery_arm64_neon_pair_operations.h.
//
// Digits are to the base B = 2^DIGIT_BIT_COUNT and signed, from -B/2 to B/2 - 1: the difference of two
// fits a lane, and twice that too. A column is two sums of products of digits for one place.
#include <arm_neon.h>
#include <stddef.h>
#include <stdint.h>

#define INLINE static inline __attribute__((always_inline))
#define NOINLINE static __attribute__((noinline))
#define UNROLL _Pragma("clang loop unroll(full)")
#define NO_UNROLL _Pragma("clang loop unroll(disable)")

enum {
  T = BLOCK_DIGIT_COUNT,
  DIGIT_COUNT = T * BLOCK_COUNT,
  RADIX_BIT_COUNT = DIGIT_BIT_COUNT * DIGIT_COUNT,  // of R
  // Pairs of digits, in two halves: what the look-up in the table keeps in registers.
  VECTOR_COUNT = (DIGIT_COUNT + 3) / 4 * 2,
  LANE_COUNT = 2,
};

typedef int32x2_t digit;
typedef int64x2_t column;

typedef union {
  digit digits[DIGIT_COUNT];
  int32x4_t vectors[VECTOR_COUNT];
} number;

INLINE digit repeated(int32_t x) { return vdup_n_s32(x); }
INLINE column zero_column(void) { return vdupq_n_s64(0); }

// x and y modulo B.
INLINE int32x4_t two_low_digits(column x, column y) {
  enum { SPARE_BIT_COUNT = 32 - DIGIT_BIT_COUNT };
  const int32x4_t low = vuzp1q_s32(vreinterpretq_s32_s64(x), vreinterpretq_s32_s64(y));
  return vshrq_n_s32(vshlq_n_s32(low, SPARE_BIT_COUNT), SPARE_BIT_COUNT);
}

// above + what is left of x without its low digit, a place up.
INLINE column carried(column above, column x) { return vrsraq_n_s64(above, x, DIGIT_BIT_COUNT); }

// Digit i of number `lane` of r := x
static void set_digit(number *r, int lane, int i, int64_t x) {
  ((int32_t *)r->digits)[LANE_COUNT * i + lane] = (int32_t)x;
}

static int64_t digit_of(const number *x, int lane, int i) {
  return ((const int32_t *)x->digits)[LANE_COUNT * i + lane];
}

#include "montgomery_pair_limbs.h"
