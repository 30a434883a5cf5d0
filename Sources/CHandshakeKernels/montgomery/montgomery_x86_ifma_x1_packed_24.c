// SPDX-License-Identifier: Apache-2.0

// The x1 kernel's packed powers for pairs of moduli of 1536 bits.
#if defined(__x86_64__)

#define LIMB_COUNT 24
#define DIGIT_COUNT 30
#define VECTOR_COUNT 8
#define PACKED_POWER_PAIR handshake_montgomery_x1_packed_power_pair_24
#include "montgomery_x86_ifma_x1_packed_power.h"

#endif
