// SPDX-License-Identifier: Apache-2.0

// Finding the libssl that belongs to a libcrypto.
#define _GNU_SOURCE
#include "libssl.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// "…/libcrypto.so.3" to "…/libssl.so.3". 0: the name has no "crypto".
static int sibling_path(const char *path, char *sibling, size_t capacity) {
  const char *name = strrchr(path, '/');
  name = name ? name + 1 : path;
  const char *word = strstr(name, "crypto");
  if (!word) return 0;
  int length = snprintf(sibling, capacity, "%.*sssl%s", (int)(word - path), path, word + 6);
  return length > 0 && (size_t)length < capacity;
}

peer_libssl *peer_libssl_open(const peer_libcrypto *library, const char *path, char *error,
                              size_t error_capacity) {
  char sibling[520];
  if (!path) {
    if (!sibling_path(library->path, sibling, sizeof sibling)) {
      snprintf(error, error_capacity, "%s names no libcrypto, so that no libssl is known",
               library->path);
      return NULL;
    }
    path = sibling;
  }
  void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (!handle) {
    const char *reason = dlerror();
    snprintf(error, error_capacity, "%s", reason ? reason : "cannot be loaded");
    return NULL;
  }
  // Found in the libraries that this one is linked with: it must be ours and not one of that name
  // that was loaded before.
  void *version_function = dlsym(handle, "OpenSSL_version");
  if (!version_function) {
    snprintf(error, error_capacity, "%s is no libssl: it is linked with no libcrypto", path);
    dlclose(handle);
    return NULL;
  }
  if (version_function != library->version_function) {
    snprintf(error, error_capacity,
             "%s is linked with another libcrypto than %s; if that is the system's of the same "
             "name, --peers without openssl leaves it out",
             path, library->path);
    dlclose(handle);
    return NULL;
  }
  peer_libssl *l = calloc(1, sizeof *l);
  if (!l) return NULL;
  l->crypto = library;
  const char *missing = NULL;
#define PEER_FIND(result, name, parameters) l->name = (result(*) parameters)dlsym(handle, #name);
#define PEER_NEED(result, name, parameters) \
  PEER_FIND(result, name, parameters)       \
  if (!l->name) missing = #name;
  PEER_LIBSSL_FUNCTIONS(PEER_NEED)
  PEER_LIBSSL_CONTROLS(PEER_FIND)
#undef PEER_NEED
#undef PEER_FIND
  if (!library->BIO_new || !library->BIO_s_mem || !library->BIO_up_ref || !library->BIO_free ||
      !library->d2i_X509 || !library->X509_free || !library->X509_STORE_add_cert) {
    missing = "BIO_new";
  }
  if (missing) {
    snprintf(error, error_capacity, "%s lacks %s", path, missing);
    free(l);
    return NULL;
  }
  return l;
}
