// The seed of P_hash in one piece, as the kernels take it. Gather it before the key's pads are
// compressed: loads across two of the copies wait until both have left the store queue.
#ifndef HANDSHAKE_P_HASH_SEED_H
#define HANDSHAKE_P_HASH_SEED_H

#include <string.h>

#include "copy_short.h"
#include "handshake_hash.h"

enum {
  // Behind the padding's first bit: more than is missing to the end of the seed's last block.
  P_HASH_SEED_ZEROS = 80,
  P_HASH_SEED_BUFFER = HANDSHAKE_P_HASH_MAXIMUM_SEED + 1 + P_HASH_SEED_ZEROS,
};

// buffer := the seed, the padding's first bit, zeros. Seeds are public: labels, random values and
// hashes of what was sent.
static inline void gather_seed(uint8_t buffer[P_HASH_SEED_BUFFER],
                               const handshake_p_hash_seed *seed) {
  for (size_t i = 0; i < seed->part_count; i++) {
    copy_short(buffer, seed->parts[i].bytes, seed->parts[i].byte_count);
    buffer += seed->parts[i].byte_count;
  }
  buffer[0] = 0x80;
  memset(buffer + 1, 0, P_HASH_SEED_ZEROS);
}

#endif
