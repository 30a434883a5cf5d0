// SPDX-License-Identifier: Apache-2.0

// The arm64_neon_pair kernel for pairs of moduli of 1024 bits.
// Blocks of six digits would take 1,730 cycles a pair of squares for 1,630 on llvm-mca's Neoverse N1.
#if defined(__aarch64__)

#define LIMB_COUNT 16
#define DIGIT_BIT_COUNT 29
#define BLOCK_DIGIT_COUNT 4
#define BLOCK_COUNT 9
#define POWER_PAIR handshake_montgomery_pair_power_16
#include "montgomery_arm64_neon_pair_operations.h"

#endif
