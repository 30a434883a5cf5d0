// SPDX-License-Identifier: Apache-2.0

// The table of Montgomery kernels: a line a kernel, the fastest first.
#include "handshake_montgomery.h"

#if defined(__x86_64__)
#define KERNELS(KERNEL)      \
  KERNEL(x86_ifma_x1_packed) \
  KERNEL(x86_ifma_x1)        \
  KERNEL(x86_avx_ifma)       \
  KERNEL(x86_avx2_pair)      \
  KERNEL(x86_adx)            \
  KERNEL(portable)
#elif defined(__aarch64__)
#define KERNELS(KERNEL)   \
  KERNEL(arm64_neon_pair) \
  KERNEL(arm64)           \
  KERNEL(portable)
#else
#define KERNELS(KERNEL) KERNEL(portable)
#endif

#define DECLARATION(name) extern const handshake_montgomery_kernel handshake_montgomery_##name;
KERNELS(DECLARATION)

const handshake_montgomery_kernel *const *handshake_montgomery_kernels(void) {
#define ENTRY(name) &handshake_montgomery_##name,
  static const handshake_montgomery_kernel *const kernels[] = {KERNELS(ENTRY) NULL};
  return kernels;
}
