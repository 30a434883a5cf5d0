// SPDX-License-Identifier: Apache-2.0

// Limbs to digits and back, and the windows of exponents; part of the templates whose products
// were included before.
#include <stddef.h>

#define NOINLINE static __attribute__((noinline))

#pragma clang attribute push(__attribute__((target(TARGET))), apply_to = function)

enum { WINDOW_BIT_COUNT = 5, TABLE_ENTRY_COUNT = 32, EXTENDED_LIMB_COUNT = LIMB_COUNT + 1 };

INLINE const uint64_t *words_of(const number *x) { return (const uint64_t *)x->vectors; }
INLINE factor digits_of(const number *x) { return (factor){.digits = words_of(x)}; }

// Number p of r := the number in LIMB_COUNT limbs.
static void from_limbs(number *r, int p, const uint64_t *limbs) {
  uint64_t *words = (uint64_t *)r->vectors + p;
  UNROLL for (int i = 0; i < LANE_COUNT * K; i++) {
    const int limb = 52 * i / 64, shift = 52 * i % 64;
    uint64_t digit = limb < LIMB_COUNT ? limbs[limb] >> shift : 0;
    if (shift > 12 && limb + 1 < LIMB_COUNT) digit |= limbs[limb + 1] << (64 - shift);
    words[DIGIT_WORD(i)] = digit & DIGIT_MASK;
  }
}

// r := x - y mod 2^(64 count); returns the borrow.
INLINE uint64_t subtract(uint64_t *r, const uint64_t *x, const uint64_t *y, int count) {
  unsigned char borrow = 0;
  for (int i = 0; i < count; i++) {
    unsigned long long difference;
    borrow = _subborrow_u64(borrow, x[i], y[i], &difference);
    r[i] = difference;
  }
  return borrow;
}

// x := x - y where that is not negative.
INLINE void subtract_if_not_below(uint64_t *x, const uint64_t *y, int count) {
  uint64_t difference[EXTENDED_LIMB_COUNT];
  const uint64_t keep = handshake_value_barrier(0 - subtract(difference, x, y, count));
  for (int i = 0; i < count; i++) x[i] = (x[i] & keep) | (difference[i] & ~keep);
  handshake_wipe(difference, sizeof difference);
}

// r := number p of x, which is small, mod N, given in limbs.
static void to_limbs(uint64_t *r, const number *x, int p, const uint64_t *modulus) {
  const uint64_t *words = words_of(x) + p;
  uint64_t limbs[EXTENDED_LIMB_COUNT], extended_modulus[EXTENDED_LIMB_COUNT];
  UNROLL for (int i = 0; i < EXTENDED_LIMB_COUNT; i++) {
    const int digit = 64 * i / 52, shift = 64 * i % 52;
    uint64_t limb = (words[DIGIT_WORD(digit)] & DIGIT_MASK) >> shift;
    if (digit + 1 < DIGIT_COUNT)
      limb |= (words[DIGIT_WORD(digit + 1)] & DIGIT_MASK) << (52 - shift);
    if (shift > 40 && digit + 2 < DIGIT_COUNT)
      limb |= words[DIGIT_WORD(digit + 2)] << (104 - shift);
    limbs[i] = limb;
    extended_modulus[i] = i < LIMB_COUNT ? modulus[i] : 0;
  }
  subtract_if_not_below(limbs, extended_modulus, EXTENDED_LIMB_COUNT);
  subtract_if_not_below(limbs, extended_modulus, EXTENDED_LIMB_COUNT);
  for (int i = 0; i < LIMB_COUNT; i++) r[i] = limbs[i];
  handshake_wipe(limbs, sizeof limbs);
  handshake_wipe(extended_modulus, sizeof extended_modulus);
}

// The five bits from `bit` up; bits beyond the exponent are zero.
static uint64_t window(const uint64_t *exponent, size_t exponent_limb_count, size_t bit) {
  const size_t limb = bit / 64, shift = bit % 64;
  uint64_t x = exponent[limb] >> shift;
  if (shift > 64 - WINDOW_BIT_COUNT && limb + 1 < exponent_limb_count)
    x |= exponent[limb + 1] << (64 - shift);
  return x & (TABLE_ENTRY_COUNT - 1);
}

#pragma clang attribute pop
