// SPDX-License-Identifier: Apache-2.0

// Words as FIPS 180-4 stores them: most significant byte first.
#ifndef HANDSHAKE_SHA2_WORDS_H
#define HANDSHAKE_SHA2_WORDS_H

#include <stdint.h>
#include <string.h>

static inline uint32_t load_word32(const uint8_t *bytes) {
  uint32_t word;
  memcpy(&word, bytes, 4);
  return __builtin_bswap32(word);
}

static inline uint64_t load_word64(const uint8_t *bytes) {
  uint64_t word;
  memcpy(&word, bytes, 8);
  return __builtin_bswap64(word);
}

static inline void store_word32(uint8_t *bytes, uint32_t word) {
  word = __builtin_bswap32(word);
  memcpy(bytes, &word, 4);
}

static inline void store_word64(uint8_t *bytes, uint64_t word) {
  word = __builtin_bswap64(word);
  memcpy(bytes, &word, 8);
}

#endif
