// Looks for what a function left on the stack, so that a test can show that it leaves no secrets.
#ifndef STACK_INSPECTION_H
#define STACK_INSPECTION_H

#include <stddef.h>
#include <stdint.h>

enum { STACK_NEEDLE_BYTES = 16 };

// Calls body(argument) above a stack of zeros; how many of the needles, of STACK_NEEDLE_BYTES each
// and one after the other, are then found in the 16 KiB below.
size_t stack_remains(void (*body)(void *), void *argument, const uint8_t *needles,
                     size_t needle_count);

// Leaves the first needle on the stack: the argument of a stack_remains that must find it.
void stack_leave(void *needle);

#endif
