#if defined(__aarch64__)

#include "handshake_cpu.h"

#include <string.h>

#if defined(__linux__)

#include <stdio.h>
#include <sys/auxv.h>

// HWCAP bits of arch/arm64/include/uapi/asm/hwcap.h, named here because older headers lack some.
enum { CAP_AES = 1 << 3, CAP_PMULL = 1 << 4, CAP_SHA2 = 1 << 6, CAP_SHA3 = 1 << 17, CAP_SHA512 = 1 << 21 };

uint32_t handshake_cpu_detect(void) {
  const unsigned long capabilities = getauxval(AT_HWCAP);
  uint32_t found = 0;
  if (capabilities & CAP_AES) found |= HANDSHAKE_CPU_AES;
  if (capabilities & CAP_PMULL) found |= HANDSHAKE_CPU_PMULL;
  if (capabilities & CAP_SHA2) found |= HANDSHAKE_CPU_SHA256;
  if (capabilities & CAP_SHA512) found |= HANDSHAKE_CPU_SHA512;
  if (capabilities & CAP_SHA3) found |= HANDSHAKE_CPU_SHA3;
  return found;
}

// Linux names no arm64 CPU in words; MIDR_EL1 tells the implementer and part.
void handshake_cpu_brand(char *name, size_t capacity) {
  char line[64] = "";
  if (capacity == 0) return;
  name[0] = 0;
  FILE *file = fopen("/sys/devices/system/cpu/cpu0/regs/identification/midr_el1", "r");
  if (!file) return;
  if (fgets(line, sizeof line, file)) {
    line[strcspn(line, "\n")] = 0;
    snprintf(name, capacity, "arm64 MIDR %s", line);
  }
  fclose(file);
}

#elif defined(__APPLE__)

#include <sys/sysctl.h>

static int has(const char *name) {
  int value = 0;
  size_t size = sizeof value;
  return sysctlbyname(name, &value, &size, 0, 0) == 0 && value != 0;
}

uint32_t handshake_cpu_detect(void) {
  uint32_t found = 0;
  if (has("hw.optional.arm.FEAT_AES")) found |= HANDSHAKE_CPU_AES;
  if (has("hw.optional.arm.FEAT_PMULL")) found |= HANDSHAKE_CPU_PMULL;
  if (has("hw.optional.arm.FEAT_SHA256")) found |= HANDSHAKE_CPU_SHA256;
  if (has("hw.optional.arm.FEAT_SHA512")) found |= HANDSHAKE_CPU_SHA512;
  if (has("hw.optional.arm.FEAT_SHA3")) found |= HANDSHAKE_CPU_SHA3;
  return found;
}

void handshake_cpu_brand(char *name, size_t capacity) {
  if (capacity == 0) return;
  name[0] = 0;
  size_t size = capacity;
  if (sysctlbyname("machdep.cpu.brand_string", name, &size, 0, 0) != 0) name[0] = 0;
}

#else

uint32_t handshake_cpu_detect(void) { return 0; }

void handshake_cpu_brand(char *name, size_t capacity) {
  if (capacity != 0) name[0] = 0;
}

#endif

#endif
