// SPDX-License-Identifier: Apache-2.0

// The x1 kernel for moduli of 3072 bits.
#if defined(__x86_64__)

#define LIMB_COUNT 48
#define DIGIT_COUNT 60
#define VECTOR_COUNT 8
#define SIZE handshake_montgomery_x1_size_48
#define PACKED_POWER_PAIR NULL
#include "montgomery_x86_ifma_x1_multiply.h"
#include "montgomery_x86_ifma_x1_operations.h"

#endif
