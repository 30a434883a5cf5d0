// SPDX-License-Identifier: Apache-2.0

#include "cores.h"

#include <stdlib.h>
#if defined(__linux__)
#include <alloca.h>
#endif

void cores_call_below(size_t byte_count, void (*body)(void *context), void *context) {
  volatile char *room = alloca(byte_count + 1);
  room[0] = 0;
  body(context);
  room[byte_count] = 0;  // the room is there until then
}
