#if defined(__x86_64__)

#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("sha,sse4.1,ssse3"))), apply_to = function)

#include "sha256_x86_shani_functions.h"

const handshake_hash_algorithm *handshake_sha256_x86_shani(void) { return functions; }

#pragma clang attribute pop

#endif
