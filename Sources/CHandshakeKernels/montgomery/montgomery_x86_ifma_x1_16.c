// SPDX-License-Identifier: Apache-2.0

// The x1 kernel for moduli of 1024 bits.
#if defined(__x86_64__)

#define LIMB_COUNT 16
#define DIGIT_COUNT 20
#define VECTOR_COUNT 3
#define SIZE handshake_montgomery_x1_size_16
#define PACKED_POWER_PAIR handshake_montgomery_x1_packed_power_pair_16
#include "montgomery_x86_ifma_x1_multiply.h"
#include "montgomery_x86_ifma_x1_operations.h"

#endif
