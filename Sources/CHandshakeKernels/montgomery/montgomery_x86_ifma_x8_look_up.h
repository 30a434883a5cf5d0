// SPDX-License-Identifier: Apache-2.0

// The look-up of a window's power, in steps. Included by montgomery_x86_ifma_x8_internal.h alone.
#ifndef MONTGOMERY_X86_IFMA_X8_LOOK_UP_H
#define MONTGOMERY_X86_IFMA_X8_LOOK_UP_H

enum { MAXIMUM_ENTRY_COUNT = 32, LOOK_UP_ENTRY_COUNT = 4, LOOK_UP_DIGIT_COUNT = 5 };

// 0, 1, 2 …: in memory, from where a comparison takes them in all lanes at once.
extern const uint64_t X8(entry_numbers)[MAXIMUM_ENTRY_COUNT] __attribute__((visibility("hidden")));

// A look-up of each lane's own entry in a table of the powers that a window may ask for. It reads
// all of the table, always in the same order: a step reads five digits of four entries, and a
// comparison of the lane's index with the entry's number says which lanes take them.
//
// A scan at one go costs as much as a third of a product, and more where the table exceeds the L1
// cache. So the steps are spread over the squarings that come before the product: their
// multiply-adds leave half of the loads and some of the other vector units free.
typedef struct {
  vec index;  // the entry that each lane wants
  vec found[MAXIMUM_DIGIT_COUNT];
  const vec *next;  // the table, in the order of the steps
  size_t entry;     // of the next step, the first of four
  size_t first_digit;
  size_t digit_count;
  size_t steps_left;
} look_up;

#pragma clang attribute push(__attribute__((target("avx512f,avx512ifma"))), apply_to = function)

// Takes one step, or none where none is left: how many there are depends on sizes alone.
static inline __attribute__((always_inline)) void look_up_step(look_up *s) {
  if (s->steps_left == 0) return;
  s->steps_left--;
  const vec index = s->index;
  __mmask8 wanted[LOOK_UP_ENTRY_COUNT];
#pragma clang loop unroll(full)
  for (size_t e = 0; e < LOOK_UP_ENTRY_COUNT; e++)
    wanted[e] = _mm512_cmpeq_epi64_mask(
        index, _mm512_set1_epi64((long long)X8(entry_numbers)[s->entry + e]));
  const vec *entry = s->next;
  vec *found = s->found + s->first_digit;
#pragma clang loop unroll(full)
  for (size_t d = 0; d < LOOK_UP_DIGIT_COUNT; d++) {
    vec digit = found[d];
#pragma clang loop unroll(full)
    for (size_t e = 0; e < LOOK_UP_ENTRY_COUNT; e++) {
      // In assembly, so that clang makes no masked load of it: all of the table is loaded.
      vec loaded;
      __asm__("vmovdqa64 %1,%0" : "=v"(loaded) : "m"(entry[LOOK_UP_ENTRY_COUNT * d + e]));
      digit = _mm512_mask_mov_epi64(digit, wanted[e], loaded);
    }
    found[d] = digit;
  }
  s->next += LOOK_UP_ENTRY_COUNT * LOOK_UP_DIGIT_COUNT;
  s->first_digit += LOOK_UP_DIGIT_COUNT;
  if (s->first_digit == s->digit_count) {
    s->first_digit = 0;
    s->entry += LOOK_UP_ENTRY_COUNT;
  }
}

#pragma clang attribute pop

#endif
