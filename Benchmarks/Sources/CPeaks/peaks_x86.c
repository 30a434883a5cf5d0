// SPDX-License-Identifier: Apache-2.0

// The peaks of x86_64. Inline assembly, because a compiler would fold or drop these loops.
#if defined(__x86_64__)
#include "peaks.h"

#define LOOP(body, ...)                                               \
  __asm__ volatile("1:\n\t" body "dec %0\n\tjnz 1b" : "+r"(iterations) : : "cc", __VA_ARGS__)

#define LOW_VECTORS                                                                           \
  "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10",    \
      "xmm11", "xmm12", "xmm13", "xmm14", "xmm15"

// ---- 64-bit products ------------------------------------------------------------------------------

__attribute__((target("bmi2"))) static void mulx(uint64_t iterations) {
  LOOP(
      ".rept 4\n\t"
      "mulx %%rax, %%r8, %%r9\n\t"
      "mulx %%rax, %%r10, %%r11\n\t"
      "mulx %%rax, %%rcx, %%rsi\n\t"
      "mulx %%rax, %%rdi, %%rbx\n\t"
      ".endr\n\t",
      "rbx", "rcx", "rsi", "rdi", "r8", "r9", "r10", "r11");
}

static void mul(uint64_t iterations) {
  LOOP(
      ".rept 16\n\t"
      "mov %%r8, %%rax\n\t"
      "mul %%r8\n\t"
      ".endr\n\t",
      "rax", "rdx", "r8");
}

// ---- 52-bit multiply-adds -------------------------------------------------------------------------

#define MADD(n)                                    \
  "vpmadd52luq %%zmm30, %%zmm31, %%zmm" #n "\n\t"  \
  "vpmadd52huq %%zmm30, %%zmm31, %%zmm1" #n "\n\t"

__attribute__((target("avx512f,avx512ifma"))) static void ifma512(uint64_t iterations) {
  LOOP(MADD(0) MADD(1) MADD(2) MADD(3) MADD(4) MADD(5) MADD(6) MADD(7), LOW_VECTORS, "xmm16",
       "xmm17", "xmm30", "xmm31");
}

// ---- 32-bit multiply-adds -------------------------------------------------------------------------

#define PRODUCT_AND_SUM(product, sum)                       \
  "vpmuldq %%ymm14, %%ymm15, %%ymm" #product "\n\t"         \
  "vpaddq %%ymm" #product ", %%ymm" #sum ", %%ymm" #sum "\n\t"

__attribute__((target("avx2"))) static void avx2_multiply_add(uint64_t iterations) {
  LOOP(".rept 2\n\t" PRODUCT_AND_SUM(6, 0) PRODUCT_AND_SUM(7, 1) PRODUCT_AND_SUM(8, 2)
           PRODUCT_AND_SUM(9, 3) PRODUCT_AND_SUM(10, 4) PRODUCT_AND_SUM(11, 5) ".endr\n\t",
       LOW_VECTORS);
}

// ---- AES rounds and carry-less products -----------------------------------------------------------

// One round of eight counters.
#define ROUND(v)                                                                        \
  "vaesenc %%" v "15, %%" v "0, %%" v "0\n\tvaesenc %%" v "15, %%" v "1, %%" v "1\n\t"  \
  "vaesenc %%" v "15, %%" v "2, %%" v "2\n\tvaesenc %%" v "15, %%" v "3, %%" v "3\n\t"  \
  "vaesenc %%" v "15, %%" v "4, %%" v "4\n\tvaesenc %%" v "15, %%" v "5, %%" v "5\n\t"  \
  "vaesenc %%" v "15, %%" v "6, %%" v "6\n\tvaesenc %%" v "15, %%" v "7, %%" v "7\n\t"
#define PRODUCT(v, n) "vpclmulqdq $0, %%" v "15, %%" v "14, %%" v #n "\n\t"
#define PRODUCTS2(v) PRODUCT(v, 8) PRODUCT(v, 9)
#define PRODUCTS3(v) PRODUCT(v, 10) PRODUCT(v, 11) PRODUCT(v, 12)
// Ten rounds of eight vectors with 24 products; fourteen with 24.
#define MIX_10_3(v)                                                                               \
  ".rept 2\n\t" ROUND(v) PRODUCTS2(v) ROUND(v) PRODUCTS3(v) ROUND(v) PRODUCTS2(v) ROUND(v)        \
      PRODUCTS3(v) ROUND(v) PRODUCTS2(v) ".endr\n\t"
#define MIX_14_3(v)                                                                               \
  ".rept 2\n\t" ROUND(v) PRODUCTS2(v) ROUND(v) PRODUCTS2(v) ROUND(v) PRODUCT(v, 8) ROUND(v)       \
      PRODUCTS2(v) ROUND(v) PRODUCTS2(v) ROUND(v) PRODUCT(v, 8) ROUND(v) PRODUCTS2(v) ".endr\n\t"

#define AES_MIX(name, features, v)                                                           \
  __attribute__((target(features))) static void name##_10_3(uint64_t iterations) {           \
    LOOP(MIX_10_3(v), LOW_VECTORS);                                                          \
  }                                                                                          \
  __attribute__((target(features))) static void name##_14_3(uint64_t iterations) {           \
    LOOP(MIX_14_3(v), LOW_VECTORS);                                                          \
  }
AES_MIX(vaes512, "avx512f,vaes,vpclmulqdq", "zmm")
AES_MIX(vaes256, "avx2,vaes,vpclmulqdq", "ymm")
AES_MIX(aesni, "avx,aes,pclmul", "xmm")

// ---- SHA-2 ----------------------------------------------------------------------------------------

