// SPDX-License-Identifier: Apache-2.0

// Two powers of one base with secret exponents, modulo two primes, side by side in the lanes of vectors;
// the end of a template over the size, behind what defines
//
//   number                    of both moduli, signed digits to the base 2^DIGIT_BIT_COUNT, DIGIT_COUNT of
//                             them; R = 2^RADIX_BIT_COUNT
//   from_limbs, to_limbs      one of the two, from and to LIMB_COUNT limbs
//   reduction, set_moduli     what products need of the moduli
//   product_state             what products go through
//   multiply, square          Montgomery products
//   add                       of two results of products
//   set_power_of_two          both numbers
//   power_table, set_entry    the powers 0 to 31 of the base
//   look_up                   of entries at secret indices
//
// Fixed windows of five bits.
#include "../secrets/wipe_stack.h"

// Everything of the two moduli and the numbers that are secret with the exponents.
typedef struct {
  reduction n;
  product_state product;
  power_table table;
  number r_squared, high_r_squared, base, x, entry;
} power_state;

static void multiply_numbers(power_state *s, number *r, const number *a, const number *b) {
  multiply(r, a, b, &s->n, &s->product);
}

// R², R²·R' and, as power 0, R modulo N. R' is the other kernel's R, and R = 2^e·R':
// R² = R'³·2^(3e)/R, R·R' = R'³·2^(2e)/R, R²·R' = (R·R')·R²/R, R = R²·1/R.
static void set_constants(power_state *s, const montgomery_pair_constants constants[LANE_COUNT]) {
  enum { EXCESS = RADIX_BIT_COUNT - 64 * LIMB_COUNT };
  for (int lane = 0; lane < LANE_COUNT; lane++) from_limbs(&s->x, lane, constants[lane].r_cubed);
  set_power_of_two(&s->entry, 3 * EXCESS);
  multiply_numbers(s, &s->r_squared, &s->x, &s->entry);
  set_power_of_two(&s->entry, 2 * EXCESS);
  multiply_numbers(s, &s->x, &s->x, &s->entry);
  multiply_numbers(s, &s->high_r_squared, &s->x, &s->r_squared);
  set_power_of_two(&s->entry, 0);
  multiply_numbers(s, &s->x, &s->r_squared, &s->entry);
  set_entry(&s->table, 0, &s->x);
}

// The powers above, for a base of 2·LIMB_COUNT limbs: each half times its constant.
static void set_table(power_state *s, const uint64_t *base) {
  for (int lane = 0; lane < LANE_COUNT; lane++) {
    from_limbs(&s->base, lane, base);
    from_limbs(&s->x, lane, base + LIMB_COUNT);
  }
  multiply_numbers(s, &s->base, &s->base, &s->r_squared);
  multiply_numbers(s, &s->x, &s->x, &s->high_r_squared);
  add(&s->base, &s->base, &s->x);
  s->x = s->base;
  set_entry(&s->table, 1, &s->x);
  for (int i = 2; i < TABLE_COUNT; i++) {
    multiply_numbers(s, &s->x, &s->x, &s->base);
    set_entry(&s->table, i, &s->x);
  }
}

NOINLINE void power_on_stack(const montgomery_pair_constants constants[LANE_COUNT],
                             uint64_t *const r[LANE_COUNT], const uint64_t *base,
                             const uint64_t *const exponents[LANE_COUNT],
                             size_t exponent_limb_count) {
  power_state s;
  memset(&s, 0, sizeof s);  // what fills up the last vectors of numbers is read with them
  set_moduli(&s.n, constants);
  set_constants(&s, constants);
  s.entry = s.x;
  set_table(&s, base);

  // The first window takes its power from 1, as every other from its square.
  s.x = s.entry;
  size_t bit = (64 * exponent_limb_count - 1) / WINDOW_BIT_COUNT * WINDOW_BIT_COUNT;
  for (;;) {
    uint32_t indices[LANE_COUNT];
    for (int lane = 0; lane < LANE_COUNT; lane++) {
      indices[lane] = (uint32_t)exponent_bits(exponents[lane], exponent_limb_count, bit,
                                              WINDOW_BIT_COUNT);
    }
    look_up(&s.entry, &s.table, indices);
    multiply_numbers(&s, &s.x, &s.x, &s.entry);
    if (bit == 0) break;
    bit -= WINDOW_BIT_COUNT;
    square(&s.x, &s.n, &s.product, WINDOW_BIT_COUNT);
  }
  set_power_of_two(&s.entry, 0);
  multiply_numbers(&s, &s.x, &s.x, &s.entry);
  for (int lane = 0; lane < LANE_COUNT; lane++)
    to_limbs(r[lane], &s.x, lane, constants[lane].modulus);
  handshake_wipe(&s, sizeof s);
}

// Beside the state, which is wiped by name, the frames have up to 2,100 bytes. Without optimization none of
// this is called (montgomery_limb64_pair.h).
enum { POWER_BYTE_COUNT = (int)(sizeof(power_state) + 31) / 32 * 32 + 3072 };
DEFINE_WIPE_STACK(wipe_power_frames, POWER_BYTE_COUNT, POWER_BYTE_COUNT)

void POWER_PAIR(const montgomery_pair_constants *p, const montgomery_pair_constants *q,
                uint64_t *r_p, uint64_t *r_q, const uint64_t *base, const uint64_t *exponent_p,
                const uint64_t *exponent_q, size_t exponent_limb_count) {
  const montgomery_pair_constants constants[LANE_COUNT] = {*p, *q};
  power_on_stack(constants, (uint64_t *const[LANE_COUNT]){r_p, r_q}, base,
                 (const uint64_t *const[LANE_COUNT]){exponent_p, exponent_q}, exponent_limb_count);
  wipe_power_frames();
}
