// SPDX-License-Identifier: Apache-2.0

// AES-GCM (SP 800-38D) with VAES, VPCLMULQDQ and AVX-512: one record.
//
// A record of up to 512 bytes is one straight line: additional data, data and length block are
// multiplied by descending powers of H and reduced once. A longer one begins with groups of eight
// vectors, AES of one group between the products of the one before; that one's hash stays in four
// lanes, which only the tail adds up. From 2,048 bytes on, the pipeline of
// aes_gcm_x86_vaes512_long.c takes what it can before that. No secret is stored but in the context
// and the output: a change here is to be looked at for vectors that the compiler spills.
#if defined(__x86_64__)

#include "../secrets/wipe_stack.h"
#include "aes_gcm_x86_vaes512.h"

#include <string.h>

#include "handshake_aes_gcm.h"

BEGIN_VAES512

// Of what one record takes.
DEFINE_WIPE_UNOPTIMIZED_STACK(wipe_frames, 376832)

// MARK: Counters

// Where a nonce has 12 bytes, J0 = nonce || [1]32 and the data's counters are 2, 3, …. The eight
// vectors of a group take the counters 32k + 2 … 32k + 33. All up to 32k + 31 differ from 32k in
// five bits of the last byte alone, so that one addition makes a vector of them, round key 0
// included; the last half vector is of 32(k + 1).
typedef struct {
  vector nonce;    // nonce || [0]32, plus round key 0
  vector base;     // nonce || [32k]32, plus round key 0
  uint32_t count;  // 32k
} counters;

// nonce || [count]32, where nonce has zeros for the counter.
INLINE vector with_count(vector nonce, uint32_t count) {
  return _mm512_mask_xor_epi32(nonce, 0x8888, nonce,
                               _mm512_set1_epi32((int)__builtin_bswap32(count)));
}

INLINE counters counters_from(const context *c, handshake_aes_gcm_nonce nonce, uint32_t count) {
  vector with_key = _mm512_broadcast_i32x4(_mm_xor_si128((block)nonce, c->round_key[0]));
  return (counters){with_key, with_count(with_key, count), count};
}

// The counter blocks of the group's first `count` vectors; after all eight, k is the next group's.
INLINE void counter_vectors(vector *b, counters *k, const int count) {
  UNROLLED for (int i = 0; i < count && i < GROUP - 1; i++)
    b[i] = _mm512_xor_si512(k->base, LAST_BYTES(4 * i + 2, 4 * i + 3, 4 * i + 4, 4 * i + 5));
  if (count < GROUP) return;
  k->count += 4 * GROUP;
  vector next = with_count(k->nonce, k->count);
  vector mixed = _mm512_mask_blend_epi64(0xf0, k->base, next);
  b[GROUP - 1] = _mm512_xor_si512(mixed, LAST_BYTES(30, 31, 0, 1));
  k->base = next;
}

INLINE block first_counter_block(counters k) {
  return _mm_xor_si128(_mm512_castsi512_si128(k.nonce), _mm_set_epi32(1 << 24, 0, 0, 0));
}

// MARK: Groups

INLINE void round_of(vector *b, const int count, vector key) {
  UNROLLED for (int i = 0; i < count; i++)
    b[i] = _mm512_aesenc_epi128(b[i], key);
}

// The last round of a group together with the data; d := the ciphertext, reversed.
INLINE void last_round(vector *b, vector *d, vector key, const direction direction,
                       const uint8_t *in, uint8_t *out) {
  UNROLLED for (int i = 0; i < GROUP; i++) {
    vector data = load(in + VECTOR * i);
    b[i] = _mm512_aesenclast_epi128(b[i], _mm512_xor_si512(key, data));
    _mm512_storeu_si512(out + VECTOR * i, b[i]);
    d[i] = reverse_blocks(direction == SEAL ? b[i] : data);
  }
}

// The sum of d[i]·power[4i], lane by lane, over a group.
INLINE void multiply_group(product *p, const vector *d, const block *power, const block *sum) {
  UNROLLED for (int i = 0; i < GROUP; i += 2)
    multiply_add_pair(p, d[i], d[i + 1], load(&power[4 * i]), load(&power[4 * i + 4]),
                      load(&sum[4 * i]));
}

