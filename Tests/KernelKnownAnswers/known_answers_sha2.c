// SHA-1 and SHA-2: examples of FIPS 180-4 on every single-message kernel of this architecture, and
// every length and P_hash (RFC 5246, section 5) against the portable kernel.
#include "known_answers.h"

#include "handshake_sha2.h"

typedef struct {
  const char *name;
  uint32_t required;
  const handshake_hash_kernel *(*functions)(void);
  int word_byte_count;  // 4 or 8; 0 is SHA-1
} kernel;

static const kernel kernels[] = {
    {"sha1_portable", 0, handshake_sha1_portable, 0},
    {"sha256_portable", 0, handshake_sha256_portable, 4},
    {"sha512_portable", 0, handshake_sha512_portable, 8},
#if defined(__x86_64__)
    {"sha256_x86_shani", HANDSHAKE_CPU_SHANI | HANDSHAKE_CPU_SSE41 | HANDSHAKE_CPU_SSSE3,
     handshake_sha256_x86_shani, 4},
    {"sha512_x86_avx2", HANDSHAKE_CPU_AVX2 | HANDSHAKE_CPU_BMI2, handshake_sha512_x86_avx2, 8},
    {"sha512_x86_avx512vl",
     HANDSHAKE_CPU_AVX512F | HANDSHAKE_CPU_AVX512VL | HANDSHAKE_CPU_AVX2 | HANDSHAKE_CPU_BMI2,
     handshake_sha512_x86_avx512vl, 8},
#elif defined(__aarch64__)
    {"sha256_arm_crypto", HANDSHAKE_CPU_SHA256, handshake_sha256_arm_crypto, 4},
    {"sha512_arm_crypto", HANDSHAKE_CPU_SHA512, handshake_sha512_arm_crypto, 8},
#endif
};

typedef struct {
  int word_byte_count;
  uint32_t digest_byte_count;
  const handshake_hash_state *(*initial)(void);
  const char *empty, *abc, *two_blocks;
} function;

static const function functions[] = {
    {0, 20, handshake_sha1_initial,
     "da39a3ee5e6b4b0d3255bfef95601890afd80709",
     "a9993e364706816aba3e25717850c26c9cd0d89d",
     "84983e441c3bd26ebaae4aa1f95129e5e54670f1"},
    {4, 28, handshake_sha224_initial,
     "d14a028c2a3a2bc9476102bb288234c415a2b01f828ea62ac5b3e42f",
     "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7",
     "75388b16512776cc5dba5da1fd890150b0c6455cb4f58b1952522525"},
    {4, 32, handshake_sha256_initial,
     "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
     "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    {8, 48, handshake_sha384_initial,
     "38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da"
     "274edebfe76f65fbd51ad2f14898b95b",
     "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
     "8086072ba1e7cc2358baeca134c825a7",
     "3391fdddfc8dc7393707a65b1b4709397cf8b1d162af05abfe8f450de5f36bc6"
     "b0455a8520bc4e6f5fe95b1fe3c8452b"},
    {8, 64, handshake_sha512_initial,
     "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
     "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
     "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
     "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
     "204a8fc6dda82f0a0ced7beb8e08a41657c16ef468b228a8279be331a703c335"
     "96fd15c13b1b07f9aa1d3bea57789ca031ad85c7a71dd70354ec631238ca3445"},
};

static handshake_hash_algorithm algorithm_of(const function *f, const handshake_hash_kernel *k) {
  return (handshake_hash_algorithm){k, f->initial(), f->word_byte_count == 8 ? 128 : 64,
                                    f->digest_byte_count};
}

static const handshake_hash_kernel *portable(int word_byte_count) {
  if (word_byte_count == 0) return handshake_sha1_portable();
  return word_byte_count == 4 ? handshake_sha256_portable() : handshake_sha512_portable();
}

