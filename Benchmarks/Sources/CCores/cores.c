// SPDX-License-Identifier: Apache-2.0

#define _GNU_SOURCE
#include "cores.h"

#include <assert.h>

#if defined(__linux__)
#include <sched.h>

static_assert(sizeof(cpu_set_t) <= sizeof(cores_mask), "a mask holds a set");

bool cores_keep_to_one(cores_mask *before) {
  int core = sched_getcpu();
  if (core < 0 || core >= CPU_SETSIZE ||
      sched_getaffinity(0, sizeof(cpu_set_t), (cpu_set_t *)before->words) != 0) {
    return false;
  }
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(core, &one);
  return sched_setaffinity(0, sizeof one, &one) == 0;
}

void cores_allow(const cores_mask *mask) {
  sched_setaffinity(0, sizeof(cpu_set_t), (const cpu_set_t *)mask->words);
}

#else

bool cores_keep_to_one(cores_mask *before) {
  (void)before;
  return false;
}

void cores_allow(const cores_mask *mask) { (void)mask; }

#endif
