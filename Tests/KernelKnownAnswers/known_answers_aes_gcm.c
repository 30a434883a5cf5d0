// AES-GCM: the test cases of McGrew and Viega, "The Galois/Counter Mode of Operation", appendix B,
// on every kernel of this architecture, and every length against the portable kernel.
#include "known_answers.h"

#include "handshake_aes_gcm.h"

#include <stdlib.h>

typedef struct {
  const char *name;
  uint32_t required;
  size_t (*context_byte_count)(void);
  void (*prepare)(void *, const uint8_t *, size_t);
  void (*seal)(const void *, const uint8_t *, size_t, const uint8_t *, size_t, const uint8_t *,
               uint8_t *, size_t, uint8_t *);
  uint32_t (*open)(const void *, const uint8_t *, size_t, const uint8_t *, size_t, const uint8_t *,
                   uint8_t *, size_t, const uint8_t *);
} kernel;

#define KERNEL(K, required)                                                            \
  {                                                                                    \
    #K, required, handshake_aes_gcm_##K##_context_byte_count,                          \
        handshake_aes_gcm_##K##_prepare, handshake_aes_gcm_##K##_seal,                 \
        handshake_aes_gcm_##K##_open,                                                  \
  }

// The portable kernel is the first: the others are compared with it.
static const kernel kernels[] = {
    KERNEL(portable, 0),
#if defined(__x86_64__)
    KERNEL(x86_aesni, HANDSHAKE_CPU_AES | HANDSHAKE_CPU_PCLMULQDQ | HANDSHAKE_CPU_SSE41 |
                          HANDSHAKE_CPU_AVX),
    KERNEL(x86_vaes256, HANDSHAKE_CPU_VAES | HANDSHAKE_CPU_VPCLMULQDQ | HANDSHAKE_CPU_AVX2 |
                            HANDSHAKE_CPU_AES | HANDSHAKE_CPU_PCLMULQDQ),
    KERNEL(x86_vaes512, HANDSHAKE_CPU_VAES | HANDSHAKE_CPU_VPCLMULQDQ | HANDSHAKE_CPU_AVX512F |
                            HANDSHAKE_CPU_AVX512DQ | HANDSHAKE_CPU_AVX512BW |
                            HANDSHAKE_CPU_AVX512VL | HANDSHAKE_CPU_BMI2),
#elif defined(__aarch64__)
    KERNEL(arm_crypto, HANDSHAKE_CPU_AES | HANDSHAKE_CPU_PMULL),
#endif
};

typedef struct {
  const char *name, *key, *nonce, *aad, *plaintext, *ciphertext, *tag;
} vector;

#define KEY "feffe9928665731c6d6a8f9467308308"
#define AAD "feedfacedeadbeeffeedfacedeadbeefabaddad2"
#define NONCE_12 "cafebabefacedbaddecaf888"
#define NONCE_8 "cafebabefacedbad"
#define NONCE_60                                                       \
  "9313225df88406e555909c5aff5269aa6a7a9538534f7da1e4c303d2a318a728c3" \
  "c0c95156809539fcf0e2429a6b525416aedbf5a0de6a57a637b39b"
#define PLAINTEXT_60                                                   \
  "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c" \
  "3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
#define ZERO_KEY "00000000000000000000000000000000"
#define ZERO_NONCE "000000000000000000000000"

static const vector vectors[] = {
    {"test case 1", ZERO_KEY, ZERO_NONCE, "", "", "", "58e2fccefa7e3061367f1d57a4e7455a"},
    {"test case 2", ZERO_KEY, ZERO_NONCE, "", ZERO_KEY, "0388dace60b6a392f328c2b971b2fe78",
     "ab6e47d42cec13bdf53a67b21257bddf"},
    {"test case 3", KEY, NONCE_12, "", PLAINTEXT_60 "1aafd255",
     "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac"
     "84aa051ba30b396a0aac973d58e091473f5985",
     "4d5c2af327cd64a62cf35abd2ba6fab4"},
    {"test case 4", KEY, NONCE_12, AAD, PLAINTEXT_60,
     "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac"
     "84aa051ba30b396a0aac973d58e091",
     "5bc94fbc3221a5db94fae95ae7121a47"},
    {"test case 5", KEY, NONCE_8, AAD, PLAINTEXT_60,
     "61353b4c2806934a777ff51fa22a4755699b2a714fcdc6f83766e5f97b6c742373806900e49f24b22b097544d4"
     "896b424989b5e1ebac0f07c23f4598",
     "3612d2e79e3b0785561be14aaca2fccb"},
    {"test case 6", KEY, NONCE_60, AAD, PLAINTEXT_60,
     "8ce24998625615b603a033aca13fb894be9112a5c3a211a8ba262a3cca7e2ca701e4a9a4fba43c90ccdcb281d4"
     "8c7c6fd62875d2aca417034c34aee5",
     "619cc5aefffe0bfa462af43c1699d050"},
    {"test case 13", ZERO_KEY ZERO_KEY, ZERO_NONCE, "", "", "", "530f8afbc74536b9a963b4f1c4cb738b"},
    {"test case 14", ZERO_KEY ZERO_KEY, ZERO_NONCE, "", ZERO_KEY,
     "cea7403d4d606b6e074ec5d3baf39d18", "d0d1c8a799996bf0265b98b5d48ab919"},
    {"test case 15", KEY KEY, NONCE_12, "", PLAINTEXT_60 "1aafd255",
     "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056"
     "828838c5f61e6393ba7a0abcc9f662898015ad",
     "b094dac5d93471bdec1a502270e3cc6c"},
    {"test case 16", KEY KEY, NONCE_12, AAD, PLAINTEXT_60,
     "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056"
     "828838c5f61e6393ba7a0abcc9f662",
     "76fc6ece0f4e1768cddf8853bb2d551b"},
    {"test case 17", KEY KEY, NONCE_8, AAD, PLAINTEXT_60,
     "c3762df1ca787d32ae47c13bf19844cbaf1ae14d0b976afac52ff7d79bba9de0feb582d33934a4f0954cc2363b"
     "c73f7862ac430e64abe499f47c9b1f",
     "3a337dbf46a792c45e454913fe2ea8f2"},
    {"test case 18", KEY KEY, NONCE_60, AAD, PLAINTEXT_60,
     "5a8def2f0c9e53f1f75d7853659e2a20eeb2b22aafde6419a058ab4f6f746bf40fc0c3b780f244452da3ebf1c5"
     "d82cdea2418997200ef82e44ae7e3f",
     "a44a8266ee1c8eb0c8b5d4cf5ae9f19a"},
};

