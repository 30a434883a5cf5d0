// SPDX-License-Identifier: Apache-2.0

// Operations of the arm64 kernels whose executed instructions scripts/estimate-aarch64 traces:
//
//   traced_operations LIMBS     the last call of traced_square is one Montgomery square
#include "montgomery/montgomery_arm64.c"

#include <stdio.h>
#include <stdlib.h>

enum { CALLS = 3 };

static uint64_t a[MAXIMUM_LIMB_COUNT], n[MAXIMUM_LIMB_COUNT];
static uint64_t z[PRODUCT_LIMB_COUNT(MAXIMUM_LIMB_COUNT)];
static _Alignas(64) uint8_t context[16384];

__attribute__((noinline)) void traced_square(void) {
  square((const montgomery_context *)context, a, a, z);
}

int main(int argc, char **argv) {
  const size_t k = argc == 2 ? strtoul(argv[1], NULL, 10) : 0;
  if (k == 0 || context_byte_count(k) == 0 || context_byte_count(k) > sizeof context) return 2;
  uint64_t seed = 1;
  for (size_t i = 0; i < k; i++) {
    seed = seed * 6364136223846793005u + 1442695040888963407u, a[i] = seed;
    seed = seed * 6364136223846793005u + 1442695040888963407u, n[i] = seed;
  }
  n[0] |= 1, n[k - 1] |= (uint64_t)1 << 63;
  prepare(context, n, k);
  for (int call = 0; call < CALLS; call++) traced_square();
  printf("%016llx\n", (unsigned long long)a[0]);
  return 0;
}
