// SPDX-License-Identifier: Apache-2.0

// HAS_SANITIZER: 1 in a build with AddressSanitizer, which moves variables and keeps a shadow of memory;
// else 0.
#if __has_feature(address_sanitizer)
#define HAS_SANITIZER 1
#else
#define HAS_SANITIZER 0
#endif
