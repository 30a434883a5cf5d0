// SPDX-License-Identifier: Apache-2.0

#include "aes_portable.h"

#include "handshake_secrets.h"

#include <string.h>

// Two words: eight blocks. Compilers turn it into the machine's vectors where it has them.
typedef uint64_t plane __attribute__((vector_size(16)));

#define INLINE static inline __attribute__((always_inline))

// SubBytes: inversion in GF(2^8) and the affine map in 115 gates; q[7] holds the highest bit.
// Boyar and Peralta, "A depth-16 circuit for the AES S-box" (2011).
INLINE void sub_bytes(plane q[8]) {
  const plane x0 = q[7], x1 = q[6], x2 = q[5], x3 = q[4], x4 = q[3], x5 = q[2], x6 = q[1],
              x7 = q[0];

  // Linear, before.
  const plane y14 = x3 ^ x5, y13 = x0 ^ x6, y9 = x0 ^ x3, y8 = x0 ^ x5, u0 = x1 ^ x2;
  const plane y1 = u0 ^ x7, y4 = y1 ^ x3, y12 = y13 ^ y14, y2 = y1 ^ x0, y5 = y1 ^ x6;
  const plane y3 = y5 ^ y8, u1 = x4 ^ y12, y15 = u1 ^ x5, y20 = u1 ^ x1, y6 = y15 ^ x7;
  const plane y10 = y15 ^ u0, y11 = y20 ^ y9, y7 = x7 ^ y11, y17 = y10 ^ y11, y19 = y10 ^ y8;
  const plane y16 = u0 ^ y11, y21 = y13 ^ y16, y18 = x0 ^ y16;

  // Inversion.
  const plane t2 = y12 & y15, t4 = (y3 & y6) ^ t2, t6 = (y4 & x7) ^ t2, t7 = y13 & y16;
  const plane t9 = (y5 & y1) ^ t7, t11 = (y2 & y7) ^ t7, t12 = y9 & y11;
  const plane t14 = (y14 & y17) ^ t12, t16 = (y8 & y10) ^ t12;
  const plane t21 = t4 ^ t14 ^ y20, t22 = t6 ^ t16 ^ y19, t23 = t9 ^ t14 ^ y21;
  const plane t24 = t11 ^ t16 ^ y18, t25 = t21 ^ t22, t26 = t21 & t23, t27 = t24 ^ t26;
  const plane t29 = (t25 & t27) ^ t22, t33 = ((t22 ^ t26) & (t23 ^ t24)) ^ t24;
  const plane t36 = t24 & (t27 ^ t33), t37 = t36 ^ t23 ^ t33, t40 = t25 ^ (t29 & (t27 ^ t36));
  const plane t41 = t40 ^ t37, t42 = t29 ^ t33, t43 = t29 ^ t40, t44 = t33 ^ t37;
  const plane t45 = t42 ^ t41;
  const plane z0 = t44 & y15, z1 = t37 & y6, z2 = t33 & x7, z3 = t43 & y16, z4 = t40 & y1;
  const plane z5 = t29 & y7, z6 = t42 & y11, z7 = t45 & y17, z8 = t41 & y10, z9 = t44 & y12;
  const plane z10 = t37 & y3, z11 = t33 & y4, z12 = t43 & y13, z13 = t40 & y5, z14 = t29 & y2;
  const plane z15 = t42 & y9, z16 = t45 & y14, z17 = t41 & y8;

  // Linear, after.
  const plane t46 = z15 ^ z16, t48 = z5 ^ z13, t57 = z2 ^ z12 ^ z0 ^ z3, t58 = z4 ^ t46;
  const plane t59 = z3 ^ z6 ^ z7, t62 = z7 ^ z8 ^ t58, t63 = z9 ^ z10 ^ t58, t64 = z4 ^ t59;
  const plane t65 = z14 ^ t57 ^ t62, t66 = z1 ^ t63, s3 = z0 ^ z3 ^ t66;
  q[7] = t59 ^ t63;
  q[6] = t64 ^ ~s3;
  q[5] = z16 ^ z17 ^ ~(t64 ^ t65);
  q[4] = s3;
  q[3] = z2 ^ z5 ^ t66;
  q[2] = z10 ^ z11 ^ t65;
  q[1] = z12 ^ t48 ^ ~t62;
  q[0] = t48 ^ ~(t46 ^ t57);
}

