// SPDX-License-Identifier: Apache-2.0

// Keys as libcrypto reads and writes them, and what their numbers are by its arithmetic.
#include "functions.h"

#include <stdlib.h>
#include <string.h>

enum { RSA_IDENTIFIER = 6, PSS_IDENTIFIER = 912 };  // NID_rsaEncryption, NID_rsassaPss

// An encrypted key asks for its passphrase: there is none.
static int no_passphrase(char *buffer, int capacity, int is_writing, void *context) {
  (void)buffer, (void)capacity, (void)is_writing, (void)context;
  return -1;
}

static void *of_rsa(void *rsa) {
  if (!rsa) return NULL;
  void *pkey = libcrypto.EVP_PKEY_new();
  if (pkey) libcrypto.EVP_PKEY_set1_RSA(pkey, rsa);
  libcrypto.RSA_free(rsa);
  return pkey;
}

static void *of_pkcs8(const uint8_t **position, long byte_count) {
  void *info = libcrypto.d2i_PKCS8_PRIV_KEY_INFO(NULL, position, byte_count);
  if (!info) return NULL;
  void *pkey = libcrypto.EVP_PKCS82PKEY(info);
  libcrypto.PKCS8_PRIV_KEY_INFO_free(info);
  return pkey;
}

static void *of_pem(libcrypto_format format, const uint8_t *bytes, size_t byte_count) {
  void *bio = libcrypto.BIO_new_mem_buf(bytes ? bytes : (const void *)"", (int)byte_count);
  void *pkey = format == LIBCRYPTO_PRIVATE_PEM
                   ? libcrypto.PEM_read_bio_PrivateKey(bio, NULL, no_passphrase, NULL)
                   : libcrypto.PEM_read_bio_PUBKEY(bio, NULL, no_passphrase, NULL);
  libcrypto.BIO_free(bio);
  if (pkey || format == LIBCRYPTO_PRIVATE_PEM) return pkey;
  // PUBKEY's reader of some versions has no PKCS #1.
  bio = libcrypto.BIO_new_mem_buf(bytes ? bytes : (const void *)"", (int)byte_count);
  pkey = of_rsa(libcrypto.PEM_read_bio_RSAPublicKey(bio, NULL, no_passphrase, NULL));
  libcrypto.BIO_free(bio);
  return pkey;
}

libcrypto_key *libcrypto_key_read(libcrypto_format format, const uint8_t *bytes, size_t byte_count,
                                  size_t *consumed_byte_count) {
  const uint8_t *position = bytes;
  const long count = (long)byte_count;
  void *pkey = NULL;
  switch (format) {
    case LIBCRYPTO_PRIVATE_PKCS1:
      pkey = of_rsa(libcrypto.d2i_RSAPrivateKey(NULL, &position, count));
      break;
    case LIBCRYPTO_PUBLIC_PKCS1:
      pkey = of_rsa(libcrypto.d2i_RSAPublicKey(NULL, &position, count));
      break;
    case LIBCRYPTO_PRIVATE_PKCS8: pkey = of_pkcs8(&position, count); break;
    case LIBCRYPTO_PUBLIC_SPKI: pkey = libcrypto.d2i_PUBKEY(NULL, &position, count); break;
    case LIBCRYPTO_PRIVATE_PEM:
    case LIBCRYPTO_PUBLIC_PEM: pkey = of_pem(format, bytes, byte_count); break;
  }
  if (consumed_byte_count) *consumed_byte_count = (size_t)(position - bytes);
  libcrypto.ERR_clear_error();
  if (!pkey) return NULL;
  const int identifier = libcrypto.EVP_PKEY_get_base_id(pkey);
  void *rsa = identifier == RSA_IDENTIFIER || identifier == PSS_IDENTIFIER
                  ? libcrypto.EVP_PKEY_get1_RSA(pkey)
                  : NULL;
  libcrypto_key *key = rsa ? malloc(sizeof *key) : NULL;
  libcrypto.ERR_clear_error();
  if (!key) {
    libcrypto.RSA_free(rsa);
    libcrypto.EVP_PKEY_free(pkey);
    return NULL;
  }
  *key = (libcrypto_key){pkey, rsa};
  return key;
}

