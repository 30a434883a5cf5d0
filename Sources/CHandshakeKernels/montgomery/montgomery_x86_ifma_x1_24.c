// SPDX-License-Identifier: Apache-2.0

// The x1 kernel for moduli of 1536 bits.
#if defined(__x86_64__)

#define LIMB_COUNT 24
#define DIGIT_COUNT 30
#define VECTOR_COUNT 4
#define SIZE handshake_montgomery_x1_size_24
#define PACKED_POWER_PAIR handshake_montgomery_x1_packed_power_pair_24
#include "montgomery_x86_ifma_x1_multiply.h"
#include "montgomery_x86_ifma_x1_operations.h"

#endif
