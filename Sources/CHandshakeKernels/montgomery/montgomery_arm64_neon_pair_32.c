// SPDX-License-Identifier: Apache-2.0

// The arm64_neon_pair kernel for pairs of moduli of 2048 bits.
// With 29 bits, a column of so many digits could reach 2^63.
#if defined(__aarch64__)

#define LIMB_COUNT 32
#define DIGIT_BIT_COUNT 28
#define BLOCK_DIGIT_COUNT 5
#define BLOCK_COUNT 15
#define POWER_PAIR handshake_montgomery_pair_power_32
#include "montgomery_arm64_neon_pair_operations.h"

#endif
