// SPDX-License-Identifier: Apache-2.0

// Leaks of each kind that a comparison of traces has to find, and code without one. Each takes a
// secret number, leaks its lowest bits and nothing else.
#ifndef PLANTED_LEAKS_H
#define PLANTED_LEAKS_H

#include "execution_trace.h"

typedef struct {
  const char *name;
  uint64_t (*leak)(uint64_t secret);
  /// What the difference is, and how the function in which it shows is named.
  execution_trace_kind kind;
  const char *function;
} planted_leak;

/// Those that this CPU can run.
const planted_leak *planted_leaks(int *count);

/// Works with a secret, and has no leak.
uint64_t planted_no_leak(uint64_t secret);

#endif
