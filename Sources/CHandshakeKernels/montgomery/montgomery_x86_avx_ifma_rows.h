// SPDX-License-Identifier: Apache-2.0

// The rows of almost-Montgomery products of one number with digits of 52 bits along the four lanes of
// 256-bit vectors; a template over the size: LIMB_COUNT, DIGIT_COUNT (n), VECTOR_COUNT (K), and
// ROWS_AT_ONCE. R = 2^(52 n).
//
// Layout, reduction and bounds are those of montgomery_x86_ifma_x1_rows.h, with four lanes for eight:
// digit k + K l is lane l of vector k; row i makes digit i zero by y M, in the row after, where y is
// that digit; and the last digit is made zero by a multiple of N itself. A lane receives no more than
// there: at most 2 from each row for a b (a squaring's doubled ones count twice) and 2 for y M, the
// end 2 more, each less than 2^52, over at most 80 rows: less than (80 * 8 + 2) 2^52 < 2^62.
//
// Sixteen registers hold the sums of 20 digits, and no more. Longer numbers go through two to four rows
// at once, so that a sum, which is in memory, is loaded and stored for eight to sixteen multiply-adds,
// not four. First come as many digits as there are rows, each of which waits for the one before; then
// the rest of the sums, each with all of the rows. Before row 0, y is zero.
//
// Conditions are constants, but the compiler knows that late, after it has unrolled the loops: few of
// them make it fast.
#include "handshake_secrets.h"
#include "montgomery_x86_avx_ifma_vectors.h"

#pragma clang attribute push(__attribute__((target(TARGET))), apply_to = function)

#define UNROLL _Pragma("clang loop unroll(full)")
#define NO_UNROLL _Pragma("clang loop unroll(disable)")
#define K VECTOR_COUNT
#define LANE_COUNT 4
#define ROWS ROWS_AT_ONCE
#define DIGIT_MASK ((UINT64_C(1) << 52) - 1)

_Static_assert(64 * LIMB_COUNT + 16 <= 52 * DIGIT_COUNT, "the bounds need 16 bits");
_Static_assert(DIGIT_COUNT <= LANE_COUNT * K && DIGIT_COUNT <= 80, "lanes for every digit");
_Static_assert(K % ROWS == 0 && DIGIT_COUNT % K % ROWS == 0, "whole strips of rows");

typedef struct {
  vector vectors[K];
} number;

typedef struct {
  number reducer;             // M
  number modulus;             // N
  uint64_t minus_inverse[1];  // t = -1/N mod 2^52
} reduction;

// What b is in a b: any number, or a itself.
typedef enum { DIGITS, SQUARE } factor_kind;

typedef struct {
  const uint64_t *digits;
} factor;

// Where digit i stands among the words of a number.
#define DIGIT_WORD(i) ((i) % K * LANE_COUNT + (i) / K)

// A product under way: digit i + k + K l of the sum is in lane l of the slots (i + k) mod K, where
// i rows are done.
typedef struct {
  vector sum[K];       // y M
  vector products[K];  // a b; in a squaring, what has to be doubled
  const number *a;
  vector y, carry;
} product_state;

#define SLOT(i) ((i) % K)

INLINE vector multiply_add_low_a(const product_state *s, vector c, int k, vector b) {
  return multiply_add_low_memory(c, b, &s->a->vectors[k]);
}

INLINE vector multiply_add_high_a(const product_state *s, vector c, int k, vector b) {
  return multiply_add_high_memory(c, b, &s->a->vectors[k]);
}

INLINE vector factor_digit(const factor *b, int i) {
  return broadcast_digit(&b->digits[DIGIT_WORD(i)]);
}

// Whether row i takes vector k of a: in a squaring, to be doubled, half of the blocks (class of row
// i mod K) x (vector k) off the diagonal.
INLINE int takes(int i, int k, factor_kind kind) {
  if (kind != SQUARE) return 1;
  const int distance = (k - i % K + K) % K;
  return distance != 0 && (2 * distance < K || (2 * distance == K && i % K < k));
}

