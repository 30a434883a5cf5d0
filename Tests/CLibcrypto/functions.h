// SPDX-License-Identifier: Apache-2.0

// The functions of libcrypto that are called here, as pointers. Objects of the library are void *.
#ifndef LIBCRYPTO_FUNCTIONS_H
#define LIBCRYPTO_FUNCTIONS_H

#include "libcrypto.h"

// OSSL_PARAM
typedef struct {
  const char *key;
  unsigned int data_type;
  void *data;
  size_t data_size;
  size_t return_size;
} parameter;

enum { PARAMETER_INTEGER = 1, PARAMETER_UNSIGNED = 2, PARAMETER_TEXT = 4, PARAMETER_OCTETS = 5 };

static inline parameter octets(const char *key, const uint8_t *data, size_t byte_count) {
  // What has no bytes has an address nevertheless: without one it counts as not given.
  return (parameter){key, PARAMETER_OCTETS, (void *)(uintptr_t)(data ? data : (const void *)""),
                     byte_count, (size_t)-1};
}
static inline parameter text(const char *key, const char *value) {
  return (parameter){key, PARAMETER_TEXT, (void *)(uintptr_t)value, __builtin_strlen(value),
                     (size_t)-1};
}
static inline parameter integer(const char *key, int *value) {
  return (parameter){key, PARAMETER_INTEGER, value, sizeof *value, (size_t)-1};
}
static inline parameter unsigned_integer(const char *key, unsigned *value) {
  return (parameter){key, PARAMETER_UNSIGNED, value, sizeof *value, (size_t)-1};
}
static inline parameter last_parameter(void) { return (parameter){0}; }

typedef void block_function(const uint8_t *in, uint8_t *out, const void *key);

