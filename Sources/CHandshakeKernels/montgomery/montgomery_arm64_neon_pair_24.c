// SPDX-License-Identifier: Apache-2.0

// The arm64_neon_pair kernel for pairs of moduli of 1536 bits.
#if defined(__aarch64__)

#define LIMB_COUNT 24
#define DIGIT_BIT_COUNT 29
#define BLOCK_DIGIT_COUNT 6
#define BLOCK_COUNT 9
#define POWER_PAIR handshake_montgomery_pair_power_24
#include "montgomery_arm64_neon_pair_operations.h"

#endif
