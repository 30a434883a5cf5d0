#include "handshake_secrets.h"
#include "handshake_sha2.h"
#include "hmac_pads.h"
#include "sha2_constants.h"
#include "sha2_words.h"

static const uint32_t k[64] = {SHA256_ROUND_CONSTANTS};

static inline uint32_t rotate_right(uint32_t x, unsigned count) {
  return x >> count | x << (32 - count);
}

// FIPS 180-4, section 4.1.2
static inline uint32_t choose(uint32_t x, uint32_t y, uint32_t z) { return z ^ (x & (y ^ z)); }
static inline uint32_t majority(uint32_t x, uint32_t y, uint32_t z) {
  return (x & y) | (z & (x | y));
}
static inline uint32_t big_sigma0(uint32_t x) {
  return rotate_right(x, 2) ^ rotate_right(x, 13) ^ rotate_right(x, 22);
}
static inline uint32_t big_sigma1(uint32_t x) {
  return rotate_right(x, 6) ^ rotate_right(x, 11) ^ rotate_right(x, 25);
}
static inline uint32_t small_sigma0(uint32_t x) {
  return rotate_right(x, 7) ^ rotate_right(x, 18) ^ x >> 3;
}
static inline uint32_t small_sigma1(uint32_t x) {
  return rotate_right(x, 17) ^ rotate_right(x, 19) ^ x >> 10;
}

// Round t, with the working variables renamed instead of moved: the next round is called with
// the last argument first.
#define ROUND(a, b, c, d, e, f, g, h, i)                                       \
  do {                                                                         \
    const uint32_t sum = h + big_sigma1(e) + choose(e, f, g) + k[t + i] + w[i]; \
    d += sum;                                                                  \
    h = sum + big_sigma0(a) + majority(a, b, c);                               \
  } while (0)

// Word t + 16 of the message schedule, over word t.
#define SCHEDULE(i) \
  w[i] += small_sigma1(w[(i + 14) & 15]) + w[(i + 9) & 15] + small_sigma0(w[(i + 1) & 15])

// FIPS 180-4, section 6.2.2
static void compress(handshake_hash_state *state, const uint8_t *blocks, size_t block_count) {
  uint32_t w[16];
  uint32_t *const digest = state->words32;
  for (; block_count != 0; block_count--, blocks += 64) {
    for (int i = 0; i < 16; i++) w[i] = load_word32(blocks + 4 * i);
    uint32_t a = digest[0], b = digest[1], c = digest[2], d = digest[3];
    uint32_t e = digest[4], f = digest[5], g = digest[6], h = digest[7];
    for (int t = 0;; t += 16) {
      ROUND(a, b, c, d, e, f, g, h, 0);
      ROUND(h, a, b, c, d, e, f, g, 1);
      ROUND(g, h, a, b, c, d, e, f, 2);
      ROUND(f, g, h, a, b, c, d, e, 3);
      ROUND(e, f, g, h, a, b, c, d, 4);
      ROUND(d, e, f, g, h, a, b, c, 5);
      ROUND(c, d, e, f, g, h, a, b, 6);
      ROUND(b, c, d, e, f, g, h, a, 7);
      ROUND(a, b, c, d, e, f, g, h, 8);
      ROUND(h, a, b, c, d, e, f, g, 9);
      ROUND(g, h, a, b, c, d, e, f, 10);
      ROUND(f, g, h, a, b, c, d, e, 11);
      ROUND(e, f, g, h, a, b, c, d, 12);
      ROUND(d, e, f, g, h, a, b, c, 13);
      ROUND(c, d, e, f, g, h, a, b, 14);
      ROUND(b, c, d, e, f, g, h, a, 15);
      if (t == 48) break;
      for (int i = 0; i < 16; i++) SCHEDULE(i);
    }
    digest[0] += a, digest[1] += b, digest[2] += c, digest[3] += d;
    digest[4] += e, digest[5] += f, digest[6] += g, digest[7] += h;
  }
  handshake_wipe(w, sizeof w);
}

static void hmac_key(handshake_hmac_states *states, const handshake_hash_state *initial,
                     const uint8_t *padded_key) {
  hmac_key_in_turn(states, initial, padded_key, 64, compress);
}

static const handshake_hash_kernel kernel = {compress, hmac_key};

const handshake_hash_kernel *handshake_sha256_portable(void) { return &kernel; }
