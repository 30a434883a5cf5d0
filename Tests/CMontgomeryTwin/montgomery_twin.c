// SPDX-License-Identifier: Apache-2.0

#include "montgomery_twin.h"

#if defined(__x86_64__)

#include "montgomery_twin_names.h"
#define KERNEL_NAME "x86_avx_ifma_twin"
#define HANDSHAKE_CPU_AVXIFMA (HANDSHAKE_CPU_AVX512 | HANDSHAKE_CPU_AVX512IFMA)
#include "../../Sources/CHandshakeKernels/montgomery/montgomery_x86_avx_ifma.c"

const handshake_montgomery_kernel *montgomery_twin(void) {
  return &handshake_montgomery_x86_avx_ifma;
}

#else

const handshake_montgomery_kernel *montgomery_twin(void) { return NULL; }

#endif
