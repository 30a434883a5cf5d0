// SPDX-License-Identifier: Apache-2.0

// Almost-Montgomery products of one number, and of two side by side; on the rows of
// montgomery_x86_ifma_x1_rows.h.
#define INTERLEAVED_COUNT 1
#include "montgomery_x86_ifma_x1_rows.h"

#pragma clang attribute push(__attribute__((target(TARGET))), apply_to = function)

// The last row: as the others, but digit i is cleared with N itself.
INLINE void last_row(product_state *s, const reduction *n) {
  const int i = DIGIT_COUNT - 1;
  vector m = load(&n->reducer.vectors[0]);
  vector front = add(multiply_add_low(s->sum[SLOT(0)], m, s->y), s->carry);
  const vector y = broadcast_group_0(
      multiply_add_low_word(_mm512_setzero_si512(), front, n->minus_inverse));
  vector high = multiply_add_high(_mm512_setzero_si512(), m, s->y);
  UNROLL for (int k = 1; k < K; k++) {
    m = load(&n->reducer.vectors[k]);
    s->sum[SLOT(k)] = multiply_add_low(s->sum[SLOT(k)], m, s->y);
    if (k == 1) s->sum[SLOT(1)] = add(s->sum[SLOT(1)], high), high = _mm512_setzero_si512();
    vector *above = k == K - 1 ? &high : &s->sum[SLOT(k + 1)];
    *above = multiply_add_high(*above, m, s->y);
  }
  m = load(&n->modulus.vectors[0]);
  front = multiply_add_low(front, m, y);
  s->sum[SLOT(1)] = multiply_add_high(s->sum[SLOT(1)], m, y);
  s->sum[SLOT(1)] = add(s->sum[SLOT(1)], carry_of_group_0(front));
  s->sum[SLOT(0)] = add(drop_group_0(front), high);
  UNROLL for (int k = 1; k < K; k++) {
    m = load(&n->modulus.vectors[k]);
    s->sum[SLOT(k)] = multiply_add_low(s->sum[SLOT(k)], m, y);
    s->sum[SLOT(k + 1)] = multiply_add_high(s->sum[SLOT(k + 1)], m, y);
  }
}

// r := x with every digit < 2^52. x: lanes < 2^63, the value < 2^(52 * 8 K).
INLINE void normalise(number *r, vector x[K]) {
  const vector mask = _mm512_set1_epi64(DIGIT_MASK), zero = _mm512_setzero_si512();
  vector carry[K];
  UNROLL for (int k = 0; k < K; k++) {
    carry[k] = _mm512_srli_epi64(x[k], 52);
    x[k] = _mm512_and_si512(x[k], mask);
  }
  x[0] = _mm512_add_epi64(x[0], _mm512_alignr_epi64(carry[K - 1], zero, 7));
  UNROLL for (int k = 1; k < K; k++) x[k] = _mm512_add_epi64(x[k], carry[k - 1]);

  // Digits are now < 2^52 + 2^12: what is left is at most one carry into each. Bit l of the masks
  // is lane l, a group of the K digits K l to K l + K - 1. A digit generates a carry (> mask),
  // hands one on (= mask), or neither; the same for the digits of a group below digit k, then for
  // whole groups, whose carries ripple in one addition of 8 bits.
  uint32_t generates_below[K], hands_on_below[K], generates = 0, hands_on = 0xff;
  UNROLL for (int k = 0; k < K; k++) {
    const uint32_t digit_generates = mask_bits(_mm512_cmpgt_epu64_mask(x[k], mask));
    const uint32_t digit_hands_on = mask_bits(_mm512_cmpeq_epu64_mask(x[k], mask));
    generates_below[k] = generates;
    hands_on_below[k] = hands_on;
    generates = digit_generates | (digit_hands_on & generates);
    hands_on &= digit_hands_on;
  }
  const uint32_t into_groups = ((generates << 1) + hands_on) ^ hands_on;
  UNROLL for (int k = 0; k < K; k++) {
    uint32_t into = generates_below[k] | (hands_on_below[k] & into_groups);
    __asm__("" : "+r"(into));
    // x - mask = x + 1 - 2^52
    r->vectors[k] = _mm512_and_si512(_mm512_mask_sub_epi64(x[k], (__mmask8)into, x[k], mask), mask);
  }
}

// r := the product, which becomes the operand a too.
INLINE void finish(number *r, product_state *s, const factor *b, factor_kind kind) {
  vector x[K];
  UNROLL for (int k = 0; k < K; k++) {
    const int i = DIGIT_COUNT + k;
    const vector products = s->products[i % K];
    x[k] = add(s->sum[i % K], kind == SQUARE ? add_diagonal(s, products, b, i) : products);
  }
  normalise(r, x);
  load_operand(s, r);
}

// r := a b / R mod N, almost: see the bounds above. a is loaded already; in a squaring, r = a.
INLINE void multiply_one(number *r, product_state *s, factor b, const reduction *n,
                         factor_kind kind) {
  start(s, &b, kind);
  UNROLL for (int i = 0; i < K; i++) row(s, &b, n, i, kind);
  NO_UNROLL for (int block = 0; block < BLOCK_COUNT - 1; block++) {
    const factor from = factor_from_block(b, block);
    UNROLL for (int i = K; i < 2 * K; i++) row(s, &from, n, i, kind);
  }
  UNROLL for (int i = FIRST_TAIL_ROW; i < DIGIT_COUNT - 1; i++) row(s, &b, n, i, kind);
  last_row(s, n);
  finish(r, s, &b, kind);
}

// The same for two moduli at once, so that each fills the other's waits.
INLINE void multiply_two(number r[2], product_state *s, product_state *t, factor b, factor c,
                         const reduction *const n[2], factor_kind kind) {
  start(s, &b, kind);
  start(t, &c, kind);
  UNROLL for (int i = 0; i < K; i++) {
    row(s, &b, n[0], i, kind);
    row(t, &c, n[1], i, kind);
  }
  NO_UNROLL for (int block = 0; block < BLOCK_COUNT - 1; block++) {
    const factor b_from = factor_from_block(b, block), c_from = factor_from_block(c, block);
    UNROLL for (int i = K; i < 2 * K; i++) {
      row(s, &b_from, n[0], i, kind);
      row(t, &c_from, n[1], i, kind);
    }
  }
  UNROLL for (int i = FIRST_TAIL_ROW; i < DIGIT_COUNT - 1; i++) {
    row(s, &b, n[0], i, kind);
    row(t, &c, n[1], i, kind);
  }
  last_row(s, n[0]);
  last_row(t, n[1]);
  finish(&r[0], s, &b, kind);
  finish(&r[1], t, &c, kind);
}

#pragma clang attribute pop