libcrypto_key *libcrypto_key_of_primes(const uint8_t *p_bytes, size_t p_byte_count,
                                       const uint8_t *q_bytes, size_t q_byte_count,
                                       const uint8_t *e_bytes, size_t e_byte_count) {
  void *context = libcrypto.BN_CTX_new();
  void *p = libcrypto.BN_bin2bn(p_bytes, (int)p_byte_count, NULL);
  void *q = libcrypto.BN_bin2bn(q_bytes, (int)q_byte_count, NULL);
  void *e = libcrypto.BN_bin2bn(e_bytes, (int)e_byte_count, NULL);
  void *n = libcrypto.BN_new(), *order = libcrypto.BN_new();
  void *dp = libcrypto.BN_new(), *dq = libcrypto.BN_new();
  void *p_minus_one = libcrypto.BN_dup(p), *q_minus_one = libcrypto.BN_dup(q);
  libcrypto.BN_sub_word(p_minus_one, 1);
  libcrypto.BN_sub_word(q_minus_one, 1);
  libcrypto.BN_mul(n, p, q, context);
  libcrypto.BN_mul(order, p_minus_one, q_minus_one, context);
  void *d = libcrypto.BN_mod_inverse(NULL, e, order, context);
  void *inverse = libcrypto.BN_mod_inverse(NULL, q, p, context);
  void *rsa = libcrypto.RSA_new(), *pkey = libcrypto.EVP_PKEY_new();
  libcrypto_key *key = NULL;
  if (d && inverse && libcrypto.BN_nnmod(dp, d, p_minus_one, context) == 1 &&
      libcrypto.BN_nnmod(dq, d, q_minus_one, context) == 1 &&
      // The numbers are the key's from here on.
      libcrypto.RSA_set0_key(rsa, n, e, d) == 1 && libcrypto.RSA_set0_factors(rsa, p, q) == 1 &&
      libcrypto.RSA_set0_crt_params(rsa, dp, dq, inverse) == 1 &&
      libcrypto.EVP_PKEY_set1_RSA(pkey, rsa) == 1 && (key = malloc(sizeof *key))) {
    *key = (libcrypto_key){pkey, rsa};
  }
  libcrypto.BN_free(q_minus_one);
  libcrypto.BN_free(p_minus_one);
  libcrypto.BN_free(order);
  libcrypto.BN_CTX_free(context);
  libcrypto.ERR_clear_error();
  return key;
}

void libcrypto_key_free(libcrypto_key *key) {
  if (!key) return;
  libcrypto.RSA_free(key->rsa);
  libcrypto.EVP_PKEY_free(key->pkey);
  free(key);
}

static int write(const libcrypto_key *key, libcrypto_format format, uint8_t **position) {
  switch (format) {
    case LIBCRYPTO_PRIVATE_PKCS1: return libcrypto.i2d_RSAPrivateKey(key->rsa, position);
    case LIBCRYPTO_PUBLIC_PKCS1: return libcrypto.i2d_RSAPublicKey(key->rsa, position);
    case LIBCRYPTO_PUBLIC_PEM:
    case LIBCRYPTO_PUBLIC_SPKI: return libcrypto.i2d_PUBKEY(key->pkey, position);
    case LIBCRYPTO_PRIVATE_PEM:
    case LIBCRYPTO_PRIVATE_PKCS8: {
      void *info = libcrypto.EVP_PKEY2PKCS8(key->pkey);
      const int count = info ? libcrypto.i2d_PKCS8_PRIV_KEY_INFO(info, position) : 0;
      libcrypto.PKCS8_PRIV_KEY_INFO_free(info);
      return count;
    }
  }
  return 0;
}

