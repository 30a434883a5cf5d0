// SPDX-License-Identifier: Apache-2.0

// Where runs cannot be traced: the functions are there for programs to link.
#include "execution_trace.h"

#if !defined(__linux__) || !defined(__x86_64__)

bool execution_trace_is_available(void) { return false; }

void execution_trace_compare(execution_trace_body body, void *context, int secret_count,
                             execution_trace_result *results) {
  (void)body, (void)context;
  for (int n = 0; n < secret_count - 1; n++)
    results[n] = (execution_trace_result){.failure = "not on this system"};
}
void execution_trace_begin(void) {}
void execution_trace_end(void) {}
void execution_trace_name(uint64_t address, char *text, size_t capacity) {
  (void)address;
  if (capacity > 0) text[0] = 0;
}
void execution_trace_function(uint64_t address, char *text, size_t capacity) {
  execution_trace_name(address, text, capacity);
}

#endif
