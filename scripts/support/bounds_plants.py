# SPDX-License-Identifier: Apache-2.0
"""Faults that scripts/check-bounds plants in copies of the kernels, to show that it finds them."""

import dataclasses

ROWS = "montgomery/montgomery_x86_ifma_x1_rows.h"
PRODUCT = "montgomery/montgomery_x86_ifma_x1_product.h"
PACKED = "montgomery/montgomery_x86_ifma_x1_packed_product.h"
AVX_ROWS = "montgomery/montgomery_x86_avx_ifma_rows.h"
AVX_PRODUCT = "montgomery/montgomery_x86_avx_ifma_product.h"
COLUMNS = "generated/montgomery_x86_ifma_x8_columns_20.c"


@dataclasses.dataclass
class Plant:
    name: str
    kernel: tuple  # family and limbs
    function: str
    file: str
    text: str
    planted: str  # in place of the first such text


PLANTS = [
    Plant("a wrong digit", ("x86_ifma_x8", 16), "product", COLUMNS,
          "PAIR(c7, c8, b0, a[7]);", "PAIR(c7, c8, b0, a[8]);"),
    Plant("a carry that is not handed on", ("x86_ifma_x8", 16), "square", COLUMNS,
          "c1 = ADD(c1, CARRY(c0));", ""),
    Plant("rows that are two too many", ("x86_ifma_x8", 16), "product", COLUMNS,
          "for (size_t i = 0; i < 20; i += 2) {", "for (size_t i = 0; i < 22; i += 2) {"),
    Plant("a column of one multiply-add too many for 64 bits", ("x86_ifma_x8", 16), "product", COLUMNS,
          "LOW(c0, b0, a[0]);", "for (int more = 0; more < 4097; more++) LOW(c0, b0, a[0]);"),
    Plant("a digit count that is one too large", ("x86_ifma_x1", 16), "multiply",
          "montgomery/montgomery_x86_ifma_x1_16.c", "DIGIT_COUNT 20", "DIGIT_COUNT 21"),
    Plant("a wrong digit", ("x86_ifma_x1", 16), "multiply", ROWS,
          "broadcast_digit(&b->digits[DIGIT_WORD(i)])", "broadcast_digit(&b->digits[DIGIT_WORD(i == 3 ? 4 : i)])"),
    Plant("a carry that no digit hands on", ("x86_ifma_x1", 16), "square", PRODUCT,
          "generates = digit_generates | (digit_hands_on & generates);", "generates = digit_generates;"),
    Plant("digits that keep what they passed on", ("x86_ifma_x1", 16), "square", PRODUCT,
          "_mm512_and_si512(_mm512_mask_sub_epi64(x[k], (__mmask8)into, x[k], mask), mask)",
          "_mm512_mask_sub_epi64(x[k], (__mmask8)into, x[k], mask)"),
    Plant("a carry that goes no further than two groups", ("x86_ifma_x1_packed", 16), "multiply", PACKED,
          "generates |= hands_on & (hands_on << P) & (generates << 2 * P);", ""),
    Plant("a product that is missing in a square", ("x86_avx_ifma", 16), "square", AVX_ROWS,
          "row >= 0 && row < DIGIT_COUNT)", "row >= 0 && row < DIGIT_COUNT - 1)"),
    Plant("the last digit's carry that is missing", ("x86_avx_ifma", 16), "multiply", AVX_PRODUCT,
          "x[0] = add(x[0], carry);", ""),
]