// Groups of a record before its tail, at least one. Moves in, out and rest on to the tail, and
// returns the products of all of this; y is the hash of what is before.
INLINE product crypt_groups(const context *c, const int round_count, const direction direction,
                            counters *k, block y, const uint8_t **in, uint8_t **out, size_t *rest) {
  vector b[GROUP], d[GROUP];
  const uint8_t *next_in = *in;
  uint8_t *next_out = *out;
  size_t byte_count = *rest - GROUP_BYTE_COUNT;

  counter_vectors(b, k, GROUP);
  UNROLLED for (int r = 1; r < round_count; r++)
    round_of(b, GROUP, broadcast(&c->round_key[r]));
  last_round(b, d, broadcast(&c->round_key[round_count]), direction, next_in, next_out);
  d[0] = _mm512_xor_si512(d[0], _mm512_zextsi128_si512(y));

  // A lane holds every fourth block: its hash goes on by H^4. With H^32 for the group's first
  // vector, … H^4 for its last, the next group's first vector takes the lanes up as they are.
  const block *power = &c->power[POWER(4 * GROUP)], *sum = &c->sum[POWER(4 * GROUP)];
  for (; byte_count >= GROUP_BYTE_COUNT; byte_count -= GROUP_BYTE_COUNT) {
    next_in += GROUP_BYTE_COUNT;
    next_out += GROUP_BYTE_COUNT;
    product p = no_product();
    counter_vectors(b, k, GROUP);
    UNROLLED for (int r = 1; r < round_count; r++) {
      round_of(b, GROUP, broadcast(&c->round_key[r]));
      const int i = r - 2;
      if (r % 2 == 0 && i < GROUP)
        multiply_add_pair(&p, d[i], d[i + 1], broadcast(&power[4 * i]),
                          broadcast(&power[4 * i + 4]), broadcast(&sum[4 * i]));
    }
    last_round(b, d, broadcast(&c->round_key[round_count]), direction, next_in, next_out);
    d[0] = _mm512_xor_si512(d[0], reduce(p));
  }

  size_t exponent = 4 * GROUP + (byte_count + BLOCK - 1) / BLOCK + 1;
  product p = no_product();
  multiply_group(&p, d, &c->power[POWER(exponent)], &c->sum[POWER(exponent)]);
  *in = next_in + GROUP_BYTE_COUNT;
  *out = next_out + GROUP_BYTE_COUNT;
  *rest = byte_count;
  return p;
}

// MARK: The tail

// The last `count` vectors of a record, 0 to 8, byte_count bytes, and its tag. p is the product of
// all else: additional data, groups, length block. OPEN writes nothing where the tag is wrong.
INLINE uint32_t crypt_tail(const context *c, const int round_count, const direction direction,
                           const int count, counters k, product p, const uint8_t *in, uint8_t *out,
                           size_t byte_count, uint8_t *tag) {
  vector b[GROUP], d[GROUP];
  const int last = count - 1;
  const __mmask64 mask = count == 0 ? 0 : first_bytes(byte_count - (size_t)last * VECTOR);
  block first = first_counter_block(k);
  counter_vectors(b, &k, count);
  UNROLLED for (int r = 1; r < round_count; r++) {
    vector key = broadcast(&c->round_key[r]);
    first = _mm_aesenc_si128(first, _mm512_castsi512_si128(key));
    round_of(b, count, key);
  }
  vector key = broadcast(&c->round_key[round_count]);
  first = _mm_aesenclast_si128(first, _mm512_castsi512_si128(key));
  UNROLLED for (int i = 0; i < count; i++) {
    const __mmask64 here = i < last ? ~0ull : mask;
    vector data = _mm512_maskz_loadu_epi8(here, in + VECTOR * i);
    b[i] = _mm512_aesenclast_epi128(b[i], _mm512_xor_si512(key, data));
    if (direction == SEAL) {
      _mm512_mask_storeu_epi8(out + VECTOR * i, here, b[i]);
      data = _mm512_maskz_mov_epi8(here, b[i]);
    }
    d[i] = reverse_blocks(data);
    // Else the compiler moves an open's AES behind the comparison, and spills round keys for it.
    __asm__ volatile("" : "+v"(b[i]));
  }
  // The lanes past the last block are zeros, whatever power they meet.
  size_t exponent = (byte_count + BLOCK - 1) / BLOCK + 1;
  const block *power = &c->power[POWER(exponent)], *sum = &c->sum[POWER(exponent)];
  UNROLLED for (int i = 0; i + 1 < count; i += 2)
    multiply_add_pair(&p, d[i], d[i + 1], load(&power[4 * i]), load(&power[4 * i + 4]),
                      load(&sum[4 * i]));
  if (count % 2 != 0) multiply_add(&p, d[last], load(&power[4 * last]), load(&sum[4 * last]));

  block computed = _mm_xor_si128(reverse(add_lanes(reduce(p))), first);
  if (direction == SEAL) {
    _mm_storeu_si128((block *)tag, computed);
    return 1;
  }
  block difference = _mm_xor_si128(computed, _mm_loadu_si128((const block *)tag));
  if (!_mm_testz_si128(difference, difference)) return 0;
  UNROLLED for (int i = 0; i < count; i++)
    _mm512_mask_storeu_epi8(out + VECTOR * i, i < last ? ~0ull : mask, b[i]);
  return 1;
}

