// SPDX-License-Identifier: Apache-2.0

#include <string.h>

#include "../secrets/wipe_stack.h"
#include "copy_short.h"
#include "handshake_hash.h"
#include "hash_functions.h"
#include "sha2_words.h"
#include "wipe_inline.h"

// The initial states (FIPS 180-4, section 5.3).
const handshake_hash_state handshake_sha1_initial = {
    .words32 = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0}};
const handshake_hash_state handshake_sha224_initial = {
    .words32 = {0xc1059ed8, 0x367cd507, 0x3070dd17, 0xf70e5939, 0xffc00b31, 0x68581511, 0x64f98fa7,
                0xbefa4fa4}};
const handshake_hash_state handshake_sha256_initial = {
    .words32 = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab,
                0x5be0cd19}};
const handshake_hash_state handshake_sha384_initial = {
    .words64 = {0xcbbb9d5dc1059ed8, 0x629a292a367cd507, 0x9159015a3070dd17, 0x152fecd8f70e5939,
                0x67332667ffc00b31, 0x8eb44a8768581511, 0xdb0c2e0d64f98fa7, 0x47b5481dbefa4fa4}};
const handshake_hash_state handshake_sha512_initial = {
    .words64 = {0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
                0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179}};

// Of store_word32 and store_word64.
DEFINE_WIPE_UNOPTIMIZED_STACK(wipe_word_frames, 256)

static void copy(uint8_t *to, const uint8_t *from, size_t byte_count) {
  if (byte_count != 0) memcpy(to, from, byte_count);
}

static void start_from(handshake_hash *hash, const handshake_hash_state *state, size_t byte_count) {
  hash->state = *state;
  hash->byte_count = byte_count;
}

void handshake_hash_begin(handshake_hash *hash, const handshake_hash_algorithm *algorithm) {
  start_from(hash, algorithm->initial, 0);
}

void handshake_hash_update(handshake_hash *hash, const handshake_hash_algorithm *algorithm,
                           const uint8_t *bytes, size_t byte_count) {
  const size_t block = algorithm->block_byte_count;
  const size_t used = hash->byte_count & (block - 1);
  hash->byte_count += byte_count;
  if (used != 0) {
    const size_t room = block - used;
    const size_t taken = byte_count < room ? byte_count : room;
    copy(hash->buffer + used, bytes, taken);
    if (taken < room) return;
    algorithm->kernel->compress(&hash->state, hash->buffer, 1);
    bytes += taken;
    byte_count -= taken;
  }
  const size_t whole = byte_count / block;
  if (whole != 0) {
    algorithm->kernel->compress(&hash->state, bytes, whole);
    bytes += whole * block;
  }
  copy(hash->buffer, bytes, byte_count - whole * block);
}

void handshake_hash_finish(handshake_hash *hash, const handshake_hash_algorithm *algorithm,
                           uint8_t *digest) {
  // FIPS 180-4, section 5.1: a one bit, zeros, and the bit length in the last two words.
  const size_t block = algorithm->block_byte_count;
  const size_t length_field = block / 8;
  size_t used = hash->byte_count & (block - 1);
  hash->buffer[used++] = 0x80;
  if (used > block - length_field) {
    memset(hash->buffer + used, 0, block - used);
    algorithm->kernel->compress(&hash->state, hash->buffer, 1);
    used = 0;
  }
  memset(hash->buffer + used, 0, block - used);
  store_word64(hash->buffer + block - 8, hash->byte_count << 3);
  hash->buffer[block - 9] |= (uint8_t)(hash->byte_count >> 61);
  algorithm->kernel->compress(&hash->state, hash->buffer, 1);

  // Every digest here is a whole number of words.
  if (block == 64) {
    for (size_t i = 0; i < algorithm->digest_byte_count / 4; i++) {
      store_word32(digest + 4 * i, hash->state.words32[i]);
    }
  } else {
    for (size_t i = 0; i < algorithm->digest_byte_count / 8; i++) {
      store_word64(digest + 8 * i, hash->state.words64[i]);
    }
  }
  wipe_word_frames();
  wipe_inline(hash, sizeof *hash);
}

void handshake_hash_digest(const handshake_hash_algorithm *algorithm, const uint8_t *first,
                           size_t first_byte_count, const uint8_t *second, size_t second_byte_count,
                           uint8_t *digest) {
  handshake_hash hash;
  handshake_hash_begin(&hash, algorithm);
  handshake_hash_update(&hash, algorithm, first, first_byte_count);
  handshake_hash_update(&hash, algorithm, second, second_byte_count);
  handshake_hash_finish(&hash, algorithm, digest);
}

void handshake_hmac_pad_key(uint8_t *padded, const handshake_hash_algorithm *algorithm,
                            const uint8_t *key, size_t key_byte_count) {
  // RFC 2104, section 2: keys longer than a block are hashed, shorter ones padded with zeros.
  memset(padded, 0, HANDSHAKE_HASH_MAXIMUM_BLOCK);
  if (key_byte_count > algorithm->block_byte_count) {
    handshake_hash_digest(algorithm, key, key_byte_count, 0, 0, padded);
  } else {
    copy_short(padded, key, key_byte_count);
  }
}

void handshake_hmac_prepare(handshake_hmac_states *states,
                            const handshake_hash_algorithm *algorithm, const uint8_t *key,
                            size_t key_byte_count) {
  uint8_t padded[HANDSHAKE_HASH_MAXIMUM_BLOCK];
  handshake_hmac_pad_key(padded, algorithm, key, key_byte_count);
  algorithm->kernel->hmac_key(states, algorithm->initial, padded);
  wipe_inline(padded, sizeof padded);
}

void handshake_hmac_begin(handshake_hash *hash, const handshake_hash_algorithm *algorithm,
                          const handshake_hmac_states *states) {
  start_from(hash, &states->inner, algorithm->block_byte_count);
}

void handshake_hmac_finish(handshake_hash *hash, const handshake_hash_algorithm *algorithm,
                           const handshake_hmac_states *states, uint8_t *tag) {
  uint8_t digest[HANDSHAKE_HASH_MAXIMUM_DIGEST];
  handshake_hash_finish(hash, algorithm, digest);
  start_from(hash, &states->outer, algorithm->block_byte_count);
  handshake_hash_update(hash, algorithm, digest, algorithm->digest_byte_count);
  handshake_hash_finish(hash, algorithm, tag);
  wipe_inline(digest, sizeof digest);
}

void handshake_hmac_tag(const handshake_hash_algorithm *algorithm,
                        const handshake_hmac_states *states, const uint8_t *first,
                        size_t first_byte_count, const uint8_t *second, size_t second_byte_count,
                        uint8_t *tag) {
  handshake_hash hash;
  handshake_hmac_begin(&hash, algorithm, states);
  handshake_hash_update(&hash, algorithm, first, first_byte_count);
  handshake_hash_update(&hash, algorithm, second, second_byte_count);
  handshake_hmac_finish(&hash, algorithm, states, tag);
}
