// SPDX-License-Identifier: Apache-2.0

// Clearing and comparing secrets, in C because an optimiser that sees through Swift code may drop
// or shorten either.
#ifndef HANDSHAKE_SECRETS_H
#define HANDSHAKE_SECRETS_H

#include <stddef.h>
#include <stdint.h>

// bytes[0 ..< byte_count] := 0, never optimised away.
void handshake_wipe(void *bytes, size_t byte_count);

// Clears the vector registers, and the 16 KiB of the stack below its caller's frame, after work that is
// not on a hot path: what the functions left there that the caller called. A copy of a secret goes
// through vector registers and stays in them, and the dynamic linker keeps them on the stack while it
// looks for a function that is called for the first time, later and anywhere.
void handshake_wipe_registers_and_stack(void);

// 1 if a[0 ..< byte_count] = b[0 ..< byte_count], else 0. Time depends on byte_count alone.
uint32_t handshake_equal(const uint8_t *a, const uint8_t *b, size_t byte_count);

// x, in a way that hides from the optimiser what is known of it: a mask that went through here is
// not turned back into a branch.
static inline uint64_t handshake_value_barrier(uint64_t x) {
  __asm__("" : "+r"(x));
  return x;
}

#endif
