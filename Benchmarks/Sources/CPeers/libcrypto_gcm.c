// SPDX-License-Identifier: Apache-2.0

// AES-GCM of a libcrypto: EVP_AEAD where there is one (BoringSSL, AWS-LC), else EVP_CIPHER with the
// cipher fetched once (OpenSSL 3). TLS 1.2 records of the latter go through the cipher's own record
// mode (EVP_CTRL_AEAD_TLS1_AAD), as its own TLS does.
#include "gcm.h"
#include "libcrypto.h"

enum {
  GCM_SET_IV_FIXED = 0x12,  // EVP_CTRL_GCM_SET_IV_FIXED
  AEAD_TLS1_AAD = 0x16,     // EVP_CTRL_AEAD_TLS1_AAD
  GCM_SET_TAG = 0x11,       // EVP_CTRL_AEAD_SET_TAG
};

PEER_INLINE const peer_libcrypto *library(const gcm_operation *o) { return o->library; }

// ---- EVP_CIPHER -----------------------------------------------------------------------------------

PEER_INLINE int cipher_seal(gcm_operation *o, const uint8_t *nonce, const uint8_t *aad,
                            size_t aad_byte_count, uint8_t *text, size_t byte_count, uint8_t *tag) {
  const peer_libcrypto *l = library(o);
  int count;
  peer_param parameters[] = {peer_param_octets("tag", tag, TAG_BYTES), peer_param_end()};
  return l->EVP_EncryptInit_ex(o->context, NULL, NULL, NULL, nonce) == 1 &&
         l->EVP_EncryptUpdate(o->context, NULL, &count, aad, (int)aad_byte_count) == 1 &&
         l->EVP_EncryptUpdate(o->context, text, &count, text, (int)byte_count) == 1 &&
         l->EVP_EncryptFinal_ex(o->context, text + byte_count, &count) == 1 &&
         l->EVP_CIPHER_CTX_get_params(o->context, parameters) == 1;
}

PEER_INLINE int cipher_open(gcm_operation *o, const uint8_t *nonce, const uint8_t *aad,
                            size_t aad_byte_count, uint8_t *text, size_t byte_count,
                            const uint8_t *tag) {
  const peer_libcrypto *l = library(o);
  int count;
  peer_param parameters[] = {peer_param_octets("tag", tag, TAG_BYTES), peer_param_end()};
  return l->EVP_DecryptInit_ex(o->open_context, NULL, NULL, NULL, nonce) == 1 &&
         l->EVP_DecryptUpdate(o->open_context, NULL, &count, aad, (int)aad_byte_count) == 1 &&
         l->EVP_DecryptUpdate(o->open_context, text, &count, text, (int)byte_count) == 1 &&
         l->EVP_CIPHER_CTX_set_params(o->open_context, parameters) == 1 &&
         l->EVP_DecryptFinal_ex(o->open_context, text + byte_count, &count) == 1;
}

static int cipher_run(peer_operation *operation, uint64_t calls) {
  return gcm_run((gcm_operation *)operation, calls, cipher_seal, cipher_open);
}

static int cipher_record_seal_run(peer_operation *operation, uint64_t calls) {
  gcm_operation *o = (gcm_operation *)operation;
  const peer_libcrypto *l = library(o);
  _Alignas(16) uint8_t aad[16];
  size_t count = EXPLICIT_BYTES + o->byte_count + TAG_BYTES;
  int ok = 1;
  while (calls--) {
    write_header(o->buffer, count);
    // The length that the cipher expects here counts the explicit nonce.
    write_tls12_aad(aad, o->sequence++, EXPLICIT_BYTES + o->byte_count);
    ok &= l->EVP_CIPHER_CTX_ctrl(o->context, AEAD_TLS1_AAD, AAD_BYTES, aad) == TAG_BYTES;
    uint8_t *record = o->buffer + HEADER_BYTES;
    ok &= l->EVP_Cipher(o->context, record, record, (unsigned int)count) == (int)count;
  }
  return !ok;
}

static int cipher_record_open_run(peer_operation *operation, uint64_t calls) {
  gcm_operation *o = (gcm_operation *)operation;
  const peer_libcrypto *l = library(o);
  _Alignas(16) uint8_t aad[16];
  size_t count = EXPLICIT_BYTES + o->byte_count + TAG_BYTES;
  int ok = 1;
  while (calls--) {
    unsigned int i = o->ring_position++ % RING;
    uint8_t *record = o->buffer + HEADER_BYTES;
    memcpy(record, o->ring[i].nonce + SALT_BYTES, EXPLICIT_BYTES);
    memcpy(o->text + o->byte_count, o->ring[i].tag, TAG_BYTES);
    write_tls12_aad(aad, i, count);
    ok &= l->EVP_CIPHER_CTX_ctrl(o->open_context, AEAD_TLS1_AAD, AAD_BYTES, aad) == TAG_BYTES;
    ok &= l->EVP_Cipher(o->open_context, record, record, (unsigned int)count) > 0;
  }
  return !ok;
}

