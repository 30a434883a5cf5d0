// SPDX-License-Identifier: Apache-2.0

// Almost-Montgomery products of one number, in 256-bit vectors; on the rows of
// montgomery_x86_avx_ifma_rows.h.
#include "montgomery_x86_avx_ifma_rows.h"

#pragma clang attribute push(__attribute__((target(TARGET))), apply_to = function)

// r := x with every digit < 2^52. x: lanes < 2^63, the value < 2^(52 * 4 K).
INLINE void normalise(number *r, vector x[K]) {
  const vector mask = _mm256_set1_epi64x(DIGIT_MASK);
  vector carry = _mm256_permute4x64_epi64(_mm256_srli_epi64(x[K - 1], 52), 0x90);
  carry = _mm256_blend_epi32(carry, _mm256_setzero_si256(), 0x03);
  UNROLL for (int k = 0; k < K; k++) {
    const vector above = _mm256_srli_epi64(x[k], 52);
    x[k] = (x[k] & mask) + carry;
    carry = above;
  }

  // Digits are now < 2^52 + 2^12: what is left is at most one carry into each. Lane l is a group of
  // the K digits K l to K l + K - 1. A digit generates a carry (> mask), hands one on (= mask), or
  // neither; the same for the digits of a group below digit k, then for whole groups, whose carries
  // ripple in one addition of four bits. Lanes that say yes are all ones, that is -1.
  vector generates_below[K], hands_on_below[K];
  vector generates = _mm256_setzero_si256(), hands_on = _mm256_set1_epi64x(-1);
  UNROLL for (int k = 0; k < K; k++) {
    const vector digit_hands_on = _mm256_cmpeq_epi64(x[k], mask);
    generates_below[k] = generates;
    hands_on_below[k] = hands_on;
    generates = _mm256_cmpgt_epi64(x[k], mask) | (digit_hands_on & generates);
    hands_on &= digit_hands_on;
  }
  const int group_generates = _mm256_movemask_pd((__m256d)generates);
  const int group_hands_on = _mm256_movemask_pd((__m256d)hands_on);
  const int bits = ((group_generates << 1) + group_hands_on) ^ group_hands_on;
  const vector bit_of_lane = _mm256_set_epi64x(8, 4, 2, 1);
  const vector into_groups = _mm256_cmpeq_epi64(_mm256_set1_epi64x(bits) & bit_of_lane,
                                                bit_of_lane);
  UNROLL for (int k = 0; k < K; k++)
      r->vectors[k] = (x[k] - (generates_below[k] | (hands_on_below[k] & into_groups))) & mask;
}

// r := the product after all rows: digit n - 1, which is y, is cleared with N itself.
INLINE void finish(number *r, const product_state *s, const factor *b, const reduction *n,
                   factor_kind kind) {
  const vector zero = _mm256_setzero_si256();
  vector x[K];  // digits n + k + K l
  UNROLL for (int k = 0; k < K; k++) {
    const int i = DIGIT_COUNT + k;
    x[k] = s->products[SLOT(i)];
    if (kind == SQUARE) x[k] = add_diagonal(s, x[k], b, i);
    x[k] = add(x[k], s->sum[SLOT(i)]);
  }
  const vector y = multiply_add_low(zero, s->y, broadcast_digit(n->minus_inverse));
  // Lane 0 of the low half clears the digit, which leaves its carry; the others have moved down.
  vector m = load(&n->modulus.vectors[0]);
  const vector carry = carry_of_lane_0(multiply_add_low(s->y, m, y));
  x[0] = multiply_add_high(x[0], m, y);
  x[K - 1] = add(x[K - 1], drop_lane_0(multiply_add_low(zero, m, y)));
  UNROLL for (int k = 1; k < K; k++) {
    m = load(&n->modulus.vectors[k]);
    x[k - 1] = multiply_add_low(x[k - 1], m, y);
    x[k] = multiply_add_high(x[k], m, y);
  }
  x[0] = add(x[0], carry);
  normalise(r, x);
}

enum { BLOCK_COUNT = DIGIT_COUNT / K };  // of K rows

INLINE void rows_between(product_state *s, const factor *b, const reduction *n, int first, int end,
                         factor_kind kind) {
  UNROLL for (int i = first; i < end; i += ROWS) rows(s, b, n, i, kind);
}

// r := a b / R mod N, almost: see the bounds of the rows. In a squaring, r = a.
INLINE void product_of_kind(number *r, const number *a, factor b, const reduction *n,
                            factor_kind kind) {
  product_state s;
  start(&s, a);
  // The first K rows of a squaring reach over less of the diagonal than others.
  if (kind == SQUARE) rows_between(&s, &b, n, 0, K, kind);
  NO_UNROLL for (int block = kind == SQUARE; block < BLOCK_COUNT; block++) {
    const factor from = {b.digits + block - 1};
    rows_between(&s, &from, n, K, 2 * K, kind);
  }
  rows_between(&s, &b, n, BLOCK_COUNT * K, DIGIT_COUNT, kind);
  finish(r, &s, &b, n, kind);
}

#pragma clang attribute pop
