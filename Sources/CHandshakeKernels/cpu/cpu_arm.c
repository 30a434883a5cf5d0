// SPDX-License-Identifier: Apache-2.0

#if defined(__aarch64__)

#include "handshake_cpu.h"

#include <string.h>

#if defined(__linux__)

#include <stdio.h>
#include <sys/auxv.h>

uint32_t handshake_cpu_detect(void) { return handshake_cpu_from_hwcap(getauxval(AT_HWCAP)); }

// MIDR_EL1, which Linux answers for the core that this runs on where it says so in AT_HWCAP; else 0.
static uint64_t main_id_register(void) {
  uint64_t value = 0;
  if (getauxval(AT_HWCAP) & HWCAP_CPUID) __asm__("mrs %0, MIDR_EL1" : "=r"(value));
  return value;
}

handshake_cpu_identity handshake_cpu_identify(void) {
  const uint64_t value = main_id_register();
  return (handshake_cpu_identity){.implementer = value >> 24 & 0xff, .part = value >> 4 & 0xfff};
}

// Linux names no arm64 CPU in words.
void handshake_cpu_brand(char *name, size_t capacity) {
  const uint64_t value = main_id_register();
  if (capacity == 0) return;
  name[0] = 0;
  if (value) snprintf(name, capacity, "arm64 MIDR 0x%016llx", (unsigned long long)value);
}

#elif defined(__APPLE__)

#include <sys/sysctl.h>

static int is_set(const char *name) {
  int value = 0;
  size_t size = sizeof value;
  return sysctlbyname(name, &value, &size, 0, 0) == 0 && value != 0;
}

uint32_t handshake_cpu_detect(void) { return handshake_cpu_from_sysctl(is_set); }

// macOS tells no part.
handshake_cpu_identity handshake_cpu_identify(void) {
  return (handshake_cpu_identity){.implementer = 0x61};
}

void handshake_cpu_brand(char *name, size_t capacity) {
  if (capacity == 0) return;
  name[0] = 0;
  size_t size = capacity;
  if (sysctlbyname("machdep.cpu.brand_string", name, &size, 0, 0) != 0) name[0] = 0;
}

#else

uint32_t handshake_cpu_detect(void) { return 0; }

handshake_cpu_identity handshake_cpu_identify(void) { return (handshake_cpu_identity){0}; }

void handshake_cpu_brand(char *name, size_t capacity) {
  if (capacity != 0) name[0] = 0;
}

#endif

#endif
