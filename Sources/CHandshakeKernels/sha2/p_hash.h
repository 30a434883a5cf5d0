// SPDX-License-Identifier: Apache-2.0

// P_hash (RFC 5246, section 5) on state words, for one kernel that includes this file once:
//
//   P_hash(secret, seed) = HMAC(secret, A(1) + seed) + HMAC(secret, A(2) + seed) + …
//   A(1) = HMAC(secret, seed), A(i) = HMAC(secret, A(i - 1))
//
// The includer defines, before it includes this file,
//   P_HASH_WORD               a word of every lane
//   P_HASH_WORD_BYTES         4 or 8
//   P_HASH_DIGEST_WORDS       how many of the eight state words are the digest
//   p_hash_constant(x)        x in every lane
//   p_hash_compress(out, in, block)     out := compression of in with block, all words in host
//                                       order; out may be in or a part of block
//   p_hash_compress_pair(out0, in0, block0, out1, in1, block1)     two that do not depend on each
//                                       other, side by side; where that gains nothing, leave it out
//   p_hash_emit(output, index, digest)  takes the words of one finished HMAC
//
// Digests stay words from one compression to the next, and land where the next one reads them: the
// padding around them is written once.
#include <stddef.h>
#include <stdint.h>

#include "handshake_hash.h"

#ifndef p_hash_compress_pair
#define p_hash_compress_pair(out0, in0, block0, out1, in1, block1) \
  (p_hash_compress(out0, in0, block0), p_hash_compress(out1, in1, block1))
#endif

enum {
  P_HASH_BLOCK_BYTES = 16 * P_HASH_WORD_BYTES,
  P_HASH_DIGEST_BYTES = P_HASH_DIGEST_WORDS * P_HASH_WORD_BYTES,
  P_HASH_LENGTH_BYTES = 2 * P_HASH_WORD_BYTES,
  P_HASH_SEED_WORDS = HANDSHAKE_P_HASH_MAXIMUM_SEED / P_HASH_WORD_BYTES + 1,
  // A(i), the seed, the padding's first bit and the length, in whole blocks.
  P_HASH_MESSAGE_WORDS = 16 * ((P_HASH_DIGEST_BYTES + HANDSHAKE_P_HASH_MAXIMUM_SEED + 1 +
                                P_HASH_LENGTH_BYTES + P_HASH_BLOCK_BYTES - 1) /
                               P_HASH_BLOCK_BYTES),
};

typedef struct {
  P_HASH_WORD inner[8], outer[8];  // the HMAC key
  P_HASH_WORD state[8], digest[2][8];
  // Blocks of one digest with its padding: A(i), an inner digest on the way to A(i + 1), and the
  // inner digests of outputs whose outer compression was put off until it has a partner.
  P_HASH_WORD a[16], a_inner[16], waiting[2][16];
  // The padded messages of the outputs, A(i) + seed, and of A(1), the seed.
  P_HASH_WORD message[P_HASH_MESSAGE_WORDS], first[P_HASH_MESSAGE_WORDS];
} p_hash_scratch;

// Of the messages only A(i) is secret: the seed is a label and what was sent in the clear.
enum {
  P_HASH_SECRET_BYTES = offsetof(p_hash_scratch, message) +
                        P_HASH_DIGEST_WORDS * sizeof(P_HASH_WORD)
};

// Blocks that a message of byte_count bytes fills, the padding included.
static inline size_t p_hash_blocks(size_t byte_count) {
  return (byte_count + 1 + P_HASH_LENGTH_BYTES + P_HASH_BLOCK_BYTES - 1) / P_HASH_BLOCK_BYTES;
}

// Zeros from word `from` to the end of the last block, but for the bit length in the last word of
// a message that follows one block of HMAC pad.
static inline void p_hash_pad(P_HASH_WORD *words, size_t from, size_t blocks, size_t byte_count) {
  for (size_t i = from; i < 16 * blocks - 1; i++) words[i] = p_hash_constant(0);
  words[16 * blocks - 1] = p_hash_constant(8 * (P_HASH_BLOCK_BYTES + byte_count));
}

static inline void p_hash_digest_block(P_HASH_WORD block[16]) {
  const uint64_t top_bit = (uint64_t)1 << (8 * P_HASH_WORD_BYTES - 1);
  block[P_HASH_DIGEST_WORDS] = p_hash_constant(top_bit);
  p_hash_pad(block, P_HASH_DIGEST_WORDS + 1, 1, P_HASH_DIGEST_BYTES);
}