static void *prepared(const kernel *k, const uint8_t *key, size_t key_byte_count) {
  const size_t alignment = HANDSHAKE_AES_GCM_CONTEXT_ALIGNMENT;
  void *context = aligned_alloc(alignment, (k->context_byte_count() + alignment - 1) & -alignment);
  if (!context) abort();
  k->prepare(context, key, key_byte_count);
  return context;
}

static int all_zero(const uint8_t *bytes, size_t byte_count) {
  uint8_t any = 0;
  for (size_t i = 0; i < byte_count; i++) any |= bytes[i];
  return any == 0;
}

static void check_vector(const kernel *k, const vector *v) {
  uint8_t key[32], nonce[64], aad[32], plaintext[64], ciphertext[64], tag[16];
  uint8_t sealed[64], opened[64], made_tag[16];
  const size_t key_byte_count = from_hexadecimal(v->key, key);
  const size_t nonce_byte_count = from_hexadecimal(v->nonce, nonce);
  const size_t aad_byte_count = from_hexadecimal(v->aad, aad);
  const size_t byte_count = from_hexadecimal(v->plaintext, plaintext);
  from_hexadecimal(v->ciphertext, ciphertext);
  from_hexadecimal(v->tag, tag);
  void *context = prepared(k, key, key_byte_count);

  k->seal(context, nonce, nonce_byte_count, aad, aad_byte_count, plaintext, sealed, byte_count,
          made_tag);
  check(memcmp(sealed, ciphertext, byte_count) == 0 && memcmp(made_tag, tag, 16) == 0, "AES-GCM",
        k->name, v->name);
  const uint32_t ok = k->open(context, nonce, nonce_byte_count, aad, aad_byte_count, ciphertext,
                              opened, byte_count, tag);
  check(ok == 1 && memcmp(opened, plaintext, byte_count) == 0, "AES-GCM", k->name, v->name);
  tag[15] ^= 0x80;
  const uint32_t forged = k->open(context, nonce, nonce_byte_count, aad, aad_byte_count, ciphertext,
                                  opened, byte_count, tag);
  check(forged == 0 && all_zero(opened, byte_count), "AES-GCM", k->name, "a wrong tag");
  free(context);
}

// Every length, of the data and of the additional data, in place, unaligned; a counter that wraps.
static void compare_with_portable(const kernel *k, size_t key_byte_count) {
  enum { LONGEST = 700 };
  static uint8_t plaintext[LONGEST], expected[LONGEST], buffer[LONGEST + 64];
  uint8_t key[32], nonce[16], aad[300], expected_tag[16], tag[16];
  fill_with_noise(key_byte_count, key, sizeof key);
  fill_with_noise(2, plaintext, sizeof plaintext);
  fill_with_noise(3, aad, sizeof aad);
  void *oracle = prepared(&kernels[0], key, key_byte_count);
  void *context = prepared(k, key, key_byte_count);
  for (size_t byte_count = 0; byte_count <= LONGEST; byte_count++) {
    const size_t aad_byte_count = byte_count % 301;
    const size_t nonce_byte_count = byte_count % 3 == 0 ? 1 + byte_count % 16 : 12;
    uint8_t *bytes = buffer + byte_count % 64;
    fill_with_noise(byte_count + 4, nonce, sizeof nonce);
    kernels[0].seal(oracle, nonce, nonce_byte_count, aad, aad_byte_count, plaintext, expected,
                    byte_count, expected_tag);
    memcpy(bytes, plaintext, byte_count);
    k->seal(context, nonce, nonce_byte_count, aad, aad_byte_count, bytes, bytes, byte_count, tag);
    check(memcmp(bytes, expected, byte_count) == 0 && memcmp(tag, expected_tag, 16) == 0, "AES-GCM",
          k->name, "seal in place against the portable kernel");
    const uint32_t ok = k->open(context, nonce, nonce_byte_count, aad, aad_byte_count, bytes, bytes,
                                byte_count, tag);
    check(ok == 1 && memcmp(bytes, plaintext, byte_count) == 0, "AES-GCM", k->name,
          "open in place");
  }
  free(oracle);
  free(context);
}

int main(void) {
  for (size_t i = 0; i < sizeof kernels / sizeof kernels[0]; i++) {
    const kernel *k = &kernels[i];
    if (!has_features(k->required)) {
      printf("AES-GCM %s: this CPU has not what it needs\n", k->name);
      continue;
    }
    for (size_t j = 0; j < sizeof vectors / sizeof vectors[0]; j++) check_vector(k, &vectors[j]);
    compare_with_portable(k, 16);
    compare_with_portable(k, 32);
  }
  return report("AES-GCM");
}
