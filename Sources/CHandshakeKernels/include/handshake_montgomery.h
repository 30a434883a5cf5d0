// SPDX-License-Identifier: Apache-2.0

// Montgomery arithmetic: products and powers modulo an odd number.
//
// Numbers are little-endian 64-bit limbs, limb_count of them. A modulus n is odd and greater than 1;
// its top bits may be zero. R is the kernel's own power of two, at least 2^(64·limb_count). Every
// result is fully reduced (< n), and may be the same memory as an operand. Time depends on limb
// counts alone, but where said otherwise. Nothing here allocates.
#ifndef HANDSHAKE_MONTGOMERY_H
#define HANDSHAKE_MONTGOMERY_H

#include <stddef.h>
#include <stdint.h>

#include "handshake_cpu.h"

// _Nonnull: what Swift need not ask for null before it calls it. Nothing else is marked.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wnullability-completeness"

enum { HANDSHAKE_MONTGOMERY_LANE_COUNT = 8 };

// Arithmetic of eight numbers side by side, each with a modulus of its own: arrays have an element a
// lane. The contexts of a call are of one limb_count. Time depends on whether a modulus has one of its
// top 16 bits set, too. A call takes up to 120 KB of stack.
typedef struct {
  const char *_Nonnull name;

  // From how many public operations on, with moduli of limb_count limbs, a call takes less time than
  // as many single ones.
  size_t (*_Nonnull minimum_public_count)(size_t limb_count);

  // The size of one lane's context, which the caller allocates, aligned to 64 bytes; 0: limb_count is
  // not covered.
  size_t (*_Nonnull context_byte_count)(size_t limb_count);

  // context := the constants of the one modulus n = modulus[0 ..< limb_count]. They are as secret as
  // the modulus.
  void (*_Nonnull prepare)(void *context, const uint64_t *modulus, size_t limb_count);

  // r[i] := a[i]·b[i]·R^-1 mod n[i]. a[i] and b[i]: any values of limb_count limbs. Any r[i] may be an
  // operand.
  void (*_Nonnull multiply)(const void *const *contexts, uint64_t *const *r,
                            const uint64_t *const *a, const uint64_t *const *b);

  // r[i] := a[i]·R mod n[i]. a[i]: any value of limb_count limbs. Any r[i] may be an operand.
  void (*_Nonnull to_montgomery)(const void *const *contexts, uint64_t *const *r,
                                 const uint64_t *const *a);

  // r[i] := base[i]^exponents[i] mod n[i], for public exponents of at least 1. base[i]: any value of
  // limb_count limbs. Time depends on the exponents; it is shortest where all are equal.
  void (*_Nonnull power_public)(const void *const *contexts, uint64_t *const *r,
                                const uint64_t *const *base, const uint64_t *exponents);

  // r[i] := base[i]^exponents[i] mod n[i]. base[i]: any value of 2·limb_count limbs; exponents[i]: any
  // value of exponent_limb_count limbs, at least 1, all of which are gone through.
  void (*_Nonnull power)(const void *const *contexts, uint64_t *const *r,
                         const uint64_t *const *base, const uint64_t *const *exponents,
                         size_t exponent_limb_count);
} handshake_montgomery_lanes;

// One implementation: what it is called, what it needs, and its functions.
typedef struct {
  const char *_Nonnull name;
  // HANDSHAKE_CPU_… bits: without all of them no function may be called.
  uint32_t required_features;

  // The size of a context, which the caller allocates, aligned to 64 bytes; 0: limb_count is not
  // covered.
  size_t (*_Nonnull context_byte_count)(size_t limb_count);

  // context := the constants of modulus, in the kernel's own form. They are as secret as the modulus.
  void (*_Nonnull prepare)(void *context, const uint64_t *modulus, size_t limb_count);

  // r := a·b·R^-1 mod n. a and b: any values of limb_count limbs.
  void (*_Nonnull multiply)(const void *context, uint64_t *r, const uint64_t *a, const uint64_t *b);

  // r := a·R mod n, so that multiply(to_montgomery(a), b) = a·b mod n. a: any value of limb_count
  // limbs.
  void (*_Nonnull to_montgomery)(const void *context, uint64_t *r, const uint64_t *a);

  // r := base^exponent mod n for a public exponent of at least 1: time depends on it, not on base.
  // base: any value of limb_count limbs.
  void (*_Nonnull power_public)(const void *context, uint64_t *r, const uint64_t *base,
                                uint64_t exponent);

  // r := base^exponent mod n. base: any value of 2·limb_count limbs; exponent: any value of
  // exponent_limb_count limbs, at least 1, all of which are gone through.
  void (*_Nonnull power)(const void *context, uint64_t *r, const uint64_t *base,
                         const uint64_t *exponent, size_t exponent_limb_count);

  // r_p := base^exponent_p mod p and r_q := base^exponent_q mod q, as by power. Both contexts have the
  // same limb_count, both exponents exponent_limb_count. Null: the two gain nothing by each other.
  void (*power_pair)(const void *context_p, const void *context_q, uint64_t *r_p, uint64_t *r_q,
                     const uint64_t *base, const uint64_t *exponent_p, const uint64_t *exponent_q,
                     size_t exponent_limb_count);

  // What batches run on. Null: single operations.
  const handshake_montgomery_lanes *lanes;

  // From how many private operations on, with primes of limb_count limbs, the lanes take less time
  // than as many by power_pair. Not null where there are lanes.
  size_t (*minimum_private_count)(size_t limb_count);
} handshake_montgomery_kernel;

// The kernels of this architecture, the fastest first, the portable one last, and then a null
// pointer.
const handshake_montgomery_kernel *const *_Nonnull handshake_montgomery_kernels(void);

#pragma clang diagnostic pop

#endif
