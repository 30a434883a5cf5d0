// SPDX-License-Identifier: Apache-2.0

// Montgomery products and squares modulo two numbers at once; a part of the template of
// montgomery_arm64_neon_pair_digits.h. SMLAL multiplies a digit of both by another and adds them to a
// column: one starts every cycle, on cores that take six for the two halves of a product of 64 bits.
//
// Blocks. T digits are a digit to the base B^T. A product of two blocks adds to 2T - 1 columns, which
// stay in registers. Of the two products of blocks i and j that go to the same place,
//
//   x[i]·y[j] + x[j]·y[i] = x[i]·y[i] + x[j]·y[j] - (x[i] - x[j])·(y[i] - y[j]),
//
// one is left to be done: all that go to one place are the sum of x[i]·y[i] over those i that have a
// part in them, less a product of differences for each two. Of those sums the ones over all i ≤ c
// are kept; the others are the last one less one of them. In a square these products are squares of
// blocks, T(T+1)/2 products of digits instead of T².
//
// Reduction. R = B^(T·BLOCK_COUNT). With k = -1/N mod B^T, M = k·N is -1 mod B^T: the lowest block
// of the columns is itself the quotient q with which columns + q·M ends in a block of zeros, and what
// q adds above that block is q·M', M' = (M + 1) / B^T. So quotients wait for carries alone, and the
// products of all but the last come in pairs. The last block's quotient is one for N itself, as k
// times N would be too much: it is the block times k, modulo B^T.
//
// Bounds. A block is less than B^T/2·(1 + 2/B) in magnitude, so |M| < N·B^T/2·(1 + 2/B). What the
// last quotient adds, q·N·B^(T·(BLOCK_COUNT-1)), is less than N·R/2·(1 + 2/B); all that the others
// add, less than N·R/4·(1 + 2/B)²·(1 + 2/B^T). N < 2^(64·LIMB_COUNT) ≤ R/2^20. For |a| ≤ 2N or a
// < 2^(64·LIMB_COUNT), and |b| ≤ 2N, |a·b/R| ≤ 2N/2^20. So
//
//   |r| < 2N/2^20 + 3/4·N·(1 + 2^-24) < 0.76·N,
//
// and results are operands again without any subtraction. Their digits fit: 2N < R/2^19. Columns are
// sums modulo 2^64, so it matters only what they are when they are carried: at most DIGIT_COUNT
// products for a·b and as many for the quotients, B²/4 each at most, and a carry of less than 2^37.
_Static_assert(RADIX_BIT_COUNT >= 64 * LIMB_COUNT + 20, "the bounds need this R");
_Static_assert(DIGIT_COUNT < 1 << (64 - 2 * DIGIT_BIT_COUNT),
               "2·DIGIT_COUNT·B²/4 + 2^37 has to be less than 2^63");

enum {
  COLUMN_COUNT = 2 * T - 1,
  UPPER_COUNT = T - 1,  // those above the lowest block
  LAST = BLOCK_COUNT - 1,
};

typedef struct {
  column columns[COLUMN_COUNT];
} block_product;

// Of two odd numbers N > 1.
typedef struct {
  number modulus, reducer;  // N, M'
  digit multiplier[T];      // k
} reduction;

// What a product goes through, as secret as its operands. Element c of the sums is that of the
// products of blocks 0 to c of the operands, or blocks 0 to c - 1 of quotient and M'.
typedef struct {
  block_product sums[BLOCK_COUNT], quotient_sums[BLOCK_COUNT];
  number quotient;
} product_state;

typedef enum { PRODUCT, SQUARE } product_kind;

INLINE const digit *block_of(const number *x, int i) { return x->digits + T * i; }

// z += x·y, of blocks
INLINE void add_product(column z[COLUMN_COUNT], const digit x[T], const digit y[T]) {
  UNROLL for (int i = 0; i < T; i++) {
    UNROLL for (int j = 0; j < T; j++) z[i + j] = vmlal_s32(z[i + j], x[i], y[j]);
  }
}

// z += x²
INLINE void add_square(column z[COLUMN_COUNT], const digit x[T]) {
  UNROLL for (int i = 0; i < T; i++) {
    const digit twice = vadd_s32(x[i], x[i]);
    z[2 * i] = vmlal_s32(z[2 * i], x[i], x[i]);
    UNROLL for (int j = i + 1; j < T; j++) z[i + j] = vmlal_s32(z[i + j], twice, x[j]);
  }
}

// z -= x²
INLINE void subtract_square(column z[COLUMN_COUNT], const digit x[T]) {
  UNROLL for (int i = 0; i < T; i++) {
    const digit twice = vadd_s32(x[i], x[i]);
    z[2 * i] = vmlsl_s32(z[2 * i], x[i], x[i]);
    UNROLL for (int j = i + 1; j < T; j++) z[i + j] = vmlsl_s32(z[i + j], twice, x[j]);
  }
}

INLINE void difference(digit d[T], const digit x[T], const digit y[T]) {
  UNROLL for (int i = 0; i < T; i++) d[i] = vsub_s32(x[i], y[i]);
}

// z -= (x[i] - x[j])·(y[i] - y[j]) for all first ≤ i < j with i + j = sum. The one with the highest
// block comes last: a quotient's is the newest.
INLINE void subtract_differences(column z[COLUMN_COUNT], const number *x, const number *y,
                                 int first, int sum, product_kind kind) {
  NO_UNROLL for (int i = (sum - 1) >> 1; i >= first; i--) {
    digit of_x[T], of_y[T];
    difference(of_x, block_of(x, i), block_of(x, sum - i));
    if (kind == SQUARE) {
      subtract_square(z, of_x);
    } else {
      difference(of_y, block_of(y, sum - i), block_of(y, i));
      add_product(z, of_x, of_y);
    }
  }
}

