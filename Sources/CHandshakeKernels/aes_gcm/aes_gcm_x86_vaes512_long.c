// SPDX-License-Identifier: Apache-2.0

// AES-GCM with VAES on 512 bits: the bulk of a long record, as a software pipeline in assembly.
//
// What the compiler makes of groups of eight vectors takes 8.0 cycles a vector on Zen 5, where the
// products alone take 6: bunches of one kind of instruction leave the other units idle, and the
// schedulers look no further. Here every step is the same mix. Eight vectors are in flight, each
// one or two rounds of AES ahead of the next: a step begins one, finishes the oldest, moves the
// others on, and forms half of the products of two that were finished before. 6.7 cycles a vector
// (AES-256: 8.0 instead of 9.6). The order within a step is a measured one, the best of a few
// hundred: the same instructions take up to 7.8 cycles, by where the products stand.
#if defined(__x86_64__)

#include "aes_gcm_x86_vaes512.h"

BEGIN_VAES512

enum {
  STEPS = LONG_GROUP / VECTOR,  // vectors that share a reduction
  // The hash of a group is ready this many vectors later than it stands for: powers of H are higher
  // by as much, but for the last group's.
  LAG = 4,
};

_Static_assert(POWER_COUNT == 4 * (STEPS + LAG), "the first power is the group's first vector's");
_Static_assert(LONG_GROUP == 16 * VECTOR, "the pipeline has sixteen steps");

#define WORD(n) (uint64_t)(n) << 56
#define COUNTERS(a, b, c, d) {0, WORD(a), 0, WORD(b), 0, WORD(c), 0, WORD(d)}
#define REVERSE 0x08090a0b0c0d0e0f, 0x0001020304050607
#define POLYNOMIAL 0xc200000000000000

static const struct {
  uint64_t offset[8][8];  // what a group's counters add to the last byte
  uint64_t reverse[8], polynomial[8];
} constants __attribute__((aligned(64))) = {
    {COUNTERS(2, 3, 4, 5), COUNTERS(6, 7, 8, 9), COUNTERS(10, 11, 12, 13), COUNTERS(14, 15, 16, 17),
     COUNTERS(18, 19, 20, 21), COUNTERS(22, 23, 24, 25), COUNTERS(26, 27, 28, 29),
     COUNTERS(30, 31, 0, 1)},
    {REVERSE, REVERSE, REVERSE, REVERSE},
    {POLYNOMIAL, POLYNOMIAL, POLYNOMIAL, POLYNOMIAL, POLYNOMIAL, POLYNOMIAL, POLYNOMIAL,
     POLYNOMIAL},
};

// Registers: vectors in flight 0–7; round keys 1–9 in 8–16, the last in 17.
#define LOW "%%zmm18"  // sums of products
#define HIGH "%%zmm19"
#define MIDDLE "%%zmm20"
#define BASE "%%zmm21"  // see counters in aes_gcm_x86_vaes512.c
#define NEXT_BASE "%%zmm22"
// 23–26: ciphertext that waits, or is being hashed
#define T1 "%%zmm27"
#define T2 "%%zmm28"
#define SUMS "%%zmm29"  // of the halves of two vectors
#define T3 "%%zmm30"
#define HASH "%%zmm31"

#define Z(n) "%%zmm" #n
#define I(instruction) instruction "\n\t"

// Round key r of AES on a vector: from a register, or from the context's broadcast keys.
#define K1 Z(8)
#define K2 Z(9)
#define K3 Z(10)
#define K4 Z(11)
#define K5 Z(12)
#define K6 Z(13)
#define K7 Z(14)
#define K8 Z(15)
#define K9 Z(16)
#define K10 "(%[wide])"
#define K11 "64(%[wide])"
#define K12 "128(%[wide])"
#define K13 "192(%[wide])"
#define LAST_KEY Z(17)
#define AES(key, n) I("vaesenc " key ", " Z(n) ", " Z(n))

