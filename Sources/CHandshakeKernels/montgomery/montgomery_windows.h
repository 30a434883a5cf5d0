// SPDX-License-Identifier: Apache-2.0

// The windows of secret exponents: five bits each, from the highest down, all of them gone through.
#ifndef HANDSHAKE_MONTGOMERY_WINDOWS_H
#define HANDSHAKE_MONTGOMERY_WINDOWS_H

#include <stddef.h>
#include <stdint.h>

enum { WINDOW_BIT_COUNT = 5, TABLE_COUNT = 1 << WINDOW_BIT_COUNT };

// The bits of the exponent from position on; position and count are public.
static inline uint64_t exponent_bits(const uint64_t *exponent, size_t exponent_limb_count,
                                     size_t position, size_t count) {
  const size_t limb = position / 64, shift = position % 64;
  uint64_t bits = exponent[limb] >> shift;
  if (shift + count > 64 && limb + 1 < exponent_limb_count)
    bits |= exponent[limb + 1] << (64 - shift);
  return bits & (((uint64_t)1 << count) - 1);
}

#endif
