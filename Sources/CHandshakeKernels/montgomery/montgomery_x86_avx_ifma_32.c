// SPDX-License-Identifier: Apache-2.0

// The AVX-IFMA kernel for moduli of 2048 bits.
#if defined(__x86_64__)

#define LIMB_COUNT 32
#define DIGIT_COUNT 40
#define VECTOR_COUNT 10
#define ROWS_AT_ONCE 2
#define SIZE handshake_montgomery_avx_ifma_size_32
#define PACKED_POWER_PAIR NULL
#include "montgomery_x86_avx_ifma_multiply.h"
#include "montgomery_x86_ifma_x1_operations.h"

#endif