// In a squaring: x doubled, plus the products of the diagonal blocks for digits i + K l of the sum. Row
// j and vector c = j mod K reach digit j + c with their low halves, j + c + 1 with their high: c is half
// of i, or of i - 1, modulo K.
INLINE vector add_diagonal(const product_state *s, vector x, const factor *b, int i) {
  x = add(x, x);
  UNROLL for (int h = 0; h < 2; h++) {
    const int twice = i % K + h * K, c = twice / 2, row = i - c;
    if (twice % 2 == 0 && row >= 0 && row < DIGIT_COUNT)
      x = multiply_add_low_a(s, x, c, factor_digit(b, row));
  }
  UNROLL for (int h = 0; h < 2; h++) {
    const int twice = (i + K - 1) % K + h * K, c = twice / 2, row = i - 1 - c;
    if (twice % 2 == 0 && row >= 0 && row < DIGIT_COUNT)
      x = multiply_add_high_a(s, x, c, factor_digit(b, row));
  }
  return x;
}

INLINE void start(product_state *s, const number *a) {
  UNROLL for (int k = 0; k < K; k++) s->sum[k] = s->products[k] = _mm256_setzero_si256();
  s->y = s->carry = _mm256_setzero_si256();
  s->a = a;
}

// A strip of rows under way.
typedef struct {
  vector b[ROWS];      // digits i + r of b
  vector y[ROWS + 1];  // of the rows i + r - 1
  vector m[K];         // M
} strip;

// Vectors and rows of M and a that meet in the digits i + t + K l: vector t - r in row i + r with low
// halves, t - r - 1 with high ones. Where t is not within the first or the last vectors, all exist.
INLINE int exists(int k, int is_within) { return is_within || (k >= 0 && k < K); }

INLINE vector add_a(const product_state *s, vector x, const strip *of, int i, int t,
                    factor_kind kind, int is_within) {
  UNROLL for (int r = 0; r < ROWS; r++) {
    const int k = t - r;
    if (exists(k, is_within) && takes(i + r, k, kind)) x = multiply_add_low_a(s, x, k, of->b[r]);
    if (exists(k - 1, is_within) && takes(i + r, k - 1, kind))
      x = multiply_add_high_a(s, x, k - 1, of->b[r]);
  }
  return x;
}

// The last y, which comes last, is the one that has to be waited for.
INLINE vector add_m(vector x, const strip *of, int t, int is_within) {
  UNROLL for (int r = 0; r < ROWS; r++) {
    const int k = t - r;
    if (exists(k - 1, is_within)) x = multiply_add_high(x, of->m[k - 1], of->y[r]);
    if (exists(k, is_within)) x = multiply_add_low(x, of->m[k], of->y[r]);
  }
  return x;
}

// Rows i to i + ROWS - 1: their digits leave the sum. The multiple of M that clears the last of them is
// left to the rows that follow, and that of the row before i is added here.
INLINE void rows(product_state *s, const factor *b, const reduction *n, int i, factor_kind kind) {
  strip of;
  vector left[ROWS];
  of.y[0] = s->y;
  UNROLL for (int t = 0; t < ROWS; t++) {
    of.b[t] = factor_digit(b, i + t);
    of.m[t] = load(&n->reducer.vectors[t]);
    vector products = add_a(s, s->products[SLOT(i + t)], &of, i, t, kind, 0);
    if (kind == SQUARE) products = add_diagonal(s, products, b, i + t);
    const vector sum = add(add(s->sum[SLOT(i + t)], products), s->carry);
    const vector front = add_m(sum, &of, t, 0);
    of.y[t + 1] = broadcast_lane_0(front);
    s->carry = carry_of_lane_0(front);
    left[t] = drop_lane_0(front);
  }
  UNROLL for (int t = ROWS; t < K; t++) {
    const int slot = SLOT(i + t);
    of.m[t] = load(&n->reducer.vectors[t]);
    s->products[slot] = add_a(s, s->products[slot], &of, i, t, kind, 1);
    s->sum[slot] = add_m(s->sum[slot], &of, t, 1);
  }
  UNROLL for (int t = K; t < K + ROWS; t++) {
    const int slot = SLOT(i + t);
    s->products[slot] = add_a(s, _mm256_setzero_si256(), &of, i, t, kind, 0);
    s->sum[slot] = add_m(left[t - K], &of, t, 0);
  }
  s->y = of.y[ROWS];
}

#pragma clang attribute pop
