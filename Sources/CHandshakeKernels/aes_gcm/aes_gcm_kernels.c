// SPDX-License-Identifier: Apache-2.0

// The table of AES-GCM kernels: a line a kernel, the fastest first.
#include "handshake_aes_gcm.h"

#if defined(__x86_64__)
#define KERNELS(KERNEL) \
  KERNEL(x86_vaes512)   \
  KERNEL(x86_vaes256)   \
  KERNEL(x86_aesni)     \
  KERNEL(portable)
#elif defined(__aarch64__)
#define KERNELS(KERNEL)   \
  KERNEL(arm_crypto_eor3) \
  KERNEL(arm_crypto)      \
  KERNEL(portable)
#else
#define KERNELS(KERNEL) KERNEL(portable)
#endif

#define DECLARATION(name) extern const handshake_aes_gcm_kernel handshake_aes_gcm_##name;
KERNELS(DECLARATION)

const handshake_aes_gcm_kernel *const *handshake_aes_gcm_kernels(void) {
#define ENTRY(name) &handshake_aes_gcm_##name,
  static const handshake_aes_gcm_kernel *const kernels[] = {KERNELS(ENTRY) NULL};
  return kernels;
}
