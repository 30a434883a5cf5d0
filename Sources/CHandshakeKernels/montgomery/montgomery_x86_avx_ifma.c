// SPDX-License-Identifier: Apache-2.0

// AVX-IFMA, one operation at a time, on numbers of 16, 24, 32, 48 and 64 limbs: which of the sizes does
// it.
#if defined(__x86_64__)

#include "handshake_montgomery.h"

#include "montgomery_x86_ifma_x1_size.h"

static const montgomery_x1_size *size_of_limb_count(size_t limb_count) {
  switch (limb_count) {
    case 16: return &handshake_montgomery_avx_ifma_size_16;
    case 24: return &handshake_montgomery_avx_ifma_size_24;
    case 32: return &handshake_montgomery_avx_ifma_size_32;
    case 48: return &handshake_montgomery_avx_ifma_size_48;
    case 64: return &handshake_montgomery_avx_ifma_size_64;
    default: return NULL;
  }
}

#include "montgomery_x86_ifma_x1_calls.h"

// Tests give what they compile for AVX-512 another.
#ifndef KERNEL_NAME
#define KERNEL_NAME "x86_avx_ifma"
#endif

const handshake_montgomery_kernel handshake_montgomery_x86_avx_ifma = {
    .name = KERNEL_NAME,
    .required_features = HANDSHAKE_CPU_AVX2 | HANDSHAKE_CPU_AVXIFMA,
    .context_byte_count = context_byte_count,
    .prepare = prepare,
    .multiply = multiply,
    .to_montgomery = to_montgomery,
    .power_public = power_public,
    .power = power,
    .power_pair = power_pair,
};

#endif
