// SPDX-License-Identifier: Apache-2.0

// RSA of a libcrypto through EVP_PKEY: key and context are made once.
#include <stdlib.h>
#include <string.h>

#include "libcrypto.h"
#include "operation.h"

enum {
  MAX_RSA = 2048,           // bytes: 16,384 bits
  KEY_TYPE_RSA = 6,         // EVP_PKEY_RSA
  PADDING_PKCS1 = 1,        // RSA_PKCS1_PADDING
  PADDING_NONE = 3,         // RSA_NO_PADDING
  PADDING_PSS = 6,          // RSA_PKCS1_PSS_PADDING
  PADDING_PKCS1_TLS = 7,    // RSA_PKCS1_WITH_TLS_PADDING
  SALT_LENGTH_DIGEST = -1,  // RSA_PSS_SALTLEN_DIGEST
  TLS12 = 0x0303,
};

typedef int (*rsa_call)(void *context, uint8_t *to, size_t *to_count, const uint8_t *from,
                        size_t from_count);

typedef struct {
  peer_operation base;
  const peer_libcrypto *library;
  void *key, *context;
  rsa_call call;
  uint8_t input[MAX_RSA], output[MAX_RSA];
  size_t input_byte_count, output_byte_count;
  unsigned int version;
} rsa_operation;

static int rsa_run(peer_operation *operation, uint64_t calls) {
  rsa_operation *o = (rsa_operation *)operation;
  int ok = 1;
  while (calls--) {
    o->output_byte_count = MAX_RSA;
    ok &= o->call(o->context, o->output, &o->output_byte_count, o->input, o->input_byte_count) == 1;
  }
  return !ok;
}

static size_t rsa_result(peer_operation *operation, uint8_t *result, size_t capacity) {
  rsa_operation *o = (rsa_operation *)operation;
  if (rsa_run(operation, 1) || o->output_byte_count > capacity) return 0;
  memcpy(result, o->output, o->output_byte_count);
  return o->output_byte_count;
}

static void rsa_release(peer_operation *operation) {
  rsa_operation *o = (rsa_operation *)operation;
  if (o->context) o->library->EVP_PKEY_CTX_free(o->context);
  if (o->key) o->library->EVP_PKEY_free(o->key);
  free(o);
}

static int start_decrypt(rsa_operation *o, int padding) {
  const peer_libcrypto *l = o->library;
  o->call = l->EVP_PKEY_decrypt;
  return l->EVP_PKEY_decrypt_init(o->context) == 1 &&
         l->EVP_PKEY_CTX_set_rsa_padding(o->context, padding) == 1;
}

static int start(rsa_operation *o, peer_rsa_kind kind) {
  const peer_libcrypto *l = o->library;
  switch (kind) {
    case PEER_RSA_PRIVATE: return start_decrypt(o, PADDING_NONE);
    case PEER_RSA_PUBLIC:
      o->call = l->EVP_PKEY_encrypt;
      return l->EVP_PKEY_encrypt_init(o->context) == 1 &&
             l->EVP_PKEY_CTX_set_rsa_padding(o->context, PADDING_NONE) == 1;
    case PEER_RSA_SIGN_PSS_SHA256:
      o->call = l->EVP_PKEY_sign;
      return l->EVP_PKEY_sign_init(o->context) == 1 &&
             l->EVP_PKEY_CTX_set_rsa_padding(o->context, PADDING_PSS) == 1 &&
             l->EVP_PKEY_CTX_set_signature_md(o->context, l->EVP_sha256()) == 1 &&
             l->EVP_PKEY_CTX_set_rsa_pss_saltlen(o->context, SALT_LENGTH_DIGEST) == 1;
    case PEER_RSA_DECRYPT_PREMASTER: {
      // OpenSSL 3 has the TLS form; elsewhere plain PKCS #1 v1.5 is the nearest public call.
      if (!(l->features & PEER_HAS_TLS_PADDING)) return start_decrypt(o, PADDING_PKCS1);
      o->version = TLS12;
      peer_param parameters[] = {
          {"tls-client-version", PEER_PARAM_UNSIGNED, &o->version, sizeof o->version, (size_t)-1},
          peer_param_end(),
      };
      return start_decrypt(o, PADDING_PKCS1_TLS) &&
             l->EVP_PKEY_CTX_set_params(o->context, parameters) == 1;
    }
  }
  return 0;
}

peer_operation *peer_libcrypto_rsa(const peer_libcrypto *library, peer_rsa_kind kind,
                                   const uint8_t *key, size_t key_byte_count, const uint8_t *input,
                                   size_t input_byte_count) {
  if (!(library->features & PEER_HAS_RSA) || input_byte_count > MAX_RSA) return NULL;
  rsa_operation *o = calloc(1, sizeof *o);
  if (!o) return NULL;
  o->base = (peer_operation){rsa_run, rsa_result, rsa_release};
  o->library = library;
  memcpy(o->input, input, input_byte_count);
  o->input_byte_count = input_byte_count;
  o->key = library->d2i_PrivateKey(KEY_TYPE_RSA, NULL, &key, (long)key_byte_count);
  o->context = o->key ? library->EVP_PKEY_CTX_new(o->key, NULL) : NULL;
  if (!o->context || !start(o, kind)) {
    rsa_release(&o->base);
    return NULL;
  }
  return &o->base;
}