// MARK: A record

// first·H^exponent + last·H.
INLINE product multiply_outer(const context *c, block first, size_t exponent, block last) {
  size_t i = POWER(exponent);
  vector a = _mm512_zextsi256_si512(_mm256_set_m128i(last, first));
  vector power = _mm512_zextsi256_si512(_mm256_set_m128i(c->power[POWER(1)], c->power[i]));
  vector sum = _mm512_zextsi256_si512(_mm256_set_m128i(c->sum[POWER(1)], c->sum[i]));
  product p = no_product();
  multiply_add(&p, a, power, sum);
  return p;
}

INLINE uint32_t crypt(const context *c, const int round_count, const direction direction,
                      handshake_aes_gcm_record r) {
  // The additional data's last block, not yet multiplied. TLS has 13 or 5 bytes: one block. None is
  // a block of zeros, which in front of the others changes no hash. First of all, so that no part
  // of the key is in a register which the call for longer data would spill.
  block before = r.aad_byte_count <= BLOCK ? reverse(load_partial(r.aad, r.aad_byte_count))
                                           : handshake_aes_gcm_x86_vaes512_absorb(
                                                 c, _mm_setzero_si128(), r.aad, r.aad_byte_count);
  const uint8_t *in = r.in;
  uint8_t *out = r.out;
  size_t rest = r.byte_count, hash_is_multiplied = 0;
  uint32_t count = 0;
  if (rest >= LONG_MINIMUM) {
    const size_t group_count = rest / LONG_GROUP;
    before = handshake_aes_gcm_x86_vaes512_long(c, direction, r.nonce, before, in, out,
                                                group_count);
    hash_is_multiplied = 1;
    in += LONG_GROUP * group_count;
    out += LONG_GROUP * group_count;
    rest -= LONG_GROUP * group_count;
    count = (uint32_t)(LONG_GROUP / BLOCK * group_count);
  }
  counters k = counters_from(c, r.nonce, count);
  product p;
  if (rest <= GROUP_BYTE_COUNT) {
    size_t exponent = (rest + BLOCK - 1) / BLOCK + 2 - hash_is_multiplied;
    block lengths = length_block(r.aad_byte_count, r.byte_count);
    p = multiply_outer(c, before, exponent, lengths);
  } else {
    if (!hash_is_multiplied) before = multiply_block(before, c->power[POWER(1)]);
    p = crypt_groups(c, round_count, direction, &k, before, &in, &out, &rest);
    block lengths = length_block(r.aad_byte_count, r.byte_count);
    multiply_add(&p, _mm512_zextsi128_si512(lengths), load(&c->power[POWER(1)]),
                 load(&c->sum[POWER(1)]));
  }
  uint32_t ok = 0;
#define TAIL(count)                                                                               \
  case count:                                                                                     \
    ok = crypt_tail(c, round_count, direction, count, k, p, in, out, rest, r.tag);                \
    break;
  // clang-format off
  switch ((rest + VECTOR - 1) / VECTOR) {
    TAIL(0) TAIL(1) TAIL(2) TAIL(3) TAIL(4) TAIL(5) TAIL(6) TAIL(7) TAIL(8)
    default: __builtin_unreachable();
  }
  // clang-format on
#undef TAIL
  if (direction == OPEN && !ok && r.byte_count > 0) memset(r.out, 0, r.byte_count);
  return ok;
}

