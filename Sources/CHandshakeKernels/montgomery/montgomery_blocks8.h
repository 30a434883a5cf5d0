// SPDX-License-Identifier: Apache-2.0

// Products, squares and reduction in lines of blocks of eight limbs, for kernels that multiply such
// blocks in registers. A kernel's file defines, with m = 8·row->block_count, m ≥ 8,
//
//   line(z, a, row)           z[0 ..< m] + 2^(64m)·high := z[0 ..< m] + high + a[0 ..< m]·factor
//   line_quotient(z, n, row)  the same with a = n and high = 0 before it, where the limbs of factor are
//                             chosen one after the other so that z[0 ..< 8] becomes 0, and what is
//                             stored there is not read
//   triangle(z, a)            z[0 ..< 16] := the products a[i]·a[j], i < j < 8, each once
//   double_and_add_squares(z, a, m)   z[0 ..< 2m] := 2·z + the squares a[i]² at their places
//
// Within a line the high half of a block stays in the accumulators and is the next block's high:
// (2^512 - 1)² + 2·(2^512 - 1) = 2^1024 - 1, so a block cannot overflow.

#include <string.h>

enum { BLOCK = 8 };

// What a line's assembly reads and writes beside z and a. One structure, so that it needs one
// register for all of it: with two more for z and a, x86-64 has just enough.
typedef struct {
  uint64_t factor[BLOCK];
  uint64_t high[BLOCK];
  uint64_t inverse;      // -1/n mod 2^64
  uint64_t block_count;  // of the line, which may count it down
} block_row;

// A product's memory: the product of k limbs by k, and the row behind it, which is as secret.
#define PRODUCT_LIMB_COUNT(k) (2 * (k) + sizeof(block_row) / sizeof(uint64_t))

static inline block_row *row_behind(uint64_t *z, size_t k) { return (block_row *)(z + 2 * k); }

static inline void line(uint64_t *z, const uint64_t *a, block_row *row);
static inline void line_quotient(uint64_t *z, const uint64_t *n, block_row *row);
static inline void triangle(uint64_t *z, const uint64_t *a);
static inline void double_and_add_squares(uint64_t *z, const uint64_t *a, size_t m);

// to[0 ..< 8] := from, limb by limb: a vector's load right behind the assembly's 64-bit stores would
// have to wait until they are in the cache.
static inline void copy_block(uint64_t *to, const uint64_t *from) {
  for (int i = 0; i < BLOCK; i++) {
    uint64_t limb = from[i];
    __asm__("" : "+r"(limb));
    to[i] = limb;
  }
}

static inline void start_line(block_row *row, const uint64_t *factor, size_t m) {
  copy_block(row->factor, factor);
  memset(row->high, 0, sizeof row->high);
  row->block_count = m / BLOCK;
}

// z[0 ..< 8] += h + carry; the carry.
static inline uint64_t add_block(uint64_t *z, const uint64_t *h, uint64_t carry_in) {
  unsigned long long carry = carry_in;
  for (int i = 0; i < BLOCK; i++) z[i] = __builtin_addcll(z[i], h[i], carry, &carry);
  return carry;
}

static inline void full_product(uint64_t *z, const uint64_t *a, const uint64_t *b, size_t k) {
  block_row *row = row_behind(z, k);
  memset(z, 0, k * sizeof *z);
  for (size_t i = 0; i < k; i += BLOCK) {
    start_line(row, b + i, k);
    line(z + i, a, row);
    copy_block(z + i + k, row->high);
  }
}

static inline void full_square(uint64_t *z, const uint64_t *a, size_t k) {
  static const uint64_t zeros[BLOCK] = {0};
  block_row *row = row_behind(z, k);
  // The products of different limbs once: within the blocks …
  for (size_t i = 0; i < k; i += BLOCK) triangle(z + 2 * i, a + i);
  // … and of different blocks. A line's carry belongs where the next line's high half goes.
  uint64_t carry = 0;
  for (size_t i = 0; i + BLOCK < k; i += BLOCK) {
    start_line(row, a + i, k - i - BLOCK);
    line(z + 2 * i + BLOCK, a + i + BLOCK, row);
    carry = add_block(z + i + k, row->high, carry);
  }
  add_block(z + 2 * k - BLOCK, zeros, carry);
  // Half of a² so far, less the squares: doubling it cannot overflow.
  double_and_add_squares(z, a, k);
}

static inline uint64_t reduce(uint64_t *z, const uint64_t *n, uint64_t inverse, size_t k) {
  block_row *row = row_behind(z, k);
  row->inverse = inverse;
  uint64_t carry = 0;
  for (size_t i = 0; i < k; i += BLOCK) {
    memset(row->high, 0, sizeof row->high);
    row->block_count = k / BLOCK;
    line_quotient(z + i, n, row);
    carry = add_block(z + i + k, row->high, carry);
  }
  return carry;
}
