#if defined(__aarch64__)

#include "handshake_cpu.h"

#include <string.h>

#if defined(__linux__)

#include <stdio.h>
#include <sys/auxv.h>

uint32_t handshake_cpu_detect(void) { return handshake_cpu_from_hwcap(getauxval(AT_HWCAP)); }

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

static int is_set(const char *name) {
  int value = 0;
  size_t size = sizeof value;
  return sysctlbyname(name, &value, &size, 0, 0) == 0 && value != 0;
}

uint32_t handshake_cpu_detect(void) { return handshake_cpu_from_sysctl(is_set); }

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

// No kernel is chosen by it.
handshake_cpu_identity handshake_cpu_identify(void) { return (handshake_cpu_identity){0}; }

#endif
