// SPDX-License-Identifier: Apache-2.0

#include "montgomery_oracle.h"

#include <gmp.h>

static void import(mpz_t to, const uint64_t *limbs, size_t count) {
  mpz_init(to);
  mpz_import(to, count, -1, sizeof *limbs, 0, 0, limbs);
}

int oracle_is_montgomery_product(const uint64_t *r, const uint64_t *a, const uint64_t *b,
                                 const uint64_t *n, size_t k, size_t radix_bit_count) {
  mpz_t result, x, y, modulus;
  import(result, r, k);
  import(x, a, k);
  import(y, b, k);
  import(modulus, n, k);
  const int is_reduced = mpz_cmp(result, modulus) < 0;
  mpz_mul_2exp(result, result, radix_bit_count);
  mpz_mul(x, x, y);
  const int is_congruent = mpz_congruent_p(result, x, modulus);
  mpz_clears(result, x, y, modulus, NULL);
  return is_reduced && is_congruent;
}

void oracle_power(uint64_t *r, const uint64_t *base, size_t base_count, const uint64_t *exponent,
                  size_t exponent_count, const uint64_t *n, size_t k) {
  mpz_t x, e, modulus;
  import(x, base, base_count);
  import(e, exponent, exponent_count);
  import(modulus, n, k);
  mpz_powm(x, x, e, modulus);
  for (size_t i = 0; i < k; i++) r[i] = 0;
  mpz_export(r, NULL, -1, sizeof *r, 0, 0, x);
  mpz_clears(x, e, modulus, NULL);
}

void oracle_divide(uint64_t *quotient, uint64_t *remainder, const uint64_t *a, size_t a_count,
                   const uint64_t *d, size_t d_count) {
  mpn_tdiv_qr((mp_limb_t *)quotient, (mp_limb_t *)remainder, 0, (const mp_limb_t *)a,
              (mp_size_t)a_count, (const mp_limb_t *)d, (mp_size_t)d_count);
}
