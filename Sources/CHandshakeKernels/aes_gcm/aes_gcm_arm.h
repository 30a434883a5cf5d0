// SPDX-License-Identifier: Apache-2.0

// AES-GCM with ARMv8's AES and PMULL instructions: eight blocks of AES side by side, between the
// products of eight blocks of GHASH, which share one reduction. Included by the file of each kernel,
// whose target decides whether sums of three are one instruction.

#include "handshake_aes_gcm.h"

#include <arm_neon.h>

#define INLINE static inline __attribute__((always_inline))

typedef uint8x16_t block;

// With the bits of each byte reversed, a block is GHASH's polynomial in the plain order of PMULL.
typedef struct {
  block round_keys[15];
  block powers[9];          // powers[i]: H^(i+1)
  uint64_t power_sums[10];  // the sum of its halves, for Karatsuba's third product
  size_t key_byte_count;
} context;

typedef struct {
  block low, middle, high;
} product;

INLINE block block_load(const void *bytes) { return vld1q_u8(bytes); }
INLINE void block_store(void *bytes, block x) { vst1q_u8(bytes, x); }
INLINE block block_zero(void) { return vdupq_n_u8(0); }
INLINE block block_xor(block a, block b) { return veorq_u8(a, b); }
INLINE block block_from_words(uint64_t a, uint64_t b) {
  return vreinterpretq_u8_u64(vcombine_u64(vcreate_u64(a), vcreate_u64(b)));
}
INLINE uint64_t block_first_word(block x) { return vgetq_lane_u64(vreinterpretq_u64_u8(x), 0); }
INLINE uint64_t block_second_word(block x) { return vgetq_lane_u64(vreinterpretq_u64_u8(x), 1); }
INLINE block block_reflect(block x) { return vrbitq_u8(x); }

// The four words of a counter block in the CPU's order; the 32-bit counter is the last.
INLINE block counter_from(block j0) { return vrev32q_u8(j0); }
INLINE block counter_plus(block counter, int n) {
  const uint32x4_t step = vsetq_lane_u32((uint32_t)n, vdupq_n_u32(0), 3);
  return vreinterpretq_u8_u32(vaddq_u32(vreinterpretq_u32_u8(counter), step));
}
INLINE block counter_block(block counter) { return vrev32q_u8(counter); }

INLINE uint32_t sub_word(uint32_t word) {
  // ShiftRows does not show where all columns are the same.
  const block x = vaeseq_u8(vreinterpretq_u8_u32(vdupq_n_u32(word)), vdupq_n_u8(0));
  return vgetq_lane_u32(vreinterpretq_u32_u8(x), 0);
}

// A vector that is used by its halves, loaded whole: clang would load each half by itself.
INLINE block whole(block x) {
  __asm__("" : "+w"(x));
  return x;
}

INLINE block multiply_low(block a, block b) {
  return vreinterpretq_u8_p128(
      vmull_p64((poly64_t)block_first_word(a), (poly64_t)block_first_word(b)));
}
INLINE block multiply_high(block a, block b) {
  return vreinterpretq_u8_p128(vmull_high_p64(vreinterpretq_p64_u8(a), vreinterpretq_p64_u8(b)));
}

INLINE block halves_sum(block x) { return veorq_u8(x, vextq_u8(x, x, 8)); }

INLINE product product_start(void) {
  return (product){vdupq_n_u8(0), vdupq_n_u8(0), vdupq_n_u8(0)};
}

// sum += x·H^power, by Karatsuba: three multiplications.
INLINE void product_add(const context *c, product *sum, block x, size_t power) {
  const block h = c->powers[power - 1];
  const block h_sum = block_from_words(c->power_sums[power - 1], 0);
  sum->low = veorq_u8(sum->low, multiply_low(x, h));
  sum->high = veorq_u8(sum->high, multiply_high(x, h));
  sum->middle = veorq_u8(sum->middle, multiply_low(halves_sum(x), h_sum));
}