// Four rounds of one chain; SCHEDULE is what the next four message words take.
#define SHA_ROUNDS(a, b)                     \
  "pshufd $0x0e, %%xmm13, %%xmm15\n\t"       \
  "sha256rnds2 %%xmm" #a ", %%xmm" #b "\n\t" \
  "sha256rnds2 %%xmm" #b ", %%xmm" #a "\n\t"
#define SHA_SCHEDULE                     \
  "pshufd $0, %%xmm13, %%xmm14\n\t"      \
  "sha256msg1 %%xmm13, %%xmm14\n\t"      \
  "paddd %%xmm13, %%xmm14\n\t"           \
  "sha256msg2 %%xmm13, %%xmm14\n\t"
#define SHA_GROUP(schedule)                                                                   \
  SHA_ROUNDS(1, 2) schedule SHA_ROUNDS(3, 4) schedule SHA_ROUNDS(5, 6) schedule SHA_ROUNDS(7, 8) \
      schedule SHA_ROUNDS(9, 10) schedule SHA_ROUNDS(11, 12) schedule

// Six blocks at once: sixteen groups of four rounds, twelve of them with a schedule.
__attribute__((target("sha,sse4.1"))) static void sha_ni(uint64_t iterations) {
  LOOP(".rept 12\n\t" SHA_GROUP(SHA_SCHEDULE) ".endr\n\t.rept 4\n\t" SHA_GROUP("") ".endr\n\t",
       LOW_VECTORS);
}

// SHA-2 in lanes: a round is 6 rotations, 4 ternary functions, 7 additions; a message word is
// 4 rotations, 2 shifts, 2 ternary functions, 3 additions. z is d (SHA-256) or q (SHA-512).
#define ROTATE(z, n) "vpror" z " $7, %%zmm31, %%zmm" #n "\n\t"
#define SHIFT(z, n) "vpsrl" z " $7, %%zmm31, %%zmm" #n "\n\t"
#define TERNARY(z, n) "vpternlog" z " $0x96, %%zmm30, %%zmm31, %%zmm" #n "\n\t"
#define ADD(z, n) "vpadd" z " %%zmm31, %%zmm" #n ", %%zmm" #n "\n\t"
#define LANE_ROUND(z)                                                                             \
  ROTATE(z, 0) ADD(z, 1) TERNARY(z, 2) ROTATE(z, 3) ADD(z, 4) ROTATE(z, 5) ADD(z, 6)              \
      TERNARY(z, 7) ROTATE(z, 8) ADD(z, 9) TERNARY(z, 10) ADD(z, 11) ROTATE(z, 12) ADD(z, 13)     \
          TERNARY(z, 14) ROTATE(z, 15) ADD(z, 0)
#define LANE_WORD(z)                                                                              \
  ROTATE(z, 1) ADD(z, 2) SHIFT(z, 3) TERNARY(z, 4) ROTATE(z, 5) ADD(z, 6) ROTATE(z, 7)            \
      SHIFT(z, 8) TERNARY(z, 9) ROTATE(z, 10) ADD(z, 11)

__attribute__((target("avx512f"))) static void sha256_x16(uint64_t iterations) {
  LOOP(".rept 48\n\t" LANE_ROUND("d") LANE_WORD("d") ".endr\n\t"
       ".rept 16\n\t" LANE_ROUND("d") ".endr\n\t",
       LOW_VECTORS, "xmm30", "xmm31");
}

__attribute__((target("avx512f"))) static void sha512_x8(uint64_t iterations) {
  LOOP(".rept 64\n\t" LANE_ROUND("q") LANE_WORD("q") ".endr\n\t"
       ".rept 16\n\t" LANE_ROUND("q") ".endr\n\t",
       LOW_VECTORS, "xmm30", "xmm31");
}

static const handshake_peak peaks[] = {
    {"ifma512", "512-bit multiply-adds", "vpmadd52", 16, ifma512},
    {"avx2-multiply-add", "256-bit multiply-adds", "vpmuldq, vpaddq", 12, avx2_multiply_add},
    {"mulx", "64-bit products", "mulx", 16, mulx},
    {"mul", "64-bit products", "mul", 16, mul},
    {"vaes512-10-3", "64 bytes", "10 vaesenc + 3 vpclmulqdq, 512 bits", 8, vaes512_10_3},
    {"vaes512-14-3", "64 bytes", "14 vaesenc + 3 vpclmulqdq, 512 bits", 8, vaes512_14_3},
    {"vaes256-10-3", "32 bytes", "10 vaesenc + 3 vpclmulqdq, 256 bits", 8, vaes256_10_3},
    {"vaes256-14-3", "32 bytes", "14 vaesenc + 3 vpclmulqdq, 256 bits", 8, vaes256_14_3},
    {"aesni-10-3", "16 bytes", "10 vaesenc + 3 vpclmulqdq, 128 bits", 8, aesni_10_3},
    {"aesni-14-3", "16 bytes", "14 vaesenc + 3 vpclmulqdq, 128 bits", 8, aesni_14_3},
    {"sha-ni", "SHA-256 compressions", "32 sha256rnds2, 12 sha256msg1, 12 sha256msg2", 6, sha_ni},
    {"avx512-sha256-x16", "SHA-256 compressions", "vprord, vpternlogd, vpaddd", 16, sha256_x16},
    {"avx512-sha512-x8", "SHA-512 compressions", "vprorq, vpternlogq, vpaddq", 8, sha512_x8},
};

const handshake_peak *handshake_peaks(size_t *count) {
  *count = sizeof peaks / sizeof peaks[0];
  return peaks;
}
#endif
