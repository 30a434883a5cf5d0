// SPDX-License-Identifier: Apache-2.0

#if defined(__aarch64__)

#include "handshake_montgomery.h"

#include "montgomery_blocks8.h"

#define LIMB_COUNT_STEP 8

// Inline assembly because clang does not keep a carry chain in the flags over a row.
//
// a[0 ..< 8] is in x12 … x17, x19, x20 for the whole block; the eight accumulators are x4 … x11. A
// row adds z[i] and a[0 ..< 8]·x21 to them: the high halves one place up and the low halves, each in a
// chain of carries; MUL and UMULH leave the flags alone. Then the lowest accumulator is finished, goes
// to z[i], and its register becomes the highest one. x28 counts the blocks, x3 is -1/n.
#define HIGH(temporary, a, to)                                                                     \
  "umulh " #temporary ", " #a ", x21\n\tadcs " #to ", " #to ", " #temporary "\n\t"
#define LOW(add, temporary, a, to)                                                                 \
  "mul " #temporary ", " #a ", x21\n\t" #add " " #to ", " #to ", " #temporary "\n\t"
#define HIGH_HALVES(c0, c1, c2, c3, c4, c5, c6, c7)                                                \
  HIGH(x23, x12, c1) HIGH(x24, x13, c2) HIGH(x25, x14, c3) HIGH(x26, x15, c4) HIGH(x23, x16, c5)   \
      HIGH(x24, x17, c6) HIGH(x25, x19, c7)
// All but the lowest; `add` is ADCS, or ADDS where the chain begins here.
#define LOW_HALVES(add, c0, c1, c2, c3, c4, c5, c6, c7)                                            \
  LOW(add, x23, x13, c1) LOW(adcs, x24, x14, c2) LOW(adcs, x25, x15, c3) LOW(adcs, x26, x16, c4)   \
      LOW(adcs, x23, x17, c5) LOW(adcs, x24, x19, c6) LOW(adcs, x25, x20, c7)
#define KNOWN_ROW(offset, c0, ...)                                                                 \
  "ldr x21, [%[row], #" #offset "]\n\tldr x22, [%[z], #" #offset "]\n\t"                           \
  "umulh x27, x20, x21\n\tadds " #c0 ", " #c0 ", x22\n\t" HIGH_HALVES(c0, __VA_ARGS__)             \
  "adc x27, x27, xzr\n\t" LOW(adds, x26, x12, c0) LOW_HALVES(adcs, c0, __VA_ARGS__)                \
  "str " #c0 ", [%[z], #" #offset "]\n\tadc " #c0 ", x27, xzr\n\t"
// The accumulators have been z[0 ..< 8] from the start. The quotient's limb is -(what stands at the
// lowest place)/n mod 2^64: the lowest place becomes 0, with a carry unless it was, and nobody reads it
// any more. The low halves go first, as they are known first and the next limb waits for both.
#define QUOTIENT_ROW(offset, c0, ...)                                                              \
  "mul x21, " #c0 ", x3\n\tstr x21, [%[row], #" #offset "]\n\t"                                    \
  "umulh x27, x20, x21\n\t" LOW_HALVES(adds, c0, __VA_ARGS__) "adc x27, x27, xzr\n\t"              \
  "cmp " #c0 ", #1\n\t" HIGH_HALVES(c0, __VA_ARGS__) "adc " #c0 ", x27, xzr\n\t"
#define EIGHT_ROWS(ROW)                                                                            \
  ROW(0, x4, x5, x6, x7, x8, x9, x10, x11)                                                         \
  ROW(8, x5, x6, x7, x8, x9, x10, x11, x4)                                                         \
  ROW(16, x6, x7, x8, x9, x10, x11, x4, x5)                                                        \
  ROW(24, x7, x8, x9, x10, x11, x4, x5, x6)                                                        \
  ROW(32, x8, x9, x10, x11, x4, x5, x6, x7)                                                        \
  ROW(40, x9, x10, x11, x4, x5, x6, x7, x8)                                                        \
  ROW(48, x10, x11, x4, x5, x6, x7, x8, x9)                                                        \
  ROW(56, x11, x4, x5, x6, x7, x8, x9, x10)
#define LOAD_FACTOR                                                                                \
  "ldp x12, x13, [%[a]]\n\tldp x14, x15, [%[a], #16]\n\tldp x16, x17, [%[a], #32]\n\t"             \
  "ldp x19, x20, [%[a], #48]\n\t"
#define LOAD_ACCUMULATORS(base, offset)                                                            \
  "ldp x4, x5, [%[" #base "], #" #offset "]\n\tldp x6, x7, [%[" #base "], #" #offset " + 16]\n\t"  \
  "ldp x8, x9, [%[" #base "], #" #offset " + 32]\n\t"                                              \
  "ldp x10, x11, [%[" #base "], #" #offset " + 48]\n\t"
#define STORE_ACCUMULATORS(base, offset)                                                           \
  "stp x4, x5, [%[" #base "], #" #offset "]\n\tstp x6, x7, [%[" #base "], #" #offset " + 16]\n\t"  \
  "stp x8, x9, [%[" #base "], #" #offset " + 32]\n\t"                                              \
  "stp x10, x11, [%[" #base "], #" #offset " + 48]\n\t"
