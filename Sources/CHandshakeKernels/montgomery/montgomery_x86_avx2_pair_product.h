// SPDX-License-Identifier: Apache-2.0

// Montgomery products and squares modulo two numbers at once; a part of the template of
// montgomery_x86_avx2_pair_digits.h. A VPMULDQ multiplies two digits of both numbers by one of each.
//
// Columns. Column c is the sum of straight[i]·even[j] and of shifted[i]·odd[j] for i + j = c. T of them, a
// tile, are in registers at a time, and take the multiplier's vectors in blocks of T. In a square, the
// products x[u]·x[v] of digits with u > v are doubled, those with u < v left out, and those with u = v
// taken once: they are the lower lanes of straight[i]·even[i] and of shifted[i + 1]·odd[i].
//
// Reduction. R = B^(2V). With k = -1/N mod B², M = k·N is -1 mod B²: the lowest vector of the columns is
// itself the quotient q with which columns + q·M ends in two zeros, and what q adds above them is q·M',
// M' = (M + 1) / B². So quotients wait for carries alone. The last vector's quotient is one for N itself,
// as k times N would be too much: it is the vector times k, modulo B².
//
// Bounds. |k| is less than B²/2·(1 + 2/B), so |M| < N·B²/2·(1 + 2/B). What the last quotient adds,
// q·N·B^(2V - 2), is less than N·R/2·(1 + 2/B); all that the others add, less than
// N·R/4·(1 + 2/B)²·(1 + 2/B²). N < 2^(64·LIMB_COUNT) ≤ R/2^20. For |a| ≤ 2N or a < 2^(64·LIMB_COUNT), and
// |b| ≤ 2N, |a·b/R| ≤ 2N/2^20. So
//
//   |r| < 2N/2^20 + 3/4·N·(1 + 2^-24) < 0.76·N,
//
// and results are operands again without any subtraction. Their digits fit: 2N < R/2^19. A bias of 2^63
// allows a column to be less than 2^63 in magnitude: MAXIMUM_TERM_COUNT products of two digits, B²/4 each
// at most, and a carry of less than 2^37. Where it may have more, in the middle of long numbers, what is
// above the digits of a·b goes to the places above before the quotients' products come.
_Static_assert(RADIX_BIT_COUNT >= 64 * LIMB_COUNT + 20, "the bounds need this R");
enum { LAST = BLOCK_COUNT - 1, MAXIMUM_TERM_COUNT = (1 << (65 - 2 * DIGIT_BIT_COUNT)) - 1 };
_Static_assert(DIGIT_COUNT + 2 <= MAXIMUM_TERM_COUNT, "what comes after a tile has been spilled");

#pragma clang attribute push(__attribute__((target(TARGET))), apply_to = function)

// Of two odd numbers N > 1. Column i of M' is for the column i above that of its quotient, the lowest
// for i = 1; vector V + 1 of its shifted digits is the last.
typedef struct {
  vector straight[V + 1];
  vector shifted[V + 2];
} reducer;

typedef struct {
  reducer reducer;           // M'·B²
  reducer modulus;           // N
  vector straight, shifted;  // k: digits 0 and 1, and -1 and 0
} reduction;

// What a product goes through, as secret as its operands.
typedef struct {
  multiplier quotient;
} product_state;

typedef enum { PRODUCT, SQUARE } product_kind;

// Which of the pairs of a tile and a block of the multiplier are taken: vector k of the tile and vector l
// of the block meet vector k - l of the multiplicand from its pointer on.
typedef struct {
  int lowest, highest;  // of k - l in the straight digits; the shifted ones have one more
  // The tile's first column less twice the block's first vector: a square takes what is above its
  // diagonal. ALL takes all.
  int distance;
} extent;

enum { ALL = 4 * T };

INLINE int takes_straight(extent e, int k, int l) {
  return k - l >= e.lowest && k - l <= e.highest && e.distance + k - 2 * l > 0;
}

INLINE int takes_shifted(extent e, int k, int l) {
  return k - l >= e.lowest && k - l <= e.highest + 1 && e.distance + k - 2 * l > 1;
}

INLINE void add_block(column z[T], const vector *straight, const vector *shifted,
                      const vector *even, const vector *odd, extent e) {
  UNROLL for (int d = 1 - T; d < T; d++) {
    UNROLL for (int l = 0; l < T; l++) {
      const int k = d + l;
      if (k >= 0 && k < T && takes_straight(e, k, l))
        z[k] = multiply_add(z[k], load(&even[l]), load(&straight[d]));
    }
  }
  UNROLL for (int d = 1 - T; d < T; d++) {
    UNROLL for (int l = 0; l < T; l++) {
      const int k = d + l;
      if (k >= 0 && k < T && takes_shifted(e, k, l))
        z[k] = multiply_add(z[k], load(&odd[l]), load(&shifted[d]));
    }
  }
}

