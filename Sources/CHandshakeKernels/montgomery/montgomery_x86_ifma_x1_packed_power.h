// SPDX-License-Identifier: Apache-2.0

// Two powers of one base with secret exponents, modulo two primes, their digits packed in one vector;
// a template over the size, see montgomery_x86_ifma_x1_packed_product.h. Fixed windows of five bits.
#include "../secrets/wipe_stack.h"
#include "montgomery_x86_ifma_x1_packed_product.h"
#include "montgomery_x86_ifma_x1_limbs.h"
#include "montgomery_x86_ifma_x1_size.h"

#pragma clang attribute push(__attribute__((target(TARGET))), apply_to = function)

// Digit i of the powers 0 to 31 of the base: those of the first number in the four vectors from 8 i,
// those of the second in the four after them.
typedef struct {
  vector vectors[4 * P * DIGIT_COUNT];
} power_table;

// Everything of the two moduli and the numbers that are secret with the exponents.
typedef struct {
  reduction n;
  number one, square, high_square;
  number base, x;
  power_table table;
} power_state;

static const number plain_one = {{{1, 1}}};

NOINLINE void multiply(number *r, const number *a, const number *b, const reduction *n) {
  product_state s;
  load_operand(&s, a);
  multiply_loaded(r, &s, digits_of(b), n, DIGITS);
}

// r := r^(2^count), each a product as above.
NOINLINE void square(number *r, const reduction *n, int count) {
  product_state s;
  load_operand(&s, r);
  NO_UNROLL for (int i = 0; i < count; i++) multiply_loaded(r, &s, digits_of(r), n, SQUARE);
}

NOINLINE void multiply_by_entries(number *r, const power_table *table, const uint64_t entries[P],
                                  const reduction *n) {
  product_state s;
  factor b = {.table = table->vectors};
  UNROLL for (int p = 0; p < P; p++) {
    b.low_index[p] = _mm512_set1_epi64((long long)(entries[p] & 15));
    b.is_upper[p] = (__mmask8)(0 - (entries[p] >> 4));
  }
  load_operand(&s, r);
  multiply_loaded(r, &s, b, n, TABLE);
}

static void set_entry(power_table *table, int entry, const number *x) {
  uint64_t *words = (uint64_t *)table->vectors;
  for (int i = 0; i < P * DIGIT_COUNT; i++)
    words[TABLE_ENTRY_COUNT * i + entry] = words_of(x)[DIGIT_WORD(i / P) + i % P];
}

// Number p of r := a number in the layout of the kernel whose constants they are.
static void interleave(number *r, int p, const uint64_t *digits, int vector_count) {
  uint64_t *words = (uint64_t *)r->vectors + p;
  for (int i = 0; i < LANE_COUNT * K; i++)
    words[DIGIT_WORD(i)] = i < DIGIT_COUNT ? digits[i % vector_count * 8 + i / vector_count] : 0;
}

static void set_modulus(power_state *s, int p, const montgomery_x1_constants *c) {
  interleave(&s->n.reducer, p, c->reducer, c->vector_count);
  interleave(&s->n.modulus, p, c->modulus, c->vector_count);
  interleave(&s->one, p, c->one, c->vector_count);
  interleave(&s->square, p, c->square, c->vector_count);
  interleave(&s->high_square, p, c->high_square, c->vector_count);
  s->n.minus_inverse[p] = *c->minus_inverse;
  s->n.reducer_times_minus_inverse[p] = (*c->minus_inverse * c->reducer[0]) & DIGIT_MASK;
}

// s->base := base R mod N, < 6 N, for a base of 2 LIMB_COUNT limbs: each half times its constant.
static void reduce_base(power_state *s, const uint64_t *base) {
  const vector mask = _mm512_set1_epi64(DIGIT_MASK);
  for (int p = 0; p < P; p++) {
    from_limbs(&s->base, p, base);
    from_limbs(&s->x, p, base + LIMB_COUNT);
  }
  multiply(&s->base, &s->base, &s->square, &s->n);
  multiply(&s->x, &s->x, &s->high_square, &s->n);
  vector sum[K];
  for (int k = 0; k < K; k++)
    sum[k] = _mm512_add_epi64(_mm512_and_si512(s->base.vectors[k], mask),
                              _mm512_and_si512(s->x.vectors[k], mask));
  normalise(&s->base, sum);
}

NOINLINE void power_on_stack(const montgomery_x1_constants constants[P], uint64_t *const r[P],
                             const uint64_t *base, const uint64_t *const exponents[P],
                             size_t exponent_limb_count) {
  power_state s;
  for (int p = 0; p < P; p++) set_modulus(&s, p, &constants[p]);
  reduce_base(&s, base);
  set_entry(&s.table, 0, &s.one);
  s.x = s.base;
  for (int entry = 1; entry < TABLE_ENTRY_COUNT; entry++) {
    set_entry(&s.table, entry, &s.x);
    multiply(&s.x, &s.x, &s.base, &s.n);
  }

  // The first window takes its power from 1, as every other from its square.
  s.x = s.one;
  size_t bit = (64 * exponent_limb_count - 1) / WINDOW_BIT_COUNT * WINDOW_BIT_COUNT;
  for (;;) {
    uint64_t entries[P];
    for (int p = 0; p < P; p++) entries[p] = window(exponents[p], exponent_limb_count, bit);
    multiply_by_entries(&s.x, &s.table, entries, &s.n);
    if (bit == 0) break;
    bit -= WINDOW_BIT_COUNT;
    square(&s.x, &s.n, WINDOW_BIT_COUNT);
  }
  multiply(&s.x, &s.x, &plain_one, &s.n);
  for (int p = 0; p < P; p++) to_limbs(r[p], &s.x, p, constants[p].modulus_limbs);
  handshake_wipe(&s, sizeof s);
}

// The frames hold spilled vectors beside the state, which is wiped by name: with it, up to 860 bytes
// for each limb, and 84 KiB more where nothing is optimized.
DEFINE_WIPE_STACK(wipe_power_frames, 1024 * LIMB_COUNT, 131072 + 1024 * LIMB_COUNT)

void PACKED_POWER_PAIR(const montgomery_x1_constants *p, const montgomery_x1_constants *q,
                       uint64_t *r_p, uint64_t *r_q, const uint64_t *base,
                       const uint64_t *exponent_p, const uint64_t *exponent_q,
                       size_t exponent_limb_count) {
  const montgomery_x1_constants constants[P] = {*p, *q};
  power_on_stack(constants, (uint64_t *const[P]){r_p, r_q}, base,
                 (const uint64_t *const[P]){exponent_p, exponent_q}, exponent_limb_count);
  wipe_power_frames();
}

#pragma clang attribute pop
