// SPDX-License-Identifier: Apache-2.0

// AES-GCM with VAES on 512 bits: what TLS does not need and need not be fast, additional data of
// more than a block and nonces that have not 12 bytes, whose counters begin anywhere.
#if defined(__x86_64__)

#include "aes_gcm_x86_vaes512.h"

#include <string.h>

#include "handshake_aes_gcm.h"

BEGIN_VAES512

block handshake_aes_gcm_x86_vaes512_absorb(const context *c, block y, const uint8_t *bytes,
                                           size_t byte_count) {
  while (byte_count > BLOCK) {
    size_t chunk = (byte_count - 1) & ~(size_t)(BLOCK - 1);  // all blocks but the last
    if (chunk > GROUP_BYTE_COUNT) chunk = GROUP_BYTE_COUNT;
    product p = no_product();
    vector first = _mm512_zextsi128_si512(y);
    const block *power = &c->power[POWER(chunk / BLOCK)], *sum = &c->sum[POWER(chunk / BLOCK)];
    for (size_t i = 0; i < chunk / BLOCK; i += 4) {
      size_t rest = chunk - BLOCK * i;
      __mmask64 mask = first_bytes(rest < VECTOR ? rest : (size_t)VECTOR);
      vector a = reverse_blocks(_mm512_maskz_loadu_epi8(mask, bytes + BLOCK * i));
      multiply_add(&p, _mm512_xor_si512(a, first), load(&power[i]), load(&sum[i]));
      first = _mm512_setzero_si512();
    }
    y = add_lanes(reduce(p));
    bytes += chunk;
    byte_count -= chunk;
  }
  return _mm_xor_si128(y, reverse(load_partial(bytes, byte_count)));
}

// data ^ the key stream whose first counter block, reflected, is `counter`. SP 800-38D 6.5, GCTR.
static void crypt_from(const context *c, block counter, const uint8_t *in, uint8_t *out,
                       size_t byte_count) {
  // inc32: the low word alone counts, modulo 2^32.
  vector x = _mm512_add_epi32(_mm512_broadcast_i32x4(counter),
                              _mm512_set_epi32(0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0));
  for (size_t i = 0; i < byte_count; i += VECTOR) {
    vector b = _mm512_xor_si512(reverse_blocks(x), broadcast(&c->round_key[0]));
    for (uint32_t r = 1; r < c->round_count; r++)
      b = _mm512_aesenc_epi128(b, broadcast(&c->round_key[r]));
    b = _mm512_aesenclast_epi128(b, broadcast(&c->round_key[c->round_count]));
    size_t rest = byte_count - i < VECTOR ? byte_count - i : (size_t)VECTOR;
    __mmask64 mask = first_bytes(rest);
    b = _mm512_xor_si512(b, _mm512_maskz_loadu_epi8(mask, in + i));
    _mm512_mask_storeu_epi8(out + i, mask, b);
    x = _mm512_add_epi32(x, _mm512_set_epi32(0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0, 4));
  }
}

// GHASH's Y after the blocks of bytes when it was y before.
static block hash(const context *c, block y, const uint8_t *bytes, size_t byte_count) {
  if (byte_count == 0) return y;
  y = handshake_aes_gcm_x86_vaes512_absorb(c, y, bytes, byte_count);
  return multiply_block(y, c->power[POWER(1)]);
}

// GHASH(IV || 0^(s+64) || [len(IV)]64).
block handshake_aes_gcm_x86_vaes512_hashed_j0(const context *c, const uint8_t *bytes,
                                              size_t byte_count) {
  block y = hash(c, _mm_setzero_si128(), bytes, byte_count);
  y = multiply_block(_mm_xor_si128(y, length_block(0, byte_count)), c->power[POWER(1)]);
  return reverse(y);
}

// In two passes over the data.
uint32_t handshake_aes_gcm_x86_vaes512_any_counter(const context *c, direction direction,
                                                   handshake_aes_gcm_nonce nonce,
                                                   const uint8_t *aad, size_t aad_byte_count,
                                                   const uint8_t *in, uint8_t *out,
                                                   size_t byte_count, uint8_t *tag) {
  const block h = c->power[POWER(1)], zero = _mm_setzero_si128();
  const block one = _mm_set_epi32(1 << 24, 0, 0, 0);
  const block j0 = _mm_xor_si128((block)nonce, one);
  const block second = _mm_add_epi32(reverse(j0), _mm_set_epi32(0, 0, 0, 1));

  if (direction == SEAL) crypt_from(c, second, in, out, byte_count);
  block y = hash(c, zero, aad, aad_byte_count);
  y = hash(c, y, direction == SEAL ? out : in, byte_count);
  y = multiply_block(_mm_xor_si128(y, length_block(aad_byte_count, byte_count)), h);
  block computed = _mm_xor_si128(reverse(y), encrypt_block(c, j0));
  if (direction == SEAL) {
    _mm_storeu_si128((block *)tag, computed);
    return 1;
  }
  block difference = _mm_xor_si128(computed, _mm_loadu_si128((const block *)tag));
  uint32_t ok = (uint32_t)_mm_testz_si128(difference, difference);
  if (ok) crypt_from(c, second, in, out, byte_count);
  else if (byte_count > 0) memset(out, 0, byte_count);
  return ok;
}

END_VAES512

#endif
