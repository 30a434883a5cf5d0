// SPDX-License-Identifier: Apache-2.0

// The AVX-IFMA kernel for moduli of 3072 bits.
#if defined(__x86_64__)

#define LIMB_COUNT 48
#define DIGIT_COUNT 60
#define VECTOR_COUNT 15
#define ROWS_AT_ONCE 3
#define SIZE handshake_montgomery_avx_ifma_size_48
#define PACKED_POWER_PAIR NULL
#include "montgomery_x86_avx_ifma_multiply.h"
#include "montgomery_x86_ifma_x1_operations.h"

#endif
