// For kernels that keep secrets in registers: the compiler may spill some of them all the same.
#ifndef HANDSHAKE_WIPE_STACK_H
#define HANDSHAKE_WIPE_STACK_H

#include <stdint.h>

enum { WIPE_STACK_BYTES = 512 };

// Overwrites the stack where the frames of functions were that the caller called before and that
// have returned: WIPE_STACK_BYTES from the caller's frame down.
static __attribute__((noinline)) void wipe_stack(void) {
  typedef uint64_t vector __attribute__((vector_size(16)));
  volatile vector frames[WIPE_STACK_BYTES / sizeof(vector)];
#pragma clang loop unroll(full)
  for (unsigned i = 0; i < WIPE_STACK_BYTES / sizeof(vector); i++) frames[i] = (vector){0, 0};
}

#endif
