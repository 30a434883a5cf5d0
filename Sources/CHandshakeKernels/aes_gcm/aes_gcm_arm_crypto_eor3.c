// SPDX-License-Identifier: Apache-2.0

// With EOR3 of FEAT_SHA3, into which clang makes two EORs in a row.
#if defined(__aarch64__)

#include <arm_neon.h>

#pragma clang attribute push(__attribute__((target("aes,sha3"))), apply_to = function)

#include "aes_gcm_arm.h"

const handshake_aes_gcm_kernel handshake_aes_gcm_arm_crypto_eor3 = {
    .name = "arm_crypto_eor3",
    .required_features = HANDSHAKE_CPU_AES | HANDSHAKE_CPU_PMULL | HANDSHAKE_CPU_SHA3,
    GCM_FUNCTIONS,
};

#pragma clang attribute pop

#endif
