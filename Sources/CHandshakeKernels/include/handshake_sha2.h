// SPDX-License-Identifier: Apache-2.0

// The kernels of SHA-1 and SHA-2 (FIPS 180-4), and those that derive many keys with SHA-2 at once.
#ifndef HANDSHAKE_SHA2_H
#define HANDSHAKE_SHA2_H

#include "handshake_cpu.h"
#include "handshake_hash.h"

#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wnullability-completeness"

// SHA-1 has one kernel: plain C, for any CPU.
extern const handshake_hash_kernel handshake_sha1_portable;

// The kernels of this architecture, the fastest first, the portable one last, and then a null
// pointer: of SHA-224 and SHA-256, and of SHA-384 and SHA-512.
const handshake_hash_kernel *const *_Nonnull handshake_sha256_kernels(void);
const handshake_hash_kernel *const *_Nonnull handshake_sha512_kernels(void);

// Likewise those with a message in each lane of a vector, for SHA-256 and for SHA-384. The last one
// has no lanes: it leaves all to the kernel that makes one derivation after the other.
const handshake_hash_lanes_kernel *const *_Nonnull handshake_sha256_lanes_kernels(void);
const handshake_hash_lanes_kernel *const *_Nonnull handshake_sha512_lanes_kernels(void);

#pragma clang diagnostic pop

#endif
