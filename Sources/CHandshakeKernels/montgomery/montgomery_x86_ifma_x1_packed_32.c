// SPDX-License-Identifier: Apache-2.0

// The x1 kernel's packed powers for pairs of moduli of 2048 bits.
#if defined(__x86_64__)

#define LIMB_COUNT 32
#define DIGIT_COUNT 40
#define VECTOR_COUNT 10
#define OPERAND_IN_MEMORY 1  // the sums and products fill the registers
#define PACKED_POWER_PAIR handshake_montgomery_x1_packed_power_pair_32
#include "montgomery_x86_ifma_x1_packed_power.h"

#endif
