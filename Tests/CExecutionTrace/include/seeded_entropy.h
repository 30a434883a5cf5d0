// SPDX-License-Identifier: Apache-2.0

// The system's random bytes, replaced by a stream that a seed determines: blinding, salts and random
// bases are then the test's to choose. For a program that compares traces, and no other.
#ifndef SEEDED_ENTROPY_H
#define SEEDED_ENTROPY_H

#include <stdint.h>

/// Begins the stream anew.
void seeded_entropy_start(uint64_t seed);

#endif
