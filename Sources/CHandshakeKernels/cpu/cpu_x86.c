// SPDX-License-Identifier: Apache-2.0

#if defined(__x86_64__)

#include "handshake_cpu.h"

#include <cpuid.h>
#include <string.h>

// XGETBV(0): which register files the operating system saves on a context switch.
static uint64_t extended_control_register(void) {
  uint32_t low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return (uint64_t)high << 32 | low;
}

uint32_t handshake_cpu_detect(void) {
  uint32_t a, b, c, d, found = 0;
  if (!__get_cpuid_count(1, 0, &a, &b, &c, &d)) return 0;
  if (c & 1u << 9) found |= HANDSHAKE_CPU_SSSE3;
  if (c & 1u << 19) found |= HANDSHAKE_CPU_SSE41;
  if (c & 1u << 25) found |= HANDSHAKE_CPU_AES;
  if (c & 1u << 1) found |= HANDSHAKE_CPU_PCLMULQDQ;
  const int has_xsave = (c & 1u << 27) != 0, has_avx = (c & 1u << 28) != 0;
  const uint64_t saved = has_xsave ? extended_control_register() : 0;
  const int saves_ymm = (saved & 0x06) == 0x06, saves_zmm = (saved & 0xe6) == 0xe6;
  if (has_avx && saves_ymm) found |= HANDSHAKE_CPU_AVX;

  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return found;
  if (b & 1u << 8) found |= HANDSHAKE_CPU_BMI2;
  if (b & 1u << 19) found |= HANDSHAKE_CPU_ADX;
  if (b & 1u << 29) found |= HANDSHAKE_CPU_SHANI;
  if (found & HANDSHAKE_CPU_AVX) {
    if (b & 1u << 5) found |= HANDSHAKE_CPU_AVX2;
    if (c & 1u << 9) found |= HANDSHAKE_CPU_VAES;
    if (c & 1u << 10) found |= HANDSHAKE_CPU_VPCLMULQDQ;
  }
  if (saves_zmm) {
    if (b & 1u << 16) found |= HANDSHAKE_CPU_AVX512F;
    if (b & 1u << 17) found |= HANDSHAKE_CPU_AVX512DQ;
    if (b & 1u << 30) found |= HANDSHAKE_CPU_AVX512BW;
    if (b & 1u << 31) found |= HANDSHAKE_CPU_AVX512VL;
    if (b & 1u << 21) found |= HANDSHAKE_CPU_AVX512IFMA;
  }

  const uint32_t last_subleaf = a;
  if (last_subleaf < 1 || !__get_cpuid_count(7, 1, &a, &b, &c, &d)) return found;
  if ((found & HANDSHAKE_CPU_AVX2) && (a & 1u << 23)) found |= HANDSHAKE_CPU_AVXIFMA;
  return found;
}

handshake_cpu_identity handshake_cpu_identify(void) {
  handshake_cpu_identity identity = {0};
  uint32_t a, b, c, d;
  if (!__get_cpuid(0, &a, &b, &c, &d)) return identity;
  if (b == signature_INTEL_ebx && c == signature_INTEL_ecx && d == signature_INTEL_edx)
    identity.vendor = HANDSHAKE_CPU_VENDOR_INTEL;
  else if (b == signature_AMD_ebx && c == signature_AMD_ecx && d == signature_AMD_edx)
    identity.vendor = HANDSHAKE_CPU_VENDOR_AMD;
  else return identity;
  if (!__get_cpuid(1, &a, &b, &c, &d)) return identity;
  // The extended fields count only where the base family is full.
  const uint32_t base_family = a >> 8 & 0xf, base_model = a >> 4 & 0xf;
  identity.family = base_family == 0xf ? base_family + (a >> 20 & 0xff) : base_family;
  identity.model = base_family == 0xf || base_family == 6 ? base_model | (a >> 12 & 0xf0)
                                                          : base_model;
  return identity;
}

void handshake_cpu_brand(char *name, size_t capacity) {
  uint32_t words[12] = {0}, a, b, c, d;
  if (capacity == 0) return;
  name[0] = 0;
  if (!__get_cpuid(0x80000000u, &a, &b, &c, &d) || a < 0x80000004u) return;
  for (uint32_t i = 0; i < 3; i++) {
    uint32_t *w = words + 4 * i;
    __get_cpuid(0x80000002u + i, &w[0], &w[1], &w[2], &w[3]);
  }
  const size_t count = sizeof words < capacity - 1 ? sizeof words : capacity - 1;
  memcpy(name, words, count);
  name[count] = 0;
}

#endif
