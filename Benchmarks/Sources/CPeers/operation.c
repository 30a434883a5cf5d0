// SPDX-License-Identifier: Apache-2.0

#include "operation.h"

int peer_operation_run(peer_operation *operation, uint64_t calls) {
  return operation->run(operation, calls);
}

size_t peer_operation_result(peer_operation *operation, uint8_t *result, size_t capacity) {
  return operation->result(operation, result, capacity);
}

double peer_operation_seconds(const peer_operation *operation) { return operation->seconds; }

void peer_operation_free(peer_operation *operation) {
  if (operation) operation->release(operation);
}
