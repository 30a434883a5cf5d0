// SPDX-License-Identifier: Apache-2.0

// Eight Montgomery products and exponentiations at a time, one a lane.
#if defined(__x86_64__)

#include "handshake_montgomery.h"
#include "montgomery_x86_ifma_x8_internal.h"

#include "handshake_secrets.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512ifma"))), apply_to = function)

static void multiply(const void *const *contexts, uint64_t *const *r, const uint64_t *const *a,
                     const uint64_t *const *b) {
  lanes l;
  vec x[MAXIMUM_DIGIT_COUNT], y[MAXIMUM_DIGIT_COUNT];
  X8(load_moduli)(&l, contexts);
  X8(load_limbs)(&l, x, a, 0);
  X8(load_limbs)(&l, y, b, 0);
  // Less than 2^(128·limb_count) / R + n, and that is less than 2n if n has one of its top 16 bits.
  X8(product)(&l, x, x, y);
  if (l.is_any_short) {
    X8(load_constant)(&l, y, contexts, CONSTANT_ONE);
    X8(product)(&l, x, x, y);
  }
  X8(store_reduced)(&l, r, x);
  handshake_wipe(&l, sizeof l);
  handshake_wipe(x, sizeof x);
  handshake_wipe(y, sizeof y);
}

static void to_montgomery(const void *const *contexts, uint64_t *const *r,
                          const uint64_t *const *a) {
  lanes l;
  vec x[MAXIMUM_DIGIT_COUNT], y[MAXIMUM_DIGIT_COUNT];
  X8(load_moduli)(&l, contexts);
  X8(load_limbs)(&l, x, a, 0);
  X8(load_constant)(&l, y, contexts, CONSTANT_R_SQUARED);
  X8(product)(&l, x, x, y);
  X8(store_reduced)(&l, r, x);
  handshake_wipe(&l, sizeof l);
  handshake_wipe(x, sizeof x);
  handshake_wipe(y, sizeof y);
}

static void copy(const lanes *l, vec *r, const vec *a) {
  for (size_t d = 0; d < l->digit_count; d++) r[d] = a[d];
}

// r := x^exponent·R for x·R in x, the exponent at least 1.
static void power_public_same(lanes *l, vec *r, const vec *x, uint64_t exponent) {
  copy(l, r, x);
  for (int bit = 62 - __builtin_clzll(exponent); bit >= 0; bit--) {
    X8(square)(l, r, r);
    if (exponent >> bit & 1) X8(product)(l, r, r, x);
  }
}

// The same with an exponent a lane: r is R to begin with.
static void power_public_mixed(lanes *l, vec *r, const vec *x, const uint64_t *exponents) {
  vec product[MAXIMUM_DIGIT_COUNT];
  uint64_t any = 0;
  for (size_t i = 0; i < LANE_COUNT; i++) any |= exponents[i];
  const vec exponent = _mm512_loadu_si512(exponents);
  for (int bit = 63 - __builtin_clzll(any); bit >= 0; bit--) {
    X8(square)(l, r, r);
    X8(product)(l, product, r, x);
    const __mmask8 is_set = _mm512_test_epi64_mask(exponent, _mm512_set1_epi64(1ll << bit));
    for (size_t d = 0; d < l->digit_count; d++)
      r[d] = _mm512_mask_mov_epi64(r[d], is_set, product[d]);
  }
  handshake_wipe(product, sizeof product);
}

