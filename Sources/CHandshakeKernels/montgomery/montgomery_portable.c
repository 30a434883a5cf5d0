// SPDX-License-Identifier: Apache-2.0

#include "handshake_montgomery.h"

#define LIMB_COUNT_STEP 1
#define PRODUCT_LIMB_COUNT(k) (2 * (k))

// r[0 ..< k] += a·b; the carry limb. (2^64 - 1)² + 2·(2^64 - 1) = 2^128 - 1: a step cannot overflow.
static inline uint64_t add_product(uint64_t *r, const uint64_t *a, uint64_t b, size_t k) {
  uint64_t carry = 0;
  for (size_t i = 0; i < k; i++) {
    const unsigned __int128 sum = (unsigned __int128)a[i] * b + r[i] + carry;
    r[i] = (uint64_t)sum;
    carry = (uint64_t)(sum >> 64);
  }
  return carry;
}

static inline void full_product(uint64_t *z, const uint64_t *a, const uint64_t *b, size_t k) {
  for (size_t i = 0; i < k; i++) z[i] = 0;
  for (size_t i = 0; i < k; i++) z[k + i] = add_product(z + i, a, b[i], k);
}

static inline void full_square(uint64_t *z, const uint64_t *a, size_t k) {
  // The products of different limbs once, doubled, and then the squares on the diagonal.
  for (size_t i = 0; i < 2 * k; i++) z[i] = 0;
  for (size_t i = 0; i < k; i++) z[k + i] = add_product(z + 2 * i + 1, a + i + 1, a[i], k - 1 - i);
  uint64_t shifted_out = 0, carry = 0;
  for (size_t i = 0; i < k; i++) {
    const unsigned __int128 diagonal = (unsigned __int128)a[i] * a[i];
    const uint64_t low = z[2 * i] << 1 | shifted_out, high = z[2 * i + 1] << 1 | z[2 * i] >> 63;
    shifted_out = z[2 * i + 1] >> 63;
    const unsigned __int128 low_sum = (unsigned __int128)low + (uint64_t)diagonal + carry;
    const unsigned __int128 high_sum = (unsigned __int128)high + (uint64_t)(diagonal >> 64) +
                                       (uint64_t)(low_sum >> 64);
    z[2 * i] = (uint64_t)low_sum;
    z[2 * i + 1] = (uint64_t)high_sum;
    carry = (uint64_t)(high_sum >> 64);
  }
}

static inline uint64_t reduce(uint64_t *z, const uint64_t *n, uint64_t inverse, size_t k) {
  uint64_t carry = 0;
  for (size_t i = 0; i < k; i++) {
    const unsigned __int128 sum = (unsigned __int128)z[k + i] +
                                  add_product(z + i, n, z[i] * inverse, k) + carry;
    z[k + i] = (uint64_t)sum;
    carry = (uint64_t)(sum >> 64);
  }
  return carry;
}

#include "montgomery_limb64.h"

const handshake_montgomery_kernel handshake_montgomery_portable = {
    .name = "portable",
    LIMB64_FUNCTIONS,
};
