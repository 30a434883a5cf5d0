// SPDX-License-Identifier: Apache-2.0

// For kernels that keep secrets in registers: the compiler may spill some of them all the same, and
// without optimization it keeps every variable on the stack.
//
// How much that is depends on the compiler and on its optimization level, which the user of a
// package cannot choose. Whoever wipes therefore says two bounds, which the self-test checks at -O2,
// -Os, -O1 and -O0 (scripts/test-builds): one for all levels that optimize, and one for none.
#ifndef HANDSHAKE_WIPE_STACK_H
#define HANDSHAKE_WIPE_STACK_H

#include <stddef.h>
#include <stdint.h>

// Defines name(), which overwrites byte_count bytes of the stack, or without optimization
// unoptimized_byte_count, from its caller's frame down: where the frames were of functions that the
// caller called before, and that have returned. Both are multiples of 32. Defined where the widest
// registers may be used. The compiler must not know where the stores go: it would align the frame to
// them, and begin it with a gap.
#ifdef __OPTIMIZE__
#define DEFINE_WIPE_STACK(name, byte_count, unoptimized_byte_count)                  \
  static __attribute__((noinline)) void name(void) {                                 \
    typedef uint64_t vector __attribute__((vector_size(32), aligned(8)));            \
    uint64_t frames[(byte_count) / 8];                                               \
    volatile vector *words = (volatile vector *)frames;                              \
    __asm__ volatile("" : "+r"(words));                                              \
    _Pragma("clang loop unroll_count(32)") for (int i = 0; i < (byte_count) / 32; i++) \
        words[i] = (vector){0};                                                      \
    __asm__ volatile("" : : "r"(words) : "memory");                                  \
  }
#else
#define DEFINE_WIPE_STACK(name, byte_count, unoptimized_byte_count)                  \
  static __attribute__((noinline)) void name(void) {                                 \
    volatile uint64_t frames[(unoptimized_byte_count) / 8];                          \
    size_t left = (unoptimized_byte_count) / 8;                                      \
    while (left != 0) frames[--left] = 0;                                            \
  }
#endif

// The same for what spills nothing where the compiler optimizes: there it does nothing, and
// IN_UNOPTIMIZED_FRAME, before the function whose frame is wiped, makes it a part of its caller.
#ifdef __OPTIMIZE__
#define DEFINE_WIPE_UNOPTIMIZED_STACK(name, byte_count) \
  static inline __attribute__((always_inline)) void name(void) {}
#define IN_UNOPTIMIZED_FRAME static inline __attribute__((always_inline))
#else
#define DEFINE_WIPE_UNOPTIMIZED_STACK(name, byte_count) DEFINE_WIPE_STACK(name, 0, byte_count)
#define IN_UNOPTIMIZED_FRAME static __attribute__((noinline))
#endif

#endif