#define LOAD_BLOCK_COUNT "ldr x28, [%[row], #136]\n\t"
#define CLOBBERS                                                                                   \
  "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14", "x15", "x16", "x17", \
      "x19", "x20", "x21", "x22", "x23", "x24", "x25", "x26", "x27", "x28", "cc", "memory"

#define NEXT_BLOCK "add %[z], %[z], #64\n\tadd %[a], %[a], #64\n\tsub x28, x28, #1\n\t"

static inline __attribute__((always_inline)) void line(uint64_t *z, const uint64_t *a,
                                                       block_row *row) {
  __asm__ volatile(LOAD_BLOCK_COUNT LOAD_ACCUMULATORS(row, 64) "1:\n\t" LOAD_FACTOR EIGHT_ROWS(
                       KNOWN_ROW) NEXT_BLOCK "cbnz x28, 1b\n" STORE_ACCUMULATORS(row, 64)
                   : [z] "+r"(z), [a] "+r"(a)
                   : [row] "r"(row)
                   : CLOBBERS);
}

static inline __attribute__((always_inline)) void line_quotient(uint64_t *z, const uint64_t *n,
                                                                block_row *row) {
  __asm__ volatile("ldr x3, [%[row], #128]\n\t" LOAD_BLOCK_COUNT LOAD_ACCUMULATORS(z, 0)
                       LOAD_FACTOR EIGHT_ROWS(QUOTIENT_ROW) NEXT_BLOCK
                   "cbz x28, 2f\n"
                   "1:\n\t" LOAD_FACTOR EIGHT_ROWS(KNOWN_ROW) NEXT_BLOCK
                   "cbnz x28, 1b\n"
                   "2:\n\t" STORE_ACCUMULATORS(row, 64)
                   : [z] "+r"(z), [a] "+r"(n)
                   : [row] "r"(row)
                   : CLOBBERS);
}

// The products of different limbs of a: row i adds a[i]·a[i+1 ..< 8], and then the places 2i+1 and
// 2i+2 are finished. Place t is in register x(4 + (t-1) mod 8).
#define TRIANGLE                                                                                   \
  LOAD_FACTOR                                                                                      \
  "mul x4, x12, x13\n\tumulh x5, x12, x13\n\t"                                                     \
  "mul x23, x12, x14\n\tadds x5, x5, x23\n\tumulh x6, x12, x14\n\t"                                \
  "mul x23, x12, x15\n\tadcs x6, x6, x23\n\tumulh x7, x12, x15\n\t"                                \
  "mul x23, x12, x16\n\tadcs x7, x7, x23\n\tumulh x8, x12, x16\n\t"                                \
  "mul x23, x12, x17\n\tadcs x8, x8, x23\n\tumulh x9, x12, x17\n\t"                                \
  "mul x23, x12, x19\n\tadcs x9, x9, x23\n\tumulh x10, x12, x19\n\t"                               \
  "mul x23, x12, x20\n\tadcs x10, x10, x23\n\tumulh x11, x12, x20\n\t"                             \
  "adc x11, x11, xzr\n\tstp x4, x5, [%[z], #8]\n\t"                                                \
  "umulh x27, x13, x20\n\tumulh x25, x13, x14\n\tadds x7, x7, x25\n\tumulh x26, x13, x15\n\t"      \
  "adcs x8, x8, x26\n\tumulh x23, x13, x16\n\tadcs x9, x9, x23\n\tumulh x24, x13, x17\n\t"         \
  "adcs x10, x10, x24\n\tumulh x25, x13, x19\n\tadcs x11, x11, x25\n\tadc x27, x27, xzr\n\t"       \
  "mul x25, x13, x14\n\tadds x6, x6, x25\n\tmul x26, x13, x15\n\tadcs x7, x7, x26\n\t"             \
  "mul x23, x13, x16\n\tadcs x8, x8, x23\n\tmul x24, x13, x17\n\tadcs x9, x9, x24\n\t"             \
  "mul x25, x13, x19\n\tadcs x10, x10, x25\n\tmul x26, x13, x20\n\tadcs x11, x11, x26\n\t"         \
  "adc x4, x27, xzr\n\tstp x6, x7, [%[z], #24]\n\t"                                                \
  "umulh x27, x14, x20\n\tumulh x26, x14, x15\n\tadds x9, x9, x26\n\tumulh x23, x14, x16\n\t"      \
  "adcs x10, x10, x23\n\tumulh x24, x14, x17\n\tadcs x11, x11, x24\n\tumulh x25, x14, x19\n\t"     \
  "adcs x4, x4, x25\n\tadc x27, x27, xzr\n\tmul x26, x14, x15\n\tadds x8, x8, x26\n\t"             \
  "mul x23, x14, x16\n\tadcs x9, x9, x23\n\tmul x24, x14, x17\n\tadcs x10, x10, x24\n\t"           \
  "mul x25, x14, x19\n\tadcs x11, x11, x25\n\tmul x26, x14, x20\n\tadcs x4, x4, x26\n\t"           \
  "adc x5, x27, xzr\n\tstp x8, x9, [%[z], #40]\n\t"                                                \
  "umulh x27, x15, x20\n\tumulh x23, x15, x16\n\tadds x11, x11, x23\n\tumulh x24, x15, x17\n\t"    \
  "adcs x4, x4, x24\n\tumulh x25, x15, x19\n\tadcs x5, x5, x25\n\tadc x27, x27, xzr\n\t"           \
  "mul x23, x15, x16\n\tadds x10, x10, x23\n\tmul x24, x15, x17\n\tadcs x11, x11, x24\n\t"         \
  "mul x25, x15, x19\n\tadcs x4, x4, x25\n\tmul x26, x15, x20\n\tadcs x5, x5, x26\n\t"             \
  "adc x6, x27, xzr\n\tstp x10, x11, [%[z], #56]\n\t"                                              \
  "umulh x27, x16, x20\n\tumulh x24, x16, x17\n\tadds x5, x5, x24\n\tumulh x25, x16, x19\n\t"      \
  "adcs x6, x6, x25\n\tadc x27, x27, xzr\n\tmul x24, x16, x17\n\tadds x4, x4, x24\n\t"             \
  "mul x25, x16, x19\n\tadcs x5, x5, x25\n\tmul x26, x16, x20\n\tadcs x6, x6, x26\n\t"             \
  "adc x7, x27, xzr\n\tstp x4, x5, [%[z], #72]\n\t"                                                \
  "umulh x27, x17, x20\n\tumulh x25, x17, x19\n\tadds x7, x7, x25\n\tadc x27, x27, xzr\n\t"        \
  "mul x25, x17, x19\n\tadds x6, x6, x25\n\tmul x26, x17, x20\n\tadcs x7, x7, x26\n\t"             \
  "adc x8, x27, xzr\n\tstp x6, x7, [%[z], #88]\n\t"                                                \
  "umulh x27, x19, x20\n\tmul x26, x19, x20\n\tadds x8, x8, x26\n\tadc x9, x27, xzr\n\t"           \
  "stp x8, x9, [%[z], #104]\n\t"                                                                   \
  "str xzr, [%[z]]\n\tstr xzr, [%[z], #120]\n\t"

