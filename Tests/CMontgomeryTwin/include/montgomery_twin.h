// SPDX-License-Identifier: Apache-2.0

// The AVX-IFMA kernel with its multiply-adds in AVX-512's encoding, and not another instruction that
// differs: a CPU that has AVX-512 IFMA alone tests AVX-IFMA's code. scripts/test-avx-ifma compares the
// two, instruction by instruction.
#ifndef MONTGOMERY_TWIN_H
#define MONTGOMERY_TWIN_H

#include "handshake_montgomery.h"

// The kernel, named x86_avx_ifma_twin, with the features that it needs; null on other architectures.
const handshake_montgomery_kernel *montgomery_twin(void);

#endif
