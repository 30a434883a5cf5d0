// Montgomery arithmetic of eight numbers at once with AVX-512 IFMA: one a lane, each with a modulus
// of its own. Numbers are little-endian 64-bit limbs; a modulus n is odd and greater than 1.
// R = 2^(52·digits): 20, 30, 40, 60, 80 digits for 16, 24, 32, 48, 64 limbs, which are the sizes
// covered. The eight contexts of a call are of one limb_count.
// Constant time in every value but public exponents and whether a modulus has one of its top 16
// bits set. Nothing here allocates; a call takes up to 120 KB of stack.
// Needs the CPU features: avx512f, avx512ifma.
#ifndef HANDSHAKE_MONTGOMERY_X86_IFMA_X8_H
#define HANDSHAKE_MONTGOMERY_X86_IFMA_X8_H

#include <stddef.h>
#include <stdint.h>

// The size of a context, which the caller allocates, aligned to 64 bytes; 0: limb_count is not
// covered.
size_t handshake_montgomery_x86_ifma_x8_context_byte_count(size_t limb_count);

// context := the constants of the one modulus n = modulus[0 ..< limb_count].
void handshake_montgomery_x86_ifma_x8_prepare(void *context, const uint64_t *modulus,
                                              size_t limb_count);

// r[i] := a[i]·b[i]·R^-1 mod n[i], less than n[i]. a[i] and b[i]: any values of limb_count limbs.
// Any r[i] may be an operand.
void handshake_montgomery_x86_ifma_x8_multiply(const void *const contexts[8], uint64_t *const r[8],
                                               const uint64_t *const a[8],
                                               const uint64_t *const b[8]);

// r[i] := a[i]·R mod n[i], less than n[i]. a[i]: any value of limb_count limbs. Any r[i] may be an
// operand.
void handshake_montgomery_x86_ifma_x8_to_montgomery(const void *const contexts[8],
                                                    uint64_t *const r[8],
                                                    const uint64_t *const a[8]);

// r[i] := base[i]^exponents[i] mod n[i], for public exponents of at least 1. base[i]: any value of
// limb_count limbs. Fastest where all exponents are equal.
void handshake_montgomery_x86_ifma_x8_power_public(const void *const contexts[8],
                                                   uint64_t *const r[8],
                                                   const uint64_t *const base[8],
                                                   const uint64_t exponents[8]);

// r[i] := base[i]^exponents[i] mod n[i]. base[i]: any value of 2·limb_count limbs; exponents[i]:
// any value of exponent_limb_count limbs, at least 1, all of which are gone through.
void handshake_montgomery_x86_ifma_x8_power(const void *const contexts[8], uint64_t *const r[8],
                                            const uint64_t *const base[8],
                                            const uint64_t *const exponents[8],
                                            size_t exponent_limb_count);

#endif
