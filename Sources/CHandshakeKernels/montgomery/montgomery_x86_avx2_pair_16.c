// SPDX-License-Identifier: Apache-2.0

// The x86_avx2_pair kernel for pairs of moduli of 1024 bits.
#if defined(__x86_64__)

#define LIMB_COUNT 16
#define DIGIT_BIT_COUNT 29
#ifndef BLOCK_COUNT
#define BLOCK_VECTOR_COUNT 6
#define BLOCK_COUNT 3
#endif
#define POWER_PAIR handshake_montgomery_pair_power_16
#include "montgomery_x86_avx2_pair_operations.h"

#endif