size_t libcrypto_key_write(const libcrypto_key *key, libcrypto_format format, uint8_t *bytes,
                           size_t capacity) {
  const int needed = write(key, format, NULL);
  if (needed <= 0 || (size_t)needed > capacity) {
    libcrypto.ERR_clear_error();
    return 0;
  }
  uint8_t *position = bytes;
  const int count = write(key, format, &position);
  libcrypto.ERR_clear_error();
  return count > 0 ? (size_t)count : 0;
}

// Whether a · b = 1 modulo m.
static bool is_inverse(const void *a, const void *b, const void *m, void *scratch, void *context) {
  return libcrypto.BN_mod_mul(scratch, a, b, m, context) == 1 && libcrypto.BN_is_one(scratch);
}

// Whether part = whole modulo m.
static bool is_remainder(const void *part, const void *whole, const void *m, void *scratch,
                         void *context) {
  return libcrypto.BN_nnmod(scratch, whole, m, context) == 1 &&
         libcrypto.BN_cmp(part, scratch) == 0;
}

libcrypto_key_facts libcrypto_key_examine(const libcrypto_key *key, bool is_private) {
  const void *n = libcrypto.RSA_get0_n(key->rsa), *e = libcrypto.RSA_get0_e(key->rsa);
  libcrypto_key_facts facts = {0};
  if (!n || !e) return facts;
  facts.modulus_bit_count = libcrypto.BN_num_bits(n);
  facts.exponent_bit_count = libcrypto.BN_num_bits(e);
  facts.modulus_is_odd = libcrypto.BN_is_odd(n);
  facts.exponent_is_odd = libcrypto.BN_is_odd(e);
  facts.is_pss = libcrypto.EVP_PKEY_get_base_id(key->pkey) == PSS_IDENTIFIER;
  const void *d = libcrypto.RSA_get0_d(key->rsa);
  const void *p = libcrypto.RSA_get0_p(key->rsa), *q = libcrypto.RSA_get0_q(key->rsa);
  const void *dp = libcrypto.RSA_get0_dmp1(key->rsa), *dq = libcrypto.RSA_get0_dmq1(key->rsa);
  const void *inverse = libcrypto.RSA_get0_iqmp(key->rsa);
  facts.has_all_parts = d && p && q && dp && dq && inverse;
  if (!is_private || !facts.has_all_parts) return facts;
  // Modulo 0 there is nothing to compute.
  if (libcrypto.BN_num_bits(p) < 2 || libcrypto.BN_num_bits(q) < 2) return facts;

  void *context = libcrypto.BN_CTX_new(), *scratch = libcrypto.BN_new();
  void *p_minus_one = libcrypto.BN_dup(p), *q_minus_one = libcrypto.BN_dup(q);
  libcrypto.BN_sub_word(p_minus_one, 1);
  libcrypto.BN_sub_word(q_minus_one, 1);
  facts.primes_fit = libcrypto.BN_mul(scratch, p, q, context) == 1 &&
                     libcrypto.BN_cmp(scratch, n) == 0 && libcrypto.BN_cmp(p, q) != 0;
  facts.exponent_fits = libcrypto.BN_cmp(d, n) < 0 && !libcrypto.BN_is_negative(d) &&
                        is_inverse(d, e, p_minus_one, scratch, context) &&
                        is_inverse(d, e, q_minus_one, scratch, context);
  facts.crt_parts_fit = is_remainder(dp, d, p_minus_one, scratch, context) &&
                        is_remainder(dq, d, q_minus_one, scratch, context) &&
                        libcrypto.BN_cmp(inverse, p) < 0 && !libcrypto.BN_is_negative(inverse) &&
                        is_inverse(inverse, q, p, scratch, context);
  if (facts.primes_fit && facts.exponent_fits && facts.crt_parts_fit) {
    facts.primes_are_prime = libcrypto.BN_check_prime(p, context, NULL) == 1 &&
                             libcrypto.BN_check_prime(q, context, NULL) == 1;
  }
  libcrypto.BN_free(q_minus_one);
  libcrypto.BN_free(p_minus_one);
  libcrypto.BN_free(scratch);
  libcrypto.BN_CTX_free(context);
  libcrypto.ERR_clear_error();
  return facts;
}
