// The schedule in AVX's encodings with three operands: SHA256RNDS2 has none, but there are fewer
// copies between registers, and a master secret takes 4 % less.
#if defined(__x86_64__)

#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("sha,avx"))), apply_to = function)

#include "sha256_x86_shani_functions.h"

const handshake_hash_algorithm *handshake_sha256_x86_shani_avx(void) { return functions; }

#pragma clang attribute pop

#endif