// Begins the counter blocks of vector n of a group of eight.
#define BEGIN(n) I("vpxorq 64*" #n "(%[constants]), " BASE ", " Z(n))
#define BEGIN_LAST                                                \
  I("vshufi64x2 $0xe4, " NEXT_BASE ", " BASE ", " Z(7))           \
  I("vpxorq 64*7(%[constants]), " Z(7) ", " Z(7)) I("vmovdqa64 " NEXT_BASE ", " BASE)
// The base of the next group of eight.
#define COUNT                                                                        \
  I("movl %[count], %%eax") I("bswapl %%eax") I("addl $32, %[count]")                \
  I("movl %[count], %%edx") I("bswapl %%edx") I("xorl %%edx, %%eax")                 \
  I("vpbroadcastd %%eax, " T3 "%{%%k1%}%{z%}") I("vpxorq " T3 ", " BASE ", " NEXT_BASE)

// The last round of vector n with the data of step k, and x := the ciphertext, reversed. x must be
// loaded before in place is written.
#define SEAL_LOAD(k, x)
#define OPEN_LOAD(k, x) I("vmovdqu64 64*" #k "(%[in]), " Z(x))
#define LAST(n, k)                                                                              \
  I("vpxorq 64*" #k "(%[in]), " LAST_KEY ", " T3) I("vaesenclast " T3 ", " Z(n) ", " Z(n))      \
  I("vmovdqu64 " Z(n) ", 64*" #k "(%[out])")
#define SEAL_REVERSE(n, x) I("vpshufb 64*8(%[constants]), " Z(n) ", " Z(x))
#define OPEN_REVERSE(n, x) I("vpshufb 64*8(%[constants]), " Z(x) ", " Z(x))

// A step: vector a begins, b is finished into x; h is one step old, c is the next to be finished.
// g1 to g6 are the GHASH instructions in their places; x is free from g4 on.
#define STEP_128(a, b, c, d, e, f, g, h, k, x, DIRECTION, BEGINNING, g1, g2, g3, g4, g5, g6)    \
  BEGINNING AES(K3, g) g1 AES(K7, d) AES(K6, e) g2 g3 AES(K2, h) AES(K5, f) AES(K1, a) g4       \
  AES(K8, d) AES(K9, c) DIRECTION##_LOAD(k, x) g5 AES(K4, g) LAST(b, k) g6                      \
  DIRECTION##_REVERSE(b, x)
#define STEP_256(a, b, c, d, e, f, g, h, k, x, DIRECTION, BEGINNING, g1, g2, g3, g4, g5, g6)    \
  BEGINNING AES(K4, g) g1 AES(K6, f) AES(K8, e) g2 AES(K10, d) AES(K1, a) AES(K12, c)           \
  AES(K3, h) g3 AES(K5, g) g4 DIRECTION##_LOAD(k, x) AES(K7, f) AES(K9, e) g5 LAST(b, k)        \
  AES(K11, d) DIRECTION##_REVERSE(b, x) AES(K2, a) g6 AES(K13, c)

// GHASH of x and y, vectors v and v + 1 of a group, in two steps: A2 … A6, then B1 … B6; what is
// left, TO_MIDDLE, stands first in the step after. SUM is ADD, or SET for a group's first two.
#define ADD(to, a, b) I("vpternlogq $0x96, " a ", " b ", " to)
#define SET(to, a, b) I("vpxorq " a ", " b ", " to)
#define PRODUCT(halves, from, a, to) I("vpclmulqdq $" #halves ", " from ", " a ", " to)
#define POWER_AT(v) "64*(" #v ")(%[power])"
#define SUMS_AT(v) "%c[sums]+64*(" #v ")(%[power])"
#define TO_MIDDLE(SUM) SUM(MIDDLE, T1, T2)
#define A2(x, y) I("vpunpcklqdq " Z(y) ", " Z(x) ", " SUMS)
#define A3(x, y) I("vpunpckhqdq " Z(y) ", " Z(x) ", " T1)
#define A4 I("vpxorq " T1 ", " SUMS ", " SUMS)
#define A5(x, v) PRODUCT(0x00, POWER_AT(v), Z(x), T1)
#define A6(y, v) PRODUCT(0x00, POWER_AT(v + 1), Z(y), T2)
#define B1(SUM) SUM(LOW, T1, T2)
#define B2(x, v) PRODUCT(0x11, POWER_AT(v), Z(x), Z(x))
#define B3(y, v) PRODUCT(0x11, POWER_AT(v + 1), Z(y), Z(y))
#define B4(SUM, x, y) SUM(HIGH, Z(x), Z(y))
#define B5(v) PRODUCT(0x00, SUMS_AT(v), SUMS, T1)
#define B6(v) PRODUCT(0x11, SUMS_AT(v), SUMS, T2)
#define A(x, y, v, FIRST) FIRST, A2(x, y), A3(x, y), A4, A5(x, v), A6(y, v)
#define B(x, y, v, SUM) B1(SUM), B2(x, v), B3(y, v), B4(SUM, x, y), B5(v), B6(v)

// The reduction (reduce in aes_gcm_x86_vaes512.h), between the first products of the next group.
#define REDUCE_1                                                                            \
  ADD(MIDDLE, LOW, HIGH) I("vmovdqa64 " HIGH ", " HASH) I("vpshufd $0x4e, " LOW ", " T2)    \
  PRODUCT(0x00, "64*9(%[constants])", LOW, LOW)
#define REDUCE_2                                                                            \
  ADD(MIDDLE, T2, LOW) I("vpshufd $0x4e, " MIDDLE ", " HIGH)                                \
  PRODUCT(0x00, "64*9(%[constants])", MIDDLE, MIDDLE)
#define REDUCE_3 ADD(HASH, HIGH, MIDDLE)
// The lanes' sum into the lowest.
#define ADD_LANES                                                                           \
  I("vextracti64x4 $1, %%zmm31, %%ymm20") I("vpxorq %%ymm20, %%ymm31, %%ymm31")             \
  I("vextracti32x4 $1, %%ymm31, %%xmm30") I("vpxorq %%xmm30, %%xmm31, %%xmm31")

// From the last group's first products on, its powers are without the lag.
#define LAST_POWERS I("cmpq $1, %[groups]") I("cmoveq %[last_power], %[power]")

#define S0(STEP, ...) STEP(7, 0, 1, 2, 3, 4, 5, 6, __VA_ARGS__)
#define S1(STEP, ...) STEP(0, 1, 2, 3, 4, 5, 6, 7, __VA_ARGS__)
#define S2(STEP, ...) STEP(1, 2, 3, 4, 5, 6, 7, 0, __VA_ARGS__)
#define S3(STEP, ...) STEP(2, 3, 4, 5, 6, 7, 0, 1, __VA_ARGS__)
#define S4(STEP, ...) STEP(3, 4, 5, 6, 7, 0, 1, 2, __VA_ARGS__)
#define S5(STEP, ...) STEP(4, 5, 6, 7, 0, 1, 2, 3, __VA_ARGS__)
#define S6(STEP, ...) STEP(5, 6, 7, 0, 1, 2, 3, 4, __VA_ARGS__)
#define S7(STEP, ...) STEP(6, 7, 0, 1, 2, 3, 4, 5, __VA_ARGS__)

#define M TO_MIDDLE(ADD)
#define LOOP(STEP, D)                                                                           \
  I("1:")                                                                                       \
  S0(STEP, 0, 23, D, BEGIN_LAST, B(23, 24, 12, ADD))                                            \
  S1(STEP, 1, 24, D, BEGIN(0), A(25, 26, 14, M))                                                \
  S2(STEP, 2, 25, D, BEGIN(1), B(25, 26, 14, ADD))                                              \
  LAST_POWERS                                                                                   \
  S3(STEP, 3, 26, D, BEGIN(2), M REDUCE_1, A2(23, 24), A3(23, 24), A4, A5(23, 0),               \
     REDUCE_2 A6(24, 0))                                                                        \
  S4(STEP, 4, 23, D, BEGIN(3), B1(SET), B2(23, 0), B3(24, 0), REDUCE_3 B4(SET, 23, 24), B5(0),  \
     B6(0) ADD_LANES)                                                                           \
  S5(STEP, 5, 24, D, BEGIN(4), A(25, 26, 2, TO_MIDDLE(SET)))                                    \
  S6(STEP, 6, 25, D, BEGIN(5), B(25, 26, 2, ADD))                                               \
  COUNT                                                                                         \
  S7(STEP, 7, 26, D, BEGIN(6), M I("vpxorq " HASH ", " Z(23) ", " Z(23)), A2(23, 24),           \
     A3(23, 24), A4, A5(23, 4), A6(24, 4))                                                      \
  S0(STEP, 8, 23, D, BEGIN_LAST, B(23, 24, 4, ADD))                                             \
  S1(STEP, 9, 24, D, BEGIN(0), A(25, 26, 6, M))                                                 \
  S2(STEP, 10, 25, D, BEGIN(1), B(25, 26, 6, ADD))                                              \
  S3(STEP, 11, 26, D, BEGIN(2), A(23, 24, 8, M))                                                \
  S4(STEP, 12, 23, D, BEGIN(3), B(23, 24, 8, ADD))                                              \
  S5(STEP, 13, 24, D, BEGIN(4), A(25, 26, 10, M))                                               \
  S6(STEP, 14, 25, D, BEGIN(5), B(25, 26, 10, ADD))                                             \
  COUNT                                                                                         \
  S7(STEP, 15, 26, D, BEGIN(6), A(23, 24, 12, M))                                               \
  I("addq $1024, %[in]") I("addq $1024, %[out]") I("decq %[groups]") I("jnz 1b")

// The products that the last steps leave to do.
#define DRAIN                                                                                   \
  B1(ADD) B2(23, 12) B3(24, 12) B4(ADD, 23, 24) B5(12) B6(12)                                   \
  M A2(25, 26) A3(25, 26) A4 A5(25, 14) A6(26, 14)                                              \
  B1(ADD) B2(25, 14) B3(26, 14) B4(ADD, 25, 26) B5(14) B6(14)                                   \
  M REDUCE_1 REDUCE_2 REDUCE_3 ADD_LANES

// The first seven vectors, and the rounds that they are ahead when the loop begins.
#define BEGIN_ALL BEGIN(0) BEGIN(1) BEGIN(2) BEGIN(3) BEGIN(4) BEGIN(5) BEGIN(6)
#define AHEAD_128                                                                               \
  AES(K1, 0) AES(K1, 1) AES(K1, 2) AES(K1, 3) AES(K1, 4) AES(K1, 5) AES(K1, 6)                  \
  AES(K2, 0) AES(K2, 1) AES(K2, 2) AES(K2, 3) AES(K2, 4) AES(K2, 5)                             \
  AES(K3, 0) AES(K3, 1) AES(K3, 2) AES(K3, 3) AES(K3, 4)                                        \
  AES(K4, 0) AES(K4, 1) AES(K4, 2) AES(K4, 3) AES(K4, 4)                                        \
  AES(K5, 0) AES(K5, 1) AES(K5, 2) AES(K5, 3) AES(K6, 0) AES(K6, 1) AES(K6, 2)                  \
  AES(K7, 0) AES(K7, 1) AES(K8, 0) AES(K8, 1) AES(K9, 0)
#define AHEAD_256                                                                               \
  AES(K1, 0) AES(K1, 1) AES(K1, 2) AES(K1, 3) AES(K1, 4) AES(K1, 5) AES(K1, 6)                  \
  AES(K2, 0) AES(K2, 1) AES(K2, 2) AES(K2, 3) AES(K2, 4) AES(K2, 5) AES(K2, 6)                  \
  AES(K3, 0) AES(K3, 1) AES(K3, 2) AES(K3, 3) AES(K3, 4) AES(K3, 5)                             \
  AES(K4, 0) AES(K4, 1) AES(K4, 2) AES(K4, 3) AES(K4, 4)                                        \
  AES(K5, 0) AES(K5, 1) AES(K5, 2) AES(K5, 3) AES(K5, 4)                                        \
  AES(K6, 0) AES(K6, 1) AES(K6, 2) AES(K6, 3) AES(K7, 0) AES(K7, 1) AES(K7, 2) AES(K7, 3)       \
  AES(K8, 0) AES(K8, 1) AES(K8, 2) AES(K9, 0) AES(K9, 1) AES(K9, 2)                             \
  AES(K10, 0) AES(K10, 1) AES(K11, 0) AES(K11, 1) AES(K12, 0) AES(K13, 0)

#define LOAD_KEY(r, n) I("vbroadcasti32x4 16*" #r "(%[key]), " Z(n))
#define LOAD_KEYS                                                                               \
  LOAD_KEY(1, 8) LOAD_KEY(2, 9) LOAD_KEY(3, 10) LOAD_KEY(4, 11) LOAD_KEY(5, 12)                 \
  LOAD_KEY(6, 13) LOAD_KEY(7, 14) LOAD_KEY(8, 15) LOAD_KEY(9, 16)
#define ZERO(register) I("vpxorq " register ", " register ", " register)
#define ZERO_ALL                                                                                \
  ZERO(LOW) ZERO(HIGH) ZERO(MIDDLE) ZERO(T1) ZERO(T2) ZERO(SUMS) ZERO(Z(23)) ZERO(Z(24))        \
  ZERO(Z(25)) ZERO(HASH)

#define PIPELINE(BITS, LAST_ROUND, DIRECTION)                                                   \
  __asm__ volatile(                                                                             \
      I("movl $0x8888, %%eax") I("kmovw %%eax, %%k1") ZERO_ALL COUNT LOAD_KEYS                  \
      LOAD_KEY(LAST_ROUND, 17) BEGIN_ALL AHEAD_##BITS LOOP(STEP_##BITS, DIRECTION) DRAIN        \
      : [in] "+r"(in), [out] "+r"(out), [groups] "+r"(group_count), [power] "+r"(power),        \
        [count] "+r"(count), "+v"(base), "+v"(pending), "=v"(hash)                              \
      : [last_power] "r"(last_power), [key] "r"(c->round_key), [wide] "r"(c->wide_round_key),   \
        [constants] "r"(&constants), [sums] "i"(sizeof c->power)                                \
      : "rax", "rdx", "k1", "cc", "memory", "zmm0", "zmm1", "zmm2", "zmm3", "zmm4", "zmm5",     \
        "zmm6", "zmm7", "zmm8", "zmm9", "zmm10", "zmm11", "zmm12", "zmm13", "zmm14", "zmm15",   \
        "zmm16", "zmm17", "zmm18", "zmm19", "zmm20", "zmm22", "zmm23", "zmm24", "zmm25",        \
        "zmm27", "zmm28", "zmm29", "zmm30")

block handshake_aes_gcm_x86_vaes512_long(const context *c, direction direction,
                                         handshake_aes_gcm_nonce nonce, block before,
                                         const uint8_t *in, uint8_t *out, size_t group_count) {
  const block *power = c->power, *last_power = c->power + 4 * LAG;
  uint32_t count = 0;
  register vector base __asm__("zmm21") = _mm512_broadcast_i32x4(
      _mm_xor_si128((block)nonce, c->round_key[0]));
  // The block before the first one is the last of the two vectors that would be hashed next.
  register vector pending __asm__("zmm26") = _mm512_inserti32x4(_mm512_setzero_si512(), before, 3);
  register vector hash __asm__("zmm31");
  if (c->round_count == 10) {
    if (direction == SEAL) PIPELINE(128, 10, SEAL);
    else PIPELINE(128, 10, OPEN);
  } else {
    if (direction == SEAL) PIPELINE(256, 14, SEAL);
    else PIPELINE(256, 14, OPEN);
  }
  return _mm512_castsi512_si128(hash);
}

END_VAES512

#endif
