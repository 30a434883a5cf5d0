// SPDX-License-Identifier: Apache-2.0

// Loading libcrypto and finding its functions.
#include "functions.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

libcrypto_functions libcrypto;

static bool fail(char *error, size_t capacity, const char *path, const char *reason) {
  snprintf(error, capacity, "%s: %s", path, reason ? reason : "it cannot be loaded");
  return false;
}

bool libcrypto_load(const char *path, char *error, size_t error_capacity) {
  void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (!handle) return fail(error, error_capacity, path, dlerror());
#define FIND(result, name, parameters)                       \
  libcrypto.name = (result(*) parameters)dlsym(handle, #name); \
  if (!libcrypto.name) return fail(error, error_capacity, path, "it has no " #name);
  LIBCRYPTO_FUNCTIONS(FIND)
#undef FIND
  libcrypto.tls1_prf = libcrypto.EVP_KDF_fetch(NULL, "TLS1-PRF", NULL);
  libcrypto.hkdf = libcrypto.EVP_KDF_fetch(NULL, "HKDF", NULL);
  libcrypto.aes128_gcm = libcrypto.EVP_CIPHER_fetch(NULL, "AES-128-GCM", NULL);
  libcrypto.aes256_gcm = libcrypto.EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
  if (!libcrypto.tls1_prf || !libcrypto.hkdf || !libcrypto.aes128_gcm || !libcrypto.aes256_gcm) {
    return fail(error, error_capacity, path, "an algorithm is missing");
  }
  return true;
}

const char *libcrypto_version(void) { return libcrypto.OpenSSL_version(0); }

bool libcrypto_rejects_implicitly(void) { return libcrypto.OpenSSL_version_num() >= 0x30200000; }

void *libcrypto_digest(const char *name) {
  static struct {
    char name[16];
    void *digest;
  } digests[8];
  for (size_t i = 0; i < sizeof digests / sizeof digests[0]; i++) {
    if (!digests[i].digest) {
      digests[i].digest = libcrypto.EVP_MD_fetch(NULL, name, NULL);
      snprintf(digests[i].name, sizeof digests[i].name, "%s", name);
      return digests[i].digest;
    }
    if (strcmp(digests[i].name, name) == 0) return digests[i].digest;
  }
  return NULL;
}
