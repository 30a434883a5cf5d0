// SPDX-License-Identifier: Apache-2.0

// Two powers of one base with secret exponents, modulo two primes, in the two lanes of NEON vectors; a
// template over the size, see montgomery_arm64_neon_pair_digits.h. Fixed windows of five bits.
#include "../secrets/wipe_stack.h"
#include "montgomery_arm64_neon_pair.h"
#include "montgomery_arm64_neon_pair_digits.h"
#include "montgomery_arm64_neon_pair_product.h"
#include "montgomery_windows.h"

#include <string.h>

// Everything of the two moduli and the numbers that are secret with the exponents. The table has the
// powers 0 to 31 of the base.
typedef struct {
  reduction n;
  product_state product;
  number table[TABLE_COUNT];
  number r_squared, high_r_squared, base, x, entry;
} power_state;

NOINLINE void multiply(power_state *s, number *r, const number *a, const number *b) {
  multiply_columns(r, a, b, &s->n, &s->product, PRODUCT);
}

// r := r^(2^count), each a product as above.
NOINLINE void square(power_state *s, number *r, const number *a, int count) {
  multiply_columns(r, a, a, &s->n, &s->product, SQUARE);
  NO_UNROLL for (int i = 1; i < count; i++) multiply_columns(r, r, r, &s->n, &s->product, SQUARE);
}

// k and M' of the modulus: the digits of k are the quotients that make 1 + k·N end in T zeros, one
// after the other, and what is above those zeros is M'.
static void set_reducer(power_state *s, digit inverse) {
  column z[DIGIT_COUNT + T + 1] = {vdupq_n_s64(1)};
  for (int i = 0; i < T; i++) {
    const digit low = vmul_s32(vmovn_s64(z[i]), inverse);
    const digit k = vget_low_s32(two_low_digits(vmovl_s32(low), zero_column()));
    s->n.multiplier[i] = k;
    for (int j = 0; j < DIGIT_COUNT; j++) z[i + j] = vmlal_s32(z[i + j], k, s->n.modulus.digits[j]);
    z[i + 1] = carried(z[i + 1], z[i]);
  }
  for (int i = 0; i < DIGIT_COUNT; i++) {
    z[T + i + 1] = carried(z[T + i + 1], z[T + i]);
    s->n.reducer.digits[i] = vget_low_s32(two_low_digits(z[T + i], zero_column()));
  }
  handshake_wipe(z, sizeof z);
}

static void set_moduli(power_state *s, const montgomery_neon_pair_constants constants[LANE_COUNT]) {
  int32_t inverses[LANE_COUNT];
  for (int lane = 0; lane < LANE_COUNT; lane++) {
    from_limbs(&s->n.modulus, lane, constants[lane].modulus);
    inverses[lane] = (int32_t)(uint32_t)constants[lane].inverse;
  }
  set_reducer(s, vld1_s32(inverses));
}

// r := 2^bit in both lanes
static void set_power_of_two(number *r, int bit) {
  memset(r, 0, sizeof *r);
  r->digits[bit / DIGIT_BIT_COUNT] = vdup_n_s32(1 << bit % DIGIT_BIT_COUNT);
}

