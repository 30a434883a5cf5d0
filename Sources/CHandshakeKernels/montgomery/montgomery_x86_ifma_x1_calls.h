// SPDX-License-Identifier: Apache-2.0

// What a kernel of several sizes calls: the functions of a context's size; part of the files that define
// size_of_limb_count.
#include <stddef.h>
#include <stdint.h>

static const montgomery_x1_size *size_of_context(const void *context) {
  return *(const montgomery_x1_size *const *)context;
}

static size_t context_byte_count(size_t limb_count) {
  const montgomery_x1_size *size = size_of_limb_count(limb_count);
  return size ? size->context_byte_count : 0;
}

static void prepare(void *context, const uint64_t *modulus, size_t limb_count) {
  const montgomery_x1_size *size = size_of_limb_count(limb_count);
  if (size) size->prepare(context, modulus);
}

static void multiply(const void *context, uint64_t *r, const uint64_t *a, const uint64_t *b) {
  size_of_context(context)->multiply(context, r, a, b);
}

static void to_montgomery(const void *context, uint64_t *r, const uint64_t *a) {
  size_of_context(context)->to_montgomery(context, r, a);
}

static void power_public(const void *context, uint64_t *r, const uint64_t *base,
                         uint64_t exponent) {
  size_of_context(context)->power_public(context, r, base, exponent);
}

static void power(const void *context, uint64_t *r, const uint64_t *base, const uint64_t *exponent,
                  size_t exponent_limb_count) {
  size_of_context(context)->power(context, r, base, exponent, exponent_limb_count);
}

static void power_pair(const void *context_p, const void *context_q, uint64_t *r_p, uint64_t *r_q,
                       const uint64_t *base, const uint64_t *exponent_p, const uint64_t *exponent_q,
                       size_t exponent_limb_count) {
  size_of_context(context_p)->power_pair(context_p, context_q, r_p, r_q, base, exponent_p,
                                         exponent_q, exponent_limb_count);
}
