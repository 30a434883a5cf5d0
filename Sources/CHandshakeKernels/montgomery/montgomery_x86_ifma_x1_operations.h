// SPDX-License-Identifier: Apache-2.0

// The operations of the x1 kernels for one size; a template on functions that multiply, which were
// included before: montgomery_x86_ifma_x1_multiply.h or montgomery_x86_avx_ifma_multiply.h.
#include <stddef.h>
#include <stdint.h>

#include "../secrets/wipe_stack.h"
#include "montgomery_x86_ifma_x1_size.h"

#pragma clang attribute push(__attribute__((target(TARGET))), apply_to = function)

typedef struct {
  const montgomery_x1_size *size;
  uint64_t modulus[LIMB_COUNT];
  reduction n;
  number one;          // R mod N, small
  number square;       // R^2 mod N, small
  number high_square;  // 2^(64 LIMB_COUNT) R^2 mod N, small
} context;

static const number plain_one = {{{1}}};

// MARK: Constants

// x := x 2^s with the largest s that pushes no bit out.
static void shift_out_leading_zeros(uint64_t x[LIMB_COUNT]) {
  for (int bits = 32 * 64; bits > 0; bits /= 2) {
    const int limbs = bits / 64, shift = bits % 64;
    if (limbs >= LIMB_COUNT) continue;
    uint64_t top = shift ? x[LIMB_COUNT - 1] >> (64 - shift) : 0;
    for (int i = LIMB_COUNT - limbs; i < LIMB_COUNT; i++) top |= x[i];
    const uint64_t is_zero = handshake_value_barrier(((top | (0 - top)) >> 63) - 1);
    for (int i = LIMB_COUNT - 1; i >= 0; i--) {
      uint64_t moved = i >= limbs ? x[i - limbs] << shift : 0;
      if (shift && i > limbs) moved |= x[i - limbs - 1] >> (64 - shift);
      x[i] = (moved & is_zero) | (x[i] & ~is_zero);
    }
  }
}

// r := a number < 2^(64 LIMB_COUNT) that is 2 R mod N.
static void double_of_r(number *r, const uint64_t *modulus) {
  uint64_t multiple[EXTENDED_LIMB_COUNT], x[EXTENDED_LIMB_COUNT] = {0};
  for (int i = 0; i < LIMB_COUNT; i++) multiple[i] = modulus[i];
  shift_out_leading_zeros(multiple);
  multiple[LIMB_COUNT] = 0;
  subtract(x, x, multiple, LIMB_COUNT);  // 2^(64 LIMB_COUNT) mod the multiple: it has its top bit
  for (int doublings = 52 * DIGIT_COUNT + 1 - 64 * LIMB_COUNT; doublings > 0; doublings--) {
    for (int i = LIMB_COUNT; i > 0; i--) x[i] = x[i] << 1 | x[i - 1] >> 63;
    x[0] <<= 1;
    subtract_if_not_below(x, multiple, EXTENDED_LIMB_COUNT);
  }
  from_limbs(r, 0, x);
  handshake_wipe(multiple, sizeof multiple);
  handshake_wipe(x, sizeof x);
}

static void prepare_reduction(reduction *n, const uint64_t *modulus) {
  uint64_t inverse = modulus[0];  // of N mod 2^3; each step doubles the bits that are right
  for (int bits = 3; bits < 52; bits *= 2) inverse *= 2 - modulus[0] * inverse;
  n->minus_inverse[0] = (0 - inverse) & DIGIT_MASK;
  from_limbs(&n->modulus, 0, modulus);

  // M = (t N + 1) >> 52
  const uint64_t *digits = words_of(&n->modulus);
  uint64_t *reducer = (uint64_t *)n->reducer.vectors;
  unsigned __int128 sum = 1;
  for (int i = 0; i < LANE_COUNT * K; i++) {
    sum += (unsigned __int128)n->minus_inverse[0] * digits[DIGIT_WORD(i)];
    if (i > 0) reducer[DIGIT_WORD(i - 1)] = (uint64_t)sum & DIGIT_MASK;
    sum >>= 52;
  }
  reducer[DIGIT_WORD(LANE_COUNT * K - 1)] = (uint64_t)sum;
}