// Row r of every block turns left by r columns: by 4·r of its 16 bits.
INLINE void shift_rows(plane q[8]) {
  for (int i = 0; i < 8; i++) {
    const plane x = q[i];
    q[i] = (x & UINT64_C(0x000000000000ffff)) |                                          //
           (x & UINT64_C(0x00000000fff00000)) >> 4 | (x & UINT64_C(0x000f0000)) << 12 |  //
           (x & UINT64_C(0x0000ff0000000000)) >> 8 | (x & UINT64_C(0x00ff00000000)) << 8 |
           (x & UINT64_C(0xf000000000000000)) >> 12 | (x & UINT64_C(0x0fff000000000000)) << 4;
  }
}

INLINE plane next_row(plane x) { return x >> 16 | x << 48; }
INLINE plane row_after_next(plane x) { return x >> 32 | x << 32; }

// MixColumns: each byte b_r becomes 2·(b_r + b_r+1) + b_r+1 + b_r+2 + b_r+3, where 2·x moves every
// plane one up and adds x's top plane to planes 0, 1, 3 and 4.
INLINE void mix_columns(plane q[8]) {
  plane next[8], sum[8];
  for (int i = 0; i < 8; i++) {
    next[i] = next_row(q[i]);
    sum[i] = q[i] ^ next[i];
  }
  for (int i = 0; i < 8; i++) {
    plane doubled = sum[(i + 7) & 7];
    if (i == 1 || i == 3 || i == 4) doubled ^= sum[7];
    q[i] = doubled ^ next[i] ^ row_after_next(sum[i]);
  }
}

INLINE void add_round_key(plane q[8], const uint64_t key[8]) {
  for (int i = 0; i < 8; i++) q[i] ^= key[i];
}

// Transposes eight words of eight bytes: bit i of byte m of word k becomes bit k of byte m of word
// i. Its own inverse.
INLINE void transpose(plane q[8]) {
#define EXCHANGE(a, b, shift, mask)                           \
  do {                                                        \
    const plane difference = ((a) >> (shift) ^ (b)) & (mask); \
    (b) ^= difference;                                        \
    (a) ^= difference << (shift);                             \
  } while (0)
  for (int i = 0; i < 8; i += 2) EXCHANGE(q[i], q[i + 1], 1, UINT64_C(0x5555555555555555));
  for (int i = 0; i < 8; i += 4) {
    EXCHANGE(q[i], q[i + 2], 2, UINT64_C(0x3333333333333333));
    EXCHANGE(q[i + 1], q[i + 3], 2, UINT64_C(0x3333333333333333));
  }
  for (int i = 0; i < 4; i++) EXCHANGE(q[i], q[i + 4], 4, UINT64_C(0x0f0f0f0f0f0f0f0f));
#undef EXCHANGE
}

static uint64_t load_column(const uint8_t *bytes) {
  return bytes[0] | (uint64_t)bytes[1] << 8 | (uint64_t)bytes[2] << 16 | (uint64_t)bytes[3] << 24;
}

static void store_column(uint8_t *bytes, uint64_t column) {
  for (int i = 0; i < 4; i++) bytes[i] = (uint8_t)(column >> (8 * i));
}

// A zero byte after each of a column's four bytes, and back.
static uint64_t spread(uint64_t column) {
  const uint64_t pairs = (column | column << 16) & UINT64_C(0x0000ffff0000ffff);
  return (pairs | pairs << 8) & UINT64_C(0x00ff00ff00ff00ff);
}

static uint64_t gather(uint64_t spread) {
  const uint64_t bytes = spread & UINT64_C(0x00ff00ff00ff00ff);
  const uint64_t pairs = (bytes | bytes >> 8) & UINT64_C(0x0000ffff0000ffff);
  return (pairs | pairs >> 16) & 0xffffffff;
}

