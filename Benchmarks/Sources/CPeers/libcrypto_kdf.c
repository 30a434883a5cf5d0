// SPDX-License-Identifier: Apache-2.0

// Key derivation of a libcrypto: EVP_KDF, the same over HMAC_CTX, HKDF_expand.
#include <stdlib.h>
#include <string.h>

#include "libcrypto.h"
#include "operation.h"

enum { MAX_INPUT = 256, MAX_DIGEST = 64 };

typedef struct {
  peer_operation base;
  const peer_libcrypto *library;
  void *kdf, *context;
  const void *hash;
  size_t digest_byte_count;
  uint8_t secret[MAX_INPUT], seed[MAX_INPUT], output[MAX_INPUT];
  size_t secret_byte_count, seed_byte_count, output_byte_count;
  peer_param parameters[8];
  int mode;
} kdf_operation;

static size_t kdf_result(peer_operation *operation, uint8_t *result, size_t capacity) {
  kdf_operation *o = (kdf_operation *)operation;
  if (o->base.run(operation, 1) || capacity < o->output_byte_count) return 0;
  memcpy(result, o->output, o->output_byte_count);
  return o->output_byte_count;
}

// ---- EVP_KDF --------------------------------------------------------------------------------------

static int evp_run(peer_operation *operation, uint64_t calls) {
  kdf_operation *o = (kdf_operation *)operation;
  const peer_libcrypto *l = o->library;
  int ok = 1;
  while (calls--) {
    // Seeds add up from call to call: the context starts anew.
    l->EVP_KDF_CTX_reset(o->context);
    ok &= l->EVP_KDF_derive(o->context, o->output, o->output_byte_count, o->parameters) == 1;
  }
  return !ok;
}

static void evp_release(peer_operation *operation) {
  kdf_operation *o = (kdf_operation *)operation;
  if (o->context) o->library->EVP_KDF_CTX_free(o->context);
  if (o->kdf) o->library->EVP_KDF_free(o->kdf);
  free(o);
}

static int evp_start(kdf_operation *o, peer_derivation derivation, int hash_bits) {
  const peer_libcrypto *l = o->library;
  int is_prf = derivation == PEER_DERIVE_TLS12_PRF;
  o->base.run = evp_run;
  o->base.release = evp_release;
  o->kdf = l->EVP_KDF_fetch(NULL, is_prf ? "TLS1-PRF" : "HKDF", NULL);
  o->context = o->kdf ? l->EVP_KDF_CTX_new(o->kdf) : NULL;
  const char *hash = hash_bits == 256 ? "SHA2-256" : "SHA2-384";
  o->mode = 2;  // EVP_KDF_HKDF_MODE_EXPAND_ONLY
  peer_param *p = o->parameters;
  *p++ = peer_param_text("digest", hash, strlen(hash));
  *p++ = peer_param_octets(is_prf ? "secret" : "key", o->secret, o->secret_byte_count);
  *p++ = peer_param_octets(is_prf ? "seed" : "info", o->seed, o->seed_byte_count);
  if (!is_prf) {
    *p++ = (peer_param){"mode", PEER_PARAM_UNSIGNED, &o->mode, sizeof o->mode, (size_t)-1};
  }
  *p = peer_param_end();
  return o->context != NULL;
}

// ---- HMAC_CTX -------------------------------------------------------------------------------------

// P_hash of RFC 5246 5, the key's pads compressed once for each derivation.
static int hmac_prf_run(peer_operation *operation, uint64_t calls) {
  kdf_operation *o = (kdf_operation *)operation;
  const peer_libcrypto *l = o->library;
  void *c = o->context;
  uint8_t a[MAX_DIGEST], block[MAX_DIGEST];
  size_t digest = o->digest_byte_count;
  int ok = 1;
  while (calls--) {
    ok &= l->HMAC_Init_ex(c, o->secret, o->secret_byte_count, o->hash, NULL);
    ok &= l->HMAC_Update(c, o->seed, o->seed_byte_count);
    ok &= l->HMAC_Final(c, a, NULL);
    for (size_t done = 0; done < o->output_byte_count; done += digest) {
      if (done > 0) {
        ok &= l->HMAC_Init_ex(c, NULL, 0, NULL, NULL);
        ok &= l->HMAC_Update(c, a, digest);
        ok &= l->HMAC_Final(c, a, NULL);
      }
      ok &= l->HMAC_Init_ex(c, NULL, 0, NULL, NULL);
      ok &= l->HMAC_Update(c, a, digest);
      ok &= l->HMAC_Update(c, o->seed, o->seed_byte_count);
      size_t left = o->output_byte_count - done;
      if (left >= digest) {
        ok &= l->HMAC_Final(c, o->output + done, NULL);
      } else {
        ok &= l->HMAC_Final(c, block, NULL);
        memcpy(o->output + done, block, left);
      }
    }
  }
  return !ok;
}

