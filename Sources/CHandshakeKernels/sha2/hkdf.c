// SPDX-License-Identifier: Apache-2.0

#include <string.h>

#include "handshake_hash.h"
#include "wipe_inline.h"

void handshake_hkdf_extract(const handshake_hash_algorithm *algorithm, const uint8_t *salt,
                            size_t salt_byte_count, const uint8_t *material,
                            size_t material_byte_count, uint8_t *key) {
  // An absent salt is a digest of zeros, which HMAC pads like the empty key.
  handshake_hmac_states states;
  handshake_hmac_prepare(&states, algorithm, salt, salt_byte_count);
  handshake_hmac_tag(algorithm, &states, material, material_byte_count, 0, 0, key);
  wipe_inline(&states, sizeof states);
}

void handshake_hkdf_expand(const handshake_hash_algorithm *algorithm, const uint8_t *key,
                           size_t key_byte_count, const handshake_hash_part *parts,
                           size_t part_count, uint8_t *out, size_t out_byte_count) {
  const size_t digest = algorithm->digest_byte_count;
  uint8_t block[HANDSHAKE_HASH_MAXIMUM_DIGEST];  // T(i)
  handshake_hmac_states states;
  handshake_hmac_prepare(&states, algorithm, key, key_byte_count);
  for (uint8_t index = 1; out_byte_count != 0; index++) {
    handshake_hash hash;
    handshake_hmac_begin(&hash, algorithm, &states);
    if (index > 1) handshake_hash_update(&hash, algorithm, block, digest);
    for (size_t i = 0; i < part_count; i++) {
      handshake_hash_update(&hash, algorithm, parts[i].bytes, parts[i].byte_count);
    }
    handshake_hash_update(&hash, algorithm, &index, 1);
    handshake_hmac_finish(&hash, algorithm, &states, block);
    const size_t taken = out_byte_count < digest ? out_byte_count : digest;
    memcpy(out, block, taken);
    out += taken;
    out_byte_count -= taken;
  }
  wipe_inline(block, sizeof block);
  wipe_inline(&states, sizeof states);
}
