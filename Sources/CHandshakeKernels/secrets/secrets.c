#include "handshake_secrets.h"

#include <string.h>

void handshake_wipe(void *bytes, size_t byte_count) {
  memset(bytes, 0, byte_count);
  __asm__ volatile("" : : "r"(bytes) : "memory");  // the memory is read, as far as the compiler knows
}

uint32_t handshake_equal(const uint8_t *a, const uint8_t *b, size_t byte_count) {
  uint8_t difference = 0;
  for (size_t i = 0; i < byte_count; i++) difference |= a[i] ^ b[i];
  // difference - 1 borrows, and so sets the high bits, only where difference is 0.
  return (uint32_t)((handshake_value_barrier((uint64_t)difference) - 1) >> 63);
}
