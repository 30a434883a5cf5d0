// SPDX-License-Identifier: Apache-2.0

// The twin's names, beside those of the kernel in one program, and how it spells a multiply-add.
#define MULTIPLY_ADD "vpmadd52"
#define handshake_montgomery_x86_avx_ifma montgomery_x86_avx_ifma_twin
#define handshake_montgomery_avx_ifma_size_16 montgomery_avx_ifma_twin_size_16
#define handshake_montgomery_avx_ifma_size_24 montgomery_avx_ifma_twin_size_24
#define handshake_montgomery_avx_ifma_size_32 montgomery_avx_ifma_twin_size_32
#define handshake_montgomery_avx_ifma_size_48 montgomery_avx_ifma_twin_size_48
#define handshake_montgomery_avx_ifma_size_64 montgomery_avx_ifma_twin_size_64