// A compression writes eight words: what it overwrote behind a shorter digest comes back.
static inline void p_hash_restore(P_HASH_WORD *block) {
#if P_HASH_DIGEST_WORDS < 8
  block[P_HASH_DIGEST_WORDS] = p_hash_constant((uint64_t)1 << (8 * P_HASH_WORD_BYTES - 1));
  for (int i = P_HASH_DIGEST_WORDS + 1; i < 8; i++) block[i] = p_hash_constant(0);
#else
  (void)block;
#endif
}

// The scratch holds the HMAC key, and in first[0 ..< seed_words] the seed with its padding's first
// bit. Emits digest_count digests; the caller wipes the scratch.
static void p_hash_words(p_hash_scratch *s, size_t seed_byte_count, size_t digest_count,
                         void *output) {
  const size_t seed_words = seed_byte_count / P_HASH_WORD_BYTES + 1;
  const size_t first_blocks = p_hash_blocks(seed_byte_count);
  const size_t blocks = p_hash_blocks(P_HASH_DIGEST_BYTES + seed_byte_count);
  for (size_t i = 0; i < seed_words; i++) s->message[P_HASH_DIGEST_WORDS + i] = s->first[i];
  p_hash_pad(s->first, seed_words, first_blocks, seed_byte_count);
  p_hash_pad(s->message, P_HASH_DIGEST_WORDS + seed_words, blocks,
             P_HASH_DIGEST_BYTES + seed_byte_count);
  p_hash_digest_block(s->a);
  p_hash_digest_block(s->a_inner);
  p_hash_digest_block(s->waiting[0]);
  p_hash_digest_block(s->waiting[1]);

  // A(1)
  const P_HASH_WORD *chain = s->inner;
  for (size_t i = 0; i + 1 < first_blocks; i++, chain = s->state) {
    p_hash_compress(s->state, chain, s->first + 16 * i);
  }
  p_hash_compress(s->a_inner, chain, s->first + 16 * (first_blocks - 1));
  p_hash_restore(s->a_inner);
  p_hash_compress(s->a, s->outer, s->a_inner);
  p_hash_restore(s->a);

  size_t waiting_count = 0;
  size_t waiting_index = 0;  // of waiting[0]; waiting[1] is the one after it
  for (size_t index = 0; index + 1 < digest_count; index++) {
    if (waiting_count == 2) {
      p_hash_compress_pair(s->digest[0], s->outer, s->waiting[0], s->digest[1], s->outer,
                           s->waiting[1]);
      p_hash_emit(output, waiting_index, s->digest[0]);
      p_hash_emit(output, waiting_index + 1, s->digest[1]);
      waiting_count = 0;
    }
    if (waiting_count == 0) waiting_index = index;
    P_HASH_WORD *const inner_digest = s->waiting[waiting_count++];
    for (int i = 0; i < P_HASH_DIGEST_WORDS; i++) s->message[i] = s->a[i];
    // The inner hash of output i and both compressions of A(i + 1), in pairs.
    p_hash_compress_pair(s->a_inner, s->inner, s->a, blocks == 1 ? inner_digest : s->state,
                         s->inner, s->message);
    p_hash_restore(s->a_inner);
    if (blocks == 1) {
      p_hash_compress(s->a, s->outer, s->a_inner);
    } else {
      p_hash_compress_pair(s->a, s->outer, s->a_inner, blocks == 2 ? inner_digest : s->state,
                           s->state, s->message + 16);
      for (size_t i = 2; i < blocks; i++) {
        p_hash_compress(i + 1 == blocks ? inner_digest : s->state, s->state, s->message + 16 * i);
      }
    }
    p_hash_restore(s->a);
    p_hash_restore(inner_digest);
  }

  // The last output's inner hash, beside the outer compressions that still wait.
  for (int i = 0; i < P_HASH_DIGEST_WORDS; i++) s->message[i] = s->a[i];
  chain = s->inner;
  size_t paired = 0;
  for (size_t i = 0; i < blocks; i++, chain = s->state) {
    P_HASH_WORD *const result = i + 1 == blocks ? s->a_inner : s->state;
    if (paired < waiting_count) {
      p_hash_compress_pair(result, chain, s->message + 16 * i, s->digest[0], s->outer,
                           s->waiting[paired]);
      p_hash_emit(output, waiting_index + paired, s->digest[0]);
      paired += 1;
    } else {
      p_hash_compress(result, chain, s->message + 16 * i);
    }
  }
  p_hash_restore(s->a_inner);
  if (paired < waiting_count) {
    p_hash_compress_pair(s->digest[1], s->outer, s->a_inner, s->digest[0], s->outer,
                         s->waiting[paired]);
    p_hash_emit(output, waiting_index + paired, s->digest[0]);
  } else {
    p_hash_compress(s->digest[1], s->outer, s->a_inner);
  }
  p_hash_emit(output, digest_count - 1, s->digest[1]);
}