// A block as the two words that transpose() takes apart: columns 0 and 2, and columns 1 and 3.
static void load_block(const uint8_t *bytes, uint64_t words[2]) {
  words[0] = spread(load_column(bytes)) | spread(load_column(bytes + 8)) << 8;
  words[1] = spread(load_column(bytes + 4)) | spread(load_column(bytes + 12)) << 8;
}

static void store_block(uint8_t *bytes, const uint64_t words[2]) {
  store_column(bytes, gather(words[0]));
  store_column(bytes + 4, gather(words[1]));
  store_column(bytes + 8, gather(words[0] >> 8));
  store_column(bytes + 12, gather(words[1] >> 8));
}

static uint32_t sub_word(uint32_t word) {
  uint64_t words[2];
  uint8_t bytes[16] = {0};
  store_column(bytes, word);
  load_block(bytes, words);
  plane q[8] = {{words[0], 0}, {0}, {0}, {0}, {words[1], 0}};
  transpose(q);
  sub_bytes(q);
  transpose(q);
  words[0] = q[0][0], words[1] = q[4][0];
  store_block(bytes, words);
  const uint32_t result = (uint32_t)load_column(bytes);
  handshake_wipe(q, sizeof q);
  handshake_wipe(words, sizeof words);
  handshake_wipe(bytes, sizeof bytes);
  return result;
}

void handshake_aes_portable_expand(handshake_aes_portable_key *key, const uint8_t *bytes,
                                   size_t byte_count) {
  const size_t key_words = byte_count / 4;
  key->rounds = byte_count == 16 ? 10 : 14;

  // KeyExpansion (FIPS 197, 5.2), on little-endian words.
  uint32_t schedule[60], round_constant = 1;
  for (size_t i = 0; i < key_words; i++) schedule[i] = (uint32_t)load_column(bytes + 4 * i);
  for (size_t i = key_words; i < 4 * (key->rounds + 1); i++) {
    uint32_t word = schedule[i - 1];
    if (i % key_words == 0) {
      word = sub_word(word);
      word = (word >> 8 | word << 24) ^ round_constant;  // RotWord, Rcon
      round_constant = round_constant == 0x80 ? 0x1b : round_constant << 1;
    } else if (key_words == 8 && i % key_words == 4) {
      word = sub_word(word);
    }
    schedule[i] = schedule[i - key_words] ^ word;
  }

  for (size_t round = 0; round <= key->rounds; round++) {
    uint8_t block[16];
    uint64_t words[2];
    plane q[8] = {{0}};
    for (size_t i = 0; i < 4; i++) store_column(block + 4 * i, schedule[4 * round + i]);
    load_block(block, words);
    for (size_t i = 0; i < 4; i++) q[i][0] = words[0], q[i + 4][0] = words[1];
    transpose(q);
    for (size_t i = 0; i < 8; i++) key->round_keys[round][i] = q[i][0];
    handshake_wipe(block, sizeof block);
    handshake_wipe(words, sizeof words);
    handshake_wipe(q, sizeof q);
  }
  handshake_wipe(schedule, sizeof schedule);
}

void handshake_aes_portable_encrypt(const handshake_aes_portable_key *key, uint8_t *blocks) {
  plane q[8];
  uint64_t words[2];
  for (int i = 0; i < 8; i++) {
    load_block(blocks + 16 * i, words);
    q[i & 3][i >> 2] = words[0], q[(i & 3) + 4][i >> 2] = words[1];
  }
  transpose(q);
  add_round_key(q, key->round_keys[0]);
  for (uint32_t round = 1; round < key->rounds; round++) {
    sub_bytes(q);
    shift_rows(q);
    mix_columns(q);
    add_round_key(q, key->round_keys[round]);
  }
  sub_bytes(q);
  shift_rows(q);
  add_round_key(q, key->round_keys[key->rounds]);
  transpose(q);
  for (int i = 0; i < 8; i++) {
    words[0] = q[i & 3][i >> 2], words[1] = q[(i & 3) + 4][i >> 2];
    store_block(blocks + 16 * i, words);
  }
  handshake_wipe(q, sizeof q);
  handshake_wipe(words, sizeof words);
}