static void cipher_release(peer_operation *operation) {
  gcm_operation *o = (gcm_operation *)operation;
  library(o)->EVP_CIPHER_CTX_free(o->context);
  library(o)->EVP_CIPHER_CTX_free(o->open_context);
  gcm_operation_free(o);
}

// ---- EVP_AEAD -------------------------------------------------------------------------------------

PEER_INLINE int aead_seal(gcm_operation *o, const uint8_t *nonce, const uint8_t *aad,
                          size_t aad_byte_count, uint8_t *text, size_t byte_count, uint8_t *tag) {
  size_t tag_byte_count;
  return library(o)->EVP_AEAD_CTX_seal_scatter(o->context, text, tag, &tag_byte_count, TAG_BYTES,
                                               nonce, NONCE_BYTES, text, byte_count, NULL, 0, aad,
                                               aad_byte_count) == 1;
}

PEER_INLINE int aead_open(gcm_operation *o, const uint8_t *nonce, const uint8_t *aad,
                          size_t aad_byte_count, uint8_t *text, size_t byte_count,
                          const uint8_t *tag) {
  return library(o)->EVP_AEAD_CTX_open_gather(o->context, text, nonce, NONCE_BYTES, text,
                                              byte_count, tag, TAG_BYTES, aad, aad_byte_count) == 1;
}

static int aead_run(peer_operation *operation, uint64_t calls) {
  return gcm_run((gcm_operation *)operation, calls, aead_seal, aead_open);
}

static void aead_release(peer_operation *operation) {
  gcm_operation *o = (gcm_operation *)operation;
  library(o)->EVP_AEAD_CTX_free(o->context);
  gcm_operation_free(o);
}

// ---- Setting up -----------------------------------------------------------------------------------

static int cipher_start(gcm_operation *o, const peer_gcm_input *input) {
  const peer_libcrypto *l = library(o);
  const char *name = input->key_byte_count == 16 ? "AES-128-GCM" : "AES-256-GCM";
  void *cipher = l->EVP_CIPHER_fetch(NULL, name, NULL);
  o->base.run = cipher_run;
  o->base.release = cipher_release;
  o->seal = cipher_seal;
  o->open = cipher_open;
  o->context = l->EVP_CIPHER_CTX_new();
  o->open_context = l->EVP_CIPHER_CTX_new();
  if (!cipher || !o->context || !o->open_context ||
      l->EVP_EncryptInit_ex(o->context, cipher, NULL, input->key, input->nonce) != 1 ||
      l->EVP_DecryptInit_ex(o->open_context, cipher, NULL, input->key, input->nonce) != 1 ||
      !gcm_operation_start(o)) {
    return 0;
  }
  if (o->mode == PEER_TLS12_RECORD_SEAL || o->mode == PEER_TLS12_RECORD_OPEN) {
    void *context = o->mode == PEER_TLS12_RECORD_SEAL ? o->context : o->open_context;
    uint8_t fixed[NONCE_BYTES] = {0};  // salt, then the explicit nonce to start from
    memcpy(fixed, input->nonce, SALT_BYTES);
    if (l->EVP_CIPHER_CTX_ctrl(context, GCM_SET_IV_FIXED, -1, fixed) != 1) return 0;
    o->base.run = o->mode == PEER_TLS12_RECORD_SEAL ? cipher_record_seal_run
                                                    : cipher_record_open_run;
  }
  return 1;
}

peer_operation *peer_libcrypto_gcm(const peer_libcrypto *library, peer_gcm_mode mode,
                                   const peer_gcm_input *input) {
  if (!(library->features & (PEER_HAS_EVP_AEAD | PEER_HAS_EVP_CIPHER))) return NULL;
  gcm_operation *o = gcm_operation_make(mode, input);
  if (!o) return NULL;
  o->library = library;
  int ok;
  if (library->features & PEER_HAS_EVP_AEAD) {
    const void *aead = input->key_byte_count == 16 ? library->EVP_aead_aes_128_gcm()
                                                   : library->EVP_aead_aes_256_gcm();
    o->base.run = aead_run;
    o->base.release = aead_release;
    o->seal = aead_seal;
    o->open = aead_open;
    o->context = library->EVP_AEAD_CTX_new(aead, input->key, input->key_byte_count, TAG_BYTES);
    ok = o->context && gcm_operation_start(o);
  } else {
    ok = cipher_start(o, input);
  }
  if (!ok) {
    o->base.release(&o->base);
    return NULL;
  }
  return &o->base;
}
