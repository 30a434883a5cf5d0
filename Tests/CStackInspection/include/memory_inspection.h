// SPDX-License-Identifier: Apache-2.0

// Looks for secrets in all memory that this process can write to: heap, stacks, globals.
#ifndef MEMORY_INSPECTION_H
#define MEMORY_INSPECTION_H

#include <stddef.h>
#include <stdint.h>

enum { MEMORY_VALUES = 8 };

// Forgets what was looked for.
void memory_windows_clear(void);

// What to look for: every 16 bytes in a row of a value, and of its bytes reversed. `value` is below
// MEMORY_VALUES. Kept in a form that is not found itself; not for two threads at once.
void memory_windows_add(size_t value, const uint8_t *bytes, size_t byte_count);

// Whether this system shows a process its own memory, and no sanitizer keeps a shadow of it.
int memory_inspection_works(void);

// How often windows of each value are in memory, other threads' as well. Answers 0 where it failed.
int memory_inspect(size_t counts[MEMORY_VALUES]);

#endif
