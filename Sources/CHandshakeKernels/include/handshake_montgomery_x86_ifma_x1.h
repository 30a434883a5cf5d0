// Montgomery arithmetic with AVX-512 IFMA, one operation at a time (or the two halves of one CRT
// operation side by side): digits of 52 bits lie along the lanes.
//
// Needs AVX-512 F, DQ, VL and IFMA. Numbers are little-endian 64-bit limbs, limb_count of them. The
// modulus n is odd and > 1; its top bits may be zero. R is the kernel's own power of two. Every
// result is fully reduced (< n). Time depends on limb counts alone, but where said otherwise. No
// allocation. A result may be the same memory as an operand.
#ifndef HANDSHAKE_MONTGOMERY_X86_IFMA_X1_H
#define HANDSHAKE_MONTGOMERY_X86_IFMA_X1_H

#if defined(__x86_64__)

#include <stddef.h>
#include <stdint.h>

// Size of a context; the caller aligns it to 64 bytes. 0: this kernel does not cover limb_count.
// It covers 16, 24, 32, 48 and 64 limbs.
size_t handshake_montgomery_x86_ifma_x1_context_byte_count(size_t limb_count);

// context := the constants of modulus, in the kernel's own form. They are as secret as the modulus.
void handshake_montgomery_x86_ifma_x1_prepare(void *context, const uint64_t *modulus,
                                              size_t limb_count);

// r := a b R^-1 mod n. a and b: any values < 2^(64 limb_count).
void handshake_montgomery_x86_ifma_x1_multiply(const void *context, uint64_t *r, const uint64_t *a,
                                               const uint64_t *b);

// r := a R mod n, so that multiply(to_montgomery(a), b) = a b mod n. a < 2^(64 limb_count).
void handshake_montgomery_x86_ifma_x1_to_montgomery(const void *context, uint64_t *r,
                                                    const uint64_t *a);

// r := base^exponent mod n for a public exponent >= 1: time depends on it, not on base.
// base < 2^(64 limb_count).
void handshake_montgomery_x86_ifma_x1_power_public(const void *context, uint64_t *r,
                                                   const uint64_t *base, uint64_t exponent);

// r := base^exponent mod n. base has 2 limb_count limbs, exponent exponent_limb_count >= 1 limbs.
void handshake_montgomery_x86_ifma_x1_power(const void *context, uint64_t *r, const uint64_t *base,
                                            const uint64_t *exponent, size_t exponent_limb_count);

// r_p := base^exponent_p mod p and r_q := base^exponent_q mod q, side by side. Both contexts have
// the same limb_count; base has twice as many limbs; both exponents have exponent_limb_count.
void handshake_montgomery_x86_ifma_x1_power_pair(const void *context_p, const void *context_q,
                                                 uint64_t *r_p, uint64_t *r_q,
                                                 const uint64_t *base, const uint64_t *exponent_p,
                                                 const uint64_t *exponent_q,
                                                 size_t exponent_limb_count);

// The same with the digits of the two numbers packed in one vector, for 16, 24 and 32 limbs; side by
// side for the others. Which is the faster depends on the microarchitecture.
void handshake_montgomery_x86_ifma_x1_packed_power_pair(
    const void *context_p, const void *context_q, uint64_t *r_p, uint64_t *r_q,
    const uint64_t *base, const uint64_t *exponent_p, const uint64_t *exponent_q,
    size_t exponent_limb_count);

#endif
#endif