// HKDF-Expand of RFC 5869 2.3 for an output of one digest: HMAC(secret, info || 1).
static int hmac_expand_run(peer_operation *operation, uint64_t calls) {
  kdf_operation *o = (kdf_operation *)operation;
  const peer_libcrypto *l = o->library;
  static const uint8_t one = 1;
  int ok = 1;
  while (calls--) {
    ok &= l->HMAC_Init_ex(o->context, o->secret, o->secret_byte_count, o->hash, NULL);
    ok &= l->HMAC_Update(o->context, o->seed, o->seed_byte_count);
    ok &= l->HMAC_Update(o->context, &one, 1);
    ok &= l->HMAC_Final(o->context, o->output, NULL);
  }
  return !ok;
}

static void hmac_release(peer_operation *operation) {
  kdf_operation *o = (kdf_operation *)operation;
  if (o->context) o->library->HMAC_CTX_free(o->context);
  free(o);
}

static const void *hash_of(const peer_libcrypto *l, int hash_bits) {
  // Fetched once where there is fetching: HMAC then need not look the hash up.
  const void *hash = NULL;
  if (l->EVP_MD_fetch) {
    hash = l->EVP_MD_fetch(NULL, hash_bits == 256 ? "SHA2-256" : "SHA2-384", NULL);
  }
  return hash ? hash : hash_bits == 256 ? l->EVP_sha256() : l->EVP_sha384();
}

static int hmac_start(kdf_operation *o, peer_derivation derivation, int hash_bits) {
  o->base.run = derivation == PEER_DERIVE_TLS12_PRF ? hmac_prf_run : hmac_expand_run;
  o->base.release = hmac_release;
  o->context = o->library->HMAC_CTX_new();
  o->hash = hash_of(o->library, hash_bits);
  return o->context && o->hash &&
         (derivation == PEER_DERIVE_TLS12_PRF || o->output_byte_count == o->digest_byte_count);
}

// ---- HKDF_expand ----------------------------------------------------------------------------------

static int hkdf_run(peer_operation *operation, uint64_t calls) {
  kdf_operation *o = (kdf_operation *)operation;
  int ok = 1;
  while (calls--) {
    ok &= o->library->HKDF_expand(o->output, o->output_byte_count, o->hash, o->secret,
                                  o->secret_byte_count, o->seed, o->seed_byte_count);
  }
  return !ok;
}

static void hkdf_release(peer_operation *operation) { free(operation); }

peer_operation *peer_libcrypto_kdf(const peer_libcrypto *library, peer_kdf_style style,
                                   peer_derivation derivation, const peer_kdf_input *input) {
  static const uint32_t needed[] = {PEER_HAS_EVP_KDF, PEER_HAS_HMAC, PEER_HAS_HKDF_EXPAND};
  size_t seed_byte_count = input->label_byte_count + input->seed_byte_count;
  if (!(library->features & needed[style]) || seed_byte_count > MAX_INPUT ||
      input->secret_byte_count > MAX_INPUT || input->output_byte_count > MAX_INPUT ||
      (style == PEER_KDF_HKDF && derivation != PEER_DERIVE_HKDF_EXPAND)) {
    return NULL;
  }
  kdf_operation *o = calloc(1, sizeof *o);
  if (!o) return NULL;
  o->base.result = kdf_result;
  o->library = library;
  o->digest_byte_count = (size_t)input->hash_bits / 8;
  o->secret_byte_count = input->secret_byte_count;
  o->seed_byte_count = seed_byte_count;
  o->output_byte_count = input->output_byte_count;
  memcpy(o->secret, input->secret, input->secret_byte_count);
  if (input->label_byte_count) memcpy(o->seed, input->label, input->label_byte_count);
  memcpy(o->seed + input->label_byte_count, input->seed, input->seed_byte_count);
  int ok = 0;
  switch (style) {
    case PEER_KDF_EVP: ok = evp_start(o, derivation, input->hash_bits); break;
    case PEER_KDF_HMAC: ok = hmac_start(o, derivation, input->hash_bits); break;
    case PEER_KDF_HKDF:
      o->base.run = hkdf_run;
      o->base.release = hkdf_release;
      o->hash = hash_of(library, input->hash_bits);
      ok = o->hash != NULL;
      break;
  }
  if (!ok) {
    o->base.release(&o->base);
    return NULL;
  }
  return &o->base;
}
