// SPDX-License-Identifier: Apache-2.0

// Whether two runs with different secrets look the same from outside: the same instructions in the
// same order, at the same addresses of memory, under the same masks, and divisions with the same
// operands. On the machine code that ships, whatever the CPU runs of it: inline assembly, AVX-512,
// the Swift runtime, the C library, GMP.
//
// A run is a fork of the process. Its code is copied block by block; the copy writes down which block
// it is, and before each instruction the registers that the address of its memory operand is made of.
// The parent compares the notes of two runs. It costs some nanoseconds a block and operand.
//
// Noted are
//   - the address of each block, and so every branch;
//   - base and index of memory operands, prefetches among them; a gather's and a scatter's vector of
//     indices; the register that tells a bit test in memory its place;
//   - where string instructions begin, and how far they go;
//   - the masks of memory operands that have one, as far as the lanes go;
//   - the operands of divisions, as wide as they are: their time depends on them.
//
// Not seen are
//   - values that no address is made of: what vector and general registers hold;
//   - the memory of push, pop, call and return: the stack pointer follows from the instructions;
//   - the mask of AVX's and SSE's masked moves (vmaskmov, vpmaskmov, maskmovdqu) and the registers of
//     vp2intersect and AMX: of these instructions only the address is noted;
//   - time: instructions but division are taken to last as long for every operand, as x86 documents
//     it of those that cryptography uses (not of floating point, nor of pdep and pext on Zen 2);
//   - what the two secrets have in common by chance: hence many secrets.
//
// x86_64 Linux only. In one thread: others do not exist in a fork.
#ifndef EXECUTION_TRACE_H
#define EXECUTION_TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Does what is to be traced, in a fork; false: it could not. What it does before
/// execution_trace_begin and after execution_trace_end is not noted. `secret` says which secret to
/// take: nothing else may be another one between runs, or it shows as a difference.
typedef bool (*execution_trace_body)(void *context, int secret);

/// What differs between two runs.
typedef enum {
  /// Where a branch goes; what comes after it is not compared.
  EXECUTION_TRACE_BRANCH,
  /// A register that an address is made of.
  EXECUTION_TRACE_ADDRESS,
  /// The mask of a memory operand.
  EXECUTION_TRACE_MASK,
  /// An operand of a division.
  EXECUTION_TRACE_DIVISION,
} execution_trace_kind;

typedef struct {
  execution_trace_kind kind;
  /// The address of the instruction, and how often it differs.
  uint64_t instruction;
  uint64_t count;
  /// The address of the call that led there when it first differed; zero: none is known.
  uint64_t caller;
  /// Of a branch: where it goes in either run; zero: the run ends.
  uint64_t destinations[2];
} execution_trace_difference;

enum { EXECUTION_TRACE_DIFFERENCES = 64 };

/// What two runs have in common, and what not.
typedef struct {
  /// Why one of them has no complete notes; empty: both have, and they are compared.
  char failure[64];
  /// The place in the code at which that was; zero: none is known.
  uint64_t failed_at;
  /// What was compared and, but for the differences, is equal.
  uint64_t instructions, memory_operands, masks, gathers, divisions;
  /// In the order in which they come first.
  int difference_count;
  execution_trace_difference differences[EXECUTION_TRACE_DIFFERENCES];
  /// There was no room for more.
  bool has_more;
} execution_trace_result;

/// Whether this is a system that runs can be traced on.
bool execution_trace_is_available(void);

/// Runs `body` with the secrets 0 to secret_count - 1, each in a fork, and compares the others with the
/// first, one result each. Every fork finds the same heap: this process allocates nothing meanwhile.
void execution_trace_compare(execution_trace_body body, void *context, int secret_count,
                             execution_trace_result *results);

/// Where the notes begin and end; `body` calls each once. There is room for 4 GiB of them.
void execution_trace_begin(void);
void execution_trace_end(void);

/// Writes the module, the place in it, and the function, of this process' code: "libm.so.6+0x2a4 exp".
void execution_trace_name(uint64_t address, char *text, size_t capacity);

/// Writes the function's name alone; nothing where there is none.
void execution_trace_function(uint64_t address, char *text, size_t capacity);

#endif
