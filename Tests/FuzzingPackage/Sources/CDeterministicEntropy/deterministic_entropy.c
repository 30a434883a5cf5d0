// SPDX-License-Identifier: Apache-2.0

#include "deterministic_entropy.h"

#include <stddef.h>

static uint64_t state;

void deterministic_entropy_start(uint64_t seed) { state = seed; }

/// SplitMix64, in the place of the C library's function: the executable's own definition comes first.
int getentropy(void *buffer, size_t byte_count) {
  uint8_t *bytes = buffer;
  for (size_t index = 0; index < byte_count; index++) {
    state += 0x9e3779b97f4a7c15;
    uint64_t word = state;
    word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9;
    word = (word ^ (word >> 27)) * 0x94d049bb133111eb;
    bytes[index] = (uint8_t)((word ^ (word >> 31)) >> 32);
  }
  return 0;
}
