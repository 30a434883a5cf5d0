// SPDX-License-Identifier: Apache-2.0

// CPU detection. No policy: which kernel follows from which CPU is decided in Swift.
#ifndef HANDSHAKE_CPU_H
#define HANDSHAKE_CPU_H

#include <stddef.h>
#include <stdint.h>

// One bit a feature. A bit is set only where the operating system saves the registers too.
enum {
  HANDSHAKE_CPU_SSSE3 = 1u << 0,
  HANDSHAKE_CPU_SSE41 = 1u << 1,
  HANDSHAKE_CPU_AES = 1u << 2,  // x86: AES-NI; arm64: FEAT_AES
  HANDSHAKE_CPU_PCLMULQDQ = 1u << 3,
  HANDSHAKE_CPU_AVX = 1u << 4,
  HANDSHAKE_CPU_AVX2 = 1u << 5,
  HANDSHAKE_CPU_BMI2 = 1u << 6,
  HANDSHAKE_CPU_ADX = 1u << 7,
  HANDSHAKE_CPU_SHANI = 1u << 8,
  HANDSHAKE_CPU_AVX512F = 1u << 9,
  HANDSHAKE_CPU_AVX512DQ = 1u << 10,
  HANDSHAKE_CPU_AVX512BW = 1u << 11,
  HANDSHAKE_CPU_AVX512VL = 1u << 12,
  HANDSHAKE_CPU_AVX512IFMA = 1u << 13,
  HANDSHAKE_CPU_VAES = 1u << 14,
  HANDSHAKE_CPU_VPCLMULQDQ = 1u << 15,
  HANDSHAKE_CPU_PMULL = 1u << 16,   // arm64: FEAT_PMULL
  HANDSHAKE_CPU_SHA256 = 1u << 17,  // arm64: FEAT_SHA256
  HANDSHAKE_CPU_SHA512 = 1u << 18,  // arm64: FEAT_SHA512
  HANDSHAKE_CPU_SHA3 = 1u << 19,    // arm64: FEAT_SHA3 (EOR3)
  HANDSHAKE_CPU_AVXIFMA = 1u << 20,

  // AVX-512 as every kernel of that width needs it.
  HANDSHAKE_CPU_AVX512 = HANDSHAKE_CPU_AVX512F | HANDSHAKE_CPU_AVX512DQ | HANDSHAKE_CPU_AVX512BW |
                         HANDSHAKE_CPU_AVX512VL,
};

// The features of the CPU that this runs on. Asks the CPU each time; callers keep the answer.
uint32_t handshake_cpu_detect(void);

// The features that Linux's AT_HWCAP names on arm64, and those that macOS's sysctl does; is_set
// answers whether a name is there and not 0.
uint32_t handshake_cpu_from_hwcap(uint64_t capabilities);
uint32_t handshake_cpu_from_sysctl(int (*is_set)(const char *name));

enum {
  HANDSHAKE_CPU_VENDOR_OTHER,
  HANDSHAKE_CPU_VENDOR_INTEL,
  HANDSHAKE_CPU_VENDOR_AMD,
};

// Which design the CPU is of. What is of the other architecture, or unknown, is zero.
typedef struct {
  uint32_t vendor, family, model;  // x86_64: the vendor's own numbers, for Intel and AMD
  uint32_t implementer, part;      // arm64: of MIDR_EL1
} handshake_cpu_identity;

handshake_cpu_identity handshake_cpu_identify(void);

// Writes the CPU's own name ("AMD EPYC …"), NUL-terminated, into name; empty where it has none.
void handshake_cpu_brand(char *name, size_t capacity);

#endif
