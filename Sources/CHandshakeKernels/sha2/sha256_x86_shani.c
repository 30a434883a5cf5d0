// SPDX-License-Identifier: Apache-2.0

#if defined(__x86_64__)

#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("sha,sse4.1,ssse3"))), apply_to = function)

#include "sha256_x86_shani_functions.h"

SHA256_ALGORITHMS(handshake_sha256_x86_shani)

const handshake_hash_kernel handshake_sha256_x86_shani = {
    .name = "x86_shani",
    .required_features = HANDSHAKE_CPU_SHANI | HANDSHAKE_CPU_SSE41 | HANDSHAKE_CPU_SSSE3,
    .algorithms = algorithms,
    .compress = compress,
    .hmac_key = hmac_key,
    .p_hash = p_hash,
};

#pragma clang attribute pop

#endif
