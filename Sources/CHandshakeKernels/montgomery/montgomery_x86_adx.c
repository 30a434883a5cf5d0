// SPDX-License-Identifier: Apache-2.0

#if defined(__x86_64__)

#include "handshake_montgomery.h"

#pragma clang attribute push(__attribute__((target("bmi2,adx,avx2"))), apply_to = function)

#include "montgomery_blocks8.h"

#define LIMB_COUNT_STEP 8

// Inline assembly because clang merges the two carry chains into one and spills.
//
// The eight accumulators are r8 … r15. A row adds a[0 ..< 8]·rdx and z[i] to them: the low halves
// go up the OF chain, z[i] and the high halves up the CF chain. Then the lowest accumulator is
// finished, goes to z[i], and its register becomes the highest one.
#define STEP(offset, low_to, high_to)                                                              \
  "mulx " #offset "(%[a]), %%rax, %%rcx\n\t"                                                       \
  "adox %%rax, %%" #low_to "\n\t"                                                                  \
  "adcx %%rcx, %%" #high_to "\n\t"
#define ROW(offset, c0, c1, c2, c3, c4, c5, c6, c7)                                                \
  "xorl %%eax, %%eax\n\t"                                                                          \
  "adcx " #offset "(%[z]), %%" #c0 "\n\t"                                                          \
  "mulx (%[a]), %%rax, %%rcx\n\t"                                                                  \
  "adox %%rax, %%" #c0 "\n\t"                                                                      \
  "movq %%" #c0 ", " #offset "(%[z])\n\t"                                                          \
  "adcx %%rcx, %%" #c1 "\n\t" STEP(8, c1, c2) STEP(16, c2, c3) STEP(24, c3, c4) STEP(32, c4, c5)   \
      STEP(40, c5, c6) STEP(48, c6, c7) "mulx 56(%[a]), %%rax, %%" #c0 "\n\t"                      \
  "adox %%rax, %%" #c7 "\n\t"                                                                      \
  "movl $0, %%eax\n\t"                                                                             \
  "adcx %%rax, %%" #c0 "\n\t"                                                                      \
  "adox %%rax, %%" #c0 "\n\t"
#define FACTOR(offset) "movq " #offset "(%[row]), %%rdx\n\t"
// The quotient's limb: -(what stands at the lowest place)/n mod 2^64.
#define QUOTIENT(offset, c0)                                                                       \
  "movq " #offset "(%[z]), %%rdx\n\t"                                                              \
  "addq %%" #c0 ", %%rdx\n\t"                                                                      \
  "imulq 128(%[row]), %%rdx\n\t"                                                                    \
  "movq %%rdx, " #offset "(%[row])\n\t"
#define EIGHT_ROWS(factor)                                                                         \
  factor(0, r8) ROW(0, r8, r9, r10, r11, r12, r13, r14, r15)                                       \
  factor(8, r9) ROW(8, r9, r10, r11, r12, r13, r14, r15, r8)                                       \
  factor(16, r10) ROW(16, r10, r11, r12, r13, r14, r15, r8, r9)                                    \
  factor(24, r11) ROW(24, r11, r12, r13, r14, r15, r8, r9, r10)                                    \
  factor(32, r12) ROW(32, r12, r13, r14, r15, r8, r9, r10, r11)                                    \
  factor(40, r13) ROW(40, r13, r14, r15, r8, r9, r10, r11, r12)                                    \
  factor(48, r14) ROW(48, r14, r15, r8, r9, r10, r11, r12, r13)                                    \
  factor(56, r15) ROW(56, r15, r8, r9, r10, r11, r12, r13, r14)
#define KNOWN_FACTOR(offset, c0) FACTOR(offset)
#define LOAD_ACCUMULATORS                                                                          \
  "movq 64(%[row]), %%r8\n\tmovq 72(%[row]), %%r9\n\tmovq 80(%[row]), %%r10\n\tmovq 88(%[row]), %%r11\n\t"         \
  "movq 96(%[row]), %%r12\n\tmovq 104(%[row]), %%r13\n\tmovq 112(%[row]), %%r14\n\tmovq 120(%[row]), %%r15\n\t"
#define STORE_ACCUMULATORS                                                                         \
  "movq %%r8, 64(%[row])\n\tmovq %%r9, 72(%[row])\n\tmovq %%r10, 80(%[row])\n\tmovq %%r11, 88(%[row])\n\t"         \
  "movq %%r12, 96(%[row])\n\tmovq %%r13, 104(%[row])\n\tmovq %%r14, 112(%[row])\n\tmovq %%r15, 120(%[row])\n\t"
#define CLOBBERS                                                                                   \
  "rax", "rcx", "rdx", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15", "cc", "memory"

#define NEXT_BLOCK                                                                                 \
  "addq $64, %[z]\n\taddq $64, %[a]\n\tdecq 136(%[row])\n\t"

static inline __attribute__((always_inline)) void line(uint64_t *z, const uint64_t *a,
                                                       block_row *row) {
  __asm__ volatile(LOAD_ACCUMULATORS "1:\n\t" EIGHT_ROWS(KNOWN_FACTOR) NEXT_BLOCK
                   "jnz 1b\n" STORE_ACCUMULATORS
                   : [z] "+r"(z), [a] "+r"(a)
                   : [row] "r"(row)
                   : CLOBBERS);
}

static inline __attribute__((always_inline)) void line_quotient(uint64_t *z, const uint64_t *n,
                                                                block_row *row) {
  __asm__ volatile(LOAD_ACCUMULATORS EIGHT_ROWS(QUOTIENT) NEXT_BLOCK
                   "jz 2f\n"
                   "1:\n\t" EIGHT_ROWS(KNOWN_FACTOR) NEXT_BLOCK
                   "jnz 1b\n"
                   "2:\n\t" STORE_ACCUMULATORS
                   : [z] "+r"(z), [a] "+r"(n)
                   : [row] "r"(row)
                   : CLOBBERS);
}

