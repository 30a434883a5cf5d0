// SPDX-License-Identifier: Apache-2.0

// GCM around an eight-block core: what the kernels with one block a register share. Included once
// by such a kernel's file, after it has defined, all of them INLINE (static, always inlined):
//
//   block, product                     a register of 16 bytes; a sum of unreduced products
//   context                            round_keys[15], key_byte_count, powers of H up to H^9
//   block_load, block_store, block_zero, block_xor
//   block_from_words(a, b)             bytes 0–7 from a, 8–15 from b, both little-endian
//   block_first_word, block_second_word
//   block_reflect                      memory order to the order in which products are formed
//   counter_from(j0), counter_plus(counter, n), counter_block(counter)   32-bit addition
//   keystream(context, rounds, blocks, n)                AES of n blocks side by side
//   keystream_and_hash(context, rounds, counter, source, in, out, y)   AES of eight blocks, between
//                                      the products of the eight at source; answers the new y
//   long_run(context, rounds, is_seal, counter, y, in, out, group_count)   groups of GROUP bytes,
//                                      hashed too; answers the new y. Only with HAS_LONG_RUN.
//   product_start(), product_add(context, sum, x, power), product_reduce(sum)
//   sub_word(word)                     FIPS 197's SubWord
//   prepare_powers(context, hash_key)
//
// and then puts GCM_FUNCTIONS into its descriptor. A hash state y is always in reflected order and
// reduced. `rounds`, `is_seal` and `width` are constants wherever they are inlined.

#include "../secrets/wipe_stack.h"
#include "handshake_secrets.h"

#include <string.h>

#define UNROLLED _Pragma("clang loop unroll(full)")

enum { ROUNDS_AES128 = 10, ROUNDS_AES256 = 14 };
enum { BLOCK = 16, CORE_BLOCKS = 8, CORE = CORE_BLOCKS * BLOCK };

INLINE uint64_t load_little_endian(const uint8_t *bytes, size_t byte_count) {
  uint64_t word = 0;
  memcpy(&word, bytes, byte_count);
  return word;
}

// The 0 to 15 bytes at `bytes`, followed by zeros. Reads no byte beyond them, and never through
// memory of its own: a copy on the stack would have to be wiped.
INLINE block block_load_partial(const uint8_t *bytes, size_t byte_count) {
  if (byte_count >= 8) {
    const uint64_t first = load_little_endian(bytes, 8);
    // The last eight bytes overlap the first; the shift drops what they share. In two steps, as a
    // shift by 64 is undefined.
    const uint64_t last = load_little_endian(bytes + byte_count - 8, 8);
    return block_from_words(first, last >> (8 * (15 - byte_count)) >> 8);
  }
  if (byte_count >= 4) {
    const uint64_t first = load_little_endian(bytes, 4);
    const uint64_t last = load_little_endian(bytes + byte_count - 4, 4);
    return block_from_words(first | last << (8 * (byte_count - 4)), 0);
  }
  uint64_t word = 0;
  if (byte_count > 0) {
    word = bytes[0];
    word |= (uint64_t)bytes[byte_count / 2] << (8 * (byte_count / 2));
    word |= (uint64_t)bytes[byte_count - 1] << (8 * (byte_count - 1));
  }
  return block_from_words(word, 0);
}

// Writes the first 1 to 15 bytes of x.
INLINE void block_store_partial(uint8_t *bytes, block x, size_t byte_count) {
  uint64_t word = block_first_word(x);
  if (byte_count >= 8) {
    memcpy(bytes, &word, 8);
    bytes += 8, byte_count -= 8;
    word = block_second_word(x);
  }
  if (byte_count & 4) {
    memcpy(bytes, &word, 4);
    bytes += 4;
    word >>= 32;
  }
  if (byte_count & 2) {
    memcpy(bytes, &word, 2);
    bytes += 2;
    word >>= 16;
  }
  if (byte_count & 1) bytes[0] = (uint8_t)word;
}

// x with zeros for all but its first 1 to 15 bytes.
INLINE block block_keep_first(block x, size_t byte_count) {
  uint64_t first = block_first_word(x), second = block_second_word(x);
  if (byte_count >= 8) {
    second &= ~(~UINT64_C(0) << (8 * (byte_count - 8)));
  } else {
    first &= ~(~UINT64_C(0) << (8 * byte_count));
    second = 0;
  }
  return block_from_words(first, second);
}

