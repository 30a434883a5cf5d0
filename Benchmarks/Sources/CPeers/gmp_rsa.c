// SPDX-License-Identifier: Apache-2.0

// RSA with nothing but GMP: what mpn_sec_powm and the Chinese remainder theorem cost.
#include <gmp.h>
#include <stdlib.h>
#include <string.h>

#include "operation.h"

enum { MAX_LIMBS = 128 };  // halves of 8,192 bits

typedef struct {
  peer_operation base;
  size_t limbs;  // of a half
  mp_limb_t p[MAX_LIMBS], q[MAX_LIMBS], d_p[MAX_LIMBS], d_q[MAX_LIMBS], q_inverse[MAX_LIMBS];
  mp_limb_t input[2 * MAX_LIMBS], output[2 * MAX_LIMBS];
  mp_limb_t *scratch;
  mpz_t n, base_number, power;
  unsigned long e;
} gmp_operation;

static void read_limbs(mp_limb_t *to, size_t limbs, const uint8_t *from) {
  for (size_t i = 0; i < limbs; i++) {
    uint64_t x;
    memcpy(&x, from + 8 * (limbs - 1 - i), 8);
    to[i] = __builtin_bswap64(x);
  }
}

static void write_limbs(uint8_t *to, const mp_limb_t *from, size_t limbs) {
  for (size_t i = 0; i < limbs; i++) {
    uint64_t x = __builtin_bswap64(from[limbs - 1 - i]);
    memcpy(to + 8 * i, &x, 8);
  }
}

// r := c^d mod m, of a half.
static void power_half(gmp_operation *o, mp_limb_t *r, const mp_limb_t *d, const mp_limb_t *m) {
  size_t k = o->limbs;
  mp_limb_t reduced[2 * MAX_LIMBS];
  memcpy(reduced, o->input, 2 * k * sizeof(mp_limb_t));
  mpn_sec_div_r(reduced, (mp_size_t)(2 * k), m, (mp_size_t)k, o->scratch);
  mpn_sec_powm(r, reduced, (mp_size_t)k, d, (mp_bitcnt_t)(64 * k), m, (mp_size_t)k, o->scratch);
}

static int private_run(peer_operation *operation, uint64_t calls) {
  gmp_operation *o = (gmp_operation *)operation;
  mp_size_t k = (mp_size_t)o->limbs;
  mp_limb_t m1[MAX_LIMBS], m2[MAX_LIMBS], h[2 * MAX_LIMBS];
  while (calls--) {
    power_half(o, m1, o->d_p, o->p);
    power_half(o, m2, o->d_q, o->q);
    // h = (m1 - m2) * qInv mod p; result = m2 + h * q (RFC 8017 5.1.2). m2 may exceed p, by less
    // than p: both have the same length.
    memcpy(h, m2, (size_t)k * sizeof(mp_limb_t));
    mpn_cnd_sub_n(mpn_cmp(h, o->p, k) >= 0, h, h, o->p, k);
    mp_limb_t borrow = mpn_sub_n(m1, m1, h, k);
    mpn_cnd_add_n(borrow, m1, m1, o->p, k);
    mpn_sec_mul(h, m1, k, o->q_inverse, k, o->scratch);
    mpn_sec_div_r(h, 2 * k, o->p, k, o->scratch);
    mpn_sec_mul(o->output, h, k, o->q, k, o->scratch);
    mp_limb_t carry = mpn_add_n(o->output, o->output, m2, k);
    mpn_add_1(o->output + k, o->output + k, k, carry);
  }
  return 0;
}

static int public_run(peer_operation *operation, uint64_t calls) {
  gmp_operation *o = (gmp_operation *)operation;
  while (calls--) mpz_powm_ui(o->power, o->base_number, o->e, o->n);
  return 0;
}

static size_t gmp_result(peer_operation *operation, uint8_t *result, size_t capacity) {
  gmp_operation *o = (gmp_operation *)operation;
  size_t count = 16 * o->limbs;
  if (o->base.run(operation, 1) || count > capacity) return 0;
  if (o->base.run == public_run) {
    memset(o->output, 0, sizeof o->output);
    mpz_export(o->output, NULL, -1, sizeof(mp_limb_t), 0, 0, o->power);
  }
  write_limbs(result, o->output, 2 * o->limbs);
  return count;
}

static void gmp_release(peer_operation *operation) {
  gmp_operation *o = (gmp_operation *)operation;
  mpz_clears(o->n, o->base_number, o->power, NULL);
  free(o->scratch);
  free(o);
}

peer_operation *peer_gmp_rsa(peer_rsa_kind kind, const peer_crt_key *key, const uint8_t *input,
                             size_t input_byte_count) {
  size_t limbs = key->half_byte_count / 8;
  if (kind > PEER_RSA_PUBLIC || key->half_byte_count % 8 || limbs > MAX_LIMBS ||
      input_byte_count != 2 * key->half_byte_count) {
    return NULL;
  }
  gmp_operation *o = calloc(1, sizeof *o);
  if (!o) return NULL;
  o->base = (peer_operation){kind == PEER_RSA_PRIVATE ? private_run : public_run, gmp_result,
                             gmp_release};
  o->limbs = limbs;
  read_limbs(o->p, limbs, key->p);
  read_limbs(o->q, limbs, key->q);
  read_limbs(o->d_p, limbs, key->d_p);
  read_limbs(o->d_q, limbs, key->d_q);
  read_limbs(o->q_inverse, limbs, key->q_inverse);
  read_limbs(o->input, 2 * limbs, input);
  o->e = key->e;
  mpz_inits(o->n, o->base_number, o->power, NULL);
  mpz_import(o->n, input_byte_count, 1, 1, 0, 0, key->n);
  mpz_import(o->base_number, input_byte_count, 1, 1, 0, 0, input);
  mp_size_t k = (mp_size_t)limbs;
  mp_size_t needed[] = {
      mpn_sec_powm_itch(k, (mp_bitcnt_t)(64 * k), k),
      mpn_sec_div_r_itch(2 * k, k),
      mpn_sec_mul_itch(k, k),
  };
  mp_size_t most = 0;
  for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++) {
    if (needed[i] > most) most = needed[i];
  }
  o->scratch = malloc((size_t)most * sizeof(mp_limb_t));
  if (!o->scratch) {
    gmp_release(&o->base);
    return NULL;
  }
  return &o->base;
}

const char *peer_gmp_version(void) { return gmp_version; }
