// SPDX-License-Identifier: Apache-2.0

// Limbs to signed digits and back, for one of the two numbers of a pair; a part of the templates that define
//
//   number               both numbers, with DIGIT_COUNT digits to the base 2^DIGIT_BIT_COUNT each
//   set_digit, digit_of  a digit of the one in a lane
#include <stddef.h>
#include <stdint.h>

#include "handshake_secrets.h"

_Static_assert(RADIX_BIT_COUNT >= 64 * LIMB_COUNT && RADIX_BIT_COUNT < 64 * (LIMB_COUNT + 1),
               "the digits end within the limb above the others");

static void digits_of_limbs(int64_t digits[DIGIT_COUNT], const uint64_t *limbs) {
  const int64_t half = (int64_t)1 << (DIGIT_BIT_COUNT - 1);
  int64_t carry = 0;
  for (int i = 0; i < DIGIT_COUNT; i++) {
    const int limb = DIGIT_BIT_COUNT * i / 64, shift = DIGIT_BIT_COUNT * i % 64;
    uint64_t bits = limb < LIMB_COUNT ? limbs[limb] >> shift : 0;
    if (shift > 64 - DIGIT_BIT_COUNT && limb + 1 < LIMB_COUNT)
      bits |= limbs[limb + 1] << (64 - shift);
    const int64_t x = ((int64_t)bits & (2 * half - 1)) + carry;
    carry = (x + half) >> DIGIT_BIT_COUNT;
    digits[i] = x - (carry << DIGIT_BIT_COUNT);
  }
}

// Number `lane` of r := the number in LIMB_COUNT limbs. What no digit stands in is zero already.
static void from_limbs(number *r, int lane, const uint64_t *limbs) {
  int64_t digits[DIGIT_COUNT];
  digits_of_limbs(digits, limbs);
  for (int i = 0; i < DIGIT_COUNT; i++) set_digit(r, lane, i, digits[i]);
  handshake_wipe(digits, sizeof digits);
}

// r := number `lane` of x modulo N, for one between -N and N.
static void to_limbs(uint64_t *r, const number *x, int lane, const uint64_t *modulus) {
  uint64_t limbs[LIMB_COUNT];
  __int128 left = 0;
  int bit_count = 0, limb = 0;
  for (int i = 0; i < DIGIT_COUNT; i++) {
    left += (__int128)((unsigned __int128)digit_of(x, lane, i) << bit_count);
    bit_count += DIGIT_BIT_COUNT;
    if (bit_count >= 64) {
      limbs[limb++] = (uint64_t)left;
      left >>= 64;
      bit_count -= 64;
    }
  }
  // What is left above the limbs is 0 or -1.
  const uint64_t is_negative = handshake_value_barrier((uint64_t)left);
  unsigned long long carry = 0;
  for (int i = 0; i < LIMB_COUNT; i++)
    r[i] = __builtin_addcll(limbs[i], modulus[i] & is_negative, carry, &carry);
  handshake_wipe(limbs, sizeof limbs);
}
