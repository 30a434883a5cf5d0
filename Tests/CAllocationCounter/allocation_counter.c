// SPDX-License-Identifier: Apache-2.0

#define _GNU_SOURCE  // mincore
#include "allocation_counter.h"

#include <stdlib.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define HAS_SANITIZER 1
#endif
#endif

#if defined(__GLIBC__) && !defined(HAS_SANITIZER)

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

// A program's own malloc comes before the C library's, for the libraries it loads too; glibc offers
// its own under these names for that purpose.
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

// Per thread: what other tests allocate meanwhile does not count.
static _Thread_local uint64_t count;

int allocation_counter_works(void) { return 1; }
uint64_t allocation_counter_value(void) { return count; }

enum { BLOCK_CAPACITY = 1024 };
static _Thread_local aligned_block blocks[BLOCK_CAPACITY];
static _Thread_local size_t block_count;
static _Thread_local int is_recording;

void aligned_blocks_record(void) {
  block_count = 0;
  is_recording = 1;
}

const aligned_block *aligned_blocks_recorded(size_t *recorded_count) {
  is_recording = 0;
  *recorded_count = block_count;
  return blocks;
}

static void *allocate_aligned(size_t alignment, size_t byte_count) {
  count++;
  void *const memory = __libc_memalign(alignment, byte_count);
  if (is_recording && memory) {
    if (block_count == BLOCK_CAPACITY) abort();
    blocks[block_count++] = (aligned_block){memory, byte_count};
  }
  return memory;
}

void free(void *memory) {
  for (size_t i = 0; is_recording && i < block_count; i++) {
    if (blocks[i].base == memory) blocks[i--] = blocks[--block_count];
  }
  __libc_free(memory);
}

void *malloc(size_t byte_count) {
  count++;
  return __libc_malloc(byte_count);
}

void *calloc(size_t element_count, size_t byte_count) {
  count++;
  return __libc_calloc(element_count, byte_count);
}

void *realloc(void *memory, size_t byte_count) {
  count++;
  return __libc_realloc(memory, byte_count);
}

void *memalign(size_t alignment, size_t byte_count) {
  return allocate_aligned(alignment, byte_count);
}

void *aligned_alloc(size_t alignment, size_t byte_count) {
  return allocate_aligned(alignment, byte_count);
}

int posix_memalign(void **memory, size_t alignment, size_t byte_count) {
  *memory = allocate_aligned(alignment, byte_count);
  return *memory ? 0 : ENOMEM;
}

int is_address(uint64_t word) {
  const uint64_t page_byte_count = (uint64_t)sysconf(_SC_PAGESIZE);
  unsigned char is_resident;
  return mincore((void *)(uintptr_t)(word & ~(page_byte_count - 1)), 1, &is_resident) == 0;
}

#else

int allocation_counter_works(void) { return 0; }
uint64_t allocation_counter_value(void) { return 0; }

void aligned_blocks_record(void) {}

const aligned_block *aligned_blocks_recorded(size_t *recorded_count) {
  *recorded_count = 0;
  return NULL;
}

int is_address(uint64_t word) {
  (void)word;
  return 0;
}

#endif
