// SPDX-License-Identifier: Apache-2.0

// What the kernels on 64-bit limbs share: constants of a modulus, and exponentiation. A kernel's
// file defines
//
//   LIMB_COUNT_STEP              sizes are multiples of this
//   PRODUCT_LIMB_COUNT(k)        how many limbs z has: 2k, and what the kernel keeps behind them
//   full_product(z, a, b, k)     z[0 ..< 2k] := a·b;  z overlaps neither a nor b
//   full_square(z, a, k)         z[0 ..< 2k] := a²
//   reduce(z, n, inverse, k)     z[k ..< 2k] := (z + q·n) / 2^(64k) for the q < 2^(64k) that makes it
//                                whole, without its carry, which is returned
//
// includes this file, and puts LIMB64_FUNCTIONS into its descriptor.
//
// Bounds. R = 2^(64k), n < R. For a, b < R the reduction gives (a·b + q·n) / R < R + n; if that
// reaches R, n is subtracted once, and what is left is less than R again: so products chain
// without end whatever their operands ("almost Montgomery", Gueron 2012). If a < n, the result is
// below (R·n + R·n) / R = 2n before any subtraction, and one conditional subtraction makes it less
// than n.

#include "handshake_secrets.h"

#include "montgomery_windows.h"

#include <string.h>

enum { MAXIMUM_LIMB_COUNT = 256 };

typedef struct {
  size_t limb_count;
  uint64_t inverse;     // -1/n mod 2^64
  uint64_t top_is_set;  // n has its top bit set: n > R/2 (the length of a modulus is no secret)
  uint64_t reserved[5];
  uint64_t constants[];  // n, R mod n, R² mod n, R³ mod n
} montgomery_context;

static inline const uint64_t *modulus_of(const montgomery_context *c) { return c->constants; }
static inline const uint64_t *one_of(const montgomery_context *c) {
  return c->constants + c->limb_count;
}
static inline const uint64_t *r_squared_of(const montgomery_context *c) {
  return c->constants + 2 * c->limb_count;
}
static inline const uint64_t *r_cubed_of(const montgomery_context *c) {
  return c->constants + 3 * c->limb_count;
}

// r := a - b; the borrow. r may be a.
static inline uint64_t subtract(uint64_t *r, const uint64_t *a, const uint64_t *b, size_t k) {
  unsigned long long borrow = 0;
#pragma clang loop unroll_count(8)
  for (size_t i = 0; i < k; i++) r[i] = __builtin_subcll(a[i], b[i], borrow, &borrow);
  return borrow;
}

// r := a - (n where mask is all ones, else 0). r may be a.
static inline void subtract_masked(uint64_t *r, const uint64_t *a, const uint64_t *n, uint64_t mask,
                                   size_t k) {
  unsigned long long borrow = 0;
#pragma clang loop unroll_count(8)
  for (size_t i = 0; i < k; i++) r[i] = __builtin_subcll(a[i], n[i] & mask, borrow, &borrow);
}

// r := (carry·R + r) mod n, for a value below 2n.
static inline void subtract_once(uint64_t *r, uint64_t carry, const uint64_t *n, size_t k) {
  uint64_t difference[MAXIMUM_LIMB_COUNT];
  const uint64_t borrow = subtract(difference, r, n, k);
  // The difference is right if the value reached R or if nothing was borrowed.
  const uint64_t keep = handshake_value_barrier(0 - ((carry ^ 1) & borrow));
  for (size_t i = 0; i < k; i++) r[i] = (r[i] & keep) | (difference[i] & ~keep);
  handshake_wipe(difference, k * sizeof *difference);
}

// r := a·b/R mod n, less than R. r may be a or b.
static inline void product(const montgomery_context *c, uint64_t *r, const uint64_t *a,
                           const uint64_t *b, uint64_t *z) {
  const size_t k = c->limb_count;
  full_product(z, a, b, k);
  const uint64_t carry = reduce(z, modulus_of(c), c->inverse, k);
  subtract_masked(r, z + k, modulus_of(c), handshake_value_barrier(0 - carry), k);
}

// r := a²/R mod n, less than R. r may be a.
static inline void square(const montgomery_context *c, uint64_t *r, const uint64_t *a,
                          uint64_t *z) {
  const size_t k = c->limb_count;
  full_square(z, a, k);
  const uint64_t carry = reduce(z, modulus_of(c), c->inverse, k);
  subtract_masked(r, z + k, modulus_of(c), handshake_value_barrier(0 - carry), k);
}