// z += the products of block j of b and what it meets of a in tile c.
INLINE void add_products(column z[T], const number *a, const number *b, int c, int j, extent e) {
  add_block(z, a->multiplicand.straight + (c - j) * T, a->multiplicand.shifted + (c - j) * T,
            b->multiplier.even + j * T, b->multiplier.odd + j * T, e);
}

static const extent whole = {-T, T, ALL}, from_lowest = {0, T, ALL}, to_highest = {-T, -1, ALL};

// z := tile c of a·b
INLINE void product_tile(column z[T], const number *a, const number *b, int c) {
  UNROLL for (int k = 0; k < T; k++) z[k] = biased_column();
  const int first = c < BLOCK_COUNT ? 0 : c - LAST;
  const int end = c < BLOCK_COUNT ? c : BLOCK_COUNT;
  NO_UNROLL for (int j = first; j < end; j++) add_products(z, a, b, c, j, whole);
  if (c < BLOCK_COUNT) add_products(z, a, b, c, c, from_lowest);
  else add_products(z, a, b, c, c - BLOCK_COUNT, to_highest);
}

// z := tile c of a², whose parity is known.
INLINE void square_tile(column z[T], const number *a, int c, int parity) {
  UNROLL for (int k = 0; k < T; k++) z[k] = zero_column();
  // Blocks all of whose products are above the diagonal, and the one that the diagonal crosses.
  const int crossed = (c - parity) / 2;
  const int first = c < BLOCK_COUNT ? 0 : c - LAST;
  NO_UNROLL for (int j = first; j < crossed; j++) add_products(z, a, a, c, j, whole);
  if (parity == 1 && c == 2 * BLOCK_COUNT - 1) {
    add_products(z, a, a, c, crossed, (extent){-T, -1, T});
  } else {
    add_products(z, a, a, c, crossed, (extent){-T, T, parity * T});
    if (c >= BLOCK_COUNT) add_products(z, a, a, c, c - BLOCK_COUNT, to_highest);
  }
  const vector upper_lanes = _mm256_set_epi64x(-1, 0, -1, 0);
  UNROLL for (int k = 0; k < T; k++) {
    // Column 2 i has straight[i]·even[i], column 2 i + 1 has shifted[i + 1]·odd[i].
    const int is_odd = (parity * T + k) % 2;
    const vector *const m = (is_odd ? a->multiplicand.shifted + 1 : a->multiplicand.straight) +
                            (c * T + k - is_odd) / 2;
    const vector *const b = (is_odd ? a->multiplier.odd : a->multiplier.even) +
                            (c * T + k - is_odd) / 2;
    const vector x = load(m);
    z[k] = _mm256_add_epi64(_mm256_add_epi64(z[k], z[k]), biased_column());
    z[k] = multiply_add(z[k], _mm256_add_epi64(x, _mm256_and_si256(x, upper_lanes)), load(b));
  }
}

INLINE void tile(column z[T], const number *a, const number *b, int c, product_kind kind) {
  if (kind == PRODUCT) product_tile(z, a, b, c);
  else if (c % 2 == 0) square_tile(z, a, c, 0);
  else square_tile(z, a, c, 1);
}

// MARK: Columns of too many products

// In each lane, column c < V has 2 c + 2 products for a·b and 2 c for the quotients; column 2 V - c has
// 2 c - 1 and 2 c + 1.
INLINE int may_overflow(int c) {
  const int count = c < BLOCK_COUNT ? 4 * (c * T + T - 1) + 2 : 4 * (2 * V - c * T);
  return 4 * V > MAXIMUM_TERM_COUNT && count > MAXIMUM_TERM_COUNT;
}

// A biased column is what is above its digit times B, less SPILLED_BIAS·B, and the digit less HALF.
#define SPILLED_BIAS (CARRIED_BIAS - (CARRIED_BIAS >> DIGIT_BIT_COUNT))

INLINE column nothing_spilled(void) { return _mm256_set1_epi64x(SPILLED_BIAS); }

// Moves what is above the digits of a tile's columns to the places above: *spilled is of the column below,
// and then of the last one. A tile that cannot overflow takes what is left of the one below.
INLINE void spill(column z[T], column *spilled, int c) {
  const vector mask = _mm256_set1_epi64x(2 * HALF - 1);
  const column bias = _mm256_set1_epi64x(COLUMN_BIAS - HALF - SPILLED_BIAS);
  if (may_overflow(c)) {
    UNROLL for (int k = 0; k < T; k++) {
      const column above = _mm256_srli_epi64(z[k], DIGIT_BIT_COUNT);
      const column rest = _mm256_add_epi64(_mm256_and_si256(z[k], mask), bias);
      z[k] = _mm256_add_epi64(rest, shifted_digits(above, *spilled));
      *spilled = above;
    }
  } else {
    z[0] = _mm256_add_epi64(z[0],
                            _mm256_srli_si256(_mm256_sub_epi64(*spilled, nothing_spilled()), 8));
    *spilled = nothing_spilled();
  }
}

