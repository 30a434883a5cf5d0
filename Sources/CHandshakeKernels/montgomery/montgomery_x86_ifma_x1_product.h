// Almost-Montgomery products with digits of 52 bits along the lanes; a template over the size:
// LIMB_COUNT, DIGIT_COUNT (n), VECTOR_COUNT (K). Numbers are written in DIGIT_COUNT digits,
// 64 LIMB_COUNT + 16 <= 52 DIGIT_COUNT, and R = 2^(52 n).
//
// Layout. Digit k + K l is lane l of vector k. One digit down is then one vector down, a renaming,
// and only the vector in front has its lanes moved.
//
// Reduction. N is the modulus, t = -1/N mod 2^52, and N' = t N = -1 (mod 2^52). Added y times, with
// y the lowest digit itself, N' clears the lowest digit: as it is dropped,
//     acc := (acc >> 52) + y M    with M = (N' + 1) / 2^52 < 2^(64 LIMB_COUNT),
// so that no multiplication stands between a digit and its multiple of M. The last of the n digits
// is cleared with N in place of N', y = t acc mod 2^52, and what N' is longer than N is gone again.
//
// Bounds. With y_i < 2^52 for i < n the result is
//     (a b + (sum for i < n-1 of y_i 2^(52 i)) t N + y_(n-1) 2^(52 (n-1)) N) / R
//     < a b / R + t N / 2^52 + N < a b / R + 2 N.
// "Small" is a number < 3 N. R >= 2^(64 LIMB_COUNT + 16) > 2^16 N, so for a, b < 6 N (sums of two
// small ones) a b / R < 36 N / 2^16, and results are small again: chains do not creep up. For
// a < R and b = 1 the result is at most 2 N; for a < 2^(64 LIMB_COUNT) and b small it is small,
// whatever N is. Small numbers are < 2^(64 LIMB_COUNT + 2) and fit in n digits.
//
// Lanes. A multiply-add adds less than 2^52 to a lane. A digit receives at most 2 from each row for
// a b (a squaring's doubled ones count twice: 2, or 4 where the opposite block is left out, plus 2
// for the diagonal) and 2 for y M, the last row 2 more, over at most 80 rows: less than
// (80 * 8 + 2) 2^52 < 2^62, and carries from the digit below are less than 2^12 each. No lane
// overflows.
//
// A squaring leaves out half of the blocks (class of row i mod K) x (vector k) off the diagonal,
// and doubles the others: row i adds to digits from i up, whichever of the two stays, so in time.
#include "handshake_secrets.h"
#include "montgomery_x86_ifma_x1_vectors.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512vl,avx512ifma"))), \
                             apply_to = function)

#define UNROLL _Pragma("clang loop unroll(full)")
#define NO_UNROLL _Pragma("clang loop unroll(disable)")
#define K VECTOR_COUNT
#define DIGIT_MASK ((UINT64_C(1) << 52) - 1)

_Static_assert(64 * LIMB_COUNT + 16 <= 52 * DIGIT_COUNT, "the bounds above need 16 bits");
_Static_assert(DIGIT_COUNT <= 8 * VECTOR_COUNT && DIGIT_COUNT <= 80, "lanes for every digit");

typedef struct {
  vector vectors[K];
} number;

typedef struct {
  number reducer;         // M
  number modulus;         // N
  uint64_t minus_inverse;  // t = -1/N mod 2^52
} reduction;

// What b is in a b: a number's digits; a's own digits; entry `low_index + 16 is_upper` of a table
// that holds digit i of its 32 numbers in the four vectors from 4 i.
typedef enum { DIGITS, SQUARE, TABLE } factor_kind;

typedef struct {
  const uint64_t *digits;
  const vector *table;
  vector low_index;
  __mmask8 is_upper;
} factor;

// Where digit i stands among the words of a number.
#define DIGIT_WORD(i) ((i) % K * 8 + (i) / K)

INLINE vector factor_digit(const factor *b, int i, factor_kind kind) {
  if (kind == TABLE) return select_word(&b->table[4 * i], b->low_index, b->is_upper);
  return broadcast_word(&b->digits[DIGIT_WORD(i)]);
}

INLINE factor factor_from_block(factor b, int block) {
  b.digits += block;
  b.table += 4 * K * block;
  return b;
}

// A product under way: digit i + k + K l of the sum is in lane l of the slots (i + k) mod K, where
// i rows are done.
typedef struct {
  vector sum[K];      // y M, and all of the digits next to leave
  vector products[K];  // a b; in a squaring, what has to be doubled
  vector a[K];
  vector y, carry;
} product_state;

// In a squaring: whether the rows of this class take vector k of a, to be doubled.
INLINE int is_doubled_block(int row_class, int k) {
  const int distance = (k - row_class + K) % K;
  return distance != 0 && (2 * distance < K || (2 * distance == K && row_class < k));
}

