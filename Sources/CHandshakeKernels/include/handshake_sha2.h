// The kernels of SHA-1 and SHA-2 (FIPS 180-4).
//
// Each answers its hash functions, which stay where they are: SHA-1, or SHA-224 and SHA-256, or
// SHA-384 and SHA-512, in this order. A kernel may be called only on a CPU with the features it
// names; one that is not of the architecture being built for is not defined.
#ifndef HANDSHAKE_SHA2_H
#define HANDSHAKE_SHA2_H

#include "handshake_hash.h"

// Plain C, for any CPU; constant time.
const handshake_hash_algorithm *handshake_sha1_portable(void);
const handshake_hash_algorithm *handshake_sha256_portable(void);
const handshake_hash_algorithm *handshake_sha512_portable(void);

#if defined(__x86_64__)
// SHA extensions, SSE4.1, SSSE3. Two streams side by side in HMAC keys and P_hash.
const handshake_hash_algorithm *handshake_sha256_x86_shani(void);
// SHA extensions, AVX.
const handshake_hash_algorithm *handshake_sha256_x86_shani_avx(void);
// One stream: scalar rounds with RORX beside a vector message schedule; AVX2 or AVX-512 F, VL; BMI2.
const handshake_hash_algorithm *handshake_sha512_x86_avx2(void);
const handshake_hash_algorithm *handshake_sha512_x86_avx512vl(void);

// Many messages at once, one in each lane; AVX-512 F, BW, DQ, VL, or AVX2.
const handshake_hash_lanes_kernel *handshake_sha256_x86_avx512_x16(void);
const handshake_hash_lanes_kernel *handshake_sha256_x86_avx2_x8(void);
const handshake_hash_lanes_kernel *handshake_sha512_x86_avx512_x8(void);
const handshake_hash_lanes_kernel *handshake_sha512_x86_avx2_x4(void);
#endif

#if defined(__aarch64__)
// FEAT_SHA256, two streams side by side in HMAC keys and P_hash; FEAT_SHA512.
const handshake_hash_algorithm *handshake_sha256_arm_crypto(void);
const handshake_hash_algorithm *handshake_sha512_arm_crypto(void);
#endif

#endif
