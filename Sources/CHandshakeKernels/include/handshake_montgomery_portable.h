// Montgomery arithmetic in C with 128-bit products: any CPU.
// Numbers are little-endian 64-bit limbs; the modulus n is odd and greater than 1, R = 2^(64·limb_count).
// Constant time in every value but the public exponent; nothing here allocates.
// Covers any limb_count from 1 to 256. Needs the CPU features: none.
#ifndef HANDSHAKE_MONTGOMERY_PORTABLE_H
#define HANDSHAKE_MONTGOMERY_PORTABLE_H

#include <stddef.h>
#include <stdint.h>

// The size of a context, which the caller allocates, aligned to 64 bytes; 0: limb_count is not covered.
size_t handshake_montgomery_portable_context_byte_count(size_t limb_count);

// context := the constants of the modulus n = modulus[0 ..< limb_count].
void handshake_montgomery_portable_prepare(void *context, const uint64_t *modulus, size_t limb_count);

// r := a·b·R^-1 mod n, less than n. a and b: any values of limb_count limbs. r may be a or b.
void handshake_montgomery_portable_multiply(const void *context, uint64_t *r, const uint64_t *a,
                                        const uint64_t *b);

// r := a·R mod n, less than n. a: any value of limb_count limbs. r may be a.
void handshake_montgomery_portable_to_montgomery(const void *context, uint64_t *r, const uint64_t *a);

// r := base^exponent mod n, for a public exponent of at least 1. base: any value of limb_count limbs.
void handshake_montgomery_portable_power_public(const void *context, uint64_t *r, const uint64_t *base,
                                            uint64_t exponent);

// r := base^exponent mod n. base: any value of 2·limb_count limbs; exponent: any value of
// exponent_limb_count limbs, at least 1, all of which are gone through.
void handshake_montgomery_portable_power(const void *context, uint64_t *r, const uint64_t *base,
                                     const uint64_t *exponent, size_t exponent_limb_count);

#endif
