// SPDX-License-Identifier: Apache-2.0

// A function that is run in a child of this process.
#ifndef CHILD_PROCESS_H
#define CHILD_PROCESS_H

#include <stddef.h>
#include <stdint.h>

// Runs body(argument, answer) in a child that fork makes, where the calling thread is the only one, and
// copies the answer of byte_count bytes, which are zero at first. Answers 0 where there was no child,
// and where it ended otherwise than by returning, or did not end within ten seconds.
int run_in_child(void (*body)(void *argument, uint8_t *answer), void *argument, uint8_t *answer,
                 size_t byte_count);

#endif