// R², R²·R' and, as power 0, R modulo N. R' is the other kernel's R, and R = 2^e·R':
// R² = R'³·2^(3e)/R, R·R' = R'³·2^(2e)/R, R²·R' = (R·R')·R²/R, R = R²·1/R.
static void set_constants(power_state *s,
                          const montgomery_neon_pair_constants constants[LANE_COUNT]) {
  enum { EXCESS = RADIX_BIT_COUNT - 64 * LIMB_COUNT };
  for (int lane = 0; lane < LANE_COUNT; lane++) from_limbs(&s->x, lane, constants[lane].r_cubed);
  set_power_of_two(&s->entry, 3 * EXCESS);
  multiply(s, &s->r_squared, &s->x, &s->entry);
  set_power_of_two(&s->entry, 2 * EXCESS);
  multiply(s, &s->x, &s->x, &s->entry);
  multiply(s, &s->high_r_squared, &s->x, &s->r_squared);
  set_power_of_two(&s->entry, 0);
  multiply(s, &s->table[0], &s->r_squared, &s->entry);
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

// The table, for a base of 2·LIMB_COUNT limbs: each half times its constant.
static void set_table(power_state *s, const uint64_t *base) {
  for (int lane = 0; lane < LANE_COUNT; lane++) {
    from_limbs(&s->base, lane, base);
    from_limbs(&s->x, lane, base + LIMB_COUNT);
  }
  multiply(s, &s->base, &s->base, &s->r_squared);
  multiply(s, &s->x, &s->x, &s->high_r_squared);
  add(&s->base, &s->base, &s->x);
  s->table[1] = s->base;
  for (int i = 2; i < TABLE_COUNT; i += 2) {
    square(s, &s->table[i], &s->table[i / 2], 1);
    multiply(s, &s->table[i + 1], &s->table[i], &s->base);
  }
}

// entry := table[indices], each lane its own, touching every entry. What is gathered stays in
// registers: half of a number at a time.
NOINLINE void look_up(number *entry, const number table[TABLE_COUNT],
                      const uint32_t indices[LANE_COUNT]) {
  enum { HALF = VECTOR_COUNT / 2 };
  const uint32x2_t two = vld1_u32(indices);
  const uint32x4_t wanted = vcombine_u32(two, two);
  NO_UNROLL for (int first = 0; first < VECTOR_COUNT; first += HALF) {
    int32x4_t x[HALF];
    UNROLL for (int j = 0; j < HALF; j++) x[j] = vdupq_n_s32(0);
    NO_UNROLL for (uint32_t i = 0; i < TABLE_COUNT; i++) {
      const uint32x4_t mask = vceqq_u32(wanted, vdupq_n_u32(i));
      UNROLL for (int j = 0; j < HALF; j++)
          x[j] = vbslq_s32(mask, table[i].vectors[first + j], x[j]);
    }
    UNROLL for (int j = 0; j < HALF; j++) entry->vectors[first + j] = x[j];
  }
}

NOINLINE void power_on_stack(const montgomery_neon_pair_constants constants[LANE_COUNT],
                             uint64_t *const r[LANE_COUNT], const uint64_t *base,
                             const uint64_t *const exponents[LANE_COUNT],
                             size_t exponent_limb_count) {
  power_state s;
  memset(&s, 0, sizeof s);  // what fills up the last vectors of numbers is read with them
  set_moduli(&s, constants);
  set_constants(&s, constants);
  set_table(&s, base);

  // The first window takes its power from 1, as every other from its square.
  s.x = s.table[0];
  size_t bit = (64 * exponent_limb_count - 1) / WINDOW_BIT_COUNT * WINDOW_BIT_COUNT;
  for (;;) {
    uint32_t indices[LANE_COUNT];
    for (int lane = 0; lane < LANE_COUNT; lane++) {
      indices[lane] = (uint32_t)exponent_bits(exponents[lane], exponent_limb_count, bit,
                                              WINDOW_BIT_COUNT);
    }
    look_up(&s.entry, s.table, indices);
    multiply(&s, &s.x, &s.x, &s.entry);
    if (bit == 0) break;
    bit -= WINDOW_BIT_COUNT;
    square(&s, &s.x, &s.x, WINDOW_BIT_COUNT);
  }
  set_power_of_two(&s.entry, 0);
  multiply(&s, &s.x, &s.x, &s.entry);
  for (int lane = 0; lane < LANE_COUNT; lane++)
    to_limbs(r[lane], &s.x, lane, constants[lane].modulus);
  handshake_wipe(&s, sizeof s);
}

// Beside the state, which is wiped by name and takes up to 960 bytes for each limb, the frames have
// up to 200 bytes, 18 KiB where nothing is optimized.
DEFINE_WIPE_STACK(wipe_power_frames, 1024 * LIMB_COUNT, 32768 + 1024 * LIMB_COUNT)

void POWER_PAIR(const montgomery_neon_pair_constants *p, const montgomery_neon_pair_constants *q,
                uint64_t *r_p, uint64_t *r_q, const uint64_t *base, const uint64_t *exponent_p,
                const uint64_t *exponent_q, size_t exponent_limb_count) {
  const montgomery_neon_pair_constants constants[LANE_COUNT] = {*p, *q};
  power_on_stack(constants, (uint64_t *const[LANE_COUNT]){r_p, r_q}, base,
                 (const uint64_t *const[LANE_COUNT]){exponent_p, exponent_q}, exponent_limb_count);
  wipe_power_frames();
}
