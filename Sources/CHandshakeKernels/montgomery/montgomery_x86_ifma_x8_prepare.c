// SPDX-License-Identifier: Apache-2.0

// The constants of one modulus.
#if defined(__x86_64__)

#include "handshake_montgomery.h"
#include "montgomery_x86_ifma_x8_internal.h"

#include "handshake_secrets.h"

#include <string.h>

#pragma clang attribute push(__attribute__((target("avx512f,avx512ifma"))), apply_to = function)

static size_t padded(size_t digit_count) { return (digit_count + 7) / 8 * 8; }

size_t X8(context_byte_count)(size_t limb_count) {
  const size_t digit_count = X8(digit_count)(limb_count);
  if (digit_count == 0) return 0;
  return sizeof(montgomery_context) + CONSTANT_COUNT * padded(digit_count) * sizeof(uint64_t);
}

// x := x·2^bit_count where mask is all ones; bit_count < 64·limb_count.
static void shift_left_masked(uint64_t *x, size_t bit_count, uint64_t mask, size_t limb_count) {
  const size_t limbs = bit_count / 64, bits = bit_count % 64;
  for (size_t i = limb_count; i-- > 0;) {
    uint64_t shifted = i >= limbs ? x[i - limbs] << bits : 0;
    if (bits != 0 && i > limbs) shifted |= x[i - limbs - 1] >> (64 - bits);
    x[i] = (shifted & mask) | (x[i] & ~mask);
  }
}

// All ones if none of the top bit_count bits of x is set, else 0.
static uint64_t has_leading_zeros(const uint64_t *x, size_t bit_count, size_t limb_count) {
  const size_t limbs = bit_count / 64, bits = bit_count % 64;
  uint64_t any = 0;
  for (size_t i = 0; i < limbs; i++) any |= x[limb_count - 1 - i];
  if (bits != 0) any |= x[limb_count - 1 - limbs] >> (64 - bits);
  return handshake_value_barrier(((any | (0 - any)) >> 63) - 1);
}

// x := 2x mod n, for x < n.
static void double_modulo(uint64_t *x, const uint64_t *n, size_t limb_count) {
  uint64_t difference[MAXIMUM_LIMB_COUNT];
  unsigned long long borrow = 0;
  uint64_t carry = 0;
  for (size_t i = 0; i < limb_count; i++) {
    const uint64_t top = x[i] >> 63;
    x[i] = x[i] << 1 | carry;
    carry = top;
    difference[i] = __builtin_subcll(x[i], n[i], borrow, &borrow);
  }
  const uint64_t keep = handshake_value_barrier(0 - (borrow & (carry ^ 1)));
  for (size_t i = 0; i < limb_count; i++) x[i] = (x[i] & keep) | (difference[i] & ~keep);
  handshake_wipe(difference, sizeof difference);
}

// w := 2^bit_count modulo n, less than 2^(64·limb_count): normalized is n shifted up until its top
// bit is set, whose negative is 2^(64·limb_count) modulo n, and doublings modulo it do the rest.
static void power_of_two(uint64_t *w, size_t bit_count, const uint64_t *n, size_t limb_count) {
  uint64_t normalized[MAXIMUM_LIMB_COUNT];
  memcpy(normalized, n, limb_count * sizeof *n);
  for (size_t shift = 32 * MAXIMUM_LIMB_COUNT; shift > 0; shift /= 2)
    if (shift < 64 * limb_count)
      shift_left_masked(normalized, shift, has_leading_zeros(normalized, shift, limb_count),
                        limb_count);
  unsigned long long borrow = 0;
  for (size_t i = 0; i < limb_count; i++)
    w[i] = __builtin_subcll(0, normalized[i], borrow, &borrow);
  for (size_t bit = 64 * limb_count; bit < bit_count; bit++)
    double_modulo(w, normalized, limb_count);
  handshake_wipe(normalized, sizeof normalized);
}

