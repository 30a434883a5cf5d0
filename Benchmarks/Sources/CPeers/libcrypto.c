// SPDX-License-Identifier: Apache-2.0

// Loading a libcrypto privately and finding its functions.
#define _GNU_SOURCE
#include "libcrypto.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint32_t features(const peer_libcrypto *l) {
  uint32_t has = 0;
  if (l->EVP_CIPHER_fetch && l->EVP_CIPHER_CTX_new && l->EVP_CIPHER_CTX_get_params &&
      l->EVP_CIPHER_CTX_set_params && l->EVP_CIPHER_CTX_ctrl && l->EVP_EncryptInit_ex &&
      l->EVP_DecryptInit_ex && l->EVP_EncryptUpdate && l->EVP_DecryptUpdate &&
      l->EVP_EncryptFinal_ex && l->EVP_DecryptFinal_ex && l->EVP_Cipher && l->EVP_CIPHER_CTX_free) {
    has |= PEER_HAS_EVP_CIPHER;
  }
  if (l->EVP_aead_aes_128_gcm && l->EVP_aead_aes_256_gcm && l->EVP_AEAD_CTX_new &&
      l->EVP_AEAD_CTX_free && l->EVP_AEAD_CTX_seal_scatter && l->EVP_AEAD_CTX_open_gather) {
    has |= PEER_HAS_EVP_AEAD;
  }
  if (l->EVP_KDF_fetch && l->EVP_KDF_free && l->EVP_KDF_CTX_new && l->EVP_KDF_CTX_free &&
      l->EVP_KDF_CTX_reset && l->EVP_KDF_derive) {
    has |= PEER_HAS_EVP_KDF;
  }
  if (l->HMAC_CTX_new && l->HMAC_CTX_free && l->HMAC_Init_ex && l->HMAC_Update && l->HMAC_Final &&
      l->EVP_sha256 && l->EVP_sha384) {
    has |= PEER_HAS_HMAC;
  }
  if (l->HKDF_expand && l->EVP_sha256 && l->EVP_sha384) has |= PEER_HAS_HKDF_EXPAND;
  if (l->d2i_PrivateKey && l->EVP_PKEY_free && l->EVP_PKEY_CTX_new && l->EVP_PKEY_CTX_free &&
      l->EVP_PKEY_CTX_set_rsa_padding && l->EVP_PKEY_CTX_set_rsa_pss_saltlen &&
      l->EVP_PKEY_CTX_set_signature_md && l->EVP_PKEY_decrypt_init && l->EVP_PKEY_decrypt &&
      l->EVP_PKEY_encrypt_init && l->EVP_PKEY_encrypt && l->EVP_PKEY_sign_init &&
      l->EVP_PKEY_sign && l->EVP_sha256) {
    has |= PEER_HAS_RSA;
    if (l->EVP_PKEY_CTX_set_params && l->EVP_KDF_fetch) has |= PEER_HAS_TLS_PADDING;
  }
  return has;
}

peer_libcrypto *peer_libcrypto_open(const char *path, char *error, size_t error_capacity) {
  void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (!handle) {
    const char *reason = dlerror();
    snprintf(error, error_capacity, "%s", reason ? reason : "cannot be loaded");
    return NULL;
  }
  const char *(*version)(int) = (const char *(*)(int))dlsym(handle, "OpenSSL_version");
  peer_libcrypto *library = version ? calloc(1, sizeof *library) : NULL;
  if (!library) {
    snprintf(error, error_capacity,
             "%s is neither a libcrypto, which has OpenSSL_version, nor crypto_mb, which has "
             "mbx_rsa_private_crt_mb8: give the path of a libcrypto.so or libcrypto_mb.so",
             path);
    dlclose(handle);
    return NULL;
  }
  library->version = version(0);
  library->version_function = (void *)(uintptr_t)version;
  snprintf(library->path, sizeof library->path, "%s", path);
  Dl_info info;
  if (dladdr((void *)(uintptr_t)version, &info) && info.dli_fname) {
    snprintf(library->path, sizeof library->path, "%s", info.dli_fname);
  }
#define PEER_FIND(result, name, parameters) \
  library->name = (result(*) parameters)dlsym(handle, #name);
  PEER_LIBCRYPTO_FUNCTIONS(PEER_FIND)
#undef PEER_FIND
  library->features = features(library);
  if (library->features == 0) {
    snprintf(error, error_capacity, "%s has no function of libcrypto that is measured", path);
    free(library);
    return NULL;
  }
  return library;
}

const char *peer_libcrypto_version(const peer_libcrypto *library) { return library->version; }

const char *peer_libcrypto_path(const peer_libcrypto *library) { return library->path; }

uint32_t peer_libcrypto_features(const peer_libcrypto *library) { return library->features; }
