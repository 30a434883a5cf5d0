// SPDX-License-Identifier: Apache-2.0

// Clears the vector registers that belong to a function's callees: all of x86_64's at their full width,
// on aarch64 all but the lower halves of v8 to v15.
#ifndef HANDSHAKE_WIPE_REGISTERS_H
#define HANDSHAKE_WIPE_REGISTERS_H

#if defined(__x86_64__)

#define EACH_OF_8(do, a, b, c, d, e, f, g, h) do(a) do(b) do(c) do(d) do(e) do(f) do(g) do(h)
#define CLEAR_XMM(n) "pxor %%xmm" #n ", %%xmm" #n "\n\t"
#define CLEAR_ZMM(n) "vpxorq %%zmm" #n ", %%zmm" #n ", %%zmm" #n "\n\t"
#define LOWER_CLOBBERED                                                                       \
  "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10",     \
      "xmm11", "xmm12", "xmm13", "xmm14", "xmm15"

static void wipe_sse_registers(void) {
  __asm__ volatile(EACH_OF_8(CLEAR_XMM, 0, 1, 2, 3, 4, 5, 6, 7)
                       EACH_OF_8(CLEAR_XMM, 8, 9, 10, 11, 12, 13, 14, 15)
                   :
                   :
                   : LOWER_CLOBBERED);
}

static __attribute__((target("avx"))) void wipe_avx_registers(void) {
  __asm__ volatile("vzeroall" : : : LOWER_CLOBBERED);
}

// VZEROALL leaves the upper sixteen, which memcpy uses where there is AVX-512.
static __attribute__((target("avx512f"))) void wipe_avx512_registers(void) {
  // clang-format off
  __asm__ volatile("vzeroall\n\t" EACH_OF_8(CLEAR_ZMM, 16, 17, 18, 19, 20, 21, 22, 23)
                       EACH_OF_8(CLEAR_ZMM, 24, 25, 26, 27, 28, 29, 30, 31)
                   : : : LOWER_CLOBBERED, "xmm16", "xmm17", "xmm18", "xmm19", "xmm20", "xmm21",
                         "xmm22", "xmm23", "xmm24", "xmm25", "xmm26", "xmm27", "xmm28", "xmm29",
                         "xmm30", "xmm31");
  // clang-format on
}

static void handshake_wipe_registers(void) {
  // Whatever HANDSHAKE_CPU_DISABLE takes from the kernels: the C library does not ask it.
  if (__builtin_cpu_supports("avx512f")) {
    wipe_avx512_registers();
  } else if (__builtin_cpu_supports("avx")) {
    wipe_avx_registers();
  } else {
    wipe_sse_registers();
  }
}

#elif defined(__aarch64__)

#define CLEAR(n) "movi v" #n ".2d, #0\n\t"

static void handshake_wipe_registers(void) {
  // clang-format off
  __asm__ volatile(CLEAR(0) CLEAR(1) CLEAR(2) CLEAR(3) CLEAR(4) CLEAR(5) CLEAR(6) CLEAR(7)
                       CLEAR(16) CLEAR(17) CLEAR(18) CLEAR(19) CLEAR(20) CLEAR(21) CLEAR(22)
                           CLEAR(23) CLEAR(24) CLEAR(25) CLEAR(26) CLEAR(27) CLEAR(28) CLEAR(29)
                               CLEAR(30) CLEAR(31)
                   : : : "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v16", "v17", "v18",
                         "v19", "v20", "v21", "v22", "v23", "v24", "v25", "v26", "v27", "v28",
                         "v29", "v30", "v31");
  // clang-format on
}

#else

static void handshake_wipe_registers(void) {}

#endif

#endif