INLINE void load(column z[COLUMN_COUNT], const block_product *x) {
  UNROLL for (int i = 0; i < COLUMN_COUNT; i++) z[i] = x->columns[i];
}

INLINE void store(block_product *r, const column z[COLUMN_COUNT]) {
  UNROLL for (int i = 0; i < COLUMN_COUNT; i++) r->columns[i] = z[i];
}

INLINE void add_columns(column z[], const column x[], int count) {
  UNROLL for (int i = 0; i < count; i++) z[i] = vaddq_s64(z[i], x[i]);
}

INLINE void subtract_columns(column z[], const column x[], int count) {
  UNROLL for (int i = 0; i < count; i++) z[i] = vsubq_s64(z[i], x[i]);
}

// The lowest block of z is complete: upper := what is above it, with its carry.
INLINE void carry_block(column upper[UPPER_COUNT], column z[COLUMN_COUNT]) {
  UNROLL for (int i = 0; i < T; i++) z[i + 1] = carried(z[i + 1], z[i]);
  UNROLL for (int i = 0; i < UPPER_COUNT; i++) upper[i] = z[T + i];
}

// r := the lowest block of z, carried.
INLINE void store_block(digit r[T], const column z[T]) {
  UNROLL for (int i = 0; i + 1 < T; i += 2)
      vst1q_s32((int32_t *)(r + i), two_low_digits(z[i], z[i + 1]));
  if (T % 2 == 1) r[T - 1] = vget_low_s32(two_low_digits(z[T - 1], z[T - 1]));
}

// The last block of the columns becomes the quotient for N, whose product with the lowest block of N
// goes to the block, of which only its carry is left, and to what is above it.
INLINE void last_quotient(column upper[UPPER_COUNT], digit q[T], const reduction *n) {
  column y[COLUMN_COUNT], z[COLUMN_COUNT];
  UNROLL for (int i = 0; i < COLUMN_COUNT; i++) {
    y[i] = zero_column();
    z[i] = i < T ? vmovl_s32(q[i]) : upper[i - T];
  }
  UNROLL for (int i = 0; i < T; i++) {
    UNROLL for (int j = 0; i + j < T; j++) y[i + j] = vmlal_s32(y[i + j], q[i], n->multiplier[j]);
  }
  UNROLL for (int i = 0; i + 1 < T; i++) y[i + 1] = carried(y[i + 1], y[i]);
  store_block(q, y);
  add_product(z, q, block_of(&n->modulus, 0));
  carry_block(upper, z);
}

// r := a·b/R mod N, |r| < 0.76·N, for operands within the bounds above. r may be an operand; in a
// square, a = b.
INLINE void multiply_columns(number *r, const number *a, const number *b, const reduction *n,
                             product_state *s, product_kind kind) {
  column z[COLUMN_COUNT], y[COLUMN_COUNT], upper[UPPER_COUNT];
  digit *quotient = s->quotient.digits;
  UNROLL for (int i = 0; i < COLUMN_COUNT; i++) z[i] = zero_column();
  UNROLL for (int i = 0; i < UPPER_COUNT; i++) upper[i] = zero_column();
  store(&s->quotient_sums[0], z);

  NO_UNROLL for (int c = 0; c < BLOCK_COUNT; c++) {
    if (c > 0) load(z, &s->sums[c - 1]);
    if (kind == SQUARE) {
      add_square(z, block_of(a, c));
    } else {
      add_product(z, block_of(a, c), block_of(b, c));
    }
    store(&s->sums[c], z);
    add_columns(z, upper, UPPER_COUNT);
    subtract_differences(z, a, b, 0, c, kind);
    if (c > 0) {
      subtract_differences(z, &s->quotient, &n->reducer, 0, c - 1, PRODUCT);
      load(y, &s->quotient_sums[c - 1]);
      add_product(y, block_of(&n->reducer, c - 1), block_of(&s->quotient, c - 1));
      store(&s->quotient_sums[c], y);
      add_columns(z, y, COLUMN_COUNT);
    }
    carry_block(upper, z);
    store_block(quotient + T * c, z);
  }
  last_quotient(upper, quotient + T * LAST, n);

  load(z, &s->sums[LAST]);
  load(y, &s->quotient_sums[LAST]);
  add_columns(z, y, COLUMN_COUNT);
  store(&s->sums[LAST], z);
  NO_UNROLL for (int c = 0; c < LAST; c++) {
    load(z, &s->sums[LAST]);
    subtract_columns(z, s->sums[c].columns, COLUMN_COUNT);
    subtract_columns(z, s->quotient_sums[c + 1].columns, COLUMN_COUNT);
    add_columns(z, upper, UPPER_COUNT);
    subtract_differences(z, a, b, c + 1, BLOCK_COUNT + c, kind);
    subtract_differences(z, &s->quotient, &n->reducer, c + 1, LAST + c, PRODUCT);
    add_product(z, block_of(&n->reducer, LAST), block_of(&s->quotient, c));
    add_product(z, block_of(&n->modulus, c + 1), block_of(&s->quotient, LAST));
    carry_block(upper, z);
    // No later column takes a block of a or b as low as this.
    store_block(r->digits + T * c, z);
  }
  UNROLL for (int i = 0; i < T; i++) {
    if (i < UPPER_COUNT) z[i] = upper[i];
    else z[i] = zero_column();
  }
  UNROLL for (int i = 0; i + 1 < T; i++) z[i + 1] = carried(z[i + 1], z[i]);
  store_block(r->digits + T * LAST, z);
}
