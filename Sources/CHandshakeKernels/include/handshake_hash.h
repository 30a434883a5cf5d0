// SPDX-License-Identifier: Apache-2.0

// Hash functions of the Merkle-Damgård kind, HMAC and P_hash over any of their kernels.
//
// Nothing here allocates. Lengths are in bytes, and a byte count of zero allows a null pointer.
// Whatever held message, key or state on the stack is wiped before a function returns.
#ifndef HANDSHAKE_HASH_H
#define HANDSHAKE_HASH_H

#include <stddef.h>
#include <stdint.h>

// _Nonnull: what Swift need not ask for null. Nothing else is marked.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wnullability-completeness"

enum {
  HANDSHAKE_HASH_MAXIMUM_BLOCK = 128,
  HANDSHAKE_HASH_MAXIMUM_DIGEST = 64,
  // The longest seed that a kernel's own p_hash takes; the generic code takes any.
  HANDSHAKE_P_HASH_MAXIMUM_SEED = 160,
  // More than is missing behind the padding's first bit to the end of the seed's last block.
  HANDSHAKE_P_HASH_SEED_ZEROS = 80,
  HANDSHAKE_HASH_MAXIMUM_LANES = 16,
};

// Eight words of 32 bits (SHA-1 uses five, SHA-224 and SHA-256 eight) or of 64 bits (SHA-384,
// SHA-512), in the host's byte order.
typedef union {
  uint32_t words32[8];
  uint64_t words64[8];
} handshake_hash_state;

// An HMAC key after its two pads were compressed (RFC 2104, section 4).
typedef struct {
  handshake_hash_state inner, outer;
} handshake_hmac_states;

// One part of a seed or an info.
typedef struct {
  const uint8_t *bytes;
  size_t byte_count;
} handshake_hash_part;

typedef struct handshake_hash_algorithm handshake_hash_algorithm;

// One implementation of a compression: what it is called, what it needs, and its functions.
typedef struct {
  const char *_Nonnull name;
  // HANDSHAKE_CPU_… bits: without all of them no function may be called. Portable code needs none.
  uint32_t required_features;
  // The hash functions of the compression: SHA-1, or SHA-224 and SHA-256, or SHA-384 and SHA-512, in
  // this order.
  const handshake_hash_algorithm *_Nonnull algorithms;

  // state := compression of block_count blocks, one after the other.
  void (*compress)(handshake_hash_state *state, const uint8_t *blocks, size_t block_count);
  // states := those of a key of exactly one block, shorter keys padded with zeros.
  // initial is the hash function's initial state.
  void (*hmac_key)(handshake_hmac_states *states, const handshake_hash_state *initial,
                   const uint8_t *padded_key);
  // out := P_hash(key, seed) with SHA-256 or SHA-384 (RFC 5246, section 5), for out_byte_count ≥ 1,
  // a key as hmac_key takes it, and a seed of at most HANDSHAKE_P_HASH_MAXIMUM_SEED bytes that the
  // padding's first bit and HANDSHAKE_P_HASH_SEED_ZEROS zeros follow. Null in a kernel of neither.
  void (*p_hash)(const handshake_hash_state *initial, const uint8_t *padded_key,
                 const uint8_t *seed, size_t seed_byte_count, uint8_t *out, size_t out_byte_count);
} handshake_hash_kernel;

// A minimum that no count reaches.
enum { HANDSHAKE_HASH_LANES_NEVER = 0x7fffffff };

// An implementation that works on lane_count messages at once.
typedef struct {
  const char *_Nonnull name;
  uint32_t required_features;
  uint32_t lane_count;  // ≤ HANDSHAKE_HASH_MAXIMUM_LANES
  // How many derivations it takes until the lanes are faster than a kernel that makes one after the
  // other: portable code, or one with instructions for it. The whole lanes cost the same for fewer.
  uint32_t minimum_beside_portable, minimum_beside_instructions;

  // outs[i] := P_hash(key i, seed i) for every lane i, for out_byte_count ≥ 1. The keys are one
  // block each, padded with zeros; behind the seeds, of HANDSHAKE_P_HASH_MAXIMUM_SEED bytes or
  // fewer, follow the padding's first bit and zeros to a multiple of 64 bytes.
  void (*p_hash)(const handshake_hash_state *initial, const uint8_t *const *padded_keys,
                 const uint8_t *const *seeds, size_t seed_byte_count, uint8_t *const *outs,
                 size_t out_byte_count);
} handshake_hash_lanes_kernel;

