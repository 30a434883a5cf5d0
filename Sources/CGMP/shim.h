// GMP's functions are macros over mangled names, which Swift cannot see: each one that the project
// uses stands here once as a static inline function named handshake_<GMP's own name>. Limbs are
// uint64_t throughout, as in the Montgomery kernels.
//
// They are the mpn_sec_ and mpn_cnd_ functions alone, key generation included: those neither branch
// on values nor index memory by them, and they take their scratch from the caller.
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

// q[nn - dn] (its top limb is returned) and n[0 ..< dn] = n[nn] divided by d[dn]; d's top limb is
// not zero.
static inline uint64_t handshake_mpn_sec_div_qr(uint64_t *q, uint64_t *n, size_t nn,
                                                const uint64_t *d, size_t dn, uint64_t *scratch) {
  return mpn_sec_div_qr((mp_limb_t *)q, (mp_limb_t *)n, (mp_size_t)nn, (const mp_limb_t *)d,
                        (mp_size_t)dn, (mp_limb_t *)scratch);
}

static inline size_t handshake_mpn_sec_div_qr_itch(size_t nn, size_t dn) {
  return (size_t)mpn_sec_div_qr_itch((mp_size_t)nn, (mp_size_t)dn);
}

// n[0 ..< dn] = n[nn] mod d[dn]; d's top limb is not zero.
static inline void handshake_mpn_sec_div_r(uint64_t *n, size_t nn, const uint64_t *d, size_t dn,
                                           uint64_t *scratch) {
  mpn_sec_div_r((mp_limb_t *)n, (mp_size_t)nn, (const mp_limb_t *)d, (mp_size_t)dn,
                (mp_limb_t *)scratch);
}

static inline size_t handshake_mpn_sec_div_r_itch(size_t nn, size_t dn) {
  return (size_t)mpn_sec_div_r_itch((mp_size_t)nn, (mp_size_t)dn);
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
