// The two HMAC pads, for kernels that compress one block after the other.
#ifndef HANDSHAKE_HMAC_PADS_H
#define HANDSHAKE_HMAC_PADS_H

#include "handshake_hash.h"
#include "handshake_secrets.h"

// states := the compressions of key ⊕ ipad and key ⊕ opad (RFC 2104, section 2).
static inline void hmac_key_in_turn(handshake_hmac_states *states,
                                    const handshake_hash_state *initial,
                                    const uint8_t *padded_key, size_t block_byte_count,
                                    void (*compress)(handshake_hash_state *, const uint8_t *,
                                                     size_t)) {
  uint8_t block[HANDSHAKE_HASH_MAXIMUM_BLOCK];
  for (size_t i = 0; i < block_byte_count; i++) block[i] = padded_key[i] ^ 0x36;
  states->inner = *initial;
  compress(&states->inner, block, 1);
  for (size_t i = 0; i < block_byte_count; i++) block[i] = padded_key[i] ^ 0x5c;
  states->outer = *initial;
  compress(&states->outer, block, 1);
  handshake_wipe(block, sizeof block);
}

#endif
