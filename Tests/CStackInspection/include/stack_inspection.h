// SPDX-License-Identifier: Apache-2.0

// Looks for what a function left on the stack, so that a test can show that it leaves no secrets.
#ifndef STACK_INSPECTION_H
#define STACK_INSPECTION_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
  // How many of the needles are somewhere in the 64 KiB below, 512 KiB where the compiler does not
  // optimize.
  size_t needle_count;
  // How many bytes of zeros end what the body wrote to: as far down as the deepest of its frames and
  // more, where its last act was to wipe those.
  size_t wiped_byte_count;
} stack_remains;

// Whether frames are where the compiler puts them: not with a sanitizer that moves them.
int stack_inspection_works(void);

// What body(argument) leaves on the stack. The needles stand one after the other.
stack_remains stack_remains_after(void (*body)(void *), void *argument, const uint8_t *needles,
                                  size_t needle_byte_count, size_t needle_count);

typedef struct {
  const uint8_t *bytes;
  size_t byte_count;  // ≤ 64
} stack_leak;

// Leaves the bytes of a stack_leak on the stack: a body whose needle must be found.
void stack_leave(void *leak);

#endif
