// Where runs cannot be traced: the functions are there for programs to link.
#include "execution_trace.h"

#if !defined(__linux__) || !defined(__x86_64__)

bool execution_trace_is_available(void) { return false; }

execution_trace *execution_trace_record(execution_trace_body body, void *context, int secret) {
  (void)body, (void)context, (void)secret;
  return NULL;
}
void execution_trace_free(execution_trace *trace) { (void)trace; }
const char *execution_trace_failure(const execution_trace *trace) {
  (void)trace;
  return "runs cannot be traced on this system";
}
void execution_trace_compare(const execution_trace *a, const execution_trace *b,
                             execution_trace_comparison *comparison) {
  (void)a, (void)b;
  *comparison = (execution_trace_comparison){0};
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