static void check_digest(const kernel *k, const function *f, const char *message,
                         const char *expected) {
  uint8_t digest[64], bytes[64];
  const handshake_hash_algorithm algorithm = algorithm_of(f, k->functions());
  handshake_hash_digest(&algorithm, (const uint8_t *)message, strlen(message), 0, 0, digest);
  const size_t count = from_hexadecimal(expected, bytes);
  check(count == f->digest_byte_count && memcmp(digest, bytes, count) == 0, "SHA", k->name,
        "example of FIPS 180-4");
}

static void compare_with_portable(const kernel *k, const function *f) {
  static uint8_t message[16384 + 64];
  const handshake_hash_algorithm ours = algorithm_of(f, k->functions());
  const handshake_hash_algorithm theirs = algorithm_of(f, portable(f->word_byte_count));
  uint8_t a[64], b[64], out_a[300], out_b[300];
  fill_with_noise(1, message, sizeof message);
  for (size_t count = 0; count <= 16384; count = count == 300 ? 16384 : count + 1) {
    const uint8_t *bytes = message + count % 63;
    handshake_hash_digest(&ours, bytes, count, 0, 0, a);
    handshake_hash_digest(&theirs, bytes, count, 0, 0, b);
    check(memcmp(a, b, f->digest_byte_count) == 0, "SHA", k->name, "against the portable kernel");
  }
  for (size_t count = 0; count <= 200; count++) {
    const handshake_hash_part part = {message + 50, count};
    const size_t out_byte_count = 1 + count * 7 % 300;
    handshake_p_hash(&ours, message, 48, &part, 1, out_a, out_byte_count);
    handshake_p_hash(&theirs, message, 48, &part, 1, out_b, out_byte_count);
    check(memcmp(out_a, out_b, out_byte_count) == 0, "P_hash", k->name,
          "against the portable kernel");
  }
}

// The first 32 bytes of the TLS 1.2 PRF vectors published on the IETF's TLS mailing list.
static void check_prf(const kernel *k, const function *f, const char *secret_digits,
                      const char *seed_digits, const char *expected_digits) {
  uint8_t secret[16], seed[16], expected[32], output[32];
  const handshake_hash_algorithm algorithm = algorithm_of(f, k->functions());
  from_hexadecimal(secret_digits, secret);
  from_hexadecimal(seed_digits, seed);
  from_hexadecimal(expected_digits, expected);
  const handshake_hash_part parts[2] = {{(const uint8_t *)"test label", 10}, {seed, sizeof seed}};
  handshake_p_hash(&algorithm, secret, sizeof secret, parts, 2, output, sizeof output);
  check(memcmp(output, expected, sizeof output) == 0, "PRF", k->name, "published vector");
}

int main(void) {
  for (size_t i = 0; i < sizeof kernels / sizeof kernels[0]; i++) {
    const kernel *k = &kernels[i];
    if (!has_features(k->required)) {
      printf("SHA %s: this CPU has not what it needs\n", k->name);
      continue;
    }
    for (size_t j = 0; j < sizeof functions / sizeof functions[0]; j++) {
      const function *f = &functions[j];
      if (f->word_byte_count != k->word_byte_count) continue;
      check_digest(k, f, "", f->empty);
      check_digest(k, f, "abc", f->abc);
      check_digest(k, f, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", f->two_blocks);
      compare_with_portable(k, f);
      if (f->digest_byte_count == 32) {
        check_prf(k, f, "9bbe436ba940f017b17652849a71db35", "a0ba9f936cda311827a6f796ffd5198c",
                  "e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a");
      }
      if (f->digest_byte_count == 48) {
        check_prf(k, f, "b80b733d6ceefcdc71566ea48e5567df", "cd665cf6a8447dd6ff8b27555edb7465",
                  "7b0c18e9ced410ed1804f2cfa34a336a1c14dffb4900bb5fd7942107e81c83cd");
      }
    }
  }
  return report("SHA-1 and SHA-2");
}
