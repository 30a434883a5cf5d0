// SPDX-License-Identifier: Apache-2.0

// On which cores threads run, and where on the stack they work: what Swift has no calls for.
#ifndef HANDSHAKE_CORES_H
#define HANDSHAKE_CORES_H

#include <stdbool.h>
#include <stddef.h>

typedef struct {
  unsigned long words[16];  // as large as a cpu_set_t
} cores_mask;

// Keeps this thread, and those that it starts, on the core that it is on; *before gets where they might
// run. False, and nothing changed, where the system has no such call or refuses it.
bool cores_keep_to_one(cores_mask *before);

// Lets this thread run where `mask` says.
void cores_allow(const cores_mask *mask);

// Calls `body` with `context`, with what it has on the stack that many bytes further down.
void cores_call_below(size_t byte_count, void (*body)(void *context), void *context);

#endif
