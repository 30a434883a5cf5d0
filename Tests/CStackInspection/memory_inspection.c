// SPDX-License-Identifier: Apache-2.0

#include "memory_inspection.h"

#include <string.h>

#include "sanitizer.h"

enum { WINDOW = 16, MAXIMUM_WINDOWS = 8192, SLOTS = 4 * MAXIMUM_WINDOWS, MASK = 0x5a };

// Of the windows only what is masked is ever in memory: they must not find themselves.
static uint8_t windows[MAXIMUM_WINDOWS][WINDOW];
static uint8_t value_of_window[MAXIMUM_WINDOWS];
static size_t window_count;
static uint16_t slots[SLOTS];  // 1 + a window, found by its first half; or 0

static uint64_t masked_word(const uint8_t *bytes) {
  uint64_t word;
  memcpy(&word, bytes, 8);
  return word ^ MASK * UINT64_C(0x0101010101010101);
}

static uint64_t plain_word(const uint8_t *bytes) {
  uint64_t word;
  memcpy(&word, bytes, 8);
  return word;
}

static size_t slot_of(uint64_t word) {
  return (word * UINT64_C(0x9e3779b97f4a7c15)) >> 32 & (SLOTS - 1);
}

void memory_windows_clear(void) {
  memset(slots, 0, sizeof slots);
  window_count = 0;
}

void memory_windows_add(size_t value, const uint8_t *bytes, size_t byte_count) {
  const volatile uint8_t *const source = bytes;  // byte by byte: no copy in a wider register
  for (int is_reversed = 0; is_reversed < 2; is_reversed++) {
    for (size_t first = 0; first + WINDOW <= byte_count; first++) {
      if (window_count == MAXIMUM_WINDOWS) return;
      uint8_t *const window = windows[window_count];
      for (size_t i = 0; i < WINDOW; i++) {
        const size_t place = first + i;
        window[i] = source[is_reversed ? byte_count - 1 - place : place] ^ MASK;
      }
      size_t slot = slot_of(plain_word(window));
      while (slots[slot] != 0) slot = (slot + 1) & (SLOTS - 1);
      value_of_window[window_count] = (uint8_t)value;
      slots[slot] = (uint16_t)++window_count;
    }
  }
}

#if defined(__linux__) && !HAS_SANITIZER

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static __attribute__((no_sanitize("thread"))) void inspect(const uint8_t *start, const uint8_t *end,
                                                           size_t counts[MEMORY_VALUES]) {
  for (const uint8_t *p = start; p + WINDOW <= end; p++) {
    const uint64_t first = masked_word(p);
    size_t slot = slot_of(first);
    for (; slots[slot] != 0; slot = (slot + 1) & (SLOTS - 1)) {
      const size_t window = slots[slot] - 1;
      if (plain_word(windows[window]) == first &&
          plain_word(windows[window] + 8) == masked_word(p + 8)) {
        counts[value_of_window[window]]++;
        break;
      }
    }
  }
}

int memory_inspection_works(void) { return 1; }

static int inspect_maps(size_t counts[MEMORY_VALUES]) {
  static char maps[1 << 20];
  const int file = open("/proc/self/maps", O_RDONLY);
  if (file < 0) return 0;
  size_t length = 0;
  for (ssize_t n; (n = read(file, maps + length, sizeof maps - 1 - length)) > 0;)
    length += (size_t)n;
  close(file);
  maps[length] = 0;
  for (const char *line = maps; *line; line = strchr(line, '\n') + 1) {
    unsigned long start, end;
    char access[5];
    if (sscanf(line, "%lx-%lx %4s", &start, &end, access) == 3 && access[0] == 'r' &&
        access[1] == 'w') {
      inspect((const uint8_t *)start, (const uint8_t *)end, counts);
    }
    if (!strchr(line, '\n')) break;
  }
  return 1;
}

// In a child, whose memory is this process' of now: here, other threads may unmap what is looked at.
int memory_inspect(size_t counts[MEMORY_VALUES]) {
  int ends[2];
  if (pipe(ends) != 0) return 0;
  memset(counts, 0, MEMORY_VALUES * sizeof *counts);
  const pid_t child = fork();
  if (child == 0) {
    const size_t size = MEMORY_VALUES * sizeof *counts;
    _exit(inspect_maps(counts) && write(ends[1], counts, size) == (ssize_t)size ? 0 : 1);
  }
  close(ends[1]);
  uint8_t *const answer = (uint8_t *)counts;
  size_t length = 0;
  for (ssize_t n; length < MEMORY_VALUES * sizeof *counts;) {
    n = read(ends[0], answer + length, MEMORY_VALUES * sizeof *counts - length);
    if (n > 0) length += (size_t)n;
    else if (n == 0 || errno != EINTR) break;
  }
  close(ends[0]);
  if (child > 0) {
    while (waitpid(child, 0, 0) < 0 && errno == EINTR) {
    }
  }
  return length == MEMORY_VALUES * sizeof *counts;
}

#else

int memory_inspection_works(void) { return 0; }
int memory_inspect(size_t counts[MEMORY_VALUES]) { return 0; }

#endif
