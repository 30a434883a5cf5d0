// SPDX-License-Identifier: Apache-2.0

// What one size of the x1 kernel offers to the functions that choose among the sizes.
#ifndef HANDSHAKE_MONTGOMERY_X86_IFMA_X1_SIZE_H
#define HANDSHAKE_MONTGOMERY_X86_IFMA_X1_SIZE_H

#include <stddef.h>
#include <stdint.h>

// Where a context holds what the packed powers need: no secret is copied. Digit i of each number but the first is word
// i % vector_count * 8 + i / vector_count.
typedef struct {
  const uint64_t *modulus_limbs;
  int vector_count;
  const uint64_t *reducer, *modulus, *one, *square, *high_square;
  const uint64_t *minus_inverse;
} montgomery_x1_constants;

typedef void montgomery_x1_packed_power_pair(const montgomery_x1_constants *p,
                                             const montgomery_x1_constants *q, uint64_t *r_p,
                                             uint64_t *r_q, const uint64_t *base,
                                             const uint64_t *exponent_p, const uint64_t *exponent_q,
                                             size_t exponent_limb_count);

__attribute__((visibility(
    "hidden"))) montgomery_x1_packed_power_pair handshake_montgomery_x1_packed_power_pair_16,
    handshake_montgomery_x1_packed_power_pair_24, handshake_montgomery_x1_packed_power_pair_32;

typedef struct {
  size_t context_byte_count;
  void (*prepare)(void *context, const uint64_t *modulus);
  void (*multiply)(const void *context, uint64_t *r, const uint64_t *a, const uint64_t *b);
  void (*to_montgomery)(const void *context, uint64_t *r, const uint64_t *a);
  void (*power_public)(const void *context, uint64_t *r, const uint64_t *base, uint64_t exponent);
  void (*power)(const void *context, uint64_t *r, const uint64_t *base, const uint64_t *exponent,
                size_t exponent_limb_count);
  void (*power_pair)(const void *context_p, const void *context_q, uint64_t *r_p, uint64_t *r_q,
                     const uint64_t *base, const uint64_t *exponent_p, const uint64_t *exponent_q,
                     size_t exponent_limb_count);
  montgomery_x1_constants (*constants)(const void *context);
  montgomery_x1_packed_power_pair *packed_power_pair;  // NULL: two side by side are faster
} montgomery_x1_size;

// By limb count. Every context starts with a pointer to its size.
__attribute__((
    visibility("hidden"))) extern const montgomery_x1_size handshake_montgomery_x1_size_16,
    handshake_montgomery_x1_size_24, handshake_montgomery_x1_size_32,
    handshake_montgomery_x1_size_48, handshake_montgomery_x1_size_64;

// The same of the AVX-IFMA kernel, which shares all but the products.
__attribute__((
    visibility("hidden"))) extern const montgomery_x1_size handshake_montgomery_avx_ifma_size_16,
    handshake_montgomery_avx_ifma_size_24, handshake_montgomery_avx_ifma_size_32,
    handshake_montgomery_avx_ifma_size_48, handshake_montgomery_avx_ifma_size_64;

#endif