static inline __attribute__((always_inline)) void triangle(uint64_t *z, const uint64_t *a) {
  __asm__ volatile(TRIANGLE : : [z] "r"(z), [a] "r"(a) : CLOBBERS);
}

#define ADD_SQUARE(low, high, a)                                                                   \
  "mul x21, " #a ", " #a "\n\tadcs " #low ", " #low ", x21\n\t"                                    \
  "umulh x22, " #a ", " #a "\n\tadcs " #high ", " #high ", x22\n\t"
// Twice the eight limbs at z + offset, and the squares of a0 … a3. What either sum carries goes on to
// the next eight limbs in a register: the doubling's in x23, the squares' in x24.
#define SQUARES(offset, a0, a1, a2, a3)                                                            \
  LOAD_ACCUMULATORS(z, offset)                                                                     \
  "adds x4, x4, x4\n\tadcs x5, x5, x5\n\tadcs x6, x6, x6\n\tadcs x7, x7, x7\n\t"                   \
  "adcs x8, x8, x8\n\tadcs x9, x9, x9\n\tadcs x10, x10, x10\n\tadcs x11, x11, x11\n\t"             \
  "add x4, x4, x23\n\tadc x23, xzr, xzr\n\tcmp x24, #1\n\t"                                        \
  ADD_SQUARE(x4, x5, a0) ADD_SQUARE(x6, x7, a1) ADD_SQUARE(x8, x9, a2) ADD_SQUARE(x10, x11, a3)    \
  "adc x24, xzr, xzr\n\t" STORE_ACCUMULATORS(z, offset)

static inline
    __attribute__((always_inline)) void double_and_add_squares(uint64_t *z, const uint64_t *a,
                                                               size_t m) {
  __asm__ volatile(
      "mov x23, xzr\n\tmov x24, xzr\n"
      "1:\n\t" LOAD_FACTOR SQUARES(0, x12, x13, x14, x15) SQUARES(64, x16, x17, x19, x20)
      "add %[z], %[z], #128\n\tadd %[a], %[a], #64\n\tsub %[m], %[m], #8\n\t"
      "cbnz %[m], 1b\n"
      : [z] "+r"(z), [a] "+r"(a), [m] "+r"(m)
      :
      : CLOBBERS);
}

#include "montgomery_limb64.h"
#include "montgomery_limb64_pair.h"

const handshake_montgomery_kernel handshake_montgomery_arm64 = {
    .name = "arm64",
    LIMB64_FUNCTIONS,
};

// The two of a pair in the two lanes of NEON vectors, for 16, 24 and 32 limbs; one after the other
// for the others.
const handshake_montgomery_kernel handshake_montgomery_arm64_neon_pair = {
    .name = "arm64_neon_pair",
    LIMB64_FUNCTIONS,
    .power_pair = power_pair,
};

#endif
