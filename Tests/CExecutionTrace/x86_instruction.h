// SPDX-License-Identifier: Apache-2.0

// An x86-64 instruction, as far as a copy of it and its notes need it.
#ifndef X86_INSTRUCTION_H
#define X86_INSTRUCTION_H

#include "execution_trace.h"

/// How an instruction goes on.
typedef enum {
  FLOW_NEXT,
  FLOW_BRANCH,      // conditional, by flags
  FLOW_BRANCH_RCX,  // conditional, if rcx is zero
  FLOW_JUMP,
  FLOW_CALL,
  FLOW_RETURN,
  FLOW_JUMP_INDIRECT,
  FLOW_CALL_INDIRECT,
  FLOW_UNKNOWN,  // a trap, or an instruction that the decoder does not know
} x86_flow;

typedef enum { NOTE_GENERAL, NOTE_MASK, NOTE_VECTOR, NOTE_DIVISOR } x86_note_source;

/// A value that is written down before the instruction is run.
typedef struct {
  x86_note_source source;
  execution_trace_kind kind;
  uint8_t number;      // of the register
  uint8_t word_count;  // of 64 bits
  uint64_t bits;       // those of each word that count
} x86_note;

enum { X86_MAXIMUM_NOTES = 5, X86_NO_REGISTER = -1 };
enum { RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI };

typedef struct {
  uint8_t length;
  // Where in the instruction; zero: there is none.
  uint8_t opcode_at, modrm_at, displacement_at;
  uint8_t opcode, modrm, rex;
  uint8_t encoding;       // ENCODING_…
  uint8_t vector_length;  // 0: 128 bits, 1: 256, 2: 512
  int8_t base, index;     // general registers
  bool has_memory, has_mask, is_gather, is_division, is_rip_relative, is_fs, is_short;
  x86_flow flow;
  uint64_t target;  // of a direct branch, jump or call
  int note_count;
  x86_note notes[X86_MAXIMUM_NOTES];
} x86_instruction;

enum { ENCODING_LEGACY, ENCODING_VEX, ENCODING_EVEX };

/// Decodes the instruction at this address.
void x86_decode(x86_instruction *instruction, uint64_t address);

enum { X86_BLOCK_INSTRUCTIONS = 64 };

/// Instructions in a row, up to and with the first that goes elsewhere, or to the limit. Its notes are
/// its address and then those of its instructions.
typedef struct {
  uint64_t address;
  int instruction_count;
  int word_count;
  x86_instruction instructions[X86_BLOCK_INSTRUCTIONS];
  uint64_t addresses[X86_BLOCK_INSTRUCTIONS];
} x86_block;

/// Decodes the block at this address. It ends in front of an instruction of FLOW_UNKNOWN, and has no
/// instruction where it begins with one.
void x86_decode_block(x86_block *block, uint64_t address);

#endif
