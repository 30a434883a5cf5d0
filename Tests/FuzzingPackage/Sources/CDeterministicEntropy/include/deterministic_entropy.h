// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <stdint.h>

/// From here on getentropy gives what follows from this number: an input does the same every time.
void deterministic_entropy_start(uint64_t seed);
