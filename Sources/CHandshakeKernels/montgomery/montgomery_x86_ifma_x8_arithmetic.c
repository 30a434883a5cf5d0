// SPDX-License-Identifier: Apache-2.0

// Products and squares of one, two, three or four blocks of digits, put together from the generated
// functions on blocks. Blocks, so that the columns in work fit the registers and the code fits the
// CPU's cache of decoded instructions.
#if defined(__x86_64__)

#include "montgomery_x86_ifma_x8_internal.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512ifma"))), apply_to = function)

enum { BLOCK = 20 };

const uint64_t X8(entry_numbers)[MAXIMUM_ENTRY_COUNT] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10,
                                                         11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
                                                         22, 23, 24, 25, 26, 27, 28, 29, 30, 31};

// r := the digits of columns[0 ..< digit_count], carried.
static void carry(vec *r, const vec *columns, size_t digit_count) {
  vec column = r[0] = columns[0];
  for (size_t c = 1; c < digit_count; c++) {
    column = ADD(columns[c], CARRY(column));
    r[c] = column;
  }
}

static void clear(vec *columns, size_t count) {
  for (size_t c = 0; c < count; c++) columns[c] = ZERO;
}

// r := the columns / R modulo n, with steps of a look-up unless that is NULL.
static void reduce(lanes *l, vec *r, look_up *look_up) {
  vec *t = l->columns, *y = l->quotient;
  const vec *m = l->modulus, *inverse = &l->negated_inverse;
  if (l->digit_count == 20) {
    if (look_up) X8(reduce_carry_look_up_20)(r, t, m, inverse, look_up);
    else X8(reduce_carry_20)(r, t, m, inverse);
  } else if (l->digit_count == 30) {
    if (look_up) X8(reduce_carry_look_up_30)(r, t, m, inverse, look_up);
    else X8(reduce_carry_30)(r, t, m, inverse);
  } else {
    const size_t count = l->digit_count / BLOCK;
    for (size_t i = 0; i < count; i++, t += BLOCK) {
      if (look_up) X8(reduce_look_up_20)(t, y, m, inverse, look_up);
      else X8(reduce_20)(t, y, m, inverse);
      for (size_t j = 1; j < count; j++) X8(add_product_20)(t + j * BLOCK, m + j * BLOCK, y);
    }
    carry(r, t, l->digit_count);
  }
}

// Block i of a and block j of b meet in the columns from (i + j)·BLOCK on.
void X8(product)(lanes *l, vec *r, const vec *a, const vec *b) {
  vec *t = l->columns;
  if (l->digit_count == 20) {
    X8(product_20)(t, a, b);
  } else if (l->digit_count == 30) {
    X8(product_30)(t, a, b);
  } else {
    // The products that meet in no column first: they need nothing to add to.
    const size_t count = l->digit_count / BLOCK;
    for (size_t i = 0; i < count; i++)
      X8(product_20)(t + 2 * i * BLOCK, a + i * BLOCK, b + i * BLOCK);
    for (size_t i = 0; i < count; i++)
      for (size_t j = 0; j < count; j++)
        if (i != j) X8(add_product_20)(t + (i + j) * BLOCK, a + j * BLOCK, b + i * BLOCK);
  }
  reduce(l, r, NULL);
}

void X8(square_look_up)(lanes *l, vec *r, const vec *a, look_up *look_up) {
  vec *t = l->columns;
  if (l->digit_count == 20) {
    X8(square_20)(t, a);
  } else if (l->digit_count == 30) {
    X8(square_30)(t, a);
  } else {
    // The products of different blocks once, and then double them and add the squares.
    const size_t count = l->digit_count / BLOCK;
    clear(t, BLOCK);
    for (size_t j = 1; j < count; j += 2) X8(product_20)(t + j * BLOCK, a, a + j * BLOCK);
    clear(t + (count / 2 * 2 + 1) * BLOCK, (2 * count - count / 2 * 2 - 1) * BLOCK);
    for (size_t j = 2; j < count; j += 2) X8(add_product_20)(t + j * BLOCK, a, a + j * BLOCK);
    for (size_t i = 1; i < count; i++)
      for (size_t j = i + 1; j < count; j++)
        X8(add_product_20)(t + (i + j) * BLOCK, a + i * BLOCK, a + j * BLOCK);
    for (size_t i = 0; i < count; i++) X8(double_add_square_20)(t + 2 * i * BLOCK, a + i * BLOCK);
  }
  reduce(l, r, look_up);
}

void X8(square)(lanes *l, vec *r, const vec *a) { X8(square_look_up)(l, r, a, NULL); }

void X8(divide_by_r)(lanes *l, vec *r, const vec *a) {
  for (size_t c = 0; c < l->digit_count; c++) l->columns[c] = AND(a[c], MASK);
  clear(l->columns + l->digit_count, l->digit_count);
  reduce(l, r, NULL);
}

#pragma clang attribute pop

#endif
