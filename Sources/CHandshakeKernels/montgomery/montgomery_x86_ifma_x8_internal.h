// SPDX-License-Identifier: Apache-2.0

// What the files of the eight-lane IFMA kernel share. Not part of the module.
//
// Numbers are digits of 52 bits, a vector a digit, an operation a lane: digit_count N is 20, 30,
// 40, 60 or 80, R = 2^(52N). Results of products are carried, but keep in the upper 12 bits of each
// lane what they have passed on: vpmadd52 takes its factors modulo 2^52, so that only what adds
// digits, subtracts them or cuts limbs from them has to mask.
//
// No column overflows. vpmadd52 adds less than 2^52 to a 64-bit lane. A column of a·b takes at most
// 2N such parts (N low halves, N high halves), and so does one of a², where those of different
// digits are added once and then doubled; a column of y·m takes as many, and there is one carry
// from the column below, less than 2^12: less than (4·80 + 1)·2^52 < 2^61 in all.
// scripts/check-bounds shows that of the compiled code.
//
// The result of a product stays below its bound. y < R, so
//     r = (a·b + y·n) / R < a·b/R + n.
// n < 2^(64·limb_count) ≤ R / 2^16. Operands below 2n give r < n·(1 + 4n/R) < 2n, so products chain
// without end and with no subtraction between. The carried result then fits N digits, and any
// operands up to 2^(64·limb_count + 1) give a result below 2^(64·limb_count + 1).
// Where one operand is less than 2^(64·limb_count + 1) and the other less than n,
// r < n·(1 + 2^-15): one conditional subtraction makes it less than n.
#ifndef MONTGOMERY_X86_IFMA_X8_INTERNAL_H
#define MONTGOMERY_X86_IFMA_X8_INTERNAL_H

#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>

#include "handshake_montgomery.h"

// Eight 64-bit lanes, one an operation.
typedef __m512i vec;

enum {
  LANE_COUNT = HANDSHAKE_MONTGOMERY_LANE_COUNT,
  DIGIT_BIT_COUNT = 52,
  MAXIMUM_LIMB_COUNT = 64,
  MAXIMUM_DIGIT_COUNT = 80
};

#define MASK _mm512_set1_epi64((1ll << DIGIT_BIT_COUNT) - 1)
#define ZERO _mm512_setzero_si512()
#define ADD _mm512_add_epi64
#define AND _mm512_and_si512
#define CARRY(column) _mm512_srli_epi64(column, DIGIT_BIT_COUNT)

// Names that the kernel's files share, hidden from everything else.
#define X8(name) handshake_montgomery_x86_ifma_x8_##name

#include "montgomery_x86_ifma_x8_look_up.h"

// The constants of one modulus, in digits, each padded to a multiple of eight digits.
typedef struct {
  uint64_t limb_count;
  uint64_t digit_count;
  uint64_t padded_digit_count;
  uint64_t negated_inverse;  // -1/n mod 2^52
  uint64_t is_short;         // none of the top 16 bits of n is set
  uint64_t reserved[3];
  uint64_t digits[];  // by digit_constant
} montgomery_context;

typedef enum {
  CONSTANT_MODULUS,    // n
  CONSTANT_ONE,        // R mod n
  CONSTANT_R_SQUARED,  // R² mod n
  CONSTANT_HIGH_HALF,  // 2^(64·limb_count)·R² mod n
  CONSTANT_COUNT
} digit_constant;

// Eight moduli side by side, and room for the columns of a product.
typedef struct {
  size_t limb_count;
  size_t digit_count;
  size_t padded_digit_count;
  int is_any_short;
  vec negated_inverse;
  vec modulus[MAXIMUM_DIGIT_COUNT];
  vec columns[2 * MAXIMUM_DIGIT_COUNT];
  vec quotient[20];  // of a block
} lanes;

#pragma GCC visibility push(hidden)

// montgomery_x86_ifma_x8_prepare.c: of the kernel's functions, those that prepare one modulus.

size_t X8(context_byte_count)(size_t limb_count);
void X8(prepare)(void *context, const uint64_t *modulus, size_t limb_count);

// montgomery_x86_ifma_x8_digits.c: between limbs in memory and digits in lanes.

// Where limb_count is covered its digit count, else 0.
size_t X8(digit_count)(size_t limb_count);
// l := the moduli of eight contexts. Leaves the room for columns as it is.
void X8(load_moduli)(lanes *l, const void *const contexts[LANE_COUNT]);
// digits[0 ..< padded_digit_count] := a constant of eight contexts.
void X8(load_constant)(const lanes *l, vec *digits, const void *const contexts[LANE_COUNT],
                       digit_constant constant);
// digits[0 ..< digit_count] := limbs[i][offset ..< offset + limb_count].
void X8(load_limbs)(const lanes *l, vec *digits, const uint64_t *const limbs[LANE_COUNT],
                    size_t offset);
// limbs[i] := digits mod n, for the digits of a value less than 2n.
void X8(store_reduced)(const lanes *l, uint64_t *const limbs[LANE_COUNT], const vec *digits);
// digits := digits mod n, likewise.
void X8(subtract_once)(const lanes *l, vec *digits);

// montgomery_x86_ifma_x8_arithmetic.c

// r := a·b/R modulo n, by the bounds above. r may be a or b.
void X8(product)(lanes *l, vec *r, const vec *a, const vec *b);
// r := a²/R modulo n, by the bounds above. r may be a.
void X8(square)(lanes *l, vec *r, const vec *a);
// r := a/R modulo n, at most n. r may be a.
void X8(divide_by_r)(lanes *l, vec *r, const vec *a);

// r := a²/R modulo n, likewise, and some steps of a look-up on the side.
void X8(square_look_up)(lanes *l, vec *r, const vec *a, look_up *look_up);

// montgomery_x86_ifma_x8_columns_20.c, _30.c in generated/; each says there what it does.
#define COLUMN_FUNCTIONS(N)                                                                        \
  void X8(square_##N)(vec * t, const vec *a);                                                      \
  void X8(product_##N)(vec * t, const vec *a, const vec *b);                                       \
  void X8(reduce_carry_##N)(vec * r, const vec *t, const vec *m, const vec *negated_inverse);      \
  void X8(reduce_carry_look_up_##N)(vec * r, const vec *t, const vec *m,                           \
                                    const vec *negated_inverse, look_up *look_up);
COLUMN_FUNCTIONS(20)
COLUMN_FUNCTIONS(30)
#undef COLUMN_FUNCTIONS
void X8(double_add_square_20)(vec *t, const vec *a);
void X8(add_product_20)(vec *t, const vec *a, const vec *b);
void X8(reduce_20)(vec *t, vec *y, const vec *m, const vec *negated_inverse);
void X8(reduce_look_up_20)(vec *t, vec *y, const vec *m, const vec *negated_inverse,
                           look_up *look_up);

#pragma GCC visibility pop

#endif
