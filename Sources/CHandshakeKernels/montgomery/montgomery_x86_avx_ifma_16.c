// SPDX-License-Identifier: Apache-2.0

// The AVX-IFMA kernel for moduli of 1024 bits.
#if defined(__x86_64__)

#define LIMB_COUNT 16
#define DIGIT_COUNT 20
#define VECTOR_COUNT 5
#define ROWS_AT_ONCE 1
#define SIZE handshake_montgomery_avx_ifma_size_16
#define PACKED_POWER_PAIR NULL
#include "montgomery_x86_avx_ifma_multiply.h"
#include "montgomery_x86_ifma_x1_operations.h"

#endif
