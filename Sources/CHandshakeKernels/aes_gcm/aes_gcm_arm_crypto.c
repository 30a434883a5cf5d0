// SPDX-License-Identifier: Apache-2.0

#if defined(__aarch64__)

#include <arm_neon.h>

#pragma clang attribute push(__attribute__((target("aes"))), apply_to = function)

#include "aes_gcm_arm.h"

const handshake_aes_gcm_kernel handshake_aes_gcm_arm_crypto = {
    .name = "arm_crypto",
    .required_features = HANDSHAKE_CPU_AES | HANDSHAKE_CPU_PMULL,
    GCM_FUNCTIONS,
};

#pragma clang attribute pop

#endif
