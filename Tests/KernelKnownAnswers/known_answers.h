// What the known-answer programs share: hexadecimal strings, checks, and the answer at the end.
// They are plain C so that the toolchain's own clang can build them for another architecture.
#ifndef KNOWN_ANSWERS_H
#define KNOWN_ANSWERS_H

#include "handshake_cpu.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static int failed_checks, passed_checks;

// Counts a check; says which one failed.
static inline void check(int holds, const char *algorithm, const char *kernel, const char *what) {
  if (holds) {
    passed_checks++;
  } else {
    failed_checks++;
    fprintf(stderr, "FAILED: %s %s: %s\n", algorithm, kernel, what);
  }
}

// bytes := what the hexadecimal digits spell; answers how many.
static inline size_t from_hexadecimal(const char *digits, uint8_t *bytes) {
  const size_t byte_count = strlen(digits) / 2;
  for (size_t i = 0; i < byte_count; i++) {
    unsigned int byte;
    sscanf(digits + 2 * i, "%2x", &byte);
    bytes[i] = (uint8_t)byte;
  }
  return byte_count;
}

// The same bytes on every run (xorshift64).
static inline void fill_with_noise(uint64_t seed, uint8_t *bytes, size_t byte_count) {
  uint64_t state = seed * 2 + 1;
  for (size_t i = 0; i < byte_count; i++) {
    state ^= state << 13, state ^= state >> 7, state ^= state << 17;
    bytes[i] = (uint8_t)(state >> 32);
  }
}

static inline int has_features(uint32_t required) {
  return (handshake_cpu_detect() & required) == required;
}

// A program's last statement: says what was checked; fails if any check did, or none was made.
static inline int report(const char *algorithm) {
  printf("%s: %d checks passed, %d failed\n", algorithm, passed_checks, failed_checks);
  return failed_checks != 0 || passed_checks == 0;
}

#endif
