// SPDX-License-Identifier: Apache-2.0

// What powers need of two numbers in the two lanes of NEON vectors; a template over the size, see
// montgomery_arm64_neon_pair_digits.h.
#include <string.h>

#include "montgomery_pair.h"
#include "montgomery_windows.h"

#include "montgomery_arm64_neon_pair_digits.h"
#include "montgomery_arm64_neon_pair_product.h"

NOINLINE void multiply(number *r, const number *a, const number *b, const reduction *n,
                       product_state *s) {
  multiply_columns(r, a, b, n, s, PRODUCT);
}

// r := r^(2^count), each a product as above.
NOINLINE void square(number *r, const reduction *n, product_state *s, int count) {
  NO_UNROLL for (int i = 0; i < count; i++) multiply_columns(r, r, r, n, s, SQUARE);
}

// k and M' of the modulus: the digits of k are the quotients that make 1 + k·N end in T zeros, one
// after the other, and what is above those zeros is M'.
static void set_reducer(reduction *n, digit inverse) {
  column z[DIGIT_COUNT + T + 1] = {vdupq_n_s64(1)};
  for (int i = 0; i < T; i++) {
    const digit low = vmul_s32(vmovn_s64(z[i]), inverse);
    const digit k = vget_low_s32(two_low_digits(vmovl_s32(low), zero_column()));
    n->multiplier[i] = k;
    for (int j = 0; j < DIGIT_COUNT; j++) z[i + j] = vmlal_s32(z[i + j], k, n->modulus.digits[j]);
    z[i + 1] = carried(z[i + 1], z[i]);
  }
  for (int i = 0; i < DIGIT_COUNT; i++) {
    z[T + i + 1] = carried(z[T + i + 1], z[T + i]);
    n->reducer.digits[i] = vget_low_s32(two_low_digits(z[T + i], zero_column()));
  }
  handshake_wipe(z, sizeof z);
}

static void set_moduli(reduction *n, const montgomery_pair_constants constants[LANE_COUNT]) {
  int32_t inverses[LANE_COUNT];
  for (int lane = 0; lane < LANE_COUNT; lane++) {
    from_limbs(&n->modulus, lane, constants[lane].modulus);
    inverses[lane] = (int32_t)(uint32_t)constants[lane].inverse;
  }
  set_reducer(n, vld1_s32(inverses));
}

// r := 2^bit in both lanes
static void set_power_of_two(number *r, int bit) {
  memset(r, 0, sizeof *r);
  r->digits[bit / DIGIT_BIT_COUNT] = vdup_n_s32(1 << bit % DIGIT_BIT_COUNT);
}

// r := x + y, of results of products: less than 2N in magnitude.
static void add(number *r, const number *x, const number *y) {
  column carry = zero_column();
  for (int i = 0; i < DIGIT_COUNT; i++) {
    const column sum = vaddw_s32(vaddl_s32(x->digits[i], y->digits[i]), vmovn_s64(carry));
    r->digits[i] = vget_low_s32(two_low_digits(sum, zero_column()));
    carry = carried(zero_column(), sum);
  }
}

typedef struct {
  number entries[TABLE_COUNT];
} power_table;

static void set_entry(power_table *table, int i, const number *x) { table->entries[i] = *x; }

// entry := those at the indices, each lane its own, touching every entry. What is gathered stays in
// registers: half of a number at a time.
NOINLINE void look_up(number *entry, const power_table *table, const uint32_t indices[LANE_COUNT]) {
  enum { HALF = VECTOR_COUNT / 2 };
  const uint32x2_t two = vld1_u32(indices);
  const uint32x4_t wanted = vcombine_u32(two, two);
  NO_UNROLL for (int first = 0; first < VECTOR_COUNT; first += HALF) {
    int32x4_t x[HALF];
    UNROLL for (int j = 0; j < HALF; j++) x[j] = vdupq_n_s32(0);
    NO_UNROLL for (uint32_t i = 0; i < TABLE_COUNT; i++) {
      const uint32x4_t mask = vceqq_u32(wanted, vdupq_n_u32(i));
      UNROLL for (int j = 0; j < HALF; j++)
          x[j] = vbslq_s32(mask, table->entries[i].vectors[first + j], x[j]);
    }
    UNROLL for (int j = 0; j < HALF; j++) entry->vectors[first + j] = x[j];
  }
}

#include "montgomery_pair_power.h"