// GHASH (SP 800-38D, 6.4) of y and the bytes, padded with zeros to a whole block.
INLINE block hash(const context *c, block y, const uint8_t *bytes, size_t byte_count) {
  while (byte_count > 0) {
    const size_t blocks_left = byte_count / BLOCK + (byte_count % BLOCK != 0);
    const size_t step = blocks_left < CORE_BLOCKS ? blocks_left : CORE_BLOCKS;
    product sum = product_start();
    for (size_t i = 0; i < step; i++) {
      const size_t here = byte_count < BLOCK ? byte_count : BLOCK;
      block x = block_reflect(here == BLOCK ? block_load(bytes) : block_load_partial(bytes, here));
      if (i == 0) x = block_xor(x, y);
      product_add(c, &sum, x, step - i);
      bytes += here, byte_count -= here;
    }
    y = product_reduce(sum);
  }
  return y;
}

// The block of two 64-bit big-endian bit counts that ends a hash, reflected.
INLINE block lengths_block(uint64_t first_byte_count, uint64_t second_byte_count) {
  return block_reflect(block_from_words(__builtin_bswap64(8 * first_byte_count),
                                        __builtin_bswap64(8 * second_byte_count)));
}

// J0 of a nonce that has not 12 bytes (SP 800-38D, 7.1, step 2).
static __attribute__((noinline)) block hashed_j0(const context *c, const uint8_t *bytes,
                                                 size_t byte_count) {
  const block y = hash(c, block_zero(), bytes, byte_count);
  product sum = product_start();
  product_add(c, &sum, block_xor(y, lengths_block(0, byte_count)), 1);
  return block_reflect(product_reduce(sum));
}

// The last bytes of a record, at most `width` blocks of them, beside the encryption of J0, and the
// hash's last step; answers the tag.
INLINE block last_blocks(const context *c, const int rounds, const int is_seal, const int width,
                         block j0, block counter, block y, block lengths, const uint8_t *in,
                         uint8_t *out, size_t byte_count) {
  block stream[CORE_BLOCKS + 1];
  UNROLLED for (int i = 0; i < width; i++)
    stream[i] = counter_block(counter_plus(counter, i));
  stream[width] = j0;
  keystream(c, rounds, stream, width + 1);

  const size_t whole = byte_count / BLOCK, rest = byte_count % BLOCK;
  size_t power = whole + (rest != 0) + 1;
  product sum = product_start();
  block next = stream[0];
  UNROLLED for (int i = 0; i < width; i++) {
    if ((size_t)i < whole) {
      const block x = block_load(in + BLOCK * i), result = block_xor(x, next);
      block_store(out + BLOCK * i, result);
      product_add(c, &sum, block_xor(block_reflect(is_seal ? result : x), y), power--);
      y = block_zero();
      next = stream[i + 1];
    }
  }
  if (rest != 0) {
    const block x = block_load_partial(in + BLOCK * whole, rest), result = block_xor(x, next);
    block_store_partial(out + BLOCK * whole, result, rest);
    const block ciphertext = is_seal ? block_keep_first(result, rest) : x;
    product_add(c, &sum, block_xor(block_reflect(ciphertext), y), power--);
    y = block_zero();
  }
  product_add(c, &sum, block_xor(lengths, y), 1);
  return block_xor(block_reflect(product_reduce(sum)), stream[width]);
}

