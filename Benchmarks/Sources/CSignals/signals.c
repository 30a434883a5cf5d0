// SPDX-License-Identifier: Apache-2.0

#include "signals.h"

#include <signal.h>
#include <stddef.h>

static const int ends[] = {SIGINT, SIGTERM};
static volatile sig_atomic_t noted;

static void note(int signal_number) {
  noted = signal_number;
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) signal(ends[i], SIG_DFL);
}

void signals_note(void) {
  sigset_t all;
  sigemptyset(&all);
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) sigaddset(&all, ends[i]);
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
    struct sigaction before;
    if (sigaction(ends[i], NULL, &before) != 0 || before.sa_handler == SIG_IGN) continue;
    // What is under way goes on: no call that waits is to fail. Of two that come together the second
    // finds the default.
    struct sigaction action = {.sa_handler = note, .sa_mask = all, .sa_flags = SA_RESTART};
    sigaction(ends[i], &action, NULL);
  }
  // A program that Dispatch's threads start begins with its signals blocked.
  sigprocmask(SIG_UNBLOCK, &all, NULL);
}

int signals_noted(void) { return noted; }