static void power_public(const void *const *contexts, uint64_t *const *r,
                         const uint64_t *const *base, const uint64_t *exponents) {
  lanes l;
  vec plain[MAXIMUM_DIGIT_COUNT], x[MAXIMUM_DIGIT_COUNT], power[MAXIMUM_DIGIT_COUNT];
  uint64_t difference = 0;
  for (size_t i = 1; i < LANE_COUNT; i++) difference |= exponents[0] ^ exponents[i];
  X8(load_moduli)(&l, contexts);
  X8(load_limbs)(&l, plain, base, 0);
  X8(load_constant)(&l, x, contexts, CONSTANT_R_SQUARED);
  X8(product)(&l, x, x, plain);
  if (difference == 0 && exponents[0] > 1 && exponents[0] % 2 == 1) {
    // The last product is with the plain base, which takes R away.
    power_public_same(&l, power, x, exponents[0] >> 1);
    X8(square)(&l, power, power);
    X8(product)(&l, power, power, plain);
  } else {
    if (difference == 0) {
      power_public_same(&l, power, x, exponents[0]);
    } else {
      X8(load_constant)(&l, power, contexts, CONSTANT_ONE);
      power_public_mixed(&l, power, x, exponents);
    }
    X8(divide_by_r)(&l, power, power);
  }
  X8(store_reduced)(&l, r, power);
  handshake_wipe(&l, sizeof l);
  handshake_wipe(plain, sizeof plain);
  handshake_wipe(x, sizeof x);
  handshake_wipe(power, sizeof power);
}

// The powers that a window looks up: 32 of 20, 30 or 40 digits, or 16 of more.
enum { TABLE_DIGIT_COUNT = 32 * 40 };

static int window_bit_count(const lanes *l) { return l->digit_count <= 40 ? 5 : 4; }

// Where a digit of an entry stands in the table, which is in the order of the look-up's steps.
static size_t table_position(const lanes *l, size_t entry, size_t digit) {
  const size_t step = entry / LOOK_UP_ENTRY_COUNT * (l->digit_count / LOOK_UP_DIGIT_COUNT) +
                      digit / LOOK_UP_DIGIT_COUNT;
  return (step * LOOK_UP_DIGIT_COUNT + digit % LOOK_UP_DIGIT_COUNT) * LOOK_UP_ENTRY_COUNT +
         entry % LOOK_UP_ENTRY_COUNT;
}

static void write_entry(const lanes *l, vec *table, size_t entry, const vec *x) {
  for (size_t d = 0; d < l->digit_count; d++) table[table_position(l, entry, d)] = x[d];
}

// Reads an entry whose number is no secret.
static void read_entry(const lanes *l, vec *x, const vec *table, size_t entry) {
  for (size_t d = 0; d < l->digit_count; d++) x[d] = table[table_position(l, entry, d)];
}

// Begins to look up each lane's entry in a table of entry_count.
static void begin(look_up *s, const lanes *l, const vec *table, vec index, size_t entry_count) {
  s->index = index;
  for (size_t d = 0; d < l->digit_count; d++) s->found[d] = ZERO;
  s->next = table;
  s->entry = s->first_digit = 0;
  s->digit_count = l->digit_count;
  s->steps_left = entry_count / LOOK_UP_ENTRY_COUNT * (l->digit_count / LOOK_UP_DIGIT_COUNT);
}

// Takes the steps that are left.
static void finish(look_up *s) {
  while (s->steps_left > 0) look_up_step(s);
}

// x := base·R, below 2.1·n: its low half times R² and its high half times 2^(64·limb_count)·R².
static void load_base(lanes *l, vec *x, const void *const *contexts, const uint64_t *const *base) {
  vec factor[MAXIMUM_DIGIT_COUNT], high[MAXIMUM_DIGIT_COUNT];
  X8(load_limbs)(l, x, base, 0);
  X8(load_limbs)(l, high, base, l->limb_count);
  X8(load_constant)(l, factor, contexts, CONSTANT_R_SQUARED);
  X8(product)(l, x, x, factor);
  X8(load_constant)(l, factor, contexts, CONSTANT_HIGH_HALF);
  X8(product)(l, high, high, factor);
  vec carry = ZERO;
  for (size_t d = 0; d < l->digit_count; d++) {
    carry = ADD(carry, ADD(AND(x[d], MASK), AND(high[d], MASK)));
    x[d] = AND(carry, MASK);
    carry = CARRY(carry);
  }
  handshake_wipe(factor, sizeof factor);
  handshake_wipe(high, sizeof high);
}