// sum += a·H^power + b·H^(power-1), power being even: the halves of both are summed at once.
INLINE void product_add_two(const context *c, product *sum, block a, block b, size_t power) {
  const block h_a = whole(c->powers[power - 1]), h_b = whole(c->powers[power - 2]);
  const block h_sums = whole(block_load(&c->power_sums[power - 2]));
  const uint64x2_t words_a = vreinterpretq_u64_u8(a), words_b = vreinterpretq_u64_u8(b);
  const block sums = whole(
      vreinterpretq_u8_u64(veorq_u64(vtrn1q_u64(words_b, words_a), vtrn2q_u64(words_b, words_a))));
  sum->low = veorq_u8(sum->low, multiply_low(a, h_a));
  sum->high = veorq_u8(sum->high, multiply_high(a, h_a));
  sum->middle = veorq_u8(sum->middle, multiply_low(sums, h_sums));
  sum->low = veorq_u8(sum->low, multiply_low(b, h_b));
  sum->high = veorq_u8(sum->high, multiply_high(b, h_b));
  sum->middle = veorq_u8(sum->middle, multiply_high(sums, h_sums));
}

// The sum modulo x^128 + x^7 + x^2 + x + 1: the upper half is folded into the lower, 64 bits at a
// time.
INLINE block product_reduce(product sum) {
  const block polynomial = vreinterpretq_u8_u64(vdupq_n_u64(0x87));
  block middle = veorq_u8(sum.middle, veorq_u8(sum.low, sum.high));
  middle = veorq_u8(middle, vextq_u8(sum.low, sum.high, 8));  // bits 64 to 191 of the sum
  middle = veorq_u8(middle, multiply_high(sum.high, polynomial));
  const block fold = multiply_high(middle, polynomial);
  const block low = vreinterpretq_u8_u64(
      vtrn1q_u64(vreinterpretq_u64_u8(sum.low), vreinterpretq_u64_u8(middle)));
  return veorq_u8(low, fold);
}

INLINE void prepare_powers(context *c, block hash_key) {
  block power = block_reflect(hash_key);
  for (int i = 0; i < 9; i++) {
    c->powers[i] = power;
    c->power_sums[i] = block_first_word(halves_sum(power));
    product sum = product_start();
    product_add(c, &sum, power, 1);
    power = product_reduce(sum);
  }
  c->power_sums[9] = 0;
}

#define FOR_EACH(i, n) _Pragma("clang loop unroll(full)") for (int i = 0; i < (n); i++)

// AESE adds the key before it substitutes: AESE and AESMC together are one round, and they fuse
// where they stand back to back. The last round has no AESMC and adds its second key by itself.

// blocks[i] := CIPH(blocks[i]), n of them.
INLINE void keystream(const context *c, const int rounds, block *blocks, const int n) {
  FOR_EACH(round, rounds - 1) {
    const block key = c->round_keys[round];
    FOR_EACH(i, n) blocks[i] = vaesmcq_u8(vaeseq_u8(blocks[i], key));
  }
  const block key = c->round_keys[rounds - 1], last = c->round_keys[rounds];
  FOR_EACH(i, n) blocks[i] = veorq_u8(vaeseq_u8(blocks[i], key), last);
}

// out[0 ..< 128] := in ^ the keystream from `counter` on; answers GHASH of y and source[0 ..< 128].
// source is in, or the 128 bytes before out.
INLINE block keystream_and_hash(const context *c, const int rounds, block counter,
                                const uint8_t *source, const uint8_t *in, uint8_t *out, block y) {
  // What is read of the context comes in pairs when it is needed: hoisted out of the loop, most of
  // it would be stored on the stack and come back from there one by one.
  __asm__("" : "+r"(c));
  block blocks[8];
  FOR_EACH(i, 8) {
    blocks[i] = counter_block(counter);
    counter = whole(counter_plus(counter, 1));
  }
  product sum = product_start();
  FOR_EACH(round, rounds - 1) {
    const block key = c->round_keys[round];
    FOR_EACH(i, 8) blocks[i] = vaesmcq_u8(vaeseq_u8(blocks[i], key));
    if (round < 8 && round % 2 == 0) {
      block a = block_reflect(block_load(source + 16 * round));
      const block b = block_reflect(block_load(source + 16 * round + 16));
      if (round == 0) a = veorq_u8(a, y);
      product_add_two(c, &sum, a, b, (size_t)(8 - round));
    }
  }
  y = product_reduce(sum);
  const block key = c->round_keys[rounds - 1], last = c->round_keys[rounds];
  _Pragma("clang loop unroll(full)") for (int i = 0; i < 8; i += 2) {
    const block a = veorq_u8(last, block_load(in + 16 * i));
    const block b = veorq_u8(last, block_load(in + 16 * i + 16));
    block_store(out + 16 * i, veorq_u8(vaeseq_u8(blocks[i], key), a));
    block_store(out + 16 * i + 16, veorq_u8(vaeseq_u8(blocks[i + 1], key), b));
  }
  return y;
}

#include "aes_gcm_eight_blocks.h"
