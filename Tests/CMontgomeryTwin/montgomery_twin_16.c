// SPDX-License-Identifier: Apache-2.0

// The twin of the AVX-IFMA kernel for moduli of 1024 bits.
#include "montgomery_twin_names.h"
#include "../../Sources/CHandshakeKernels/montgomery/montgomery_x86_avx_ifma_16.c"
