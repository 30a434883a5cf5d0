// SPDX-License-Identifier: Apache-2.0

// What powers need of two numbers in the halves of AVX2's vectors; a template over the size, see
// montgomery_x86_avx2_pair_digits.h.
#include <string.h>

#include "montgomery_pair.h"
#include "montgomery_windows.h"

#include "montgomery_x86_avx2_pair_digits.h"
#include "montgomery_x86_avx2_pair_product.h"

#pragma clang attribute push(__attribute__((target(TARGET))), apply_to = function)

NOINLINE void multiply(number *r, const number *a, const number *b, const reduction *n,
                       product_state *s) {
  multiply_columns(r, a, b, n, s, PRODUCT);
}

// r := r^(2^count), each a product as above.
NOINLINE void square(number *r, const reduction *n, product_state *s, int count) {
  NO_UNROLL for (int i = 0; i < count; i++) multiply_columns(r, r, r, n, s, SQUARE);
}

// MARK: Moduli

static void set_reducer_digit(reducer *r, int lane, int i, int64_t x) {
  lanes_of(&r->straight[i / 2], lane)[i % 2] = x;
  lanes_of(&r->shifted[(i + 1) / 2], lane)[(i + 1) % 2] = x;
}

// x modulo B
INLINE int64_t low_digit(int64_t x) {
  return (int64_t)(((uint64_t)x + HALF) & (2 * HALF - 1)) - HALF;
}

// N, k and M' of one of the moduli: the digits of k are the quotients that make 1 + k·N end in two zeros,
// one after the other, and what is above those zeros is M'.
static void set_modulus(reduction *n, int lane, const uint64_t *modulus, uint64_t inverse) {
  int64_t digits[DIGIT_COUNT], z[DIGIT_COUNT + 3] = {1};
  digits_of_limbs(digits, modulus);
  for (int i = 0; i < DIGIT_COUNT; i++) set_reducer_digit(&n->modulus, lane, i, digits[i]);
  for (int i = 0; i < 2; i++) {
    const int64_t k = low_digit((int64_t)((uint64_t)z[i] * inverse));
    lanes_of(&n->straight, lane)[i] = k;
    if (i == 0) lanes_of(&n->shifted, lane)[1] = k;
    for (int j = 0; j < DIGIT_COUNT; j++) z[i + j] += k * digits[j];
    z[i + 1] += z[i] >> DIGIT_BIT_COUNT;
  }
  for (int i = 2; i < DIGIT_COUNT + 2; i++) {
    const int64_t digit = low_digit(z[i]);
    set_reducer_digit(&n->reducer, lane, i, digit);
    z[i + 1] += (z[i] - digit) >> DIGIT_BIT_COUNT;
  }
  handshake_wipe(digits, sizeof digits);
  handshake_wipe(z, sizeof z);
}

static void set_moduli(reduction *n, const montgomery_pair_constants constants[LANE_COUNT]) {
  for (int lane = 0; lane < LANE_COUNT; lane++)
    set_modulus(n, lane, constants[lane].modulus, constants[lane].inverse);
}

// MARK: Numbers

// r := 2^bit in both
static void set_power_of_two(number *r, int bit) {
  memset(r, 0, sizeof *r);
  for (int lane = 0; lane < LANE_COUNT; lane++)
    set_digit(r, lane, bit / DIGIT_BIT_COUNT, INT64_C(1) << bit % DIGIT_BIT_COUNT);
}

// r := x + y, of results of products: less than 2N in magnitude.
static void add(number *r, const number *x, const number *y) {
  vector low = zero_column();
  column carry = first_carry();
  for (int i = 0; i < V; i++) {
    const column z = _mm256_add_epi64(x->multiplicand.straight[i], y->multiplicand.straight[i]);
    const vector digits = carried_digits(_mm256_add_epi64(z, biased_column()), &carry);
    store_number(r, i, digits, low);
    low = digits;
  }
  store_last(r, low);
}

// MARK: Tables

enum { PACKED_VECTOR_COUNT = (V + 1) / 2 };

// A number's digits alone: those of vector i in the low 32 bits of lanes, of i + PACKED_VECTOR_COUNT in
// the high ones.
typedef struct {
  vector vectors[PACKED_VECTOR_COUNT];
} packed_number;

typedef struct {
  packed_number entries[TABLE_COUNT];
} power_table;

static void set_entry(power_table *table, int entry, const number *x) {
  const vector low = _mm256_set1_epi64x(UINT32_MAX);
  for (int i = 0; i < PACKED_VECTOR_COUNT; i++) {
    const int upper = i + PACKED_VECTOR_COUNT;
    const vector high = upper < V ? x->multiplicand.straight[upper] : zero_column();
    table->entries[entry].vectors[i] = (x->multiplicand.straight[i] & low) |
                                       _mm256_slli_epi64(high, 32);
  }
}

// The multiplier of entry := those at the indices, each number its own, touching every entry. What is
// gathered stays in registers.
NOINLINE void look_up(number *entry, const power_table *table, const uint32_t indices[LANE_COUNT]) {
  enum { STRIP = 10 };
  const long long first_index = indices[0], second_index = indices[1];
  const vector wanted = _mm256_set_epi64x(second_index, second_index, first_index, first_index);
  const vector one = _mm256_set1_epi64x(1);
  UNROLL for (int first = 0; first < PACKED_VECTOR_COUNT; first += STRIP) {
    vector x[STRIP], index = zero_column();
    UNROLL for (int j = 0; j < STRIP; j++) x[j] = zero_column();
    NO_UNROLL for (int i = 0; i < TABLE_COUNT; i++) {
      vector mask = _mm256_cmpeq_epi64(index, wanted);
      __asm__("" : "+x"(mask));  // no branch
      UNROLL for (int j = 0; j < STRIP; j++) {
        if (first + j < PACKED_VECTOR_COUNT)
          x[j] |= load(&table->entries[i].vectors[first + j]) & mask;
      }
      index = _mm256_add_epi64(index, one);
    }
    UNROLL for (int j = 0; j < STRIP; j++) {
      const int lower = first + j, upper = lower + PACKED_VECTOR_COUNT;
      if (lower < PACKED_VECTOR_COUNT) store_multiplier(&entry->multiplier, lower, x[j]);
      if (lower < PACKED_VECTOR_COUNT && upper < V)
        store_multiplier(&entry->multiplier, upper, _mm256_srli_epi64(x[j], 32));
    }
  }
}

#include "montgomery_pair_power.h"

#pragma clang attribute pop