static handshake_aes_gcm_nonce hash_nonce(const void *memory, const uint8_t *bytes,
                                          size_t byte_count) {
  const block j0 = handshake_aes_gcm_x86_vaes512_hashed_j0(memory, bytes, byte_count);
  wipe_frames();
  return (handshake_aes_gcm_nonce)_mm_xor_si128(j0, _mm_set_epi32(1 << 24, 0, 0, 0));
}

IN_UNOPTIMIZED_FRAME void seal(const context *c, handshake_aes_gcm_nonce nonce, const uint8_t *aad,
                               size_t aad_byte_count, const uint8_t *in, uint8_t *out,
                               size_t byte_count, uint8_t *tag) {
  if (is_hashed(nonce)) {
    handshake_aes_gcm_x86_vaes512_any_counter(c, SEAL, nonce, aad, aad_byte_count, in, out,
                                              byte_count, tag);
    return;
  }
  handshake_aes_gcm_record r = {nonce, c, aad, aad_byte_count, in, out, byte_count, tag};
  if (c->round_count == 10) crypt(c, 10, SEAL, r);
  else crypt(c, 14, SEAL, r);
}

void handshake_aes_gcm_x86_vaes512_seal(const void *memory, handshake_aes_gcm_nonce nonce,
                                        const uint8_t *aad, size_t aad_byte_count,
                                        const uint8_t *in, uint8_t *out, size_t byte_count,
                                        uint8_t *tag) {
  seal(memory, nonce, aad, aad_byte_count, in, out, byte_count, tag);
  wipe_frames();
}

IN_UNOPTIMIZED_FRAME uint32_t open(const context *c, handshake_aes_gcm_nonce nonce,
                                   const uint8_t *aad, size_t aad_byte_count, const uint8_t *in,
                                   uint8_t *out, size_t byte_count, const uint8_t *expected_tag) {
  uint8_t *tag = (uint8_t *)(uintptr_t)expected_tag;  // an open only reads it
  if (is_hashed(nonce))
    return handshake_aes_gcm_x86_vaes512_any_counter(c, OPEN, nonce, aad, aad_byte_count, in, out,
                                                     byte_count, tag);
  handshake_aes_gcm_record r = {nonce, c, aad, aad_byte_count, in, out, byte_count, tag};
  return c->round_count == 10 ? crypt(c, 10, OPEN, r) : crypt(c, 14, OPEN, r);
}

uint32_t handshake_aes_gcm_x86_vaes512_open(const void *memory, handshake_aes_gcm_nonce nonce,
                                            const uint8_t *aad, size_t aad_byte_count,
                                            const uint8_t *in, uint8_t *out, size_t byte_count,
                                            const uint8_t *expected_tag) {
  const uint32_t ok = open(memory, nonce, aad, aad_byte_count, in, out, byte_count, expected_tag);
  wipe_frames();
  return ok;
}

END_VAES512

const handshake_aes_gcm_kernel handshake_aes_gcm_x86_vaes512 = {
    .name = "x86_vaes512",
    .required_features = HANDSHAKE_CPU_AVX512 | HANDSHAKE_CPU_VAES | HANDSHAKE_CPU_VPCLMULQDQ |
                         HANDSHAKE_CPU_AVX2 | HANDSHAKE_CPU_BMI2 | HANDSHAKE_CPU_AES |
                         HANDSHAKE_CPU_PCLMULQDQ | HANDSHAKE_CPU_SSSE3 | HANDSHAKE_CPU_SSE41 |
                         HANDSHAKE_CPU_AVX,
    .context_byte_count = sizeof(context),
    .prepare = handshake_aes_gcm_x86_vaes512_prepare,
    .hash_nonce = hash_nonce,
    .seal = handshake_aes_gcm_x86_vaes512_seal,
    .open = handshake_aes_gcm_x86_vaes512_open,
    .seal_batch = handshake_aes_gcm_x86_vaes512_seal_batch,
    .open_batch = handshake_aes_gcm_x86_vaes512_open_batch,
};

#endif