// Each lane's bits [position, position + bit_count) of its exponent; those past the end are 0.
static vec window(const uint64_t *const *exponents, size_t exponent_limb_count, size_t position,
                  int bit_count) {
  const size_t limb = position / 64, shift = position % 64;
  uint64_t bits[LANE_COUNT];
  for (size_t i = 0; i < LANE_COUNT; i++) {
    bits[i] = exponents[i][limb] >> shift;
    if (shift > 64 - (size_t)bit_count && limb + 1 < exponent_limb_count)
      bits[i] |= exponents[i][limb + 1] << (64 - shift);
  }
  const vec index = AND(_mm512_loadu_si512(bits), _mm512_set1_epi64((1ll << bit_count) - 1));
  handshake_wipe(bits, sizeof bits);
  return index;
}

static void power(const void *const *contexts, uint64_t *const *r, const uint64_t *const *base,
                  const uint64_t *const *exponents, size_t exponent_limb_count) {
  lanes l;
  look_up s;
  vec table[TABLE_DIGIT_COUNT], x[MAXIMUM_DIGIT_COUNT], power[MAXIMUM_DIGIT_COUNT];
  X8(load_moduli)(&l, contexts);
  const int bit_count = window_bit_count(&l);
  const size_t entry_count = (size_t)1 << bit_count;

  // Entry e is base^e·R.
  X8(load_constant)(&l, power, contexts, CONSTANT_ONE);
  write_entry(&l, table, 0, power);
  load_base(&l, x, contexts, base);
  write_entry(&l, table, 1, x);
  for (size_t e = 2; e < entry_count; e += 2) {
    read_entry(&l, power, table, e / 2);
    X8(square)(&l, power, power);
    write_entry(&l, table, e, power);
    X8(product)(&l, power, power, x);
    write_entry(&l, table, e + 1, power);
  }

  size_t position = (64 * exponent_limb_count - 1) / (size_t)bit_count * (size_t)bit_count;
  begin(&s, &l, table, window(exponents, exponent_limb_count, position, bit_count), entry_count);
  finish(&s);
  for (size_t d = 0; d < l.digit_count; d++) power[d] = s.found[d];
  while (position > 0) {
    position -= (size_t)bit_count;
    begin(&s, &l, table, window(exponents, exponent_limb_count, position, bit_count), entry_count);
    for (int bit = 0; bit < bit_count; bit++) X8(square_look_up)(&l, power, power, &s);
    finish(&s);
    X8(product)(&l, power, power, s.found);
  }
  X8(divide_by_r)(&l, power, power);
  X8(store_reduced)(&l, r, power);
  handshake_wipe(table, entry_count * l.digit_count * sizeof *table);
  handshake_wipe(&l, sizeof l);
  handshake_wipe(&s, sizeof s);
  handshake_wipe(x, sizeof x);
  handshake_wipe(power, sizeof power);
}

#pragma clang attribute pop

// Measured: eight lanes take as long as 5.9 single public operations at 2,048 bits, 7.0 at 3,072, 7.5
// at 4,096.
static size_t minimum_public_count(size_t limb_count) {
  return limb_count <= 32 ? 6 : HANDSHAKE_MONTGOMERY_LANE_COUNT;
}

// Sizes: 16, 24, 32, 48 and 64 limbs, as 20, 30, 40, 60 and 80 digits, R = 2^(52·digits).
const handshake_montgomery_lanes handshake_montgomery_x86_ifma_x8 = {
    .name = "x86_ifma_x8",
    .minimum_public_count = minimum_public_count,
    .context_byte_count = X8(context_byte_count),
    .prepare = X8(prepare),
    .multiply = multiply,
    .to_montgomery = to_montgomery,
    .power_public = power_public,
    .power = power,
};

#endif
