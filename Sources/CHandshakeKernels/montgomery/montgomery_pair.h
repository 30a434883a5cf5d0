// SPDX-License-Identifier: Apache-2.0

// What kernels that go through the two exponentiations of an RSA operation side by side, in the lanes of
// vectors, offer by size to the kernel on 64-bit limbs that they are a part of.
#ifndef HANDSHAKE_MONTGOMERY_PAIR_H
#define HANDSHAKE_MONTGOMERY_PAIR_H

#include <stddef.h>
#include <stdint.h>

// Where a context of montgomery_limb64.h holds what they need: no secret is copied. R is that kernel's.
typedef struct {
  const uint64_t *modulus, *r_cubed;  // N, R³ mod N
  uint64_t inverse;                   // -1/N mod 2^64
} montgomery_pair_constants;

typedef void montgomery_pair_power(const montgomery_pair_constants *p,
                                   const montgomery_pair_constants *q, uint64_t *r_p, uint64_t *r_q,
                                   const uint64_t *base, const uint64_t *exponent_p,
                                   const uint64_t *exponent_q, size_t exponent_limb_count);

// By limb count.
__attribute__((visibility("hidden"))) montgomery_pair_power handshake_montgomery_pair_power_16,
    handshake_montgomery_pair_power_24, handshake_montgomery_pair_power_32;

#endif
