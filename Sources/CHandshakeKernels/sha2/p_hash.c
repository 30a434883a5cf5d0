// SPDX-License-Identifier: Apache-2.0

#include <string.h>

#include "copy_short.h"
#include "handshake_hash.h"
#include "wipe_inline.h"

enum {
  SEED_BUFFER = HANDSHAKE_P_HASH_MAXIMUM_SEED + 1 + HANDSHAKE_P_HASH_SEED_ZEROS,
  TOO_LONG = HANDSHAKE_P_HASH_MAXIMUM_SEED + 1,
};

// buffer := the seed, the padding's first bit, zeros. Answers the seed's length, or TOO_LONG.
// Seeds are public: labels, random values and hashes of what was sent.
static inline size_t gather_seed(uint8_t buffer[SEED_BUFFER], const handshake_hash_part *parts,
                                 size_t part_count) {
  uint8_t *end = buffer;
#pragma clang loop unroll(disable)
  for (const handshake_hash_part *part = parts; part != parts + part_count; part++) {
    const size_t room = (size_t)(buffer + HANDSHAKE_P_HASH_MAXIMUM_SEED - end);
    if (part->byte_count > room) return TOO_LONG;
    copy_short(end, part->bytes, part->byte_count);
    end += part->byte_count;
  }
  *end = 0x80;
  memset(end + 1, 0, HANDSHAKE_P_HASH_SEED_ZEROS);
  return (size_t)(end - buffer);
}

// SHA-224 and SHA-512 share a kernel with another hash function, and TLS uses neither here.
static int kernel_covers(const handshake_hash_algorithm *algorithm) {
  return algorithm->digest_byte_count == 32 || algorithm->digest_byte_count == 48;
}

// HMAC(key, a + parts), where a is one digest and may be absent.
static void tag_of_parts(const handshake_hash_algorithm *algorithm,
                         const handshake_hmac_states *key, const uint8_t *a,
                         const handshake_hash_part *parts, size_t part_count, uint8_t *tag) {
  handshake_hash hash;
  handshake_hmac_begin(&hash, algorithm, key);
  if (a) handshake_hash_update(&hash, algorithm, a, algorithm->digest_byte_count);
  for (size_t i = 0; i < part_count; i++) {
    handshake_hash_update(&hash, algorithm, parts[i].bytes, parts[i].byte_count);
  }
  handshake_hmac_finish(&hash, algorithm, key, tag);
}

// The definition as it stands, for what the kernels do not take.
static void p_hash_of_any_seed(const handshake_hash_algorithm *algorithm,
                               const handshake_hmac_states *key, const handshake_hash_part *parts,
                               size_t part_count, uint8_t *out, size_t out_byte_count) {
  const size_t digest = algorithm->digest_byte_count;
  uint8_t a[HANDSHAKE_HASH_MAXIMUM_DIGEST], last[HANDSHAKE_HASH_MAXIMUM_DIGEST];
  tag_of_parts(algorithm, key, 0, parts, part_count, a);  // A(1)
  for (; out_byte_count > digest; out += digest, out_byte_count -= digest) {
    tag_of_parts(algorithm, key, a, parts, part_count, out);
    handshake_hmac_tag(algorithm, key, a, digest, 0, 0, a);  // A(i + 1)
  }
  tag_of_parts(algorithm, key, a, parts, part_count, last);
  memcpy(out, last, out_byte_count);
  wipe_inline(a, sizeof a);
  wipe_inline(last, sizeof last);
}

static void p_hash_of_long_seed(const handshake_hash_algorithm *algorithm, const uint8_t *secret,
                                size_t secret_byte_count, const handshake_hash_part *parts,
                                size_t part_count, uint8_t *out, size_t out_byte_count) {
  handshake_hmac_states key;
  handshake_hmac_prepare(&key, algorithm, secret, secret_byte_count);
  p_hash_of_any_seed(algorithm, &key, parts, part_count, out, out_byte_count);
  wipe_inline(&key, sizeof key);
}

// Whatever stands between two derivations counts: a CPU looks ahead from the end of one chain of
// compressions to the start of the next only if little is between them.
void handshake_p_hash(const handshake_hash_algorithm *algorithm, const uint8_t *secret,
                      size_t secret_byte_count, const handshake_hash_part *parts, size_t part_count,
                      uint8_t *out, size_t out_byte_count) {
  uint8_t seed[SEED_BUFFER], padded_key[HANDSHAKE_HASH_MAXIMUM_BLOCK];
  if (out_byte_count == 0) return;
  const size_t seed_byte_count = gather_seed(seed, parts, part_count);
  if (seed_byte_count == TOO_LONG || !kernel_covers(algorithm)) {
    p_hash_of_long_seed(algorithm, secret, secret_byte_count, parts, part_count, out,
                        out_byte_count);
    return;
  }
  handshake_hmac_pad_key(padded_key, algorithm, secret, secret_byte_count);
  algorithm->kernel->p_hash(algorithm->initial, padded_key, seed, seed_byte_count, out,
                            out_byte_count);
  wipe_inline(padded_key, sizeof padded_key);
}
