// SPDX-License-Identifier: Apache-2.0

#if defined(__linux__) && !defined(_GNU_SOURCE)
#define _GNU_SOURCE
#endif
#include "execution_trace.h"

#if defined(__linux__) && defined(__x86_64__)

#include "run_notes.h"
#include "x86_instruction.h"

#include <string.h>
#include <sys/mman.h>

// ---- Blocks, decoded once -----------------------------------------------------------------------

enum { BLOCKS_LOG2 = 14 };
static x86_block *blocks;

/// The block at this address, which a fork has run: the code is the same here.
static const x86_block *block_at(uint64_t address) {
  // By its address, where another that has the same place gives way.
  x86_block *block = &blocks[(address * 0x9e3779b97f4a7c15ull) >> (64 - BLOCKS_LOG2)];
  if (block->address != address) x86_decode_block(block, address);
  return block;
}

// ---- Calls ----------------------------------------------------------------------------------------

/// The calls that have not returned yet, for reports: memcpy alone says little.
static struct {
  int depth;
  uint64_t addresses[1024];
} calls;

static void follow_calls(const x86_block *block) {
  const int last = block->instruction_count - 1, room = sizeof calls.addresses / 8;
  const x86_flow flow = block->instructions[last].flow;
  if (flow == FLOW_CALL || flow == FLOW_CALL_INDIRECT) {
    if (calls.depth < room) calls.addresses[calls.depth] = block->addresses[last];
    calls.depth++;
  } else if (flow == FLOW_RETURN && calls.depth > 0) {
    calls.depth--;
  }
}

static uint64_t caller(void) {
  const int room = sizeof calls.addresses / 8;
  return calls.depth > 0 && calls.depth <= room ? calls.addresses[calls.depth - 1] : 0;
}

// ---- Comparison -----------------------------------------------------------------------------------

static void add(execution_trace_result *c, execution_trace_difference difference) {
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
                          execution_trace_result *c) {
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
        add(c, (execution_trace_difference){note->kind, block->addresses[n], 1, caller(), {0, 0}});
      a += note->word_count;
      b += note->word_count;
    }
  }
}

static void compare(const run_notes *a, const run_notes *b, execution_trace_result *c) {
  uint64_t at = 0, last = 0;
  calls.depth = 0;
  while (at < a->word_count || at < b->word_count) {
    const uint64_t one = at < a->word_count ? a->words[at] : 0;
    const uint64_t other = at < b->word_count ? b->words[at] : 0;
    if (one != other) {
      add(c, (execution_trace_difference){EXECUTION_TRACE_BRANCH, last, 1, caller(), {one, other}});
      return;
    }
    const x86_block *block = block_at(one);
    compare_block(block, a->words + at + 1, b->words + at + 1, c);
    follow_calls(block);
    at += (uint64_t)block->word_count;
    last = block->addresses[block->instruction_count - 1];
  }
}

// ---- Runs -----------------------------------------------------------------------------------------

enum { PAGE_BYTES = 4096 };
static const size_t words_byte_count = 4ull << 30;

static run_notes *map_notes(void) {
  run_notes *notes = map_pages(PAGE_BYTES, true);
  char *words = map_pages(words_byte_count + PAGE_BYTES, true);
  // What is too much must not reach other memory.
  mprotect(words + words_byte_count, PAGE_BYTES, PROT_NONE);
  notes->words = (uint64_t *)words;
  return notes;
}

void execution_trace_compare(execution_trace_body body, void *context, int secret_count,
                             execution_trace_result *results) {
  // All that is needed is there before the first fork, so that all find the same.
  static run_notes *first, *other;
  if (!first) {
    first = map_notes();
    other = map_notes();
    blocks = map_pages(sizeof *blocks << BLOCKS_LOG2, false);
  }
  record_run(first, body, context, 0);
  for (int secret = 1; secret < secret_count; secret++) {
    execution_trace_result *result = &results[secret - 1];
    memset(result, 0, sizeof *result);
    if (!first->failure[0]) record_run(other, body, context, secret);
    const run_notes *failed = first->failure[0] ? first : other->failure[0] ? other : NULL;
    if (failed) {
      memcpy(result->failure, failed->failure, sizeof result->failure);
      result->failed_at = failed->failed_at;
    } else {
      compare(first, other, result);
    }
  }
  madvise(first->words, words_byte_count, MADV_REMOVE);
  madvise(other->words, words_byte_count, MADV_REMOVE);
}

#endif
