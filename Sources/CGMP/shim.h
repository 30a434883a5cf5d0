// GMP's functions are macros over mangled names, which Swift cannot see: each one that the project
// uses stands here once as a static inline function named handshake_<GMP's own name>.
#ifndef HANDSHAKE_CGMP_SHIM_H
#define HANDSHAKE_CGMP_SHIM_H

#include <gmp.h>
#include <stddef.h>
#include <stdint.h>

_Static_assert(GMP_NUMB_BITS == 64, "swift-handshake needs a GMP with full 64-bit limbs");

static inline const char *handshake_gmp_version_string(void) { return gmp_version; }

#endif
