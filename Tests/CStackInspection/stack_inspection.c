// SPDX-License-Identifier: Apache-2.0

#include "stack_inspection.h"

#include <string.h>

#include "sanitizer.h"

// Without optimization, frames take several hundred KiB.
#ifdef __OPTIMIZE__
enum { INSPECTED_BYTES = 65536 };
#else
enum { INSPECTED_BYTES = 524288 };
#endif
enum { UNTOUCHED = 0xa5 };

static __attribute__((noinline)) void fill(void) {
  uint8_t stack[INSPECTED_BYTES + 1024];  // more, whatever else the frames hold
  memset(stack, UNTOUCHED, sizeof stack);
  __asm__ volatile("" : : "r"(stack) : "memory");
}

static __attribute__((noinline)) stack_remains inspect(const uint8_t *needles,
                                                       size_t needle_byte_count,
                                                       size_t needle_count) {
  uint8_t stack[INSPECTED_BYTES];
  const uint8_t *bytes = stack;
  __asm__ volatile("" : "+r"(bytes) : : "memory");  // written, as far as the compiler knows
  size_t first = 0;
  while (first < INSPECTED_BYTES && bytes[first] == UNTOUCHED) first++;
  size_t end = first;
  while (end < INSPECTED_BYTES && bytes[end] == 0) end++;
  stack_remains remains = {0, end - first};
  for (size_t n = 0; n < needle_count; n++) {
    const uint8_t *const needle = needles + needle_byte_count * n;
    for (size_t i = first; i + needle_byte_count <= INSPECTED_BYTES; i++) {
      if (bytes[i] == needle[0] && memcmp(bytes + i, needle, needle_byte_count) == 0) {
        remains.needle_count++;
        break;
      }
    }
  }
  return remains;
}

int stack_inspection_works(void) { return !HAS_SANITIZER; }

stack_remains stack_remains_after(void (*body)(void *), void *argument, const uint8_t *needles,
                                  size_t needle_byte_count, size_t needle_count) {
  fill();
  body(argument);
  return inspect(needles, needle_byte_count, needle_count);
}

__attribute__((noinline)) void stack_leave(void *argument) {
  const stack_leak *const leak = argument;
  uint8_t stack[256];
  memset(stack, 0, sizeof stack);
  memcpy(stack + 128, leak->bytes, leak->byte_count);
  __asm__ volatile("" : : "r"(stack) : "memory");
}
