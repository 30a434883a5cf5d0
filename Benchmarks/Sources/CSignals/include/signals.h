// SPDX-License-Identifier: Apache-2.0

// Noting that the user wants to end, where a handler may do next to nothing.
#ifndef HANDSHAKE_SIGNALS_H
#define HANDSHAKE_SIGNALS_H

// From now on the first SIGINT or SIGTERM is only noted; whichever comes next ends the process as it does
// by default. A signal that is ignored stays so. Programs that are started get the default again.
void signals_note(void);

// The signal that was noted; 0: none so far.
int signals_noted(void);

#endif