// GCM-AE and GCM-AD (SP 800-38D, 7.1 and 7.2) but for the comparison of the tags; answers the tag.
INLINE block transform(const context *c, const int rounds, const int is_seal,
                       handshake_aes_gcm_nonce nonce, const uint8_t *aad, size_t aad_byte_count,
                       const uint8_t *in, uint8_t *out, size_t byte_count) {
  const block j0 = block_from_words(nonce[0], nonce[1] ^ UINT64_C(1) << 56);
  block counter = counter_plus(counter_from(j0), 1);
  block y = block_zero();
  if (aad_byte_count > 0 && aad_byte_count < BLOCK) {
    product sum = product_start();
    product_add(c, &sum, block_reflect(block_load_partial(aad, aad_byte_count)), 1);
    y = product_reduce(sum);
  } else {
    y = hash(c, y, aad, aad_byte_count);
  }
  const block lengths = lengths_block(aad_byte_count, byte_count);

#ifdef HAS_LONG_RUN
  if (byte_count >= 2 * GROUP) {
    const size_t group_count = byte_count / GROUP;
    y = long_run(c, rounds, is_seal, &counter, y, in, out, group_count);
    in += GROUP * group_count, out += GROUP * group_count, byte_count -= GROUP * group_count;
  }
#endif

  // A seal hashes the ciphertext of the eight blocks before, an open that of the eight at hand.
  if (is_seal && byte_count >= CORE) {
    block stream[CORE_BLOCKS];
    UNROLLED for (int i = 0; i < CORE_BLOCKS; i++) {
      stream[i] = counter_block(counter_plus(counter, i));
    }
    keystream(c, rounds, stream, CORE_BLOCKS);
    UNROLLED for (int i = 0; i < CORE_BLOCKS; i++) {
      block_store(out + BLOCK * i, block_xor(stream[i], block_load(in + BLOCK * i)));
    }
    counter = counter_plus(counter, CORE_BLOCKS);
    in += CORE, out += CORE, byte_count -= CORE;
    while (byte_count >= CORE) {
      y = keystream_and_hash(c, rounds, counter, out - CORE, in, out, y);
      counter = counter_plus(counter, CORE_BLOCKS);
      in += CORE, out += CORE, byte_count -= CORE;
    }
    product sum = product_start();
    UNROLLED for (int i = 0; i < CORE_BLOCKS; i++) {
      block x = block_reflect(block_load(out - CORE + BLOCK * i));
      if (i == 0) x = block_xor(x, y);
      product_add(c, &sum, x, CORE_BLOCKS - i);
    }
    y = product_reduce(sum);
  }
  while (!is_seal && byte_count >= CORE) {
    y = keystream_and_hash(c, rounds, counter, in, in, out, y);
    counter = counter_plus(counter, CORE_BLOCKS);
    in += CORE, out += CORE, byte_count -= CORE;
  }

  // One block takes as long as several side by side: three widths are enough.
  if (byte_count == 0) {
    return last_blocks(c, rounds, is_seal, 0, j0, counter, y, lengths, in, out, 0);
  }
  if (byte_count <= 4 * BLOCK) {
    return last_blocks(c, rounds, is_seal, 4, j0, counter, y, lengths, in, out, byte_count);
  }
  return last_blocks(c, rounds, is_seal, 8, j0, counter, y, lengths, in, out, byte_count);
}

// transform, once for each key length and direction.
#define TRANSFORM(name, rounds, is_seal)                                                          \
  static __attribute__((noinline)) block name(                                                    \
      const context *c, handshake_aes_gcm_nonce nonce, const uint8_t *aad, size_t aad_byte_count, \
      const uint8_t *in, uint8_t *out, size_t byte_count) {                                       \
    return transform(c, rounds, is_seal, nonce, aad, aad_byte_count, in, out, byte_count);        \
  }

TRANSFORM(seal_aes128, ROUNDS_AES128, 1)
TRANSFORM(seal_aes256, ROUNDS_AES256, 1)
TRANSFORM(open_aes128, ROUNDS_AES128, 0)
TRANSFORM(open_aes256, ROUNDS_AES256, 0)

// Their frames hold keystream, round keys and powers of H that had no register: up to 480 bytes
// with AES-128 and 700 with AES-256, aligned and with frame pointers.
DEFINE_WIPE_STACK(wipe_frames_aes128, 512, 65536)
DEFINE_WIPE_STACK(wipe_frames_aes256, 768, 65536)

// KeyExpansion (FIPS 197, 5.2), on little-endian words.
static void expand_key(context *c, const uint8_t *key, size_t key_byte_count) {
  const size_t key_words = key_byte_count / 4;
  const size_t rounds = key_byte_count == 16 ? ROUNDS_AES128 : ROUNDS_AES256;
  uint8_t *schedule = (uint8_t *)c->round_keys;
  uint32_t round_constant = 1;
  memcpy(schedule, key, key_byte_count);
  for (size_t i = key_words; i < 4 * (rounds + 1); i++) {
    uint32_t previous, word;
    memcpy(&previous, schedule + 4 * (i - 1), 4);
    memcpy(&word, schedule + 4 * (i - key_words), 4);
    if (i % key_words == 0) {
      const uint32_t substituted = sub_word(previous);
      word ^= (substituted >> 8 | substituted << 24) ^ round_constant;  // RotWord, Rcon
      round_constant = round_constant == 0x80 ? 0x1b : round_constant << 1;
    } else if (key_words == 8 && i % key_words == 4) {
      word ^= sub_word(previous);
    } else {
      word ^= previous;
    }
    memcpy(schedule + 4 * i, &word, 4);
  }
}

