// SPDX-License-Identifier: Apache-2.0

// Hashes, HMAC, key derivation and AES-GCM by libcrypto.
#include "functions.h"

#include <stdlib.h>
#include <string.h>

enum { TAG_BYTE_COUNT = 16, BYTES_OF_LONGEST_EVP_NONCE = 128 };

bool libcrypto_hash(const char *hash, const uint8_t *message, size_t byte_count, uint8_t *digest) {
  return libcrypto.EVP_Digest(message, byte_count, digest, NULL, libcrypto_digest(hash), NULL) == 1;
}

bool libcrypto_hmac(const char *hash, const uint8_t *key, size_t key_byte_count,
                    const uint8_t *message, size_t byte_count, uint8_t *tag) {
  const void *some_key = key ? key : (const void *)"";
  return libcrypto.HMAC(libcrypto_digest(hash), some_key, (int)key_byte_count, message, byte_count,
                        tag, NULL) != NULL;
}

static bool derive(void *function, const parameter *parameters, uint8_t *output,
                   size_t output_byte_count) {
  void *context = libcrypto.EVP_KDF_CTX_new(function);
  const bool ok = context &&
                  libcrypto.EVP_KDF_derive(context, output, output_byte_count, parameters) == 1;
  libcrypto.EVP_KDF_CTX_free(context);
  if (!ok) libcrypto.ERR_clear_error();
  return ok;
}

bool libcrypto_tls1_prf(const char *hash, const uint8_t *secret, size_t secret_byte_count,
                        const uint8_t *seed, size_t seed_byte_count, uint8_t *output,
                        size_t output_byte_count) {
  const parameter parameters[] = {text("digest", hash), octets("secret", secret, secret_byte_count),
                                  octets("seed", seed, seed_byte_count), last_parameter()};
  return derive(libcrypto.tls1_prf, parameters, output, output_byte_count);
}

bool libcrypto_hkdf_extract(const char *hash, const uint8_t *salt, size_t salt_byte_count,
                            const uint8_t *input, size_t input_byte_count, uint8_t *output,
                            size_t output_byte_count) {
  const parameter parameters[] = {text("digest", hash), text("mode", "EXTRACT_ONLY"),
                                  octets("salt", salt, salt_byte_count),
                                  octets("key", input, input_byte_count), last_parameter()};
  return derive(libcrypto.hkdf, parameters, output, output_byte_count);
}

bool libcrypto_hkdf_expand(const char *hash, const uint8_t *key, size_t key_byte_count,
                           const uint8_t *info, size_t info_byte_count, uint8_t *output,
                           size_t output_byte_count) {
  const parameter parameters[] = {text("digest", hash), text("mode", "EXPAND_ONLY"),
                                  octets("key", key, key_byte_count),
                                  octets("info", info, info_byte_count), last_parameter()};
  return derive(libcrypto.hkdf, parameters, output, output_byte_count);
}

// EVP's AES-GCM takes nonces of up to 128 bytes; longer ones only the functions below it do.
static bool long_nonce(const libcrypto_gcm *gcm, const uint8_t *input, size_t byte_count,
                       uint8_t *output, bool is_seal) {
  uint32_t schedule[64];  // AES_KEY: 60 words and the number of rounds
  if (libcrypto.AES_set_encrypt_key(gcm->key, (int)(8 * gcm->key_byte_count), schedule) != 0) {
    return false;
  }
  void *context = libcrypto.CRYPTO_gcm128_new(schedule, libcrypto.AES_encrypt);
  if (!context) return false;
  libcrypto.CRYPTO_gcm128_setiv(context, gcm->nonce, gcm->nonce_byte_count);
  libcrypto.CRYPTO_gcm128_aad(context, gcm->additional_data, gcm->additional_data_byte_count);
  bool ok;
  if (is_seal) {
    ok = libcrypto.CRYPTO_gcm128_encrypt(context, input, output, byte_count) == 0;
    libcrypto.CRYPTO_gcm128_tag(context, output + byte_count, TAG_BYTE_COUNT);
  } else {
    ok = libcrypto.CRYPTO_gcm128_decrypt(context, input, output, byte_count) == 0 &&
         libcrypto.CRYPTO_gcm128_finish(context, input + byte_count, TAG_BYTE_COUNT) == 0;
  }
  libcrypto.CRYPTO_gcm128_release(context);
  return ok;
}

enum { SET_NONCE_LENGTH = 9, GET_TAG = 16, SET_TAG = 17 };  // EVP_CTRL_AEAD_…

static bool short_nonce(const libcrypto_gcm *gcm, const uint8_t *input, size_t byte_count,
                        uint8_t *output, bool is_seal) {
  void *context = libcrypto.EVP_CIPHER_CTX_new();
  const void *cipher = gcm->key_byte_count == 16 ? libcrypto.aes128_gcm : libcrypto.aes256_gcm;
  int count = 0, last = 0;
  uint8_t tag[TAG_BYTE_COUNT];
  bool ok = context &&
            libcrypto.EVP_CipherInit_ex(context, cipher, NULL, NULL, NULL, is_seal) == 1 &&
            libcrypto.EVP_CIPHER_CTX_ctrl(context, SET_NONCE_LENGTH, (int)gcm->nonce_byte_count,
                                          NULL) == 1 &&
            libcrypto.EVP_CipherInit_ex(context, NULL, NULL, gcm->key, gcm->nonce, is_seal) == 1;
  if (ok && gcm->additional_data_byte_count > 0) {
    ok = libcrypto.EVP_CipherUpdate(context, NULL, &count, gcm->additional_data,
                                    (int)gcm->additional_data_byte_count) == 1;
  }
  if (ok && byte_count > 0) {
    ok = libcrypto.EVP_CipherUpdate(context, output, &count, input, (int)byte_count) == 1;
  }
  if (ok && !is_seal) {
    memcpy(tag, input + byte_count, sizeof tag);
    ok = libcrypto.EVP_CIPHER_CTX_ctrl(context, SET_TAG, sizeof tag, tag) == 1;
  }
  ok = ok && libcrypto.EVP_CipherFinal_ex(context, tag, &last) == 1;
  if (ok && is_seal) {
    ok = libcrypto.EVP_CIPHER_CTX_ctrl(context, GET_TAG, TAG_BYTE_COUNT, output + byte_count) == 1;
  }
  libcrypto.EVP_CIPHER_CTX_free(context);
  if (!ok) libcrypto.ERR_clear_error();
  return ok;
}

bool libcrypto_gcm_seal(const libcrypto_gcm *gcm, const uint8_t *text, size_t byte_count,
                        uint8_t *output) {
  return gcm->nonce_byte_count > BYTES_OF_LONGEST_EVP_NONCE
             ? long_nonce(gcm, text, byte_count, output, true)
             : short_nonce(gcm, text, byte_count, output, true);
}

bool libcrypto_gcm_open(const libcrypto_gcm *gcm, const uint8_t *sealed, size_t byte_count,
                        uint8_t *output) {
  const size_t text_byte_count = byte_count - TAG_BYTE_COUNT;
  return gcm->nonce_byte_count > BYTES_OF_LONGEST_EVP_NONCE
             ? long_nonce(gcm, sealed, text_byte_count, output, false)
             : short_nonce(gcm, sealed, text_byte_count, output, false);
}
