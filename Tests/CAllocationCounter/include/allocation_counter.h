// SPDX-License-Identifier: Apache-2.0

// Counts heap allocations, so that a test can show that a path makes none; and records those that are
// aligned, such as the library's numbers are.
#ifndef ALLOCATION_COUNTER_H
#define ALLOCATION_COUNTER_H

#include <stddef.h>
#include <stdint.h>

// 1 where allocations are counted (glibc, without a sanitizer of its own allocator), else 0.
int allocation_counter_works(void);

// How often this thread has asked for memory, since it began.
uint64_t allocation_counter_value(void);

typedef struct {
  void *base;
  size_t byte_count;
} aligned_block;

// From here on, records what this thread allocates with an alignment, until it is freed.
void aligned_blocks_record(void);

// Ends that; what is recorded is valid until this thread records again. Nothing is, where nothing is
// counted.
const aligned_block *aligned_blocks_recorded(size_t *recorded_count);

// Whether a word is an address of this process's memory: of code, data, the heap or a stack.
int is_address(uint64_t word);

#endif
