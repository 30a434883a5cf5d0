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

#include "handshake_secrets.h"

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

// Number `lane` of r := the number in LIMB_COUNT limbs.
static void from_limbs(number *r, int lane, const uint64_t *limbs) {
  const int64_t half = (int64_t)1 << (DIGIT_BIT_COUNT - 1);
  const int64_t mask = ((int64_t)1 << DIGIT_BIT_COUNT) - 1;
  int32_t *lanes = (int32_t *)r->digits + lane;
  int64_t carry = 0;
  for (int i = 0; i < DIGIT_COUNT; i++) {
    const int limb = DIGIT_BIT_COUNT * i / 64, shift = DIGIT_BIT_COUNT * i % 64;
    uint64_t bits = limb < LIMB_COUNT ? limbs[limb] >> shift : 0;
    if (shift > 64 - DIGIT_BIT_COUNT && limb + 1 < LIMB_COUNT)
      bits |= limbs[limb + 1] << (64 - shift);
    const int64_t x = ((int64_t)bits & mask) + carry;
    carry = (x + half) >> DIGIT_BIT_COUNT;
    lanes[LANE_COUNT * i] = (int32_t)(x - (carry << DIGIT_BIT_COUNT));
  }
}

// r := number `lane` of x modulo N, for one between -N and N.
static void to_limbs(uint64_t *r, const number *x, int lane, const uint64_t *modulus) {
  const int32_t *lanes = (const int32_t *)x->digits + lane;
  uint64_t limbs[LIMB_COUNT];
  __int128 left = 0;
  int bit_count = 0, limb = 0;
  for (int i = 0; i < DIGIT_COUNT; i++) {
    left += (__int128)((unsigned __int128)lanes[LANE_COUNT * i] << bit_count);
    bit_count += DIGIT_BIT_COUNT;
    if (bit_count >= 64) {
      limbs[limb++] = (uint64_t)left;
      left >>= 64;
      bit_count -= 64;
    }
  }
  // What is left above the limbs is 0 or -1, as R is less than 2^64 times their range.
  const uint64_t is_negative = handshake_value_barrier((uint64_t)left);
  unsigned long long carry = 0;
  for (int i = 0; i < LIMB_COUNT; i++)
    r[i] = __builtin_addcll(limbs[i], modulus[i] & is_negative, carry, &carry);
  handshake_wipe(limbs, sizeof limbs);
}
