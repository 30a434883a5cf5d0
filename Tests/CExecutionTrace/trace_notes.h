// What a recording hands to a comparison.
#ifndef TRACE_NOTES_H
#define TRACE_NOTES_H

#include "execution_trace.h"

struct execution_trace {
  /// For each block that was run, the words of x86_block.
  const uint64_t *words;
  uint64_t word_count;
  bool is_complete;
  /// Why there are no complete notes, and, if that is at one place in the code, where.
  char failure[256];
  uint64_t failed_at;
};

#endif