// The products of different limbs of a: row i adds a[i]·a[i+1 ..< 8], and then the places 2i+1 and
// 2i+2 are finished. Place t is in register r(8 + (t-1) mod 8).
#define FIRST(offset, low_to, high_to)                                                             \
  "mulx " #offset "(%[a]), %%rax, %%" #high_to "\n\t"                                              \
  "adcx %%rax, %%" #low_to "\n\t"
#define NEXT(offset)                                                                               \
  "movq " #offset "(%[a]), %%rdx\n\t"                                                              \
  "xorl %%eax, %%eax\n\t"
#define TOP(low_to, top)                                                                           \
  "mulx 56(%[a]), %%rax, %%" #top "\n\t"                                                           \
  "adox %%rax, %%" #low_to "\n\t"                                                                  \
  "movl $0, %%eax\n\t"                                                                             \
  "adcx %%rax, %%" #top "\n\t"                                                                     \
  "adox %%rax, %%" #top "\n\t"
#define FINISH(offset, t) "movq %%" #t ", " #offset "(%[z])\n\t"
#define TRIANGLE                                                                                   \
  "movq (%[a]), %%rdx\n\t"                                                                         \
  "mulx 8(%[a]), %%r8, %%r9\n\t"                                                                   \
  "xorl %%eax, %%eax\n\t"                                                                          \
  FIRST(16, r9, r10) FIRST(24, r10, r11) FIRST(32, r11, r12)                                       \
  FIRST(40, r12, r13) FIRST(48, r13, r14) FIRST(56, r14, r15)                                      \
  "movl $0, %%eax\n\tadcx %%rax, %%r15\n\t"                                                        \
  FINISH(8, r8) FINISH(16, r9)                                                                     \
  NEXT(8) STEP(16, r10, r11) STEP(24, r11, r12) STEP(32, r12, r13) STEP(40, r13, r14)              \
  STEP(48, r14, r15) TOP(r15, r8) FINISH(24, r10) FINISH(32, r11)                                  \
  NEXT(16) STEP(24, r12, r13) STEP(32, r13, r14) STEP(40, r14, r15) STEP(48, r15, r8)              \
  TOP(r8, r9) FINISH(40, r12) FINISH(48, r13)                                                      \
  NEXT(24) STEP(32, r14, r15) STEP(40, r15, r8) STEP(48, r8, r9) TOP(r9, r10) FINISH(56, r14)      \
  FINISH(64, r15)                                                                                  \
  NEXT(32) STEP(40, r8, r9) STEP(48, r9, r10) TOP(r10, r11) FINISH(72, r8) FINISH(80, r9)          \
  NEXT(40) STEP(48, r10, r11) TOP(r11, r12) FINISH(88, r10) FINISH(96, r11)                        \
  NEXT(48) TOP(r12, r13) FINISH(104, r12) FINISH(112, r13)                                         \
  "movq $0, (%[z])\n\tmovq $0, 120(%[z])\n\t"

static inline __attribute__((always_inline)) void triangle(uint64_t *z, const uint64_t *a) {
  __asm__ volatile(TRIANGLE : : [z] "r"(z), [a] "r"(a) : CLOBBERS);
}

// The doubling goes along the CF chain, the squares along the OF chain; LEA and JRCXZ leave both be.
static inline __attribute__((always_inline)) void double_and_add_squares(uint64_t *z,
                                                                         const uint64_t *a,
                                                                         size_t m) {
  __asm__ volatile(
      "xorl %%eax, %%eax\n"
      "1:\n\t"
      "movq (%[a]), %%rdx\n\t"
      "mulx %%rdx, %%rax, %%rdx\n\t"
      "movq (%[z]), %%r8\n\t"
      "movq 8(%[z]), %%r9\n\t"
      "adcx %%r8, %%r8\n\t"
      "adox %%rax, %%r8\n\t"
      "movq %%r8, (%[z])\n\t"
      "adcx %%r9, %%r9\n\t"
      "adox %%rdx, %%r9\n\t"
      "movq %%r9, 8(%[z])\n\t"
      "leaq 8(%[a]), %[a]\n\t"
      "leaq 16(%[z]), %[z]\n\t"
      "leaq -1(%%rcx), %%rcx\n\t"
      "jrcxz 2f\n\t"
      "jmp 1b\n"
      "2:\n\t"
      : [z] "+r"(z), [a] "+r"(a), "+c"(m)
      :
      : "rax", "rdx", "r8", "r9", "cc", "memory");
}

#include "montgomery_limb64.h"
#include "montgomery_limb64_pair.h"

#define REQUIRED_FEATURES HANDSHAKE_CPU_BMI2 | HANDSHAKE_CPU_ADX | HANDSHAKE_CPU_AVX2

const handshake_montgomery_kernel handshake_montgomery_x86_adx = {
    .name = "x86_adx",
    .required_features = REQUIRED_FEATURES,
    LIMB64_FUNCTIONS,
};

// The two of a pair in the halves of AVX2's vectors, for 16, 24 and 32 limbs; one after the other for the
// others.
const handshake_montgomery_kernel handshake_montgomery_x86_avx2_pair = {
    .name = "x86_avx2_pair",
    .required_features = REQUIRED_FEATURES,
    LIMB64_FUNCTIONS,
    .power_pair = power_pair,
};

#pragma clang attribute pop

#endif
