// SPDX-License-Identifier: Apache-2.0

// Products as functions: by a number, by itself, and by an entry of a table that a secret index selects;
// of one number and of two side by side.
#include "montgomery_x86_ifma_x1_product.h"
#include "montgomery_x86_ifma_x1_limbs.h"

#pragma clang attribute push(__attribute__((target(TARGET))), apply_to = function)

NOINLINE void multiply(number *r, const number *a, const number *b, const reduction *n) {
  product_state s;
  load_operand(&s, a);
  multiply_one(r, &s, digits_of(b), n, DIGITS);
}

// r := r^(2^count), each a product as above.
NOINLINE void square(number *r, const reduction *n, int count) {
  product_state s;
  load_operand(&s, r);
  NO_UNROLL for (int i = 0; i < count; i++) multiply_one(r, &s, digits_of(r), n, SQUARE);
}

// MARK: Tables

// Digit i of the powers 0 to 31 of the base, in the four vectors from 4 i: a row's select_word then
// takes the digit of one power out of all of them, in every lane of a vector, as a row wants it.
typedef struct {
  vector vectors[4 * DIGIT_COUNT];
} power_table;

static void set_entry(power_table *table, int entry, const number *x) {
  uint64_t *words = (uint64_t *)table->vectors;
  for (int i = 0; i < DIGIT_COUNT; i++)
    words[TABLE_ENTRY_COUNT * i + entry] = words_of(x)[DIGIT_WORD(i)];
}

INLINE factor entry_of(const power_table *table, uint64_t entry) {
  return (factor){.table = table->vectors,
                  .low_index = {_mm512_set1_epi64((long long)(entry & 15))},
                  .is_upper = {(__mmask8)(0 - (entry >> 4))}};
}

static void get_entry(number *r, const power_table *table, uint64_t entry) {
  const factor f = entry_of(table, entry);
  uint64_t *words = (uint64_t *)r->vectors;
  *r = (number){0};
  for (int i = 0; i < DIGIT_COUNT; i++)
    _mm512_mask_storeu_epi64(&words[DIGIT_WORD(i)], 1, factor_digit(&f, i, TABLE));
}

NOINLINE void multiply_by_entry(number *r, const power_table *table, uint64_t entry,
                                const reduction *n) {
  product_state s;
  load_operand(&s, r);
  multiply_one(r, &s, entry_of(table, entry), n, TABLE);
}

// MARK: Two side by side

NOINLINE void multiply_pair(number r[2], const number b[2], const reduction *const n[2]) {
  product_state s, t;
  load_operand(&s, &r[0]);
  load_operand(&t, &r[1]);
  multiply_two(r, &s, &t, digits_of(&b[0]), digits_of(&b[1]), n, DIGITS);
}

NOINLINE void square_pair(number r[2], const reduction *const n[2], int count) {
  product_state s, t;
  load_operand(&s, &r[0]);
  load_operand(&t, &r[1]);
  NO_UNROLL for (int i = 0; i < count; i++)
      multiply_two(r, &s, &t, digits_of(&r[0]), digits_of(&r[1]), n, SQUARE);
}

NOINLINE void multiply_pair_by_entries(number r[2], const power_table tables[2], uint64_t entry_p,
                                       uint64_t entry_q, const reduction *const n[2]) {
  product_state s, t;
  load_operand(&s, &r[0]);
  load_operand(&t, &r[1]);
  multiply_two(r, &s, &t, entry_of(&tables[0], entry_p), entry_of(&tables[1], entry_q), n, TABLE);
}

#pragma clang attribute pop
