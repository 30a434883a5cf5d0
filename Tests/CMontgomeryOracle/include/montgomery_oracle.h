// SPDX-License-Identifier: Apache-2.0

// Modular arithmetic on GMP's mpz_ functions, to check the Montgomery kernels against. Variable time.
// Numbers are little-endian 64-bit limbs.
#ifndef MONTGOMERY_ORACLE_H
#define MONTGOMERY_ORACLE_H

#include <stddef.h>
#include <stdint.h>

// Whether r·2^radix_bit_count ≡ a·b (mod n) and r < n. All of k limbs.
int oracle_is_montgomery_product(const uint64_t *r, const uint64_t *a, const uint64_t *b,
                                 const uint64_t *n, size_t k, size_t radix_bit_count);

// r[0 ..< k] := base[0 ..< base_count]^exponent[0 ..< exponent_count] mod n[0 ..< k].
void oracle_power(uint64_t *r, const uint64_t *base, size_t base_count, const uint64_t *exponent,
                  size_t exponent_count, const uint64_t *n, size_t k);

// quotient[a_count - d_count + 1] and remainder[d_count] := a[a_count] divided by d[d_count], whose top
// limb is not zero.
void oracle_divide(uint64_t *quotient, uint64_t *remainder, const uint64_t *a, size_t a_count,
                   const uint64_t *d, size_t d_count);

#endif
