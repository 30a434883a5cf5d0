// SPDX-License-Identifier: Apache-2.0

// Register-only loops that reach the best rate of this CPU for an instruction mix: the denominator
// of every "fraction of peak". Each loop has enough independent chains that latency does not count,
// and touches no memory.
#ifndef HANDSHAKE_PEAKS_H
#define HANDSHAKE_PEAKS_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
  const char *name;
  const char *unit;  // what is counted
  const char *mix;   // the instructions of a unit
  uint64_t units_per_iteration;
  void (*run)(uint64_t iterations);  // iterations ≥ 1; the CPU must have the instructions
} handshake_peak;

// The peaks of this architecture; *count is their number.
const handshake_peak *handshake_peaks(size_t *count);

#endif
