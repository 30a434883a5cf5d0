// SPDX-License-Identifier: Apache-2.0

// AES-GCM with VAES on 512 bits: the key schedule and the powers of H.
#if defined(__x86_64__)

#include "../secrets/wipe_stack.h"
#include "aes_gcm_x86_vaes512.h"

#include <string.h>

#include "handshake_aes_gcm.h"

BEGIN_VAES512

// FIPS 197 5.2. previous is word group i - 1 (AES-128) or i - 2 (AES-256).
INLINE block next_round_key(block previous, block substituted) {
  previous = _mm_xor_si128(previous, _mm_slli_si128(previous, 4));
  previous = _mm_xor_si128(previous, _mm_slli_si128(previous, 8));
  return _mm_xor_si128(previous, substituted);
}

// RotWord and SubWord of the last word of x, plus the round constant, in all words.
#define ROTATED(x, constant) _mm_shuffle_epi32(_mm_aeskeygenassist_si128(x, constant), 0xff)
// SubWord alone: every second group of AES-256.
#define SUBSTITUTED(x) _mm_shuffle_epi32(_mm_aeskeygenassist_si128(x, 0), 0xaa)

static void expand_128(block *k, const uint8_t *key) {
  k[0] = _mm_loadu_si128((const block *)key);
#define EXPAND(i, constant) k[i] = next_round_key(k[i - 1], ROTATED(k[i - 1], constant));
  // clang-format off
  EXPAND(1, 0x01) EXPAND(2, 0x02) EXPAND(3, 0x04) EXPAND(4, 0x08) EXPAND(5, 0x10)
  EXPAND(6, 0x20) EXPAND(7, 0x40) EXPAND(8, 0x80) EXPAND(9, 0x1b) EXPAND(10, 0x36)
  // clang-format on
#undef EXPAND
}

static void expand_256(block *k, const uint8_t *key) {
  k[0] = _mm_loadu_si128((const block *)key);
  k[1] = _mm_loadu_si128((const block *)(key + 16));
#define EVEN(i, constant) k[i] = next_round_key(k[i - 2], ROTATED(k[i - 1], constant));
#define ODD(i) k[i] = next_round_key(k[i - 2], SUBSTITUTED(k[i - 1]));
  // clang-format off
  EVEN(2, 0x01) ODD(3) EVEN(4, 0x02) ODD(5) EVEN(6, 0x04) ODD(7) EVEN(8, 0x08) ODD(9)
  EVEN(10, 0x10) ODD(11) EVEN(12, 0x20) ODD(13) EVEN(14, 0x40)
  // clang-format on
#undef EVEN
#undef ODD
}

// H·x: one bit to the left in the reflected form, with the carry reduced.
static block times_x(block h) {
  block carry = _mm_srai_epi32(_mm_shuffle_epi32(h, 0xff), 31);
  block shifted = _mm_or_si128(_mm_slli_epi64(h, 1), _mm_slli_si128(_mm_srli_epi64(h, 63), 8));
  block polynomial = _mm_set_epi64x((long long)0xc200000000000000ull, 1);
  return _mm_xor_si128(shifted, _mm_and_si128(carry, polynomial));
}

// Of prepare and what it calls.
DEFINE_WIPE_UNOPTIMIZED_STACK(wipe_frames, 16384)

IN_UNOPTIMIZED_FRAME void prepare(context *c, const uint8_t *key, size_t key_byte_count) {
  memset(c, 0, sizeof *c);
  if (key_byte_count == 16) {
    c->round_count = 10;
    expand_128(c->round_key, key);
  } else {
    c->round_count = 14;
    expand_256(c->round_key, key);
  }
  for (int i = 0; i < 4; i++) c->wide_round_key[i] = broadcast(&c->round_key[10 + i]);
  block h = times_x(reverse(encrypt_block(c, _mm_setzero_si128())));
  block power = h;
  for (int exponent = 1; exponent <= POWER_COUNT; exponent++) {
    c->power[POWER(exponent)] = power;
    power = multiply_block(power, h);
  }
  for (int i = 0; i < POWER_COUNT; i++) {
    block here = c->power[i], next = c->power[i + 4];
    c->sum[i] = _mm_xor_si128(_mm_unpacklo_epi64(here, next), _mm_unpackhi_epi64(here, next));
  }
}

void handshake_aes_gcm_x86_vaes512_prepare(void *memory, const uint8_t *key,
                                           size_t key_byte_count) {
  prepare(memory, key, key_byte_count);
  wipe_frames();
}

END_VAES512

#endif
