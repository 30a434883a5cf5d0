#if defined(__x86_64__)

#include "handshake_montgomery_x86_adx.h"

#pragma clang attribute push(__attribute__((target("bmi2,adx,avx2"))), apply_to = function)

#include "montgomery_blocks8.h"

#define KERNEL(name) handshake_montgomery_x86_adx_##name
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
  __asm__ volatile(LOAD_ACCUMULATORS "1:\n\t" EIGHT_ROWS(KNOWN_FACTOR) NEXT_BLOCK "jnz 1b\n" STORE_ACCUMULATORS
                   : [z] "+r"(z), [a] "+r"(a)
                   : [row] "r"(row)
                   : CLOBBERS);
}

static inline __attribute__((always_inline)) void line_quotient(uint64_t *z, const uint64_t *n,
                                                                block_row *row) {
  __asm__ volatile(LOAD_ACCUMULATORS EIGHT_ROWS(QUOTIENT) NEXT_BLOCK "jz 2f\n"
                   "1:\n\t" EIGHT_ROWS(KNOWN_FACTOR) NEXT_BLOCK "jnz 1b\n" "2:\n\t" STORE_ACCUMULATORS
                   : [z] "+r"(z), [a] "+r"(n)
                   : [row] "r"(row)
                   : CLOBBERS);
}

#include "montgomery_limb64.h"

#pragma clang attribute pop

#endif
