#include "stack_inspection.h"

#include <string.h>

enum { INSPECTED_BYTES = 16384 };

static __attribute__((noinline)) void clear(void) {
  uint8_t stack[INSPECTED_BYTES];
  memset(stack, 0, sizeof stack);
  __asm__ volatile("" : : "r"(stack) : "memory");
}

static __attribute__((noinline)) size_t count(const uint8_t *needles, size_t needle_count) {
  uint8_t stack[INSPECTED_BYTES];
  const uint8_t *bytes = stack;
  __asm__ volatile("" : "+r"(bytes) : : "memory");  // written, as far as the compiler knows
  size_t found = 0;
  for (size_t n = 0; n < needle_count; n++) {
    const uint8_t *const needle = needles + STACK_NEEDLE_BYTES * n;
    for (size_t i = 0; i + STACK_NEEDLE_BYTES <= INSPECTED_BYTES; i++) {
      if (bytes[i] == needle[0] && memcmp(bytes + i, needle, STACK_NEEDLE_BYTES) == 0) {
        found++;
        break;
      }
    }
  }
  return found;
}

size_t stack_remains(void (*body)(void *), void *argument, const uint8_t *needles,
                     size_t needle_count) {
  clear();
  body(argument);
  return count(needles, needle_count);
}

__attribute__((noinline)) void stack_leave(void *needle) {
  uint8_t stack[256];
  memset(stack, 0, sizeof stack);
  memcpy(stack + 128, needle, STACK_NEEDLE_BYTES);
  __asm__ volatile("" : : "r"(stack) : "memory");
}
