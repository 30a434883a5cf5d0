// The operations of the x1 kernel for one size; a template, see montgomery_x86_ifma_x1_product.h.
#include <stddef.h>
#include <stdint.h>

#include "../secrets/wipe_stack.h"
#include "montgomery_x86_ifma_x1_product.h"
#include "montgomery_x86_ifma_x1_size.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512vl,avx512ifma"))), \
                             apply_to = function)

#define NOINLINE static __attribute__((noinline))

enum { WINDOW_BIT_COUNT = 5, TABLE_ENTRY_COUNT = 32, EXTENDED_LIMB_COUNT = LIMB_COUNT + 1 };

typedef struct {
  const montgomery_x1_size *size;
  uint64_t modulus[LIMB_COUNT];
  reduction n;
  number one;          // R mod N, small
  number square;       // R^2 mod N, small
  number high_square;  // 2^(64 LIMB_COUNT) R^2 mod N, small
} context;

static const number plain_one = {{{1}}};

INLINE const uint64_t *words_of(const number *x) { return (const uint64_t *)x->vectors; }
INLINE factor digits_of(const number *x) { return (factor){.digits = words_of(x)}; }

// MARK: Products

NOINLINE void multiply(number *r, const number *a, const number *b, const reduction *n) {
  product_state s;
  load_operand(&s, a);
  multiply_one(r, &s, digits_of(b), n, DIGITS);
}

// r := r^(2^count), each a product as above.
NOINLINE void square(number *r, const reduction *n, int count) {
  product_state s;
  load_operand(&s, r);
  NO_UNROLL for (int i = 0; i < count; i++) multiply_one(r, &s, digits_of(r), n, SQUARE);
}

// MARK: Limbs and digits

// r := the number in LIMB_COUNT limbs.
static void from_limbs(number *r, const uint64_t *limbs) {
  uint64_t *words = (uint64_t *)r->vectors;
  UNROLL for (int i = 0; i < 8 * K; i++) {
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

// r := x mod N for a small x.
static void to_limbs(uint64_t *r, const number *x, const context *c) {
  const uint64_t *words = words_of(x);
  uint64_t limbs[EXTENDED_LIMB_COUNT], modulus[EXTENDED_LIMB_COUNT];
  UNROLL for (int i = 0; i < EXTENDED_LIMB_COUNT; i++) {
    const int digit = 64 * i / 52, shift = 64 * i % 52;
    uint64_t limb = words[DIGIT_WORD(digit)] >> shift;
    if (digit + 1 < DIGIT_COUNT) limb |= words[DIGIT_WORD(digit + 1)] << (52 - shift);
    if (shift > 40 && digit + 2 < DIGIT_COUNT)
      limb |= words[DIGIT_WORD(digit + 2)] << (104 - shift);
    limbs[i] = limb;
    modulus[i] = i < LIMB_COUNT ? c->modulus[i] : 0;
  }
  subtract_if_not_below(limbs, modulus, EXTENDED_LIMB_COUNT);
  subtract_if_not_below(limbs, modulus, EXTENDED_LIMB_COUNT);
  for (int i = 0; i < LIMB_COUNT; i++) r[i] = limbs[i];
  handshake_wipe(limbs, sizeof limbs);
  handshake_wipe(modulus, sizeof modulus);
}

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
  from_limbs(r, x);
  handshake_wipe(multiple, sizeof multiple);
  handshake_wipe(x, sizeof x);
}

static void prepare_reduction(reduction *n, const uint64_t *modulus) {
  uint64_t inverse = modulus[0];  // of N mod 2^3; each step doubles the bits that are right
  for (int bits = 3; bits < 52; bits *= 2) inverse *= 2 - modulus[0] * inverse;
  n->minus_inverse = (0 - inverse) & DIGIT_MASK;
  from_limbs(&n->modulus, modulus);

  // M = (t N + 1) >> 52
  const uint64_t *digits = words_of(&n->modulus);
  uint64_t *reducer = (uint64_t *)n->reducer.vectors;
  unsigned __int128 sum = 1;
  for (int i = 0; i < 8 * K; i++) {
    sum += (unsigned __int128)n->minus_inverse * digits[DIGIT_WORD(i)];
    if (i > 0) reducer[DIGIT_WORD(i - 1)] = (uint64_t)sum & DIGIT_MASK;
    sum >>= 52;
  }
  reducer[DIGIT_WORD(8 * K - 1)] = (uint64_t)sum;
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
  }                                          // x = R^2
  uint64_t negated[LIMB_COUNT] = {0};
  subtract(negated, negated, modulus, LIMB_COUNT);
  from_limbs(&high, negated);                // 2^(64 LIMB_COUNT) mod N
  multiply(&two, &x, &x, n);                 // R^3
  multiply(&c->square, &two, &plain_one, n);  // R^2; a factor of 1 makes it small
  multiply(&c->one, &c->square, &plain_one, n);
  multiply(&x, &two, &x, n);                 // R^4
  multiply(&high, &high, &x, n);             // 2^(64 LIMB_COUNT) R^3
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
  from_limbs(&x, a);
  from_limbs(&y, b);
  multiply(&x, &x, &y, &c->n);
  multiply(&x, &x, &c->one, &c->n);  // small, however short the modulus
  to_limbs(r, &x, c);
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
  from_limbs(&x, a);
  multiply(&x, &x, &c->square, &c->n);
  to_limbs(r, &x, c);
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
  from_limbs(&plain, base);
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
  to_limbs(r, &power, c);
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

const montgomery_x1_size SIZE = {
    .context_byte_count = (sizeof(context) + 63) / 64 * 64,
    .prepare = prepare,
    .multiply = multiply_limbs,
    .to_montgomery = to_montgomery,
    .power_public = power_public,
    .power = power,
    .power_pair = power_pair,
};

#pragma clang attribute pop
