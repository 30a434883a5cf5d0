// SPDX-License-Identifier: Apache-2.0

// Intel's crypto_mb: eight RSA private operations in one call. Its prototypes are written out, so that
// its headers are not needed to build.
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "operation.h"

enum {
  LANES = 8,
  NUMBERS = 5,        // p, q, d_p, d_q, q_inverse
  MAX_MODULUS = 512,  // bytes: 4,096 bits is its largest size
  MAX_HALF = MAX_MODULUS / 2,
  THIS_CPU = 0,  // in place of a set of features: those of the CPU that it runs on
};

// mbxVersion
typedef struct {
  int major, minor, patch;
  char cpu[4];
  const char *name;
  const char *build_date;
  const char *text;
} mbx_version;

// X(result, name, parameters): numbers are little-endian, a method is const void * here.
#define CRYPTO_MB_FUNCTIONS(X)                                                                     \
  X(const mbx_version *, mbx_getversion, (void))                                                   \
  X(int, mbx_is_crypto_mb_applicable, (uint64_t))                                                  \
  X(const void *, mbx_RSA_private_crt_Method, (int))                                               \
  X(int, mbx_RSA_Method_BufSize, (const void *))                                                   \
  X(uint32_t, mbx_rsa_private_crt_mb8,                                                             \
    (const uint8_t *const *, uint8_t *const *, const uint64_t *const *, const uint64_t *const *,   \
     const uint64_t *const *, const uint64_t *const *, const uint64_t *const *, int, const void *, \
     uint8_t *))

struct peer_crypto_mb {
  char version[64];
#define PEER_MEMBER(result, name, parameters) result(*name) parameters;
  CRYPTO_MB_FUNCTIONS(PEER_MEMBER)
#undef PEER_MEMBER
};

int peer_is_crypto_mb(const char *path) {
  void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  return handle && dlsym(handle, "mbx_rsa_private_crt_mb8");
}

peer_crypto_mb *peer_crypto_mb_open(const char *path, char *error, size_t error_capacity) {
  void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  peer_crypto_mb *library = handle ? calloc(1, sizeof *library) : NULL;
  if (!library) {
    snprintf(error, error_capacity, "%s cannot be loaded", path);
    return NULL;
  }
  const char *missing = NULL;
#define PEER_NEED(result, name, parameters)                   \
  library->name = (result(*) parameters)dlsym(handle, #name); \
  if (!library->name) missing = #name;
  CRYPTO_MB_FUNCTIONS(PEER_NEED)
#undef PEER_NEED
  if (!missing && !library->mbx_is_crypto_mb_applicable(THIS_CPU)) missing = "code for this CPU";
  if (missing) {
    snprintf(error, error_capacity, "%s lacks %s", path, missing);
    free(library);
    return NULL;
  }
  const mbx_version *version = library->mbx_getversion();
  snprintf(library->version, sizeof library->version, "%s %d.%d.%d", version->name, version->major,
           version->minor, version->patch);
  return library;
}

const char *peer_crypto_mb_version(const peer_crypto_mb *library) { return library->version; }

typedef struct {
  peer_operation base;
  const peer_crypto_mb *library;
  const void *method;
  uint8_t *scratch;
  size_t modulus_byte_count;
  uint64_t numbers[NUMBERS][MAX_HALF / sizeof(uint64_t)];
  uint8_t inputs[LANES][MAX_MODULUS], outputs[LANES][MAX_MODULUS];
  // The same numbers in all lanes.
  const uint64_t *number_pointers[NUMBERS][LANES];
  const uint8_t *input_pointers[LANES];
  uint8_t *output_pointers[LANES];
} crypto_mb_operation;

static int crypto_mb_run(peer_operation *operation, uint64_t calls) {
  crypto_mb_operation *o = (crypto_mb_operation *)operation;
  const uint64_t *(*n)[LANES] = o->number_pointers;
  uint32_t failed = 0;
  while (calls--) {
    failed |= o->library->mbx_rsa_private_crt_mb8(
        o->input_pointers, o->output_pointers, n[0], n[1], n[2], n[3], n[4],
        (int)(8 * o->modulus_byte_count), o->method, o->scratch);
  }
  return failed != 0;
}

static size_t crypto_mb_result(peer_operation *operation, uint8_t *result, size_t capacity) {
  crypto_mb_operation *o = (crypto_mb_operation *)operation;
  size_t byte_count = o->modulus_byte_count;
  if (crypto_mb_run(operation, 1) || byte_count > capacity) return 0;
  for (int lane = 1; lane < LANES; lane++) {
    if (memcmp(o->outputs[lane], o->outputs[0], byte_count) != 0) return 0;
  }
  memcpy(result, o->outputs[0], byte_count);
  return byte_count;
}

static void crypto_mb_release(peer_operation *operation) {
  crypto_mb_operation *o = (crypto_mb_operation *)operation;
  free(o->scratch);
  free(o);
}

static void read_number(uint64_t *to, const uint8_t *from, size_t byte_count) {
  uint8_t *bytes = (uint8_t *)to;
  for (size_t i = 0; i < byte_count; i++) bytes[i] = from[byte_count - 1 - i];
}

peer_operation *peer_crypto_mb_rsa(const peer_crypto_mb *library, const peer_crt_key *key,
                                   const uint8_t *input) {
  size_t half = key->half_byte_count;
  const void *method = library->mbx_RSA_private_crt_Method((int)(16 * half));
  crypto_mb_operation *o = method && half <= MAX_HALF ? calloc(1, sizeof *o) : NULL;
  if (!o) return NULL;
  o->base = (peer_operation){
      .run = crypto_mb_run, .result = crypto_mb_result, .release = crypto_mb_release};
  o->library = library;
  o->method = method;
  o->modulus_byte_count = 2 * half;
  const uint8_t *numbers[NUMBERS] = {key->p, key->q, key->d_p, key->d_q, key->q_inverse};
  for (int i = 0; i < NUMBERS; i++) read_number(o->numbers[i], numbers[i], half);
  for (int lane = 0; lane < LANES; lane++) {
    for (int i = 0; i < NUMBERS; i++) o->number_pointers[i][lane] = o->numbers[i];
    memcpy(o->inputs[lane], input, 2 * half);
    o->input_pointers[lane] = o->inputs[lane];
    o->output_pointers[lane] = o->outputs[lane];
  }
  o->scratch = malloc((size_t)library->mbx_RSA_Method_BufSize(method));
  if (!o->scratch) {
    crypto_mb_release(&o->base);
    return NULL;
  }
  return &o->base;
}
