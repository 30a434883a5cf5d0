#include "allocation_counter.h"

#include <stddef.h>
#include <stdlib.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define HAS_SANITIZER 1
#endif
#endif

#if defined(__GLIBC__) && !defined(HAS_SANITIZER)

#include <errno.h>

// A program's own malloc comes before the C library's, for the libraries it loads too; glibc offers
// its own under these names for that purpose.
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

// Per thread: what other tests allocate meanwhile does not count.
static _Thread_local uint64_t count;

int allocation_counter_works(void) { return 1; }
uint64_t allocation_counter_value(void) { return count; }

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
  count++;
  return __libc_memalign(alignment, byte_count);
}

void *aligned_alloc(size_t alignment, size_t byte_count) {
  count++;
  return __libc_memalign(alignment, byte_count);
}

int posix_memalign(void **memory, size_t alignment, size_t byte_count) {
  count++;
  *memory = __libc_memalign(alignment, byte_count);
  return *memory ? 0 : ENOMEM;
}

#else

int allocation_counter_works(void) { return 0; }
uint64_t allocation_counter_value(void) { return 0; }

#endif
