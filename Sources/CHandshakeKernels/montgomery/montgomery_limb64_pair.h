// SPDX-License-Identifier: Apache-2.0

// Two powers on the contexts of montgomery_limb64.h, which was included before: side by side for 16, 24
// and 32 limbs, one after the other for the others. Without optimization, as a debug build compiles C,
// code on vectors takes some thirty times as long as one after the other: all are then.
#include "montgomery_pair.h"

static montgomery_pair_constants pair_constants(const void *context) {
  const montgomery_context *c = context;
  return (montgomery_pair_constants){modulus_of(c), r_cubed_of(c), c->inverse};
}

static montgomery_pair_power *pair_power_of_limb_count(size_t limb_count) {
#ifdef __OPTIMIZE__
  switch (limb_count) {
    case 16: return handshake_montgomery_pair_power_16;
    case 24: return handshake_montgomery_pair_power_24;
    case 32: return handshake_montgomery_pair_power_32;
    default: break;
  }
#endif
  (void)limb_count;
  return NULL;
}

// One after the other.
static void power_twice(const void *context_p, const void *context_q, uint64_t *r_p, uint64_t *r_q,
                        const uint64_t *base, const uint64_t *exponent_p,
                        const uint64_t *exponent_q, size_t exponent_limb_count) {
  const size_t k = ((const montgomery_context *)context_p)->limb_count;
  uint64_t first[MAXIMUM_LIMB_COUNT];  // r_p may be the second's base or exponent
  power(context_p, first, base, exponent_p, exponent_limb_count);
  power(context_q, r_q, base, exponent_q, exponent_limb_count);
  memcpy(r_p, first, k * sizeof *first);
  handshake_wipe(first, k * sizeof *first);
}

static void power_pair(const void *context_p, const void *context_q, uint64_t *r_p, uint64_t *r_q,
                       const uint64_t *base, const uint64_t *exponent_p, const uint64_t *exponent_q,
                       size_t exponent_limb_count) {
  const montgomery_pair_constants p = pair_constants(context_p), q = pair_constants(context_q);
  montgomery_pair_power *side_by_side = pair_power_of_limb_count(
      ((const montgomery_context *)context_p)->limb_count);
  if (side_by_side) {
    side_by_side(&p, &q, r_p, r_q, base, exponent_p, exponent_q, exponent_limb_count);
  } else {
    power_twice(context_p, context_q, r_p, r_q, base, exponent_p, exponent_q, exponent_limb_count);
  }
}