IN_UNOPTIMIZED_FRAME void prepare_key(context *c, const uint8_t *key, size_t key_byte_count) {
  c->key_byte_count = key_byte_count;
  expand_key(c, key, key_byte_count);
  block hash_key[1] = {block_zero()};
  if (key_byte_count == 16) {
    keystream(c, ROUNDS_AES128, hash_key, 1);
  } else {
    keystream(c, ROUNDS_AES256, hash_key, 1);
  }
  prepare_powers(c, hash_key[0]);
}

DEFINE_WIPE_UNOPTIMIZED_STACK(wipe_prepare_frames, 16384)

static void prepare(void *memory, const uint8_t *key, size_t key_byte_count) {
  prepare_key(memory, key, key_byte_count);
  wipe_prepare_frames();
}

static handshake_aes_gcm_nonce hash_nonce(const void *memory, const uint8_t *bytes,
                                          size_t byte_count) {
  const block j0 = hashed_j0(memory, bytes, byte_count);
  wipe_frames_aes256();
  return (handshake_aes_gcm_nonce){block_first_word(j0), block_second_word(j0) ^ UINT64_C(1) << 56};
}

static void seal(const void *memory, handshake_aes_gcm_nonce nonce, const uint8_t *aad,
                 size_t aad_byte_count, const uint8_t *in, uint8_t *out, size_t byte_count,
                 uint8_t *tag) {
  const context *c = memory;
  if (c->key_byte_count == 16) {
    block_store(tag, seal_aes128(c, nonce, aad, aad_byte_count, in, out, byte_count));
    wipe_frames_aes128();
  } else {
    block_store(tag, seal_aes256(c, nonce, aad, aad_byte_count, in, out, byte_count));
    wipe_frames_aes256();
  }
}

// Whether two tags differ: 0 or not.
INLINE uint64_t tag_difference(block x, const uint8_t *tag) {
  const block difference = block_xor(x, block_load(tag));
  return block_first_word(difference) | block_second_word(difference);
}

static uint32_t open(const void *memory, handshake_aes_gcm_nonce nonce, const uint8_t *aad,
                     size_t aad_byte_count, const uint8_t *in, uint8_t *out, size_t byte_count,
                     const uint8_t *tag) {
  const context *c = memory;
  uint64_t difference;
  if (c->key_byte_count == 16) {
    difference = tag_difference(open_aes128(c, nonce, aad, aad_byte_count, in, out, byte_count),
                                tag);
    wipe_frames_aes128();
  } else {
    difference = tag_difference(open_aes256(c, nonce, aad, aad_byte_count, in, out, byte_count),
                                tag);
    wipe_frames_aes256();
  }
  if (difference == 0) return 1;
  if (byte_count > 0) handshake_wipe(out, byte_count);
  return 0;
}

// Nothing waits between one record and the next: the CPU itself overlaps their ends.
static void seal_batch(const handshake_aes_gcm_record *records, size_t count) {
  for (size_t i = 0; i < count; i++) {
    const handshake_aes_gcm_record *r = &records[i];
    seal(r->context, r->nonce, r->aad, r->aad_byte_count, r->in, r->out, r->byte_count, r->tag);
  }
}

static void open_batch(const handshake_aes_gcm_record *records, size_t count, uint8_t *ok) {
  for (size_t i = 0; i < count; i++) {
    const handshake_aes_gcm_record *r = &records[i];
    ok[i] = (uint8_t)open(r->context, r->nonce, r->aad, r->aad_byte_count, r->in, r->out,
                          r->byte_count, r->tag);
  }
}

#define GCM_FUNCTIONS                                                                        \
  .context_byte_count = sizeof(context), .prepare = prepare, .hash_nonce = hash_nonce, \
  .seal = seal, .open = open,  \
  .seal_batch = seal_batch, .open_batch = open_batch
