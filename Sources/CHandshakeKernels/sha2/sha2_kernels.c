// SPDX-License-Identifier: Apache-2.0

// The tables of SHA-2's kernels: a line a kernel, the fastest first.
#include "handshake_sha2.h"

#if defined(__x86_64__)
#define SHA256_KERNELS(KERNEL) \
  KERNEL(sha256_x86_shani_avx) \
  KERNEL(sha256_x86_shani)     \
  KERNEL(sha256_portable)
#define SHA512_KERNELS(KERNEL)  \
  KERNEL(sha512_x86_avx512vl)   \
  KERNEL(sha512_x86_avx2)       \
  KERNEL(sha512_portable)
#define SHA256_LANES_KERNELS(KERNEL) \
  KERNEL(sha256_x86_avx512_x16)      \
  KERNEL(sha256_x86_avx2_x8)         \
  KERNEL(sha2_single)
#define SHA512_LANES_KERNELS(KERNEL) \
  KERNEL(sha512_x86_avx512_x8)       \
  KERNEL(sha512_x86_avx2_x4)         \
  KERNEL(sha2_single)
#elif defined(__aarch64__)
#define SHA256_KERNELS(KERNEL) \
  KERNEL(sha256_arm_crypto)    \
  KERNEL(sha256_portable)
#define SHA512_KERNELS(KERNEL) \
  KERNEL(sha512_arm_crypto)    \
  KERNEL(sha512_portable)
#define SHA256_LANES_KERNELS(KERNEL) KERNEL(sha2_single)
#define SHA512_LANES_KERNELS(KERNEL) KERNEL(sha2_single)
#else
#define SHA256_KERNELS(KERNEL) KERNEL(sha256_portable)
#define SHA512_KERNELS(KERNEL) KERNEL(sha512_portable)
#define SHA256_LANES_KERNELS(KERNEL) KERNEL(sha2_single)
#define SHA512_LANES_KERNELS(KERNEL) KERNEL(sha2_single)
#endif

static const handshake_hash_lanes_kernel handshake_sha2_single = {
    .name = "single",
    .lane_count = 1,
    .minimum_beside_portable = HANDSHAKE_HASH_LANES_NEVER,
    .minimum_beside_instructions = HANDSHAKE_HASH_LANES_NEVER,
};

#define TABLE(function, type, KERNELS)                              \
  KERNELS(type##_DECLARATION)                                       \
  const type *const *function(void) {                               \
    static const type *const kernels[] = {KERNELS(ENTRY) NULL};     \
    return kernels;                                                 \
  }
#define handshake_hash_kernel_DECLARATION(name) extern const handshake_hash_kernel handshake_##name;
#define handshake_hash_lanes_kernel_DECLARATION(name) \
  extern const handshake_hash_lanes_kernel handshake_##name;
#define ENTRY(name) &handshake_##name,

TABLE(handshake_sha256_kernels, handshake_hash_kernel, SHA256_KERNELS)
TABLE(handshake_sha512_kernels, handshake_hash_kernel, SHA512_KERNELS)
TABLE(handshake_sha256_lanes_kernels, handshake_hash_lanes_kernel, SHA256_LANES_KERNELS)
TABLE(handshake_sha512_lanes_kernels, handshake_hash_lanes_kernel, SHA512_LANES_KERNELS)
