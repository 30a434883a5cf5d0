// SPDX-License-Identifier: Apache-2.0

// What the systems that run on arm64 say of the CPU, as our feature bits. Compiled everywhere, so that
// it can be tested everywhere.
#include "handshake_cpu.h"

// Bits of AT_HWCAP (Linux, arch/arm64/include/uapi/asm/hwcap.h), by position.
enum { HWCAP_AES = 3, HWCAP_PMULL = 4, HWCAP_SHA2 = 6, HWCAP_SHA3 = 17, HWCAP_SHA512 = 21 };

uint32_t handshake_cpu_from_hwcap(uint64_t capabilities) {
  uint32_t found = 0;
  if (capabilities >> HWCAP_AES & 1) found |= HANDSHAKE_CPU_AES;
  if (capabilities >> HWCAP_PMULL & 1) found |= HANDSHAKE_CPU_PMULL;
  if (capabilities >> HWCAP_SHA2 & 1) found |= HANDSHAKE_CPU_SHA256;
  if (capabilities >> HWCAP_SHA512 & 1) found |= HANDSHAKE_CPU_SHA512;
  if (capabilities >> HWCAP_SHA3 & 1) found |= HANDSHAKE_CPU_SHA3;
  return found;
}

uint32_t handshake_cpu_from_sysctl(int (*is_set)(const char *name)) {
  uint32_t found = 0;
  if (is_set("hw.optional.arm.FEAT_AES")) found |= HANDSHAKE_CPU_AES;
  if (is_set("hw.optional.arm.FEAT_PMULL")) found |= HANDSHAKE_CPU_PMULL;
  if (is_set("hw.optional.arm.FEAT_SHA256")) found |= HANDSHAKE_CPU_SHA256;
  if (is_set("hw.optional.arm.FEAT_SHA512")) found |= HANDSHAKE_CPU_SHA512;
  if (is_set("hw.optional.arm.FEAT_SHA3")) found |= HANDSHAKE_CPU_SHA3;
  return found;
}
