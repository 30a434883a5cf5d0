// SPDX-License-Identifier: Apache-2.0

// The x86_avx2_pair kernel for pairs of moduli of 2048 bits.
#if defined(__x86_64__)

#define LIMB_COUNT 32
#define DIGIT_BIT_COUNT 29
#ifndef BLOCK_COUNT
#define BLOCK_VECTOR_COUNT 3
#define BLOCK_COUNT 12
#endif
#define POWER_PAIR handshake_montgomery_pair_power_32
#include "montgomery_x86_avx2_pair_operations.h"

#endif
