// SPDX-License-Identifier: Apache-2.0

// What every peer's operation starts with. Internal to this target.
#ifndef HANDSHAKE_PEERS_OPERATION_H
#define HANDSHAKE_PEERS_OPERATION_H

#include "peers.h"

struct peer_operation {
  int (*run)(peer_operation *operation, uint64_t calls);
  size_t (*result)(peer_operation *operation, uint8_t *result, size_t capacity);
  void (*release)(peer_operation *operation);
  double seconds;  // what the operation counted itself
};

#endif
