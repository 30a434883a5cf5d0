// SPDX-License-Identifier: Apache-2.0

// memcpy for keys, labels and random values of at most 64 bytes or so.
#ifndef HANDSHAKE_COPY_SHORT_H
#define HANDSHAKE_COPY_SHORT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

// A call of memcpy takes longer than the copy.
static inline void copy_short(uint8_t *to, const uint8_t *from, size_t byte_count) {
  if (byte_count >= 16) {
    memcpy(to, from, 16);
    memcpy(to + byte_count - 16, from + byte_count - 16, 16);
#pragma clang loop unroll(disable) vectorize(disable)
    for (size_t i = 16; i + 16 < byte_count; i += 16) memcpy(to + i, from + i, 16);
  } else if (byte_count >= 8) {
    memcpy(to, from, 8);
    memcpy(to + byte_count - 8, from + byte_count - 8, 8);
  } else {
    for (size_t i = 0; i < byte_count; i++) to[i] = from[i];
  }
}

#endif
