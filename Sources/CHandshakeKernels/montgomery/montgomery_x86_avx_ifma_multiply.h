// SPDX-License-Identifier: Apache-2.0

// Products as functions: by a number, by itself, and by an entry of a table that a secret index selects;
// of one number and of two. Two side by side, row by row, were slower than one after the other: their
// sums find no place in sixteen registers.
#include "montgomery_x86_avx_ifma_product.h"
#include "montgomery_x86_ifma_x1_limbs.h"

#pragma clang attribute push(__attribute__((target(TARGET))), apply_to = function)

NOINLINE void multiply(number *r, const number *a, const number *b, const reduction *n) {
  product_of_kind(r, a, digits_of(b), n, DIGITS);
}

// r := r^(2^count), each a product as above.
NOINLINE void square(number *r, const reduction *n, int count) {
  NO_UNROLL for (int i = 0; i < count; i++) product_of_kind(r, r, digits_of(r), n, SQUARE);
}

// MARK: Tables

// The powers 0 to 31 of the base.
typedef struct {
  number entries[TABLE_ENTRY_COUNT];
} power_table;

static void set_entry(power_table *table, int entry, const number *x) {
  table->entries[entry] = *x;
}

// r := an entry. All of the table is read.
NOINLINE void get_entry(number *r, const power_table *table, uint64_t entry) {
  const vector wanted = _mm256_set1_epi64x((long long)entry), one = _mm256_set1_epi64x(1);
  vector index = _mm256_setzero_si256(), x[K];
  UNROLL for (int k = 0; k < K; k++) x[k] = _mm256_setzero_si256();
  NO_UNROLL for (int i = 0; i < TABLE_ENTRY_COUNT; i++) {
    vector is_wanted = _mm256_cmpeq_epi64(index, wanted);
    __asm__("" : "+x"(is_wanted));  // no branch
    UNROLL for (int k = 0; k < K; k++) x[k] |= load(&table->entries[i].vectors[k]) & is_wanted;
    index += one;
  }
  UNROLL for (int k = 0; k < K; k++) r->vectors[k] = x[k];
}

NOINLINE void multiply_by_entry(number *r, const power_table *table, uint64_t entry,
                                const reduction *n) {
  number x;
  get_entry(&x, table, entry);
  multiply(r, r, &x, n);
  handshake_wipe(&x, sizeof x);
}

// MARK: Two

NOINLINE void multiply_pair(number r[2], const number b[2], const reduction *const n[2]) {
  for (int i = 0; i < 2; i++) multiply(&r[i], &r[i], &b[i], n[i]);
}

NOINLINE void square_pair(number r[2], const reduction *const n[2], int count) {
  // In turns, so that the end of one is under way while the other begins.
  NO_UNROLL for (int i = 0; i < count; i++) {
    square(&r[0], n[0], 1);
    square(&r[1], n[1], 1);
  }
}

NOINLINE void multiply_pair_by_entries(number r[2], const power_table tables[2], uint64_t entry_p,
                                       uint64_t entry_q, const reduction *const n[2]) {
  multiply_by_entry(&r[0], &tables[0], entry_p, n[0]);
  multiply_by_entry(&r[1], &tables[1], entry_q, n[1]);
}

#pragma clang attribute pop
