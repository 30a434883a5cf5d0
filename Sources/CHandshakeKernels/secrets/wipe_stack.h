// For kernels that keep secrets in registers: the compiler may spill some of them all the same.
#ifndef HANDSHAKE_WIPE_STACK_H
#define HANDSHAKE_WIPE_STACK_H

#include <stdint.h>

// Defines name(), which overwrites byte_count bytes, a multiple of 32, of the stack from its caller's
// frame down: where the frames were of functions that the caller called before, and that have
// returned. Defined where the widest registers may be used. The compiler must not know where the
// stores go: it would align the frame to them, and begin it with a gap.
#define DEFINE_WIPE_STACK(name, byte_count)                                          \
  static __attribute__((noinline)) void name(void) {                                 \
    typedef uint64_t vector __attribute__((vector_size(32), aligned(8)));            \
    uint64_t frames[(byte_count) / 8];                                               \
    volatile vector *words = (volatile vector *)frames;                              \
    __asm__ volatile("" : "+r"(words));                                              \
    _Pragma("clang loop unroll_count(32)") for (int i = 0; i < (byte_count) / 32; i++) \
        words[i] = (vector){0};                                                      \
    __asm__ volatile("" : : "r"(words) : "memory");                                  \
  }

#endif
