// SPDX-License-Identifier: Apache-2.0

// The functions of a libcrypto that are used here, as pointers. Prototypes are written out, so that
// no library's headers are needed to build. Internal to this target.
#ifndef HANDSHAKE_PEERS_LIBCRYPTO_H
#define HANDSHAKE_PEERS_LIBCRYPTO_H

#include "peers.h"

// OSSL_PARAM of OpenSSL 3.
typedef struct {
  const char *key;
  unsigned int data_type;
  void *data;
  size_t data_size;
  size_t return_size;
} peer_param;

enum { PEER_PARAM_UNSIGNED = 2, PEER_PARAM_UTF8 = 4, PEER_PARAM_OCTETS = 5 };

static inline peer_param peer_param_octets(const char *key, const void *data, size_t byte_count) {
  return (peer_param){key, PEER_PARAM_OCTETS, (void *)(uintptr_t)data, byte_count, (size_t)-1};
}
static inline peer_param peer_param_text(const char *key, const char *text, size_t byte_count) {
  return (peer_param){key, PEER_PARAM_UTF8, (void *)(uintptr_t)text, byte_count, (size_t)-1};
}
static inline peer_param peer_param_end(void) { return (peer_param){0, 0, 0, 0, 0}; }

// X(result, name, parameters): objects of the library are void * here.
#define PEER_LIBCRYPTO_FUNCTIONS(X)                                                                \
  X(void *, EVP_CIPHER_fetch, (void *, const char *, const char *))                                \
  X(void *, EVP_CIPHER_CTX_new, (void))                                                            \
  X(void, EVP_CIPHER_CTX_free, (void *))                                                           \
  X(int, EVP_CIPHER_CTX_ctrl, (void *, int, int, void *))                                          \
  X(int, EVP_CIPHER_CTX_get_params, (void *, peer_param *))                                        \
  X(int, EVP_CIPHER_CTX_set_params, (void *, const peer_param *))                                  \
  X(int, EVP_EncryptInit_ex, (void *, const void *, void *, const uint8_t *, const uint8_t *))     \
  X(int, EVP_DecryptInit_ex, (void *, const void *, void *, const uint8_t *, const uint8_t *))     \
  X(int, EVP_EncryptUpdate, (void *, uint8_t *, int *, const uint8_t *, int))                      \
  X(int, EVP_DecryptUpdate, (void *, uint8_t *, int *, const uint8_t *, int))                      \
  X(int, EVP_EncryptFinal_ex, (void *, uint8_t *, int *))                                          \
  X(int, EVP_DecryptFinal_ex, (void *, uint8_t *, int *))                                          \
  X(int, EVP_Cipher, (void *, uint8_t *, const uint8_t *, unsigned int))                           \
  X(const void *, EVP_aead_aes_128_gcm, (void))                                                    \
  X(const void *, EVP_aead_aes_256_gcm, (void))                                                    \
  X(void *, EVP_AEAD_CTX_new, (const void *, const uint8_t *, size_t, size_t))                     \
  X(void, EVP_AEAD_CTX_free, (void *))                                                             \
  X(int, EVP_AEAD_CTX_seal_scatter,                                                                \
    (const void *, uint8_t *, uint8_t *, size_t *, size_t, const uint8_t *, size_t,                \
     const uint8_t *, size_t, const uint8_t *, size_t, const uint8_t *, size_t))                   \
  X(int, EVP_AEAD_CTX_open_gather,                                                                 \
    (const void *, uint8_t *, const uint8_t *, size_t, const uint8_t *, size_t, const uint8_t *,   \
     size_t, const uint8_t *, size_t))                                                             \
  X(void *, EVP_KDF_fetch, (void *, const char *, const char *))                                   \
  X(void, EVP_KDF_free, (void *))                                                                  \
  X(void *, EVP_KDF_CTX_new, (void *))                                                             \
  X(void, EVP_KDF_CTX_free, (void *))                                                              \
  X(void, EVP_KDF_CTX_reset, (void *))                                                             \
  X(int, EVP_KDF_derive, (void *, uint8_t *, size_t, const peer_param *))                          \
  X(void *, EVP_MD_fetch, (void *, const char *, const char *))                                    \
  X(const void *, EVP_sha256, (void))                                                              \
  X(const void *, EVP_sha384, (void))                                                              \
  X(void *, HMAC_CTX_new, (void))                                                                  \
  X(void, HMAC_CTX_free, (void *))                                                                 \
  X(int, HMAC_Init_ex, (void *, const void *, size_t, const void *, void *))                       \
  X(int, HMAC_Update, (void *, const uint8_t *, size_t))                                           \
  X(int, HMAC_Final, (void *, uint8_t *, unsigned int *))                                          \
  X(int, HKDF_expand,                                                                              \
    (uint8_t *, size_t, const void *, const uint8_t *, size_t, const uint8_t *, size_t))           \
  X(void *, d2i_PrivateKey, (int, void **, const uint8_t **, long))                                \
  X(void, EVP_PKEY_free, (void *))                                                                 \
  X(void *, EVP_PKEY_CTX_new, (void *, void *))                                                    \
  X(void, EVP_PKEY_CTX_free, (void *))                                                             \
  X(int, EVP_PKEY_CTX_set_params, (void *, const peer_param *))                                    \
  X(int, EVP_PKEY_CTX_set_rsa_padding, (void *, int))                                              \
  X(int, EVP_PKEY_CTX_set_rsa_pss_saltlen, (void *, int))                                          \
  X(int, EVP_PKEY_CTX_set_signature_md, (void *, const void *))                                    \
  X(int, EVP_PKEY_decrypt_init, (void *))                                                          \
  X(int, EVP_PKEY_decrypt, (void *, uint8_t *, size_t *, const uint8_t *, size_t))                 \
  X(int, EVP_PKEY_encrypt_init, (void *))                                                          \
  X(int, EVP_PKEY_encrypt, (void *, uint8_t *, size_t *, const uint8_t *, size_t))                 \
  X(int, EVP_PKEY_sign_init, (void *))                                                             \
  X(int, EVP_PKEY_sign, (void *, uint8_t *, size_t *, const uint8_t *, size_t))                    \
  X(void *, BIO_new, (const void *))                                                               \
  X(const void *, BIO_s_mem, (void))                                                               \
  X(int, BIO_up_ref, (void *))                                                                     \
  X(int, BIO_free, (void *))                                                                       \
  X(void *, d2i_X509, (void **, const uint8_t **, long))                                           \
  X(void, X509_free, (void *))                                                                     \
  X(int, X509_STORE_add_cert, (void *, void *))

struct peer_libcrypto {
  char path[512];
  void *version_function;  // which library it is, where a path does not tell
  const char *version;
  uint32_t features;
#define PEER_MEMBER(result, name, parameters) result(*name) parameters;
  PEER_LIBCRYPTO_FUNCTIONS(PEER_MEMBER)
#undef PEER_MEMBER
};

#endif
