// SPDX-License-Identifier: Apache-2.0

// The peaks of arm64.
#if defined(__aarch64__)
#include "peaks.h"

#define LOOP(body, ...)                                                                          \
  __asm__ volatile(".arch armv8.2-a+crypto+sha3\n1:\n\t" body "subs %0, %0, #1\n\tb.ne 1b"       \
                   : "+r"(iterations)                                                            \
                   :                                                                             \
                   : "cc", __VA_ARGS__)

#define VECTORS                                                                                   \
  "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v16", "v17", "v18", "v19", "v20", "v21", "v30", \
      "v31"

// A 64-bit product has two halves: MUL and UMULH.
static void mul_umulh(uint64_t iterations) {
  LOOP(
      ".rept 4\n\t"
      "mul x9, x8, x8\n\tumulh x10, x8, x8\n\tmul x11, x8, x8\n\tumulh x12, x8, x8\n\t"
      "mul x13, x8, x8\n\tumulh x14, x8, x8\n\tmul x15, x8, x8\n\tumulh x16, x8, x8\n\t"
      ".endr\n\t",
      "x8", "x9", "x10", "x11", "x12", "x13", "x14", "x15", "x16");
}

#define AES_ROUND(n) "aese v" #n ".16b, v31.16b\n\taesmc v" #n ".16b, v" #n ".16b\n\t"
#define ROUND                                                                                     \
  AES_ROUND(0) AES_ROUND(1) AES_ROUND(2) AES_ROUND(3) AES_ROUND(4) AES_ROUND(5) AES_ROUND(6)      \
      AES_ROUND(7)
#define PRODUCT(n) "pmull v" #n ".1q, v30.1d, v31.1d\n\t"
#define PRODUCTS2 PRODUCT(16) PRODUCT(17)
#define PRODUCTS3 PRODUCT(18) PRODUCT(19) PRODUCT(20)

static void aes_10_3(uint64_t iterations) {
  LOOP(".rept 2\n\t" ROUND PRODUCTS2 ROUND PRODUCTS3 ROUND PRODUCTS2 ROUND PRODUCTS3 ROUND PRODUCTS2
       ".endr\n\t",
       VECTORS);
}

static void aes_14_3(uint64_t iterations) {
  LOOP(".rept 2\n\t" ROUND PRODUCTS2 ROUND PRODUCTS2 ROUND PRODUCT(16)
           ROUND PRODUCTS2 ROUND PRODUCTS2 ROUND PRODUCT(16) ROUND PRODUCTS2 ".endr\n\t",
       VECTORS);
}

// Four rounds of one block: two SHA256H and SHA256H2 each take four rounds' worth of state.
#define SHA256_ROUNDS(a, b)                                                      \
  "mov v16.16b, v" #a ".16b\n\tsha256h q" #a ", q" #b ", v30.4s\n\t"             \
  "sha256h2 q" #b ", q16, v30.4s\n\t"
#define SHA256_SCHEDULE                                                          \
  "mov v17.16b, v31.16b\n\tsha256su0 v17.4s, v30.4s\n\tsha256su1 v17.4s, v30.4s, v31.4s\n\t"
#define SHA256_GROUP(schedule)                                                              \
  SHA256_ROUNDS(0, 1) schedule SHA256_ROUNDS(2, 3) schedule SHA256_ROUNDS(4, 5) schedule    \
      SHA256_ROUNDS(6, 7) schedule

static void sha256(uint64_t iterations) {
  LOOP(".rept 12\n\t" SHA256_GROUP(SHA256_SCHEDULE) ".endr\n\t.rept 4\n\t" SHA256_GROUP(
           "") ".endr\n\t",
       VECTORS);
}

// Two rounds of one block: SHA512H and SHA512H2.
#define SHA512_ROUNDS(a, b)                                                     \
  "mov v16.16b, v" #a ".16b\n\tsha512h q16, q30, v31.2d\n\t"                    \
  "mov v18.16b, v16.16b\n\tsha512h2 q18, q" #b ", v30.2d\n\t"                   \
  "add v" #a ".2d, v16.2d, v" #b ".2d\n\tmov v" #b ".16b, v18.16b\n\t"
#define SHA512_SCHEDULE                                                         \
  "mov v17.16b, v31.16b\n\tsha512su0 v17.2d, v30.2d\n\tsha512su1 v17.2d, v30.2d, v31.2d\n\t"
#define SHA512_GROUP(schedule)                                                              \
  SHA512_ROUNDS(0, 1) schedule SHA512_ROUNDS(2, 3) schedule SHA512_ROUNDS(4, 5) schedule    \
      SHA512_ROUNDS(6, 7) schedule

static void sha512(uint64_t iterations) {
  LOOP(".rept 32\n\t" SHA512_GROUP(SHA512_SCHEDULE) ".endr\n\t.rept 8\n\t" SHA512_GROUP(
           "") ".endr\n\t",
       VECTORS);
}

static const handshake_peak peaks[] = {
    {"mul-umulh", "64-bit products", "mul + umulh", 16, mul_umulh},
    {"arm-aes-10-3", "16 bytes", "10 aese/aesmc + 3 pmull", 8, aes_10_3},
    {"arm-aes-14-3", "16 bytes", "14 aese/aesmc + 3 pmull", 8, aes_14_3},
    {"arm-sha256", "SHA-256 compressions", "16 sha256h/sha256h2, 12 sha256su0/su1", 4, sha256},
    {"arm-sha512", "SHA-512 compressions", "40 sha512h/sha512h2, 32 sha512su0/su1", 4, sha512},
};

const handshake_peak *handshake_peaks(size_t *count) {
  *count = sizeof peaks / sizeof peaks[0];
  return peaks;
}
#endif
