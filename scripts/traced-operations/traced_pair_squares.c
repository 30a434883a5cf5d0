// SPDX-License-Identifier: Apache-2.0

// A pair of Montgomery squares by the arm64_neon_pair kernel: the last call of traced_square, whose
// executed instructions scripts/estimate-aarch64 traces. PAIR_SOURCE is the file of a size.
#include PAIR_SOURCE

#include <stdio.h>

enum { CALLS = 3 };

static power_state state;

__attribute__((noinline)) void traced_square(void) {
  square(&state.x, &state.n, &state.product, 1);
}

int main(void) {
  uint64_t limbs[LANE_COUNT][LIMB_COUNT], seed = 1;
  montgomery_pair_constants constants[LANE_COUNT];
  for (int lane = 0; lane < LANE_COUNT; lane++) {
    for (int i = 0; i < LIMB_COUNT; i++)
      seed = seed * 6364136223846793005u + 1442695040888963407u, limbs[lane][i] = seed;
    from_limbs(&state.x, lane, limbs[lane]);
    limbs[lane][0] |= 1, limbs[lane][LIMB_COUNT - 1] |= (uint64_t)1 << 63;
    uint64_t inverse = limbs[lane][0];
    for (int bits = 3; bits < 64; bits *= 2) inverse *= 2 - limbs[lane][0] * inverse;
    constants[lane] = (montgomery_pair_constants){limbs[lane], limbs[lane], 0 - inverse};
  }
  set_moduli(&state.n, constants);
  for (int call = 0; call < CALLS; call++) traced_square();
  printf("%08x\n", (unsigned)vget_lane_s32(state.x.digits[0], 0));
  return 0;
}
