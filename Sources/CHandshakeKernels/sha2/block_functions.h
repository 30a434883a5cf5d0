// SPDX-License-Identifier: Apache-2.0

// compress, and an HMAC key's states, of a kernel that takes one block after the other. The includer
// defines, before it includes this file once,
//   compress_blocks    as compress, and not inlined: what it keeps on the stack is wiped once it has
//                      returned
//   BLOCK_BYTES
//   FRAME_BYTES        of the deepest frames of the kernel's functions, a multiple of 32
//   UNOPTIMIZED_FRAME_BYTES            where the compiler does not optimize
// and, if it has one of its own,
//   prepare_hmac       hmac_key but for wiping, not inlined
#include "../secrets/wipe_stack.h"
#include "handshake_hash.h"
#include "wipe_inline.h"

DEFINE_WIPE_STACK(wipe_frames, FRAME_BYTES, UNOPTIMIZED_FRAME_BYTES)

static void compress(handshake_hash_state *state, const uint8_t *blocks, size_t block_count) {
  compress_blocks(state, blocks, block_count);
  wipe_frames();
}

#ifndef prepare_hmac
// hmac_key but for wiping.
static void prepare_hmac(handshake_hmac_states *states, const handshake_hash_state *initial,
                         const uint8_t *padded_key) {
  uint8_t block[BLOCK_BYTES];
  for (size_t i = 0; i < BLOCK_BYTES; i++) block[i] = padded_key[i] ^ 0x36;
  states->inner = *initial;
  compress_blocks(&states->inner, block, 1);
  for (size_t i = 0; i < BLOCK_BYTES; i++) block[i] = padded_key[i] ^ 0x5c;
  states->outer = *initial;
  compress_blocks(&states->outer, block, 1);
  wipe_inline(block, sizeof block);
}
#endif

static void hmac_key(handshake_hmac_states *states, const handshake_hash_state *initial,
                     const uint8_t *padded_key) {
  prepare_hmac(states, initial, padded_key);
  wipe_frames();
}