NOINLINE void prepare_on_stack(void *context_bytes, const uint64_t *modulus) {
  context *c = context_bytes;
  const reduction *n = &c->n;
  c->size = &SIZE;
  for (int i = 0; i < LIMB_COUNT; i++) c->modulus[i] = modulus[i];
  prepare_reduction(&c->n, modulus);

  // Numbers a of value 2^e R with their exponents e: a product adds the exponents.
  number two, x, high;
  double_of_r(&two, modulus);
  x = two;
  int bit = 1;
  while (2 * bit <= 52 * DIGIT_COUNT) bit *= 2;
  for (bit /= 2; bit > 0; bit /= 2) {
    square(&x, n, 1);
    if (52 * DIGIT_COUNT & bit) multiply(&x, &x, &two, n);
  }  // x = R^2
  uint64_t negated[LIMB_COUNT] = {0};
  subtract(negated, negated, modulus, LIMB_COUNT);
  from_limbs(&high, 0, negated);              // 2^(64 LIMB_COUNT) mod N
  multiply(&two, &x, &x, n);                  // R^3
  multiply(&c->square, &two, &plain_one, n);  // R^2; a factor of 1 makes it small
  multiply(&c->one, &c->square, &plain_one, n);
  multiply(&x, &two, &x, n);      // R^4
  multiply(&high, &high, &x, n);  // 2^(64 LIMB_COUNT) R^3
  multiply(&c->high_square, &high, &plain_one, n);
  handshake_wipe(&two, sizeof two);
  handshake_wipe(&x, sizeof x);
  handshake_wipe(&high, sizeof high);
  handshake_wipe(negated, sizeof negated);
}

// MARK: Single products and public powers

// The frames of what follows hold spilled vectors beside the numbers, which are wiped by name: 1,400
// bytes for 16 limbs, 3,700 for 64.
DEFINE_WIPE_STACK(wipe_product_frames, 512 + 64 * LIMB_COUNT, 65536)

NOINLINE void multiply_limbs_on_stack(const void *context_bytes, uint64_t *r, const uint64_t *a,
                                      const uint64_t *b) {
  const context *c = context_bytes;
  number x, y;
  from_limbs(&x, 0, a);
  from_limbs(&y, 0, b);
  multiply(&x, &x, &y, &c->n);
  multiply(&x, &x, &c->one, &c->n);  // small, however short the modulus
  to_limbs(r, &x, 0, c->modulus);
  handshake_wipe(&x, sizeof x);
  handshake_wipe(&y, sizeof y);
}

static void multiply_limbs(const void *context_bytes, uint64_t *r, const uint64_t *a,
                           const uint64_t *b) {
  multiply_limbs_on_stack(context_bytes, r, a, b);
  wipe_product_frames();
}

NOINLINE void to_montgomery_on_stack(const void *context_bytes, uint64_t *r, const uint64_t *a) {
  const context *c = context_bytes;
  number x;
  from_limbs(&x, 0, a);
  multiply(&x, &x, &c->square, &c->n);
  to_limbs(r, &x, 0, c->modulus);
  handshake_wipe(&x, sizeof x);
}

static void to_montgomery(const void *context_bytes, uint64_t *r, const uint64_t *a) {
  to_montgomery_on_stack(context_bytes, r, a);
  wipe_product_frames();
}

NOINLINE void power_public_on_stack(const void *context_bytes, uint64_t *r, const uint64_t *base,
                                    uint64_t exponent) {
  const context *c = context_bytes;
  number plain, x, power;
  from_limbs(&plain, 0, base);
  multiply(&x, &plain, &c->square, &c->n);
  power = x;
  for (int bit = 63 - __builtin_clzll(exponent); bit > 0;) {
    // All the squarings down to the next bit that is set.
    const uint64_t below = exponent & ((UINT64_C(1) << bit) - 1);
    const int next = below ? 63 - __builtin_clzll(below) : 0;
    square(&power, &c->n, bit - next);
    if (next > 0) multiply(&power, &power, &x, &c->n);
    bit = next;
  }
  // The last factor takes the power out of Montgomery form: base itself, or 1.
  const int ends_with_base = exponent > 1 && (exponent & 1);
  multiply(&power, &power, ends_with_base ? &plain : &plain_one, &c->n);
  to_limbs(r, &power, 0, c->modulus);
  handshake_wipe(&plain, sizeof plain);
  handshake_wipe(&x, sizeof x);
  handshake_wipe(&power, sizeof power);
}

static void power_public(const void *context_bytes, uint64_t *r, const uint64_t *base,
                         uint64_t exponent) {
  power_public_on_stack(context_bytes, r, base, exponent);
  wipe_product_frames();
}

#include "montgomery_x86_ifma_x1_power.h"

static montgomery_x1_constants constants(const void *context_bytes) {
  const context *c = context_bytes;
  return (montgomery_x1_constants){
      .modulus_limbs = c->modulus,
      .vector_count = K,
      .reducer = words_of(&c->n.reducer),
      .modulus = words_of(&c->n.modulus),
      .one = words_of(&c->one),
      .square = words_of(&c->square),
      .high_square = words_of(&c->high_square),
      .minus_inverse = c->n.minus_inverse,
  };
}

const montgomery_x1_size SIZE = {
    .context_byte_count = (sizeof(context) + 63) / 64 * 64,
    .prepare = prepare,
    .multiply = multiply_limbs,
    .to_montgomery = to_montgomery,
    .power_public = power_public,
    .power = power,
    .power_pair = power_pair,
    .constants = constants,
    .packed_power_pair = PACKED_POWER_PAIR,
};

#pragma clang attribute pop
