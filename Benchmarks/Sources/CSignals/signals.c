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
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
    struct sigaction before;
    if (sigaction(ends[i], NULL, &before) != 0 || before.sa_handler == SIG_IGN) continue;
    // What is under way goes on: no call that waits is to fail.
    struct sigaction action = {.sa_handler = note, .sa_flags = SA_RESTART};
    sigaction(ends[i], &action, NULL);
  }
}

int signals_noted(void) { return noted; }
