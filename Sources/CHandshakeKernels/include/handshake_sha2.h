// The kernels of SHA-1 and SHA-2 (FIPS 180-4).
//
// A kernel may be called only on a CPU with the features it names; one that is not of the
// architecture being built for is not defined.
#ifndef HANDSHAKE_SHA2_H
#define HANDSHAKE_SHA2_H

#include "handshake_hash.h"

// Plain C, for any CPU; constant time.
const handshake_hash_kernel *handshake_sha1_portable(void);
const handshake_hash_kernel *handshake_sha256_portable(void);
const handshake_hash_kernel *handshake_sha512_portable(void);

#endif