// MARK: Reduction

// z += q·M' in tile c, for block j of q.
INLINE void add_quotients(column z[T], const product_state *s, const reduction *n, int c, int j,
                          extent e) {
  add_block(z, n->reducer.straight + (c - j) * T, n->reducer.shifted + (c - j) * T,
            s->quotient.even + j * T, s->quotient.odd + j * T, e);
}

// The column has become digits x: the quotient for N.
INLINE vector last_quotient(vector x, const reduction *n) {
  column z = multiply_add(biased_column(), even_digits(x), n->straight), carry = first_carry();
  z = multiply_add(z, odd_digits(x), n->shifted);
  return carried_digits(z, &carry);
}

// The quotients of tile c, one after the other.
INLINE void take_quotients(column z[T], product_state *s, const reduction *n, int c, int is_last,
                           column *carry) {
  UNROLL for (int k = 0; k < T; k++) {
    if (is_last && k == T - 1) {
      column unused = *carry;
      const vector q = last_quotient(carried_digits(z[k], &unused), n);
      store_multiplier(&s->quotient, c * T + k, q);
      z[k] = multiply_add(z[k], even_digits(q), load(&n->modulus.straight[0]));
      z[k] = multiply_add(z[k], odd_digits(q), load(&n->modulus.shifted[0]));
      carried_digits(z[k], carry);
      continue;
    }
    const vector q = carried_digits(z[k], carry);
    store_multiplier(&s->quotient, c * T + k, q);
    const vector even = even_digits(q), odd = odd_digits(q);
    UNROLL for (int above = k + 1; above < T; above++) {
      z[above] = multiply_add(z[above], even, load(&n->reducer.straight[above - k]));
      z[above] = multiply_add(z[above], odd, load(&n->reducer.shifted[above - k]));
    }
  }
}

// z += the quotients' products in tile BLOCK_COUNT + c
INLINE void add_upper_quotients(column z[T], const product_state *s, const reduction *n, int c) {
  const int upper = BLOCK_COUNT + c;
  NO_UNROLL for (int j = c + 1; j < LAST; j++) add_quotients(z, s, n, upper, j, whole);
  if (c > 0)
    z[0] = multiply_add(z[0], load(&s->quotient.odd[c * T - 1]), load(&n->reducer.shifted[V + 1]));
  if (c < LAST) add_quotients(z, s, n, upper, c, (extent){-T, 0, ALL});
  // The last block, but for its last vector, which is N's quotient.
  const vector *const even = s->quotient.even + LAST * T, *const odd = s->quotient.odd + LAST * T;
  const int place = (c + 1) * T;
  UNROLL for (int l = 0; l < T; l++) {
    UNROLL for (int k = 0; k < T; k++) {
      const reducer *const from = l == T - 1 ? &n->modulus : &n->reducer;
      if (place + k - l <= V)
        z[k] = multiply_add(z[k], load(&even[l]), load(&from->straight[place + k - l]));
      if (place + k - l <= V + 1)
        z[k] = multiply_add(z[k], load(&odd[l]), load(&from->shifted[place + k - l]));
    }
  }
}

// r := a·b/R mod N, |r| < 0.76·N, for operands within the bounds above. r may be an operand; in a
// square, a = b.
INLINE void multiply_columns(number *r, const number *a, const number *b, const reduction *n,
                             product_state *s, product_kind kind) {
  column z[T], carry = first_carry(), spilled = nothing_spilled();
  NO_UNROLL for (int c = 0; c < BLOCK_COUNT; c++) {
    tile(z, a, b, c, kind);
    spill(z, &spilled, c);
    NO_UNROLL for (int j = 0; j < c; j++) add_quotients(z, s, n, c, j, whole);
    if (c < LAST) take_quotients(z, s, n, c, 0, &carry);
    else take_quotients(z, s, n, c, 1, &carry);
  }
  vector low = zero_column();
  NO_UNROLL for (int c = 0; c < BLOCK_COUNT; c++) {
    tile(z, a, b, BLOCK_COUNT + c, kind);
    spill(z, &spilled, BLOCK_COUNT + c);
    add_upper_quotients(z, s, n, c);
    // No later column takes a vector of a or b as low as this.
    UNROLL for (int k = 0; k < T; k++) {
      const vector x = carried_digits(z[k], &carry);
      store_number(r, c * T + k, x, low);
      low = x;
    }
  }
  store_last(r, low);
}

#pragma clang attribute pop
