// SPDX-License-Identifier: Apache-2.0

// AES-GCM in plain C: bitsliced AES, and GHASH by the integer multiplication of numbers with holes.
// Constant time where the CPU's 64-bit multiplication is, as it is on x86_64 and arm64.
#include "aes_portable.h"
#include "handshake_aes_gcm.h"
#include "handshake_secrets.h"

#include <string.h>

enum { BLOCK = 16, STREAM = HANDSHAKE_AES_PORTABLE_BYTES };

typedef unsigned __int128 wide;

// A block as GHASH's polynomial, its bytes reversed: high holds the first eight bytes.
typedef struct {
  uint64_t low, high;
} polynomial;

typedef struct {
  handshake_aes_portable_key key;
  polynomial h;  // H, times x
} context;

static uint64_t load_big_endian(const uint8_t *bytes) {
  uint64_t word = 0;
  for (int i = 0; i < 8; i++) word = word << 8 | bytes[i];
  return word;
}

static void store_big_endian(uint8_t *bytes, uint64_t word) {
  for (int i = 0; i < 8; i++) bytes[i] = (uint8_t)(word >> (56 - 8 * i));
}

// The carry-less product of x and y. Each factor is cut into four with one bit in every four, so
// that the carries of an integer product stay in the three holes: a place sums up 15 ones at most,
// because y's top four bits are left out and come in by themselves.
static wide multiply_64(uint64_t x, uint64_t y) {
  const uint64_t holes = UINT64_C(0x1111111111111111);
  const uint64_t rest = y & (UINT64_MAX >> 4);
  wide parts[4] = {0, 0, 0, 0}, result = 0;
  for (int i = 0; i < 4; i++) {
    for (int j = 0; j < 4; j++) {
      parts[(i + j) & 3] ^= (wide)(x & holes << i) * (rest & holes << j);
    }
  }
  for (int i = 0; i < 4; i++) {
    const wide mask = ((wide)holes << 64 | holes) << i;
    const uint64_t top_bit = 0 - handshake_value_barrier(y >> (60 + i) & 1);
    result ^= (parts[i] & mask) ^ (wide)(x & top_bit) << (60 + i);
  }
  return result;
}

// y·h in GHASH's field, h being kept times x.
static polynomial multiply(polynomial y, polynomial h) {
  // Karatsuba: three products of 64 bits.
  const wide low = multiply_64(y.low, h.low), high = multiply_64(y.high, h.high);
  const wide middle = multiply_64(y.low ^ y.high, h.low ^ h.high) ^ low ^ high;
  const uint64_t x0 = (uint64_t)low;
  uint64_t x1 = (uint64_t)(low >> 64) ^ (uint64_t)middle;
  uint64_t x2 = (uint64_t)high ^ (uint64_t)(middle >> 64), x3 = (uint64_t)(high >> 64);
  // Modulo 1 + x + x^2 + x^7 + x^128, reversed: the lower half is folded into the upper.
  x1 ^= x0 << 63 ^ x0 << 62 ^ x0 << 57;
  x2 ^= x0 ^ x0 >> 1 ^ x0 >> 2 ^ x0 >> 7;
  x2 ^= x1 << 63 ^ x1 << 62 ^ x1 << 57;
  x3 ^= x1 ^ x1 >> 1 ^ x1 >> 2 ^ x1 >> 7;
  return (polynomial){x2, x3};
}

static polynomial hash_block(const context *c, polynomial y, uint64_t first, uint64_t second) {
  y.high ^= first, y.low ^= second;
  return multiply(y, c->h);
}

// GHASH (SP 800-38D, 6.4) of y and the bytes, padded with zeros to a whole block.
static polynomial hash(const context *c, polynomial y, const uint8_t *bytes, size_t byte_count) {
  for (; byte_count >= BLOCK; bytes += BLOCK, byte_count -= BLOCK) {
    y = hash_block(c, y, load_big_endian(bytes), load_big_endian(bytes + 8));
  }
  if (byte_count > 0) {
    uint8_t last[BLOCK] = {0};  // of the ciphertext or the additional data: not secret
    memcpy(last, bytes, byte_count);
    y = hash_block(c, y, load_big_endian(last), load_big_endian(last + 8));
  }
  return y;
}

static handshake_aes_gcm_nonce hash_nonce(const void *memory, const uint8_t *bytes,
                                          size_t byte_count) {
  const context *c = memory;
  polynomial y = hash(c, (polynomial){0, 0}, bytes, byte_count);
  y = hash_block(c, y, 0, 8 * (uint64_t)byte_count);
  uint8_t j0[BLOCK];
  store_big_endian(j0, y.high);
  store_big_endian(j0 + 8, y.low ^ 1);
  handshake_aes_gcm_nonce nonce;
  memcpy(&nonce, j0, BLOCK);
  return nonce;
}

static void make_j0(handshake_aes_gcm_nonce nonce, uint8_t j0[BLOCK]) {
  memcpy(j0, &nonce, BLOCK);
  j0[BLOCK - 1] ^= 1;
}

