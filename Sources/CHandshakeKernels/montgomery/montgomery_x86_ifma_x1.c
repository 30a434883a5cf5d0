// SPDX-License-Identifier: Apache-2.0

// AVX-512 IFMA, one operation at a time, on numbers of 16, 24, 32, 48 and 64 limbs: which of the
// sizes does it.
#if defined(__x86_64__)

#include "handshake_montgomery.h"

#include "montgomery_x86_ifma_x1_size.h"

extern const handshake_montgomery_lanes handshake_montgomery_x86_ifma_x8;

static const montgomery_x1_size *size_of_limb_count(size_t limb_count) {
  switch (limb_count) {
    case 16: return &handshake_montgomery_x1_size_16;
    case 24: return &handshake_montgomery_x1_size_24;
    case 32: return &handshake_montgomery_x1_size_32;
    case 48: return &handshake_montgomery_x1_size_48;
    case 64: return &handshake_montgomery_x1_size_64;
    default: return NULL;
  }
}

#include "montgomery_x86_ifma_x1_calls.h"

static void packed_power_pair(const void *context_p, const void *context_q, uint64_t *r_p,
                              uint64_t *r_q, const uint64_t *base, const uint64_t *exponent_p,
                              const uint64_t *exponent_q, size_t exponent_limb_count) {
  const montgomery_x1_size *size = size_of_context(context_p);
  if (size->packed_power_pair) {
    const montgomery_x1_constants p = size->constants(context_p), q = size->constants(context_q);
    size->packed_power_pair(&p, &q, r_p, r_q, base, exponent_p, exponent_q, exponent_limb_count);
  } else {
    size->power_pair(context_p, context_q, r_p, r_q, base, exponent_p, exponent_q,
                     exponent_limb_count);
  }
}

// Measured on Zen 5: eight lanes take as long as 4.8 pairs of halves of 1,024 bits, 7.3 of 1,536 and
// 7.9 of 2,048, where the digits of a lane no longer fit the registers.
static size_t minimum_private_count(size_t limb_count) {
  return limb_count <= 16 ? 5 : HANDSHAKE_MONTGOMERY_LANE_COUNT;
}

// Measured on Zen 4: 6.4 to 7.2 packed pairs of 1,024 bits, 6.7 to 7.3 of 1,536, 8.2 of 2,048.
static size_t packed_minimum_private_count(size_t limb_count) {
  return limb_count <= 16 ? 7 : HANDSHAKE_MONTGOMERY_LANE_COUNT;
}

#define SHARED                                                                               \
  .required_features = HANDSHAKE_CPU_AVX512 | HANDSHAKE_CPU_AVX512IFMA | HANDSHAKE_CPU_BMI2, \
  .context_byte_count = context_byte_count, .prepare = prepare, .multiply = multiply,        \
  .to_montgomery = to_montgomery, .power_public = power_public, .power = power,              \
  .lanes = &handshake_montgomery_x86_ifma_x8

// The two of a pair side by side.
const handshake_montgomery_kernel handshake_montgomery_x86_ifma_x1 = {
    .name = "x86_ifma_x1",
    SHARED,
    .power_pair = power_pair,
    .minimum_private_count = minimum_private_count,
};

// The digits of the two packed in one vector, for 16, 24 and 32 limbs; side by side for the others.
const handshake_montgomery_kernel handshake_montgomery_x86_ifma_x1_packed = {
    .name = "x86_ifma_x1_packed",
    SHARED,
    .power_pair = packed_power_pair,
    .minimum_private_count = packed_minimum_private_count,
};

#endif