// digits[0 ..< digit_count] := 2^bit_count in every lane.
static void set_power_of_two(vec *digits, size_t bit_count, size_t digit_count) {
  for (size_t d = 0; d < digit_count; d++) digits[d] = ZERO;
  digits[bit_count / DIGIT_BIT_COUNT] = _mm512_set1_epi64(1ll << bit_count % DIGIT_BIT_COUNT);
}

// The constant := lane 0 of digits mod n, for digits below 2n.
static void keep(montgomery_context *c, digit_constant constant, const lanes *l, vec *digits) {
  X8(subtract_once)(l, digits);
  uint64_t *kept = c->digits + constant * c->padded_digit_count;
  for (size_t d = 0; d < c->digit_count; d++) {
    const vec digit = digits[d];
    kept[d] = (uint64_t)_mm_cvtsi128_si64(_mm512_castsi512_si128(digit));
  }
}

// The same modulus in all lanes. The comments give exponents of two; all is modulo n.
void X8(prepare)(void *context, const uint64_t *modulus, size_t limb_count) {
  montgomery_context *c = context;
  memset(c, 0, X8(context_byte_count)(limb_count));
  c->limb_count = limb_count;
  c->digit_count = X8(digit_count)(limb_count);
  c->padded_digit_count = padded(c->digit_count);
  c->is_short = modulus[limb_count - 1] >> 48 == 0;

  // Newton: an inverse modulo 2^j becomes one modulo 2^2j; an odd n is its own modulo 2^3.
  uint64_t inverse = modulus[0];
  for (int bits = 3; bits < 64; bits *= 2) inverse *= 2 - modulus[0] * inverse;
  c->negated_inverse = (0 - inverse) & ((1ull << DIGIT_BIT_COUNT) - 1);

  lanes l;
  vec w[MAXIMUM_DIGIT_COUNT], x[MAXIMUM_DIGIT_COUNT], power[MAXIMUM_DIGIT_COUNT];
  const size_t digit_count = l.digit_count = c->digit_count;
  l.limb_count = limb_count;
  l.negated_inverse = _mm512_set1_epi64((long long)c->negated_inverse);
  const uint64_t *same[LANE_COUNT];
  for (size_t i = 0; i < LANE_COUNT; i++) same[i] = modulus;
  X8(load_limbs)(&l, l.modulus, same, 0);
  for (size_t d = 0; d < digit_count; d++)
    c->digits[d] = (uint64_t)_mm_cvtsi128_si64(_mm512_castsi512_si128(l.modulus[d]));

  // w := 2^(r + 1), r = 52·digit_count; squarings double what stands beside r.
  const size_t r = DIGIT_BIT_COUNT * digit_count;
  uint64_t limbs[MAXIMUM_LIMB_COUNT];
  power_of_two(limbs, r + 1, modulus, limb_count);
  for (size_t i = 0; i < LANE_COUNT; i++) same[i] = limbs;
  X8(load_limbs)(&l, w, same, 0);
  size_t beside = 1;
  for (; beside < r; beside *= 2) X8(square)(&l, w, w);
  // w := 2^(r + beside)·2^(2r - beside) / R = 2^2r, and R = 2^2r / R.
  set_power_of_two(power, 2 * r - beside, digit_count);
  X8(product)(&l, w, w, power);
  X8(divide_by_r)(&l, x, w);
  keep(c, CONSTANT_ONE, &l, x);
  // R² again, as the product with R mod n, which brings it below 2n.
  X8(product)(&l, w, w, x);
  keep(c, CONSTANT_R_SQUARED, &l, w);
  // 2^(64·limb_count)·R, then times R.
  set_power_of_two(power, 64 * limb_count, digit_count);
  X8(product)(&l, x, w, power);
  X8(product)(&l, x, x, w);
  keep(c, CONSTANT_HIGH_HALF, &l, x);

  handshake_wipe(&l, sizeof l);
  handshake_wipe(w, sizeof w);
  handshake_wipe(x, sizeof x);
  handshake_wipe(limbs, sizeof limbs);
}

#pragma clang attribute pop

#endif