// X(result, name, parameters)
#define LIBCRYPTO_FUNCTIONS(X)                                                                     \
  X(const char *, OpenSSL_version, (int))                                                          \
  X(unsigned long, OpenSSL_version_num, (void))                                                    \
  X(void, ERR_clear_error, (void))                                                                 \
  X(void *, EVP_MD_fetch, (void *, const char *, const char *))                                    \
  X(int, EVP_Digest,                                                                               \
    (const void *, size_t, uint8_t *, unsigned int *, const void *, void *))                       \
  X(uint8_t *, HMAC,                                                                               \
    (const void *, const void *, int, const uint8_t *, size_t, uint8_t *, unsigned int *))         \
  X(void *, EVP_KDF_fetch, (void *, const char *, const char *))                                   \
  X(void *, EVP_KDF_CTX_new, (void *))                                                             \
  X(void, EVP_KDF_CTX_free, (void *))                                                              \
  X(int, EVP_KDF_derive, (void *, uint8_t *, size_t, const parameter *))                           \
  X(void *, EVP_CIPHER_fetch, (void *, const char *, const char *))                                \
  X(void *, EVP_CIPHER_CTX_new, (void))                                                            \
  X(void, EVP_CIPHER_CTX_free, (void *))                                                           \
  X(int, EVP_CIPHER_CTX_ctrl, (void *, int, int, void *))                                          \
  X(int, EVP_CipherInit_ex,                                                                        \
    (void *, const void *, void *, const uint8_t *, const uint8_t *, int))                         \
  X(int, EVP_CipherUpdate, (void *, uint8_t *, int *, const uint8_t *, int))                       \
  X(int, EVP_CipherFinal_ex, (void *, uint8_t *, int *))                                           \
  X(int, AES_set_encrypt_key, (const uint8_t *, int, void *))                                      \
  X(void, AES_encrypt, (const uint8_t *, uint8_t *, const void *))                                 \
  X(void *, CRYPTO_gcm128_new, (void *, block_function *))                                         \
  X(void, CRYPTO_gcm128_release, (void *))                                                         \
  X(void, CRYPTO_gcm128_setiv, (void *, const uint8_t *, size_t))                                  \
  X(int, CRYPTO_gcm128_aad, (void *, const uint8_t *, size_t))                                     \
  X(int, CRYPTO_gcm128_encrypt, (void *, const uint8_t *, uint8_t *, size_t))                      \
  X(int, CRYPTO_gcm128_decrypt, (void *, const uint8_t *, uint8_t *, size_t))                      \
  X(void, CRYPTO_gcm128_tag, (void *, uint8_t *, size_t))                                          \
  X(int, CRYPTO_gcm128_finish, (void *, const uint8_t *, size_t))                                  \
  X(void *, EVP_PKEY_new, (void))                                                                  \
  X(void, EVP_PKEY_free, (void *))                                                                 \
  X(int, EVP_PKEY_set1_RSA, (void *, void *))                                                      \
  X(void *, EVP_PKEY_get1_RSA, (void *))                                                           \
  X(int, EVP_PKEY_get_base_id, (const void *))                                                     \
  X(void *, d2i_RSAPrivateKey, (void **, const uint8_t **, long))                                  \
  X(void *, d2i_RSAPublicKey, (void **, const uint8_t **, long))                                   \
  X(void *, d2i_PUBKEY, (void **, const uint8_t **, long))                                         \
  X(void *, d2i_PKCS8_PRIV_KEY_INFO, (void **, const uint8_t **, long))                            \
  X(void *, EVP_PKCS82PKEY, (const void *))                                                        \
  X(void *, EVP_PKEY2PKCS8, (const void *))                                                        \
  X(void, PKCS8_PRIV_KEY_INFO_free, (void *))                                                      \
  X(int, i2d_RSAPrivateKey, (const void *, uint8_t **))                                            \
  X(int, i2d_RSAPublicKey, (const void *, uint8_t **))                                             \
  X(int, i2d_PUBKEY, (const void *, uint8_t **))                                                   \
  X(int, i2d_PKCS8_PRIV_KEY_INFO, (const void *, uint8_t **))                                      \
  X(void *, BIO_new_mem_buf, (const void *, int))                                                  \
  X(int, BIO_free, (void *))                                                                       \
  X(void *, PEM_read_bio_PrivateKey, (void *, void **, int (*)(char *, int, int, void *), void *)) \
  X(void *, PEM_read_bio_PUBKEY, (void *, void **, int (*)(char *, int, int, void *), void *))     \
  X(void *, PEM_read_bio_RSAPublicKey,                                                             \
    (void *, void **, int (*)(char *, int, int, void *), void *))                                  \
  X(void *, RSA_new, (void))                                                                       \
  X(int, RSA_set0_key, (void *, void *, void *, void *))                                           \
  X(int, RSA_set0_factors, (void *, void *, void *))                                               \
  X(int, RSA_set0_crt_params, (void *, void *, void *, void *))                                    \
  X(void, RSA_free, (void *))                                                                      \
  X(const void *, RSA_get0_n, (const void *))                                                      \
  X(const void *, RSA_get0_e, (const void *))                                                      \
  X(const void *, RSA_get0_d, (const void *))                                                      \
  X(const void *, RSA_get0_p, (const void *))                                                      \
  X(const void *, RSA_get0_q, (const void *))                                                      \
  X(const void *, RSA_get0_dmp1, (const void *))                                                   \
  X(const void *, RSA_get0_dmq1, (const void *))                                                   \
  X(const void *, RSA_get0_iqmp, (const void *))                                                   \
  X(void *, BN_new, (void))                                                                        \
  X(void *, BN_bin2bn, (const uint8_t *, int, void *))                                             \
  X(void *, BN_mod_inverse, (void *, const void *, const void *, void *))                          \
  X(void *, BN_dup, (const void *))                                                                \
  X(void, BN_free, (void *))                                                                       \
  X(void *, BN_CTX_new, (void))                                                                    \
  X(void, BN_CTX_free, (void *))                                                                   \
  X(int, BN_mul, (void *, const void *, const void *, void *))                                     \
  X(int, BN_mod_mul, (void *, const void *, const void *, const void *, void *))                   \
  X(int, BN_nnmod, (void *, const void *, const void *, void *))                                   \
  X(int, BN_sub_word, (void *, unsigned long))                                                     \
  X(int, BN_cmp, (const void *, const void *))                                                     \
  X(int, BN_is_one, (const void *))                                                                \
  X(int, BN_is_odd, (const void *))                                                                \
  X(int, BN_is_negative, (const void *))                                                           \
  X(int, BN_num_bits, (const void *))                                                              \
  X(int, BN_check_prime, (const void *, void *, void *))                                           \
  X(void *, EVP_PKEY_CTX_new_from_pkey, (void *, void *, const char *))                            \
  X(void, EVP_PKEY_CTX_free, (void *))                                                             \
  X(int, EVP_PKEY_encrypt_init_ex, (void *, const parameter *))                                    \
  X(int, EVP_PKEY_decrypt_init_ex, (void *, const parameter *))                                    \
  X(int, EVP_PKEY_sign_init_ex, (void *, const parameter *))                                       \
  X(int, EVP_PKEY_verify_init_ex, (void *, const parameter *))                                     \
  X(int, EVP_PKEY_encrypt, (void *, uint8_t *, size_t *, const uint8_t *, size_t))                 \
  X(int, EVP_PKEY_decrypt, (void *, uint8_t *, size_t *, const uint8_t *, size_t))                 \
  X(int, EVP_PKEY_sign, (void *, uint8_t *, size_t *, const uint8_t *, size_t))                    \
  X(int, EVP_PKEY_verify, (void *, const uint8_t *, size_t, const uint8_t *, size_t))

typedef struct {
#define MEMBER(result, name, parameters) result(*name) parameters;
  LIBCRYPTO_FUNCTIONS(MEMBER)
#undef MEMBER
  void *tls1_prf, *hkdf, *aes128_gcm, *aes256_gcm;
} libcrypto_functions;

extern libcrypto_functions libcrypto;

// One of the library's hash functions, which stays.
void *libcrypto_digest(const char *name);

struct libcrypto_key {
  void *pkey, *rsa;
};

#endif
