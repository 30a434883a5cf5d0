// Products and squares of numbers of one, two, three or four blocks of digits, put together from the
// generated functions on blocks. Blocks, so that the columns in work fit the registers and the code
// fits the CPU's cache of decoded instructions.
#if defined(__x86_64__)

#include "montgomery_x86_ifma_x8_internal.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512ifma"))), apply_to = function)

// r := the digits of columns[0 ..< digit_count], carried.
static void carry(vec *r, const vec *columns, size_t digit_count) {
  const vec mask = MASK;
  vec column = columns[0];
  for (size_t c = 0; c + 1 < digit_count; c++) {
    r[c] = AND(column, mask);
    column = ADD(columns[c + 1], CARRY(column));
  }
  r[digit_count - 1] = AND(column, mask);
}

static void clear(vec *columns, size_t count) {
  for (size_t c = 0; c < count; c++) columns[c] = ZERO;
}

// For numbers of several blocks of N digits. Block i of a and block j of b meet in the columns from
// (i + j)·N on.
#define BLOCKS(N)                                                                                  \
  static void reduce_blocks_##N(lanes *l, vec *r, size_t count) {                                  \
    vec *t = l->columns, *y = l->quotient;                                                               \
    const vec *m = l->modulus;                                                                     \
    for (size_t i = 0; i < count; i++) {                                                           \
      X8(reduce_##N)(t + i * N, y, m, &l->negated_inverse);                                  \
      for (size_t j = 1; j < count; j++)                                                           \
        X8(add_product_##N)(t + (i + j) * N, m + j * N, y);                                  \
    }                                                                                              \
    carry(r, t + count * N, count * N);                                                            \
  }                                                                                                \
                                                                                                   \
  static void multiply_blocks_##N(vec *t, const vec *a, const vec *b, size_t count) {              \
    /* The products that meet in no column first: they need nothing to add to. */                  \
    for (size_t i = 0; i < count; i++)                                                             \
      X8(product_##N)(t + 2 * i * N, a + i * N, b + i * N);                                  \
    for (size_t i = 0; i < count; i++)                                                             \
      for (size_t j = 0; j < count; j++)                                                           \
        if (i != j) X8(add_product_##N)(t + (i + j) * N, a + j * N, b + i * N);              \
  }                                                                                                \
                                                                                                   \
  static void square_blocks_##N(vec *t, const vec *a, size_t count) {                              \
    if (count == 2) {                                                                              \
      clear(t, N);                                                                                 \
      X8(product_##N)(t + N, a, a + N);                                                      \
      clear(t + 3 * N, N);                                                                         \
    } else {                                                                                       \
      clear(t, 2 * count * N);                                                                     \
      for (size_t i = 0; i < count; i++)                                                           \
        for (size_t j = i + 1; j < count; j++)                                                     \
          X8(add_product_##N)(t + (i + j) * N, a + j * N, a + i * N);                        \
    }                                                                                              \
    for (size_t i = 0; i < count; i++)                                                             \
      X8(double_add_square_##N)(t + 2 * i * N, a + i * N);                                   \
  }
BLOCKS(20)
BLOCKS(30)

static void reduce(lanes *l, vec *r) {
  switch (l->digit_count) {
    case 20: X8(reduce_carry_20)(r, l->columns, l->modulus, &l->negated_inverse); break;
    case 30: X8(reduce_carry_30)(r, l->columns, l->modulus, &l->negated_inverse); break;
    case 60: reduce_blocks_30(l, r, 2); break;
    default: reduce_blocks_20(l, r, l->digit_count / 20); break;
  }
}

void X8(product)(lanes *l, vec *r, const vec *a, const vec *b) {
  switch (l->digit_count) {
    case 20: X8(product_20)(l->columns, a, b); break;
    case 30: X8(product_30)(l->columns, a, b); break;
    case 60: multiply_blocks_30(l->columns, a, b, 2); break;
    default: multiply_blocks_20(l->columns, a, b, l->digit_count / 20); break;
  }
  reduce(l, r);
}

void X8(square)(lanes *l, vec *r, const vec *a) {
  switch (l->digit_count) {
    case 20: X8(square_20)(l->columns, a); break;
    case 30: X8(square_30)(l->columns, a); break;
    case 60: square_blocks_30(l->columns, a, 2); break;
    default: square_blocks_20(l->columns, a, l->digit_count / 20); break;
  }
  reduce(l, r);
}

void X8(divide_by_r)(lanes *l, vec *r, const vec *a) {
  for (size_t c = 0; c < l->digit_count; c++) l->columns[c] = a[c];
  clear(l->columns + l->digit_count, l->digit_count);
  reduce(l, r);
}

#pragma clang attribute pop

#endif
