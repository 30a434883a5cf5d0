// SPDX-License-Identifier: Apache-2.0

// The rows of almost-Montgomery products with digits of 52 bits along the lanes; a template over the
// size: LIMB_COUNT, DIGIT_COUNT (n), VECTOR_COUNT (K), and INTERLEAVED_COUNT (P), of how many numbers
// a vector holds digits. Numbers are written in DIGIT_COUNT digits, 64 LIMB_COUNT + 16 <= 52
// DIGIT_COUNT, and R = 2^(52 n).
//
// Layout. Digit k + K l of number p is lane l P + p of vector k. One digit down is then one vector
// down, a renaming, and only the vector in front has its lanes moved. What follows speaks of one
// number; two are two such products in one stream of instructions.
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
// overflows; scripts/check-bounds shows that of the compiled code.
//
// A squaring leaves out half of the blocks (class of row i mod K) x (vector k) off the diagonal,
// and doubles the others: row i adds to digits from i up, whichever of the two stays, so in time.
#include "handshake_secrets.h"
#include "montgomery_x86_ifma_x1_vectors.h"

#pragma clang attribute push(__attribute__((target(TARGET))), apply_to = function)

#define UNROLL _Pragma("clang loop unroll(full)")
#define NO_UNROLL _Pragma("clang loop unroll(disable)")
#define K VECTOR_COUNT
#define P INTERLEAVED_COUNT
#define LANE_COUNT (8 / P)  // of a number in a vector
#define DIGIT_MASK ((UINT64_C(1) << 52) - 1)

_Static_assert(64 * LIMB_COUNT + 16 <= 52 * DIGIT_COUNT, "the bounds above need 16 bits");
_Static_assert(DIGIT_COUNT <= LANE_COUNT * K && DIGIT_COUNT <= 80, "lanes for every digit");

typedef struct {
  vector vectors[K];
} number;

typedef struct {
  number reducer;             // M
  number modulus;             // N
  uint64_t minus_inverse[P];  // t = -1/N mod 2^52
#if P == 2
  uint64_t reducer_times_minus_inverse[P];  // t M mod 2^52
#endif
} reduction;

// What b is in a b: a number's digits; a's own digits; entry `low_index + 16 is_upper` of a table
// that holds digit i of its 32 numbers in the four vectors from 4 i (or eight from 8 i).
typedef enum { DIGITS, SQUARE, TABLE } factor_kind;

typedef struct {
  const uint64_t *digits;
  const vector *table;
  vector low_index[P];
  __mmask8 is_upper[P];
} factor;

// Where digit i of the first number stands among the words of a number.
#define DIGIT_WORD(i) ((i) % K * 8 + (i) / K * P)

INLINE vector factor_digit(const factor *b, int i, factor_kind kind) {
  if (kind == TABLE) return select_digit(&b->table[4 * P * i], b->low_index, b->is_upper);
  return broadcast_digit(&b->digits[DIGIT_WORD(i)]);
}

INLINE factor factor_from_block(factor b, int block) {
  b.digits += P * block;
  b.table += 4 * P * K * block;
  return b;
}

// A product under way: digit i + k + K l of the sum is in lane l of the slots (i + k) mod K, where
// i rows are done.
typedef struct {
  vector sum[K];       // y M, and all of the digits next to leave
  vector products[K];  // a b; in a squaring, what has to be doubled
#if OPERAND_IN_MEMORY
  const number *a;
#else
  vector a[K];
#endif
  vector y, carry;
} product_state;

// c + the low halves of vector k of a, times b; the same for the high halves.
INLINE vector multiply_add_low_a(const product_state *s, vector c, int k, vector b) {
#if OPERAND_IN_MEMORY
  return multiply_add_low_memory(c, b, &s->a->vectors[k]);
#else
  return multiply_add_low(c, s->a[k], b);
#endif
}

INLINE vector multiply_add_high_a(const product_state *s, vector c, int k, vector b) {
#if OPERAND_IN_MEMORY
  return multiply_add_high_memory(c, b, &s->a->vectors[k]);
#else
  return multiply_add_high(c, s->a[k], b);
#endif
}

// The same with b a digit in memory.
INLINE vector multiply_add_low_digit_a(const product_state *s, vector c, int k, const uint64_t *b) {
#if P == 1
  return multiply_add_low_word(c, s->a[k], b);
#else
  return multiply_add_low_a(s, c, k, broadcast_digit(b));
#endif
}

INLINE vector multiply_add_high_digit_a(const product_state *s, vector c, int k,
                                        const uint64_t *b) {
#if P == 1
  return multiply_add_high_word(c, s->a[k], b);
#else
  return multiply_add_high_a(s, c, k, broadcast_digit(b));
#endif
}

// Digit 0 of a everywhere; from registers, where it has arrived before it has in memory.
INLINE vector first_digit(const product_state *s) {
#if OPERAND_IN_MEMORY
  return broadcast_digit((const uint64_t *)s->a->vectors);
#else
  return broadcast_group_0(s->a[0]);
#endif
}

// In a squaring: whether the rows of this class take vector k of a, to be doubled.
INLINE int is_doubled_block(int row_class, int k) {
  const int distance = (k - row_class + K) % K;
  return distance != 0 && (2 * distance < K || (2 * distance == K && row_class < k));
}

// In a squaring: x doubled, plus the products of the diagonal blocks for digits i + K l of the sum:
// row j and vector c = j mod K reach digit j + c with their low halves, j + c + 1 with their high.
INLINE vector add_diagonal(const product_state *s, vector x, const factor *b, int i) {
  if (i == 0) return multiply_add_low_a(s, x, 0, first_digit(s));
  x = add(x, x);
  UNROLL for (int c = 0; c < K; c++) {
    const int low_row = i - c, high_row = i - c - 1;
    if (low_row >= 0 && low_row < DIGIT_COUNT && low_row % K == c)
      x = multiply_add_low_digit_a(s, x, c, &b->digits[DIGIT_WORD(low_row)]);
    if (high_row >= 0 && high_row < DIGIT_COUNT && high_row % K == c)
      x = multiply_add_high_digit_a(s, x, c, &b->digits[DIGIT_WORD(high_row)]);
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
      *low = multiply_add_low_a(s, *low, k, b_i);
      *high = multiply_add_high_a(s, *high, k, b_i);
    }
    if (k == 0 && kind == SQUARE) front = add_diagonal(s, front, b, i);
  }
  return front;
}

INLINE void load_operand(product_state *s, const number *a) {
#if OPERAND_IN_MEMORY
  s->a = a;
#else
  UNROLL for (int k = 0; k < K; k++) s->a[k] = a->vectors[k];
#endif
}

INLINE void start(product_state *s, const factor *b, factor_kind kind) {
  UNROLL for (int k = 0; k < K; k++) s->sum[k] = s->products[k] = _mm512_setzero_si512();
  const vector b_0 = kind == SQUARE ? first_digit(s) : factor_digit(b, 0, kind);
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
  s->y = broadcast_group_0(front);
  s->carry = carry_of_group_0(front);
  s->sum[SLOT(0)] = drop_group_0(front);

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

// A comparison's mask in a general register, before the compiler takes the logic that follows to
// mask registers, where it is slower.
INLINE uint32_t mask_bits(__mmask8 mask) {
  uint32_t bits = mask;
  __asm__("" : "+r"(bits));
  return bits;
}

enum {
  BLOCK_COUNT = (DIGIT_COUNT - 1) / K,  // whole blocks of K rows before the last row
  FIRST_TAIL_ROW = BLOCK_COUNT * K,
};

#pragma clang attribute pop
