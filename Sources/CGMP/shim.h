// SPDX-License-Identifier: Apache-2.0

// GMP's functions are macros over mangled names, which Swift cannot see: each one that the project
// uses stands here once as a static inline function named handshake_<GMP's own name>. Limbs are
// uint64_t throughout, as in the Montgomery kernels.
//
// They are mpn_sec_ and mpn_cnd_ functions, and mpn_submul_1, which those are made of: they do not
// branch on values, and they take their scratch from the caller. All but one do not index memory by
// values either: mpn_sec_powm looks up the reciprocal of the modulus' top limb and the inverse of its
// low one, by eight and seven of their bits. mpn_sec_div_r does so, too, and is not among them.
#ifndef HANDSHAKE_CGMP_SHIM_H
#define HANDSHAKE_CGMP_SHIM_H

#include <gmp.h>
#include <stddef.h>
#include <stdint.h>

_Static_assert(GMP_NUMB_BITS == 64, "swift-handshake needs a GMP with full 64-bit limbs");
_Static_assert(sizeof(mp_limb_t) == sizeof(uint64_t), "a limb is a uint64_t");

static inline const char *handshake_gmp_version_string(void) { return gmp_version; }

// r[n] = a[n] + b[n] if condition is 1, a if it is 0; returns the carry.
static inline uint64_t handshake_mpn_cnd_add_n(uint64_t condition, uint64_t *r, const uint64_t *a,
                                               const uint64_t *b, size_t n) {
  return mpn_cnd_add_n(condition, (mp_limb_t *)r, (const mp_limb_t *)a, (const mp_limb_t *)b,
                       (mp_size_t)n);
}

// r[n] = a[n] - b[n] if condition is 1, a if it is 0; returns the borrow.
static inline uint64_t handshake_mpn_cnd_sub_n(uint64_t condition, uint64_t *r, const uint64_t *a,
                                               const uint64_t *b, size_t n) {
  return mpn_cnd_sub_n(condition, (mp_limb_t *)r, (const mp_limb_t *)a, (const mp_limb_t *)b,
                       (mp_size_t)n);
}

// r[an + bn] = a[an] · b[bn]; an >= bn >= 1.
static inline void handshake_mpn_sec_mul(uint64_t *r, const uint64_t *a, size_t an,
                                         const uint64_t *b, size_t bn, uint64_t *scratch) {
  mpn_sec_mul((mp_limb_t *)r, (const mp_limb_t *)a, (mp_size_t)an, (const mp_limb_t *)b,
              (mp_size_t)bn, (mp_limb_t *)scratch);
}

static inline size_t handshake_mpn_sec_mul_itch(size_t an, size_t bn) {
  return (size_t)mpn_sec_mul_itch((mp_size_t)an, (mp_size_t)bn);
}

// r[n] -= a[n] · b; returns what is to be taken from the limb above.
static inline uint64_t handshake_mpn_submul_1(uint64_t *r, const uint64_t *a, size_t n,
                                              uint64_t b) {
  return mpn_submul_1((mp_limb_t *)r, (const mp_limb_t *)a, (mp_size_t)n, b);
}

// r[n] = b[bn] ^ e mod m[n]; m is odd and its top limb not zero; e < 2^exponent_bit_count.
static inline void handshake_mpn_sec_powm(uint64_t *r, const uint64_t *b, size_t bn,
                                          const uint64_t *e, size_t exponent_bit_count,
                                          const uint64_t *m, size_t n, uint64_t *scratch) {
  mpn_sec_powm((mp_limb_t *)r, (const mp_limb_t *)b, (mp_size_t)bn, (const mp_limb_t *)e,
               exponent_bit_count, (const mp_limb_t *)m, (mp_size_t)n, (mp_limb_t *)scratch);
}

static inline size_t handshake_mpn_sec_powm_itch(size_t bn, size_t exponent_bit_count, size_t n) {
  return (size_t)mpn_sec_powm_itch((mp_size_t)bn, exponent_bit_count, (mp_size_t)n);
}

// r[n] = 1/a mod m[n], m odd; a is destroyed. Returns whether the inverse exists.
static inline int handshake_mpn_sec_invert(uint64_t *r, uint64_t *a, const uint64_t *m, size_t n,
                                           size_t bit_count, uint64_t *scratch) {
  return mpn_sec_invert((mp_limb_t *)r, (mp_limb_t *)a, (const mp_limb_t *)m, (mp_size_t)n,
                        bit_count, (mp_limb_t *)scratch);
}

static inline size_t handshake_mpn_sec_invert_itch(size_t n) {
  return (size_t)mpn_sec_invert_itch((mp_size_t)n);
}

#endif
