// SPDX-License-Identifier: Apache-2.0

// Between limbs in memory and digits in lanes.
#if defined(__x86_64__)

#include "montgomery_x86_ifma_x8_internal.h"

#include "handshake_secrets.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512ifma"))), apply_to = function)

size_t X8(digit_count)(size_t limb_count) {
  switch (limb_count) {
    case 16: return 20;
    case 24: return 30;
    case 32: return 40;
    case 48: return 60;
    case 64: return 80;
    default: return 0;
  }
}

// columns[j] := word j of each row: an 8 × 8 transposition in three rounds, of words, of pairs of
// words and of fours.
static inline void transpose(vec columns[8], const vec rows[8]) {
  vec words[8], pairs[8];
#pragma clang loop unroll(full)
  for (int i = 0; i < 8; i += 2) {
    words[i] = _mm512_unpacklo_epi64(rows[i], rows[i + 1]);
    words[i + 1] = _mm512_unpackhi_epi64(rows[i], rows[i + 1]);
  }
  const vec even = _mm512_setr_epi64(0, 1, 8, 9, 4, 5, 12, 13);
  const vec odd = _mm512_setr_epi64(2, 3, 10, 11, 6, 7, 14, 15);
#pragma clang loop unroll(full)
  for (int i = 0; i < 8; i += 4) {
#pragma clang loop unroll(full)
    for (int j = 0; j < 2; j++) {
      pairs[i + j] = _mm512_permutex2var_epi64(words[i + j], even, words[i + 2 + j]);
      pairs[i + 2 + j] = _mm512_permutex2var_epi64(words[i + j], odd, words[i + 2 + j]);
    }
  }
#pragma clang loop unroll(full)
  for (int j = 0; j < 4; j++) {
    columns[j] = _mm512_shuffle_i64x2(pairs[j], pairs[4 + j], 0x44);
    columns[4 + j] = _mm512_shuffle_i64x2(pairs[j], pairs[4 + j], 0xee);
  }
}

// columns[j] := words[i][offset + j] in lane i, for j < count, a multiple of eight.
static void load_transposed(vec *columns, const uint64_t *const words[LANE_COUNT], size_t offset,
                            size_t count) {
  for (size_t j = 0; j < count; j += 8) {
    vec rows[8];
    for (size_t i = 0; i < 8; i++) rows[i] = _mm512_loadu_si512(words[i] + offset + j);
    transpose(columns + j, rows);
  }
}

void X8(load_constant)(const lanes *l, vec *digits, const void *const contexts[LANE_COUNT],
                       digit_constant constant) {
  const uint64_t *words[LANE_COUNT];
  for (size_t i = 0; i < LANE_COUNT; i++)
    words[i] = ((const montgomery_context *)contexts[i])->digits;
  load_transposed(digits, words, constant * l->padded_digit_count, l->padded_digit_count);
}

void X8(load_moduli)(lanes *l, const void *const contexts[LANE_COUNT]) {
  const montgomery_context *first = contexts[0];
  l->limb_count = first->limb_count;
  l->digit_count = first->digit_count;
  l->padded_digit_count = first->padded_digit_count;
  l->is_any_short = 0;
  uint64_t negated_inverse[LANE_COUNT];
  for (size_t i = 0; i < LANE_COUNT; i++) {
    const montgomery_context *c = contexts[i];
    negated_inverse[i] = c->negated_inverse;
    l->is_any_short |= c->is_short != 0;
  }
  l->negated_inverse = _mm512_loadu_si512(negated_inverse);
  X8(load_constant)(l, l->modulus, contexts, CONSTANT_MODULUS);
}

void X8(load_limbs)(const lanes *l, vec *digits, const uint64_t *const words[LANE_COUNT],
                    size_t offset) {
  vec limbs[MAXIMUM_LIMB_COUNT + 2];
  load_transposed(limbs, words, offset, l->limb_count);
  limbs[l->limb_count] = limbs[l->limb_count + 1] = ZERO;
  for (size_t d = 0; d < l->digit_count; d++) {
    const size_t limb = d * DIGIT_BIT_COUNT / 64, shift = d * DIGIT_BIT_COUNT % 64;
    const vec low = _mm512_srl_epi64(limbs[limb], _mm_cvtsi64_si128((long long)shift));
    const vec high = _mm512_sll_epi64(limbs[limb + 1], _mm_cvtsi64_si128((long long)(64 - shift)));
    digits[d] = AND(_mm512_or_si512(low, high), MASK);
  }
  handshake_wipe(limbs, sizeof limbs);
}

void X8(subtract_once)(const lanes *l, vec *digits) {
  vec difference[MAXIMUM_DIGIT_COUNT], borrow = ZERO;  // -1 in a lane that borrows
  for (size_t d = 0; d < l->digit_count; d++) {
    digits[d] = AND(digits[d], MASK);
    const vec x = ADD(_mm512_sub_epi64(digits[d], l->modulus[d]), borrow);
    borrow = _mm512_srai_epi64(x, DIGIT_BIT_COUNT);
    difference[d] = AND(x, MASK);
  }
  // Where nothing is borrowed in the end, the value was n or more.
  // 0xca: borrow ? digit : difference.
  for (size_t d = 0; d < l->digit_count; d++)
    digits[d] = _mm512_ternarylogic_epi64(borrow, digits[d], difference[d], 0xca);
  handshake_wipe(difference, sizeof difference);
}

void X8(store_reduced)(const lanes *l, uint64_t *const words[LANE_COUNT], const vec *digits) {
  vec reduced[MAXIMUM_DIGIT_COUNT + 2], limbs[MAXIMUM_LIMB_COUNT];
  for (size_t d = 0; d < l->digit_count; d++) reduced[d] = digits[d];
  reduced[l->digit_count] = reduced[l->digit_count + 1] = ZERO;
  X8(subtract_once)(l, reduced);
  for (size_t limb = 0; limb < l->limb_count; limb++) {
    const size_t d = limb * 64 / DIGIT_BIT_COUNT, shift = limb * 64 % DIGIT_BIT_COUNT;
    const __m128i low = _mm_cvtsi64_si128((long long)shift);
    const __m128i middle = _mm_cvtsi64_si128((long long)(DIGIT_BIT_COUNT - shift));
    // 64 and more shift everything out.
    const __m128i high = _mm_cvtsi64_si128((long long)(2 * DIGIT_BIT_COUNT - shift));
    limbs[limb] = _mm512_or_si512(_mm512_srl_epi64(reduced[d], low),
                                  _mm512_or_si512(_mm512_sll_epi64(reduced[d + 1], middle),
                                                  _mm512_sll_epi64(reduced[d + 2], high)));
  }
  for (size_t j = 0; j < l->limb_count; j += 8) {
    vec rows[8];
    transpose(rows, limbs + j);
    for (size_t i = 0; i < 8; i++) _mm512_storeu_si512(words[i] + j, rows[i]);
  }
  handshake_wipe(reduced, sizeof reduced);
  handshake_wipe(limbs, sizeof limbs);
}

#pragma clang attribute pop

#endif
