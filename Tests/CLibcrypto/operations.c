// SPDX-License-Identifier: Apache-2.0

// RSA operations by libcrypto.
#include "functions.h"

#include <stdio.h>

typedef int initializer(void *, const parameter *);

enum { LONGEST_LIST = 8 };

// What a context is set up with. It points into itself, and at what the scheme points at.
typedef struct {
  parameter list[LONGEST_LIST];
  char salt_text[16];
  unsigned version;
} scheme_parameters;

static void list(const libcrypto_scheme *scheme, bool is_signature, scheme_parameters *result) {
  parameter *next = result->list;
  switch (scheme->padding) {
    case LIBCRYPTO_NONE: *next++ = text("pad-mode", "none"); break;
    case LIBCRYPTO_PKCS1: *next++ = text("pad-mode", "pkcs1"); break;
    case LIBCRYPTO_TLS: {
      static int padding = 7;  // RSA_PKCS1_WITH_TLS_PADDING
      *next++ = integer("pad-mode", &padding);
      result->version = scheme->client_version;
      *next++ = unsigned_integer("tls-client-version", &result->version);
      break;
    }
    case LIBCRYPTO_OAEP:
      *next++ = text("pad-mode", "oaep");
      *next++ = text("mgf1-digest", scheme->mgf1_hash);
      if (scheme->label_byte_count > 0) {
        *next++ = octets("oaep-label", scheme->label, scheme->label_byte_count);
      }
      break;
    case LIBCRYPTO_PSS:
      *next++ = text("pad-mode", "pss");
      *next++ = text("mgf1-digest", scheme->mgf1_hash);
      if (scheme->salt_byte_count == -1) {
        *next++ = text("saltlen", "digest");
      } else if (scheme->salt_byte_count == -2) {
        *next++ = text("saltlen", "auto");
      } else {
        snprintf(result->salt_text, sizeof result->salt_text, "%d", scheme->salt_byte_count);
        *next++ = text("saltlen", result->salt_text);
      }
      break;
  }
  const bool has_hash = scheme->padding == LIBCRYPTO_OAEP ||
                        (is_signature && scheme->padding != LIBCRYPTO_NONE);
  if (has_hash) *next++ = text("digest", scheme->hash);
  *next = last_parameter();
}

static void *context(const libcrypto_key *key, const libcrypto_scheme *scheme, bool is_signature,
                     initializer *initialize) {
  scheme_parameters parameters;
  list(scheme, is_signature, &parameters);
  void *result = libcrypto.EVP_PKEY_CTX_new_from_pkey(NULL, key->pkey, NULL);
  if (result && initialize(result, parameters.list) == 1) return result;
  libcrypto.EVP_PKEY_CTX_free(result);
  return NULL;
}

typedef int operation(void *, uint8_t *, size_t *, const uint8_t *, size_t);

static bool run(void *context, operation *operation, const uint8_t *input, size_t byte_count,
                uint8_t *output, size_t *output_byte_count) {
  const uint8_t *some_input = input ? input : (const uint8_t *)"";
  bool ok = false;
  if (context) {
    // How much room there has to be, then with as much.
    ok = operation(context, NULL, output_byte_count, some_input, byte_count) == 1 &&
         operation(context, output, output_byte_count, some_input, byte_count) == 1;
  }
  libcrypto.EVP_PKEY_CTX_free(context);
  if (!ok) libcrypto.ERR_clear_error();
  return ok;
}

bool libcrypto_encrypt(const libcrypto_key *key, const libcrypto_scheme *scheme,
                       const uint8_t *input, size_t byte_count, uint8_t *output,
                       size_t *output_byte_count) {
  return run(context(key, scheme, false, libcrypto.EVP_PKEY_encrypt_init_ex),
             libcrypto.EVP_PKEY_encrypt, input, byte_count, output, output_byte_count);
}

bool libcrypto_decrypt(const libcrypto_key *key, const libcrypto_scheme *scheme,
                       const uint8_t *input, size_t byte_count, uint8_t *output,
                       size_t *output_byte_count) {
  return run(context(key, scheme, false, libcrypto.EVP_PKEY_decrypt_init_ex),
             libcrypto.EVP_PKEY_decrypt, input, byte_count, output, output_byte_count);
}

bool libcrypto_sign(const libcrypto_key *key, const libcrypto_scheme *scheme, const uint8_t *digest,
                    size_t byte_count, uint8_t *signature, size_t *signature_byte_count) {
  return run(context(key, scheme, true, libcrypto.EVP_PKEY_sign_init_ex), libcrypto.EVP_PKEY_sign,
             digest, byte_count, signature, signature_byte_count);
}

bool libcrypto_verify(const libcrypto_key *key, const libcrypto_scheme *scheme,
                      const uint8_t *digest, size_t byte_count, const uint8_t *signature,
                      size_t signature_byte_count) {
  void *set_up = context(key, scheme, true, libcrypto.EVP_PKEY_verify_init_ex);
  const uint8_t *some_signature = signature ? signature : (const uint8_t *)"";
  const bool ok = set_up && libcrypto.EVP_PKEY_verify(set_up, some_signature, signature_byte_count,
                                                      digest, byte_count) == 1;
  libcrypto.EVP_PKEY_CTX_free(set_up);
  if (!ok) libcrypto.ERR_clear_error();
  return ok;
}
