// SPDX-License-Identifier: Apache-2.0

#include "handshake_secrets.h"

#include <string.h>

#include "wipe_registers.h"
#include "wipe_stack.h"

void handshake_wipe(void *bytes, size_t byte_count) {
  memset(bytes, 0, byte_count);
  // The memory is read, as far as the compiler knows.
  __asm__ volatile("" : : "r"(bytes) : "memory");
}

DEFINE_WIPE_STACK(wipe_frames, 16384, 16384)

void handshake_wipe_registers_and_stack(void) {
  handshake_wipe_registers();
  wipe_frames();
}

uint32_t handshake_equal(const uint8_t *a, const uint8_t *b, size_t byte_count) {
  uint8_t difference = 0;
  for (size_t i = 0; i < byte_count; i++) difference |= a[i] ^ b[i];
  // difference - 1 borrows, and so sets the high bits, only where difference is 0.
  return (uint32_t)((handshake_value_barrier((uint64_t)difference) - 1) >> 63);
}
