#include "execution_trace.h"

#if defined(__linux__) && defined(__x86_64__)

#include "trace_notes.h"
#include "x86_instruction.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ---- Blocks, decoded once -----------------------------------------------------------------------

enum { BLOCKS_LOG2 = 17 };

/// The block at this address, which a fork has run: the code is the same here.
static const x86_block *block_at(uint64_t address) {
  static x86_block *blocks[1 << BLOCKS_LOG2];
  size_t at = (address * 0x9e3779b97f4a7c15ull) >> (64 - BLOCKS_LOG2);
  while (blocks[at] && blocks[at]->address != address) at = (at + 1) & ((1 << BLOCKS_LOG2) - 1);
  if (!blocks[at]) {
    x86_block decoded;
    x86_decode_block(&decoded, address);
    // Without the instructions that it does not have.
    x86_block *kept = malloc(sizeof *kept);
    if (!kept) abort();
    *kept = decoded;
    blocks[at] = kept;
  }
  return blocks[at];
}

// ---- Comparison -----------------------------------------------------------------------------------

static void add(execution_trace_comparison *c, execution_trace_difference difference) {
  for (int n = 0; n < c->difference_count; n++) {
    execution_trace_difference *known = &c->differences[n];
    if (known->instruction == difference.instruction && known->kind == difference.kind) {
      known->count++;
      return;
    }
  }
  if (c->difference_count == EXECUTION_TRACE_DIFFERENCES) c->has_more = true;
  else c->differences[c->difference_count++] = difference;
}

static bool are_equal(const x86_note *note, const uint64_t *a, const uint64_t *b) {
  for (int w = 0; w < note->word_count; w++)
    if ((a[w] ^ b[w]) & note->bits) return false;
  return true;
}

/// The notes of one block, from the word after its address.
static void compare_block(const x86_block *block, const uint64_t *a, const uint64_t *b,
                          execution_trace_comparison *c) {
  c->instructions += (uint64_t)block->instruction_count;
  for (int n = 0; n < block->instruction_count; n++) {
    const x86_instruction *i = &block->instructions[n];
    c->memory_operands += i->has_memory;
    c->masks += i->has_mask;
    c->gathers += i->is_gather;
    c->divisions += i->is_division;
  }
  if (memcmp(a, b, 8 * (size_t)(block->word_count - 1)) == 0) return;
  for (int n = 0; n < block->instruction_count; n++) {
    const x86_instruction *i = &block->instructions[n];
    for (int k = 0; k < i->note_count; k++) {
      const x86_note *note = &i->notes[k];
      if (!are_equal(note, a, b))
        add(c, (execution_trace_difference){note->kind, block->addresses[n], 1, {0, 0}});
      a += note->word_count;
      b += note->word_count;
    }
  }
}

void execution_trace_compare(const execution_trace *a, const execution_trace *b,
                             execution_trace_comparison *c) {
  memset(c, 0, sizeof *c);
  uint64_t at = 0, last = 0;
  while (at < a->word_count || at < b->word_count) {
    const uint64_t one = at < a->word_count ? a->words[at] : 0;
    const uint64_t other = at < b->word_count ? b->words[at] : 0;
    if (one != other) {
      add(c, (execution_trace_difference){EXECUTION_TRACE_BRANCH, last, 1, {one, other}});
      return;
    }
    const x86_block *block = block_at(one);
    compare_block(block, a->words + at + 1, b->words + at + 1, c);
    at += (uint64_t)block->word_count;
    last = block->addresses[block->instruction_count - 1];
  }
}

#endif