// r := a·b/R mod n, less than n, where a or b is. r may be a or b.
static inline void product_reduced(const montgomery_context *c, uint64_t *r, const uint64_t *a,
                                   const uint64_t *b, uint64_t *z) {
  const size_t k = c->limb_count;
  full_product(z, a, b, k);
  const uint64_t carry = reduce(z, modulus_of(c), c->inverse, k);
  memcpy(r, z + k, k * sizeof *r);
  subtract_once(r, carry, modulus_of(c), k);
}

// r := a/R mod n, less than n: (a + q·n) / R ≤ n. r may be a.
static inline void from_montgomery(const montgomery_context *c, uint64_t *r, const uint64_t *a,
                                   uint64_t *z) {
  const size_t k = c->limb_count;
  memcpy(z, a, k * sizeof *z);
  memset(z + k, 0, k * sizeof *z);
  const uint64_t carry = reduce(z, modulus_of(c), c->inverse, k);
  memcpy(r, z + k, k * sizeof *r);
  subtract_once(r, carry, modulus_of(c), k);
}

// x := 2x mod n, for x < n.
static void double_modulo(uint64_t *x, const uint64_t *n, size_t k) {
  uint64_t carry = 0;
  for (size_t i = 0; i < k; i++) {
    const uint64_t top = x[i] >> 63;
    x[i] = x[i] << 1 | carry;
    carry = top;
  }
  subtract_once(x, carry, n, k);
}

// r := 2^b mod n, for an odd n > 1 of b bits; returns b. The length of a modulus is no secret.
static size_t next_power_of_two(uint64_t *r, const uint64_t *n, size_t k) {
  size_t count = k;
  while (n[count - 1] == 0) count--;
  const int unused_bit_count = __builtin_clzll(n[count - 1]);
  memset(r, 0, k * sizeof *r);
  subtract(r, r, n, count);
  r[count - 1] &= UINT64_MAX >> unused_bit_count;
  return 64 * count - (size_t)unused_bit_count;
}

static size_t context_byte_count(size_t limb_count) {
  if (limb_count == 0 || limb_count > MAXIMUM_LIMB_COUNT || limb_count % LIMB_COUNT_STEP != 0)
    return 0;
  return sizeof(montgomery_context) + 4 * limb_count * sizeof(uint64_t);
}

static void prepare(void *context, const uint64_t *modulus, size_t limb_count) {
  montgomery_context *c = context;
  const size_t k = limb_count;
  uint64_t z[PRODUCT_LIMB_COUNT(MAXIMUM_LIMB_COUNT)];
  memset(c, 0, sizeof *c);
  c->limb_count = k;
  c->top_is_set = modulus[k - 1] >> 63;
  uint64_t *n = c->constants, *one = n + k, *r_squared = n + 2 * k, *r_cubed = n + 3 * k;
  memcpy(n, modulus, k * sizeof *n);

  // Newton: an inverse modulo 2^j becomes one modulo 2^2j; an odd n is its own modulo 2^3.
  uint64_t inverse = n[0];
  for (int bits = 3; bits < 64; bits *= 2) inverse *= 2 - n[0] * inverse;
  c->inverse = 0 - inverse;

  for (size_t i = next_power_of_two(one, n, k); i < 64 * k; i++) double_modulo(one, n, k);  // R
  memcpy(r_squared, one, k * sizeof *one);
  for (size_t i = 0; i < k; i++) double_modulo(r_squared, n, k);                       // R·2^k
  for (int i = 0; i < 6; i++) product_reduced(c, r_squared, r_squared, r_squared, z);  // R·2^(64k)
  product_reduced(c, r_cubed, r_squared, r_squared, z);
  handshake_wipe(z, PRODUCT_LIMB_COUNT(k) * sizeof *z);
}

static void multiply(const void *context, uint64_t *r, const uint64_t *a, const uint64_t *b) {
  const montgomery_context *c = context;
  uint64_t z[PRODUCT_LIMB_COUNT(MAXIMUM_LIMB_COUNT)];
  if (c->top_is_set) {
    // Below R < 2n after the product: one subtraction is enough.
    product(c, r, a, b, z);
    subtract_once(r, 0, modulus_of(c), c->limb_count);
  } else {
    product(c, r, a, b, z);
    product_reduced(c, r, r, r_squared_of(c), z);
    from_montgomery(c, r, r, z);
  }
  handshake_wipe(z, PRODUCT_LIMB_COUNT(c->limb_count) * sizeof *z);
}

static void to_montgomery(const void *context, uint64_t *r, const uint64_t *a) {
  const montgomery_context *c = context;
  uint64_t z[PRODUCT_LIMB_COUNT(MAXIMUM_LIMB_COUNT)];
  product_reduced(c, r, a, r_squared_of(c), z);
  handshake_wipe(z, PRODUCT_LIMB_COUNT(c->limb_count) * sizeof *z);
}

