// Counts heap allocations, so that a test can show that a path makes none.
#ifndef ALLOCATION_COUNTER_H
#define ALLOCATION_COUNTER_H

#include <stdint.h>

// 1 where allocations are counted (glibc, without a sanitizer of its own allocator), else 0.
int allocation_counter_works(void);

// How often this thread has asked for memory, since it began.
uint64_t allocation_counter_value(void);

#endif
