// SPDX-License-Identifier: Apache-2.0

// What a run hands to a comparison.
#ifndef RUN_NOTES_H
#define RUN_NOTES_H

#include "execution_trace.h"

/// The notes of one run, in memory that it shares with its parent.
typedef struct {
  /// For each block that was run, the words of x86_block.
  uint64_t *words;
  uint64_t word_count;
  /// Why they are not complete, and, if that is at one place in the code, where.
  char failure[64];
  uint64_t failed_at;
} run_notes;

/// Does the work of execution_trace_compare with one secret, in a fork.
void record_run(run_notes *notes, execution_trace_body body, void *context, int secret);

/// Pages from the system: a run finds the heap as the run before did.
void *map_pages(size_t byte_count, bool is_shared);

#endif