static void power_public(const void *context, uint64_t *r, const uint64_t *base,
                         uint64_t exponent) {
  const montgomery_context *c = context;
  const size_t k = c->limb_count;
  uint64_t z[PRODUCT_LIMB_COUNT(MAXIMUM_LIMB_COUNT)], x[MAXIMUM_LIMB_COUNT],
      power[MAXIMUM_LIMB_COUNT];
  product(c, x, base, r_squared_of(c), z);
  memcpy(power, x, k * sizeof *x);
  for (int bit = 62 - __builtin_clzll(exponent); bit >= 0; bit--) {
    square(c, power, power, z);
    if (exponent >> bit & 1) product(c, power, power, x, z);
  }
  from_montgomery(c, r, power, z);
  handshake_wipe(z, PRODUCT_LIMB_COUNT(k) * sizeof *z);
  handshake_wipe(x, k * sizeof *x);
  handshake_wipe(power, k * sizeof *power);
}

// entry := table[index], touching every entry.
static inline void look_up(uint64_t *entry, const uint64_t *table, uint64_t index, size_t k) {
  enum { STRIP = 8 };
  uint64_t masks[TABLE_COUNT];
  // All ones for i = index: only then does (i ^ index) - 1 borrow.
  for (uint64_t i = 0; i < TABLE_COUNT; i++)
    masks[i] = handshake_value_barrier(0 - (((i ^ index) - 1) >> 63));
  // In strips of limbs, so that what is gathered stays in registers.
  size_t j = 0;
  for (; j + STRIP <= k; j += STRIP) {
    uint64_t strip[STRIP] = {0};
    for (size_t i = 0; i < TABLE_COUNT; i++)
      for (size_t l = 0; l < STRIP; l++) strip[l] |= table[i * k + j + l] & masks[i];
    for (size_t l = 0; l < STRIP; l++) entry[j + l] = strip[l];
  }
  for (; j < k; j++) {
    entry[j] = 0;
    for (size_t i = 0; i < TABLE_COUNT; i++) entry[j] |= table[i * k + j] & masks[i];
  }
}

static void power(const void *context, uint64_t *r, const uint64_t *base, const uint64_t *exponent,
                  size_t exponent_limb_count) {
  const montgomery_context *c = context;
  const size_t k = c->limb_count;
  uint64_t z[PRODUCT_LIMB_COUNT(MAXIMUM_LIMB_COUNT)], x[MAXIMUM_LIMB_COUNT],
      entry[MAXIMUM_LIMB_COUNT];
  uint64_t table[TABLE_COUNT * MAXIMUM_LIMB_COUNT];

  // base = high·R + low, so base·R = high·R³/R + low·R²/R.
  uint64_t carry = 0;
  product_reduced(c, x, base, r_squared_of(c), z);
  product_reduced(c, entry, base + k, r_cubed_of(c), z);
  for (size_t i = 0; i < k; i++) {
    const unsigned __int128 sum = (unsigned __int128)x[i] + entry[i] + carry;
    x[i] = (uint64_t)sum;
    carry = (uint64_t)(sum >> 64);
  }
  subtract_once(x, carry, modulus_of(c), k);

  memcpy(table, one_of(c), k * sizeof *table);
  memcpy(table + k, x, k * sizeof *table);
  for (size_t i = 2; i < TABLE_COUNT; i += 2) {
    square(c, table + i * k, table + i / 2 * k, z);
    product(c, table + (i + 1) * k, table + i * k, x, z);
  }

  const size_t bit_count = 64 * exponent_limb_count;
  const size_t first = bit_count % WINDOW_BIT_COUNT;
  size_t position = bit_count - (first ? first : WINDOW_BIT_COUNT);
  look_up(x, table, exponent_bits(exponent, exponent_limb_count, position, bit_count - position),
          k);
  while (position > 0) {
    position -= WINDOW_BIT_COUNT;
    for (int i = 0; i < WINDOW_BIT_COUNT; i++) square(c, x, x, z);
    look_up(entry, table, exponent_bits(exponent, exponent_limb_count, position, WINDOW_BIT_COUNT),
            k);
    product(c, x, x, entry, z);
  }
  from_montgomery(c, r, x, z);

  handshake_wipe(z, PRODUCT_LIMB_COUNT(k) * sizeof *z);
  handshake_wipe(x, k * sizeof *x);
  handshake_wipe(entry, k * sizeof *entry);
  handshake_wipe(table, TABLE_COUNT * k * sizeof *table);
}

#define LIMB64_FUNCTIONS                                                                   \
  .context_byte_count = context_byte_count, .prepare = prepare, .multiply = multiply,      \
  .to_montgomery = to_montgomery, .power_public = power_public, .power = power