// One hash function on one kernel.
struct handshake_hash_algorithm {
  const handshake_hash_kernel *kernel;
  const handshake_hash_state *initial;
  uint32_t block_byte_count;
  uint32_t digest_byte_count;
};

// A message being hashed.
typedef struct {
  handshake_hash_state state;
  uint8_t buffer[HANDSHAKE_HASH_MAXIMUM_BLOCK];
  uint64_t byte_count;
} handshake_hash;

void handshake_hash_begin(handshake_hash *hash, const handshake_hash_algorithm *algorithm);
void handshake_hash_update(handshake_hash *hash, const handshake_hash_algorithm *algorithm,
                           const uint8_t *bytes, size_t byte_count);
// digest[0 ..< digest_byte_count] := the message's digest. The hash is wiped.
void handshake_hash_finish(handshake_hash *hash, const handshake_hash_algorithm *algorithm,
                           uint8_t *digest);

// digest := that of first followed by second. digest may overlap either.
void handshake_hash_digest(const handshake_hash_algorithm *algorithm, const uint8_t *first,
                           size_t first_byte_count, const uint8_t *second, size_t second_byte_count,
                           uint8_t *digest);

// HMAC (RFC 2104). A key of any length; keys longer than a block are hashed first.
void handshake_hmac_prepare(handshake_hmac_states *states,
                            const handshake_hash_algorithm *algorithm, const uint8_t *key,
                            size_t key_byte_count);
// padded[0 ..< HANDSHAKE_HASH_MAXIMUM_BLOCK] := the key as the pads take it: hashed if it is longer
// than a block, and followed by zeros.
void handshake_hmac_pad_key(uint8_t *padded, const handshake_hash_algorithm *algorithm,
                            const uint8_t *key, size_t key_byte_count);
void handshake_hmac_begin(handshake_hash *hash, const handshake_hash_algorithm *algorithm,
                          const handshake_hmac_states *states);
// tag[0 ..< digest_byte_count] := the message's tag. The hash is wiped.
void handshake_hmac_finish(handshake_hash *hash, const handshake_hash_algorithm *algorithm,
                           const handshake_hmac_states *states, uint8_t *tag);
// tag := that of first followed by second. tag may overlap either.
void handshake_hmac_tag(const handshake_hash_algorithm *algorithm,
                        const handshake_hmac_states *states, const uint8_t *first,
                        size_t first_byte_count, const uint8_t *second, size_t second_byte_count,
                        uint8_t *tag);

// out := P_hash(secret, parts[0] + parts[1] + …) (RFC 5246, section 5). Any lengths.
void handshake_p_hash(const handshake_hash_algorithm *algorithm, const uint8_t *secret,
                      size_t secret_byte_count, const handshake_hash_part *parts, size_t part_count,
                      uint8_t *out, size_t out_byte_count);

// Derivations of one shape: entry i of each array is its i-th byte_count bytes.
typedef struct {
  const uint8_t *secrets;
  size_t secret_byte_count;
  const uint8_t *label;  // the same for all, in front of each seed
  size_t label_byte_count;
  const uint8_t *seeds;
  size_t seed_byte_count;
  uint8_t *outs;
  size_t out_byte_count;
  size_t count;
} handshake_p_hash_batch_entries;

// From how many derivations on lanes are faster than single.
static inline uint32_t handshake_hash_lanes_minimum(const handshake_hash_lanes_kernel *lanes,
                                                    const handshake_hash_kernel *single) {
  return single->required_features ? lanes->minimum_beside_instructions
                                   : lanes->minimum_beside_portable;
}

// outs[i] := P_hash(secrets[i], label + seeds[i]). As long as so many are left that lanes, which may
// be null, are faster, they go through these; the others one by one.
void handshake_p_hash_batch(const handshake_hash_algorithm *algorithm,
                            const handshake_hash_lanes_kernel *lanes,
                            const handshake_p_hash_batch_entries *entries);

// HKDF-Extract (RFC 5869, section 2.2): key[0 ..< digest_byte_count] := HMAC(salt, material).
void handshake_hkdf_extract(const handshake_hash_algorithm *algorithm, const uint8_t *salt,
                            size_t salt_byte_count, const uint8_t *material,
                            size_t material_byte_count, uint8_t *key);
// HKDF-Expand (RFC 5869, section 2.3) with the info parts[0] + parts[1] + …;
// out_byte_count ≤ 255 · digest_byte_count.
void handshake_hkdf_expand(const handshake_hash_algorithm *algorithm, const uint8_t *key,
                           size_t key_byte_count, const handshake_hash_part *parts,
                           size_t part_count, uint8_t *out, size_t out_byte_count);

#pragma clang diagnostic pop

#endif
