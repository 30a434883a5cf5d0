// SPDX-License-Identifier: Apache-2.0

// The multiply-adds of the generated column functions, in assembly because clang loads a factor
// that it meets often only once, keeps it in a register and spills accumulators to the stack.
#ifndef MONTGOMERY_X86_IFMA_X8_MACROS_H
#define MONTGOMERY_X86_IFMA_X8_MACROS_H

// sum += the low (high) 52 bits of x·digit; x is in a register, digit in memory.
#define LOW(sum, x, digit) __asm__("vpmadd52luq %2,%1,%0" : "+v"(sum) : "v"(x), "m"(digit))
#define HIGH(sum, x, digit) __asm__("vpmadd52huq %2,%1,%0" : "+v"(sum) : "v"(x), "m"(digit))
// sum += the low (high) 52 bits of digit²; digit is in memory.
#define SQUARE_LOW(sum, digit)                                                                     \
  do {                                                                                             \
    const vec x = digit;                                                                           \
    LOW(sum, x, digit);                                                                            \
  } while (0)
#define SQUARE_HIGH(sum, digit)                                                                    \
  do {                                                                                             \
    const vec x = digit;                                                                           \
    HIGH(sum, x, digit);                                                                           \
  } while (0)
// Both, with one load.
#define PAIR(low_sum, high_sum, x, digit)                                                          \
  do {                                                                                             \
    vec loaded;                                                                                    \
    __asm__("vmovdqa64 %4,%2\n\tvpmadd52luq %2,%3,%0\n\tvpmadd52huq %2,%3,%1"                      \
            : "+v"(low_sum), "+v"(high_sum), "=&v"(loaded)                                         \
            : "v"(x), "m"(digit));                                                                 \
  } while (0)

#endif
