// SPDX-License-Identifier: Apache-2.0

#include <string.h>

#include "handshake_hash.h"
#include "wipe_inline.h"

enum {
  LANES = HANDSHAKE_HASH_MAXIMUM_LANES,
  SEED_ROW = 192,  // the longest seed and its padding's first word, as whole rows of 64 bytes
};

static void p_hash_one(const handshake_hash_algorithm *algorithm,
                       const handshake_p_hash_batch_entries *entries, size_t index) {
  const handshake_hash_part parts[2] = {
      {entries->label, entries->label_byte_count},
      {entries->seeds + index * entries->seed_byte_count, entries->seed_byte_count}};
  handshake_p_hash(algorithm, entries->secrets + index * entries->secret_byte_count,
                   entries->secret_byte_count, parts, 2,
                   entries->outs + index * entries->out_byte_count, entries->out_byte_count);
}

// Entries first ..< first + used; lanes that are left over repeat the first entry.
static void p_hash_chunk(const handshake_hash_algorithm *algorithm,
                         const handshake_hash_lanes_kernel *lanes,
                         const handshake_p_hash_batch_entries *entries, size_t first, size_t used) {
  uint8_t keys[LANES][HANDSHAKE_HASH_MAXIMUM_BLOCK], seeds[LANES][SEED_ROW];
  const uint8_t *key_rows[LANES], *seed_rows[LANES];
  uint8_t *out_rows[LANES];
  const size_t label_byte_count = entries->label_byte_count;
  const size_t seed_byte_count = label_byte_count + entries->seed_byte_count;
  const size_t seed_row = (seed_byte_count + 64) & ~(size_t)63;
  for (size_t lane = 0; lane < lanes->lane_count; lane++) {
    const size_t row = lane < used ? lane : 0, index = first + row;
    key_rows[lane] = keys[row];
    seed_rows[lane] = seeds[row];
    out_rows[lane] = entries->outs + index * entries->out_byte_count;
    if (lane >= used) continue;

    const uint8_t *const secret = entries->secrets + index * entries->secret_byte_count;
    handshake_hmac_pad_key(keys[row], algorithm, secret, entries->secret_byte_count);
    if (label_byte_count != 0) memcpy(seeds[row], entries->label, label_byte_count);
    if (entries->seed_byte_count != 0) {
      memcpy(seeds[row] + label_byte_count, entries->seeds + index * entries->seed_byte_count,
             entries->seed_byte_count);
    }
    memset(seeds[row] + seed_byte_count, 0, seed_row - seed_byte_count);
    seeds[row][seed_byte_count] = 0x80;
  }
  lanes->p_hash(algorithm->initial, key_rows, seed_rows, seed_byte_count, out_rows,
                entries->out_byte_count);
  wipe_inline(keys, sizeof keys);
}

void handshake_p_hash_batch(const handshake_hash_algorithm *algorithm,
                            const handshake_hash_lanes_kernel *lanes,
                            const handshake_p_hash_batch_entries *entries) {
  size_t done = 0;
  if (entries->out_byte_count == 0) return;
  if (lanes &&
      entries->label_byte_count + entries->seed_byte_count <= HANDSHAKE_P_HASH_MAXIMUM_SEED) {
    const size_t minimum = handshake_hash_lanes_minimum(lanes, algorithm->kernel);
    while (done < entries->count && entries->count - done >= minimum) {
      const size_t left = entries->count - done;
      const size_t used = left < lanes->lane_count ? left : lanes->lane_count;
      p_hash_chunk(algorithm, lanes, entries, done, used);
      done += used;
    }
  }
  for (; done < entries->count; done++) p_hash_one(algorithm, entries, done);
}