// stream := the encryption of eight counter blocks: J0's own, plus `count` and the next.
static void fill(const context *c, const uint8_t j0[BLOCK], uint32_t count,
                 uint8_t stream[STREAM]) {
  const uint32_t first = (uint32_t)j0[12] << 24 | (uint32_t)j0[13] << 16 | (uint32_t)j0[14] << 8 |
                         (uint32_t)j0[15];
  for (uint32_t i = 0; i < HANDSHAKE_AES_PORTABLE_BLOCKS; i++) {
    uint8_t *block = stream + BLOCK * i;
    const uint32_t counter = first + count + i;  // modulo 2^32: inc32 of SP 800-38D, 6.2
    memcpy(block, j0, 12);
    for (int k = 0; k < 4; k++) block[12 + k] = (uint8_t)(counter >> (24 - 8 * k));
  }
  handshake_aes_portable_encrypt(&c->key, stream);
}

// out := in ^ the keystream, whose first eight blocks, J0's among them, are in stream.
static void apply(const context *c, const uint8_t j0[BLOCK], uint8_t stream[STREAM],
                  const uint8_t *in, uint8_t *out, size_t byte_count) {
  size_t used = BLOCK;
  uint32_t count = HANDSHAKE_AES_PORTABLE_BLOCKS;
  while (byte_count > 0) {
    if (used == STREAM) {
      fill(c, j0, count, stream);
      count += HANDSHAKE_AES_PORTABLE_BLOCKS;
      used = 0;
    }
    const size_t step = byte_count < STREAM - used ? byte_count : STREAM - used;
    for (size_t i = 0; i < step; i++) out[i] = in[i] ^ stream[used + i];
    in += step, out += step, byte_count -= step, used += step;
  }
}

// T (SP 800-38D, 7.1, steps 5 and 6), mask being the encryption of J0.
static void make_tag(const context *c, const uint8_t mask[BLOCK], const uint8_t *aad,
                     size_t aad_byte_count, const uint8_t *ciphertext, size_t byte_count,
                     uint8_t tag[BLOCK]) {
  polynomial y = hash(c, (polynomial){0, 0}, aad, aad_byte_count);
  y = hash(c, y, ciphertext, byte_count);
  y = hash_block(c, y, 8 * (uint64_t)aad_byte_count, 8 * (uint64_t)byte_count);
  store_big_endian(tag, y.high ^ load_big_endian(mask));
  store_big_endian(tag + 8, y.low ^ load_big_endian(mask + 8));
}

static void prepare(void *memory, const uint8_t *key, size_t key_byte_count) {
  context *c = memory;
  uint8_t blocks[STREAM] = {0};
  handshake_aes_portable_expand(&c->key, key, key_byte_count);
  handshake_aes_portable_encrypt(&c->key, blocks);
  // H, one bit up: with the bits in reverse, a product comes out one bit too low.
  const uint64_t high = load_big_endian(blocks), low = load_big_endian(blocks + 8);
  const uint64_t carry = 0 - handshake_value_barrier(high >> 63);
  c->h.low = low << 1 | (carry & 1);
  c->h.high = (high << 1 | low >> 63) ^ (carry & UINT64_C(0xc200000000000000));
  handshake_wipe(blocks, sizeof blocks);
}

static void seal(const void *memory, handshake_aes_gcm_nonce nonce, const uint8_t *aad,
                 size_t aad_byte_count, const uint8_t *in, uint8_t *out, size_t byte_count,
                 uint8_t *tag) {
  const context *c = memory;
  uint8_t j0[BLOCK], mask[BLOCK], stream[STREAM];
  make_j0(nonce, j0);
  fill(c, j0, 0, stream);
  memcpy(mask, stream, BLOCK);
  apply(c, j0, stream, in, out, byte_count);
  make_tag(c, mask, aad, aad_byte_count, out, byte_count, tag);
  handshake_wipe(mask, sizeof mask);
  handshake_wipe(stream, sizeof stream);
}

// Decrypts only what has the right tag: there is never a plaintext to take back.
static uint32_t open(const void *memory, handshake_aes_gcm_nonce nonce, const uint8_t *aad,
                     size_t aad_byte_count, const uint8_t *in, uint8_t *out, size_t byte_count,
                     const uint8_t *tag) {
  const context *c = memory;
  uint8_t j0[BLOCK], expected[BLOCK], stream[STREAM];
  make_j0(nonce, j0);
  fill(c, j0, 0, stream);
  make_tag(c, stream, aad, aad_byte_count, in, byte_count, expected);
  const uint32_t is_right = handshake_equal(expected, tag, BLOCK);
  if (is_right) {
    apply(c, j0, stream, in, out, byte_count);
  } else if (byte_count > 0) {
    memset(out, 0, byte_count);
  }
  handshake_wipe(expected, sizeof expected);
  handshake_wipe(stream, sizeof stream);
  return is_right;
}

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

const handshake_aes_gcm_kernel handshake_aes_gcm_portable = {
    .name = "portable",
    .context_byte_count = sizeof(context),
    .prepare = prepare,
    .hash_nonce = hash_nonce,
    .seal = seal,
    .open = open,
    .seal_batch = seal_batch,
    .open_batch = open_batch,
};
