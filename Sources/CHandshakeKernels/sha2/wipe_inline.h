// SPDX-License-Identifier: Apache-2.0

// handshake_wipe for small objects of a size known when compiling: a few stores instead of a call.
#ifndef HANDSHAKE_WIPE_INLINE_H
#define HANDSHAKE_WIPE_INLINE_H

#include <string.h>

static inline __attribute__((always_inline)) void wipe_inline(void *bytes, size_t byte_count) {
  memset(bytes, 0, byte_count);
  __asm__ volatile("" : : "r"(bytes) : "memory");  // read, as far as the compiler knows
}

#endif
