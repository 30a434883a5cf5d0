// SPDX-License-Identifier: Apache-2.0

// The hash functions that a kernel's compression makes (FIPS 180-4, sections 5.3 and 6).
#ifndef HANDSHAKE_HASH_FUNCTIONS_H
#define HANDSHAKE_HASH_FUNCTIONS_H

#include "handshake_hash.h"

extern const handshake_hash_state handshake_sha1_initial;
extern const handshake_hash_state handshake_sha224_initial;
extern const handshake_hash_state handshake_sha256_initial;
extern const handshake_hash_state handshake_sha384_initial;
extern const handshake_hash_state handshake_sha512_initial;

// Declares a kernel and defines the hash functions that its descriptor points to.
#define SHA1_ALGORITHMS(kernel)                            \
  extern const handshake_hash_kernel kernel;               \
  static const handshake_hash_algorithm algorithms[] = {   \
      {&kernel, &handshake_sha1_initial, 64, 20}};
#define SHA256_ALGORITHMS(kernel)                          \
  extern const handshake_hash_kernel kernel;               \
  static const handshake_hash_algorithm algorithms[] = {   \
      {&kernel, &handshake_sha224_initial, 64, 28},        \
      {&kernel, &handshake_sha256_initial, 64, 32}};
#define SHA512_ALGORITHMS(kernel)                          \
  extern const handshake_hash_kernel kernel;               \
  static const handshake_hash_algorithm algorithms[] = {   \
      {&kernel, &handshake_sha384_initial, 128, 48},       \
      {&kernel, &handshake_sha512_initial, 128, 64}};

#endif
