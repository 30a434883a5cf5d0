// SPDX-License-Identifier: Apache-2.0

// Almost-Montgomery products of two numbers whose digits alternate in one vector, each with a modulus
// of its own; on the rows of montgomery_x86_ifma_x1_rows.h. One stream of instructions serves both.
//
// Stored digits keep junk above bit 52, which multiply-adds do not read; whatever else reads them
// masks it off.
#define INTERLEAVED_COUNT 2
#include "montgomery_x86_ifma_x1_rows.h"

#pragma clang attribute push(__attribute__((target(TARGET))), apply_to = function)

// The last row, whose digit is cleared with N itself, and the sums of the product's digits, not
// normalised: x[k] holds digits k + K l. With the digit acc + M_0 y, y that of the row before,
//     t (acc + M_0 y) = t acc + (t M_0) y    (mod 2^52)
// is there two multiplications after y, not three.
INLINE void last_row(vector x[K], product_state *s, const factor *b, const reduction *n,
                     factor_kind kind) {
  const int i = DIGIT_COUNT - 1;
  const vector plain = add(s->sum[SLOT(0)], s->carry);
  vector m = load(&n->reducer.vectors[0]);
  const vector multiplier_of_plain = multiply_add_low(_mm512_setzero_si512(), plain,
                                                      broadcast_digit(n->minus_inverse));
  const vector multiplier_of_y = multiply_add_low(_mm512_setzero_si512(), s->y,
                                                  broadcast_digit(n->reducer_times_minus_inverse));
  vector front = multiply_add_low(plain, m, s->y);
  const vector y = broadcast_group_0(add(multiplier_of_plain, multiplier_of_y));

  // above[k]: the products for digits i + 1 + k + K l, and the high halves of y M and y N.
  vector above[K];
  UNROLL for (int k = 0; k < K; k++) {
    above[k] = s->products[SLOT(k + 1)];
    if (kind == SQUARE) above[k] = add_diagonal(s, above[k], b, i + 1 + k);
  }
  above[0] = multiply_add_high(above[0], m, s->y);
  UNROLL for (int k = 1; k < K; k++) {
    m = load(&n->reducer.vectors[k]);
    s->sum[SLOT(k)] = multiply_add_low(s->sum[SLOT(k)], m, s->y);
    above[k] = multiply_add_high(above[k], m, s->y);
  }
  m = load(&n->modulus.vectors[0]);
  front = multiply_add_low(front, m, y);
  above[0] = multiply_add_high(above[0], m, y);
  UNROLL for (int k = 1; k < K; k++) {
    m = load(&n->modulus.vectors[k]);
    s->sum[SLOT(k)] = multiply_add_low(s->sum[SLOT(k)], m, y);
    above[k] = multiply_add_high(above[k], m, y);
  }
  above[0] = add(above[0], carry_of_group_0(front));
  UNROLL for (int k = 1; k < K; k++) x[k - 1] = add(s->sum[SLOT(k)], above[k - 1]);
  x[K - 1] = add(drop_group_0(front), above[K - 1]);
}

// r := x with every digit right in its low 52 bits. x: lanes < 2^63, each value < 2^(52 * 4 K).
INLINE void normalise(number *r, vector x[K]) {
  const vector mask = _mm512_set1_epi64(DIGIT_MASK), zero = _mm512_setzero_si512();
  vector carry[K];
  UNROLL for (int k = 0; k < K; k++) {
    carry[k] = _mm512_srli_epi64(x[k], 52);
    x[k] = _mm512_and_si512(x[k], mask);
  }
  x[0] = _mm512_add_epi64(x[0], _mm512_alignr_epi64(carry[K - 1], zero, 8 - P));
  UNROLL for (int k = 1; k < K; k++) x[k] = _mm512_add_epi64(x[k], carry[k - 1]);

  // Digits are now < 2^52 + 2^12: what is left is at most one carry into each. Bit l P + p of the
  // masks is lane l of number p, a group of the K digits K l to K l + K - 1. A digit generates a
  // carry (> mask), hands one on (= mask), or neither. Vector 0 comes last, its carry from the top
  // having had the longest way: the digits above it in each group are combined first.
  uint32_t generates_below[K], hands_on_below[K];
  generates_below[0] = 0, hands_on_below[0] = 0xff;
  UNROLL for (int k = 1; k < K; k++) {
    const uint32_t digit_generates = mask_bits(_mm512_cmpgt_epu64_mask(x[k], mask));
    const uint32_t digit_hands_on = mask_bits(_mm512_cmpeq_epu64_mask(x[k], mask));
    generates_below[k] = digit_generates | (digit_hands_on & generates_below[k - 1]);
    hands_on_below[k] = digit_hands_on & hands_on_below[k - 1];
  }
  const uint32_t first_generates = mask_bits(_mm512_cmpgt_epu64_mask(x[0], mask));
  const uint32_t first_hands_on = mask_bits(_mm512_cmpeq_epu64_mask(x[0], mask));
  // Whole groups, whose carries ripple over four lanes of each number: in steps of one and two.
  uint32_t generates = generates_below[K - 1] | (hands_on_below[K - 1] & first_generates);
  const uint32_t hands_on = hands_on_below[K - 1] & first_hands_on;
  generates |= hands_on & (generates << P);
  generates |= hands_on & (hands_on << P) & (generates << 2 * P);
  const uint32_t into_groups = generates << P;
  const uint32_t into_second = first_generates | (first_hands_on & into_groups);
  UNROLL for (int k = 0; k < K; k++) {
    uint32_t into = k == 0 ? into_groups
                           : generates_below[k - 1] | (hands_on_below[k - 1] & into_second);
    __asm__("" : "+r"(into));
    // x - mask = x + 1 - 2^52
    r->vectors[k] = _mm512_mask_sub_epi64(x[k], (__mmask8)into, x[k], mask);
  }
}

// r := a b / R mod N for both, almost: see the bounds of the rows. a is loaded already, and becomes
// r; in a squaring, r = a.
INLINE void multiply_loaded(number *r, product_state *s, factor b, const reduction *n,
                            factor_kind kind) {
  start(s, &b, kind);
  UNROLL for (int i = 0; i < K; i++) row(s, &b, n, i, kind);
  NO_UNROLL for (int block = 0; block < BLOCK_COUNT - 1; block++) {
    const factor from = factor_from_block(b, block);
    UNROLL for (int i = K; i < 2 * K; i++) row(s, &from, n, i, kind);
  }
  UNROLL for (int i = FIRST_TAIL_ROW; i < DIGIT_COUNT - 1; i++) row(s, &b, n, i, kind);
  vector x[K];
  last_row(x, s, &b, n, kind);
  normalise(r, x);
  load_operand(s, r);
}

#pragma clang attribute pop
