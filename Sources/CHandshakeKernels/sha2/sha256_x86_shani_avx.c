// SPDX-License-Identifier: Apache-2.0

// The schedule in AVX's encodings with three operands: SHA256RNDS2 has none, but there are fewer
// copies between registers, and a master secret takes 4 % less.
#if defined(__x86_64__)

#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("sha,avx"))), apply_to = function)

#include "sha256_x86_shani_functions.h"

SHA256_ALGORITHMS(handshake_sha256_x86_shani_avx)

const handshake_hash_kernel handshake_sha256_x86_shani_avx = {
    .name = "x86_shani_avx",
    .required_features = HANDSHAKE_CPU_SHANI | HANDSHAKE_CPU_AVX,
    .algorithms = algorithms,
    .compress = compress,
    .hmac_key = hmac_key,
    .p_hash = p_hash,
};

#pragma clang attribute pop

#endif