// In a squaring: x doubled, plus the products of the diagonal blocks for digits i + K l of the sum:
// row j and vector c = j mod K reach digit j + c with their low halves, j + c + 1 with their high.
INLINE vector add_diagonal(const product_state *s, vector x, const factor *b, int i) {
  if (i == 0) return multiply_add_low(x, s->a[0], broadcast_lane_0(s->a[0]));
  x = add(x, x);
  UNROLL for (int c = 0; c < K; c++) {
    const int low_row = i - c, high_row = i - c - 1;
    if (low_row >= 0 && low_row < DIGIT_COUNT && low_row % K == c)
      x = multiply_add_low_word(x, s->a[c], &b->digits[DIGIT_WORD(low_row)]);
    if (high_row >= 0 && high_row < DIGIT_COUNT && high_row % K == c)
      x = multiply_add_high_word(x, s->a[c], &b->digits[DIGIT_WORD(high_row)]);
  }
  return x;
}

// Adds b_i a to the products; returns those for digits i + K l, which are complete.
INLINE vector add_product(product_state *s, vector b_i, const factor *b, int i, factor_kind kind) {
  vector front = s->products[i % K];
  s->products[i % K] = _mm512_setzero_si512();
  UNROLL for (int k = 0; k < K; k++) {
    if (kind != SQUARE || is_doubled_block(i % K, k)) {
      vector *low = k == 0 ? &front : &s->products[(i + k) % K];
      vector *high = &s->products[(i + k + 1) % K];
      *low = multiply_add_low(*low, s->a[k], b_i);
      *high = multiply_add_high(*high, s->a[k], b_i);
    }
    if (k == 0 && kind == SQUARE) front = add_diagonal(s, front, b, i);
  }
  return front;
}

INLINE void load_operand(product_state *s, const number *a) {
  UNROLL for (int k = 0; k < K; k++) s->a[k] = a->vectors[k];
}

INLINE void start(product_state *s, const factor *b, factor_kind kind) {
  UNROLL for (int k = 0; k < K; k++) s->sum[k] = s->products[k] = _mm512_setzero_si512();
  // A squaring has its lowest digit in a register; in memory it may not have arrived yet.
  const vector b_0 = kind == SQUARE ? broadcast_lane_0(s->a[0]) : factor_digit(b, 0, kind);
  s->sum[0] = add_product(s, b_0, b, 0, kind);
}

#define SLOT(k) ((i + (k)) % K)

// Row i, not the last: digit i leaves the sum as y, y of the row before is multiplied with M, and
// the products for digit i + 1 come in, which do not wait for y.
INLINE void row(product_state *s, const factor *b, const reduction *n, int i, factor_kind kind) {
  const vector b_next = factor_digit(b, i + 1, kind), y_before = s->y;
  vector front = s->sum[SLOT(0)], m = _mm512_setzero_si512();
  if (i > 0) {
    m = load(&n->reducer.vectors[0]);
    front = add(multiply_add_low(front, m, y_before), s->carry);
  }
  s->y = broadcast_lane_0(front);
  s->carry = carry_of_lane_0(front);
  s->sum[SLOT(0)] = drop_lane_0(front);

  vector next = add_product(s, b_next, b, i + 1, kind);
  if (i > 0) next = multiply_add_high(next, m, y_before);
  UNROLL for (int k = 1; k < K; k++) {
    if (i > 0) {
      m = load(&n->reducer.vectors[k]);
      s->sum[SLOT(k)] = multiply_add_low(s->sum[SLOT(k)], m, y_before);
      s->sum[SLOT(k + 1)] = multiply_add_high(s->sum[SLOT(k + 1)], m, y_before);
    }
    if (k == 1) s->sum[SLOT(1)] = add(s->sum[SLOT(1)], next);
  }
}

// The last row: as the others, but digit i is cleared with N itself.
INLINE void last_row(product_state *s, const reduction *n) {
  const int i = DIGIT_COUNT - 1;
  vector m = load(&n->reducer.vectors[0]);
  vector front = add(multiply_add_low(s->sum[SLOT(0)], m, s->y), s->carry);
  const vector y = broadcast_lane_0(
      multiply_add_low_word(_mm512_setzero_si512(), front, &n->minus_inverse));
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
  s->sum[SLOT(1)] = add(s->sum[SLOT(1)], carry_of_lane_0(front));
  s->sum[SLOT(0)] = add(drop_lane_0(front), high);
  UNROLL for (int k = 1; k < K; k++) {
    m = load(&n->modulus.vectors[k]);
    s->sum[SLOT(k)] = multiply_add_low(s->sum[SLOT(k)], m, y);
    s->sum[SLOT(k + 1)] = multiply_add_high(s->sum[SLOT(k + 1)], m, y);
  }
}

// A comparison's mask in a general register, before the compiler takes the logic that follows to
// mask registers, where it is slower.
INLINE uint32_t mask_bits(__mmask8 mask) {
  uint32_t bits = mask;
  __asm__("" : "+r"(bits));
  return bits;
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

enum {
  BLOCK_COUNT = (DIGIT_COUNT - 1) / K,     // whole blocks of K rows before the last row
  FIRST_TAIL_ROW = BLOCK_COUNT * K,
};

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
