// SPDX-License-Identifier: Apache-2.0

#include "x86_instruction.h"

#if defined(__linux__) && defined(__x86_64__)

#include <string.h>

// What follows an opcode, sixteen a line:
//   .  nothing             m  ModRM            !  not known here, or not in 64-bit mode
//   i  8 bits              b  ModRM, 8 bits
//   z  16 or 32 bits       v  ModRM, 16 or 32 bits
//   4  32 bits             Z  16, 32 or 64 bits
//   q  64 bits             g  ModRM, 8 bits for test alone    G  the same, 16 or 32 bits
static const char one_byte[] =
    "mmmmiz!!mmmmiz!!"
    "mmmmiz!!mmmmiz!!"
    "mmmmiz!!mmmmiz!!"
    "mmmmiz!!mmmmiz!!"
    "!!!!!!!!!!!!!!!!"
    "................"
    "!!!m!!!!zvib!!!!"
    "iiiiiiiiiiiiiiii"
    "bv!bmmmmmmmmmmmm"
    "..........!....."
    "qqqq....iz......"
    "iiiiiiiiZZZZZZZZ"
    "bb!.!!bv!.!!!!!!"
    "mmmm!!!!mmmmmmmm"
    "!!!i!!!!44!i!!!!"
    "!!!!!.gG......mm";
static const char two_byte[] =
    "!m!!!.!!!!!!!m!!"
    "mmmmmmmmmmmmmmmm"
    "!!!!!!!!mmmmmmmm"
    "!.!!!!!!!!!!!!!!"
    "mmmmmmmmmmmmmmmm"
    "mmmmmmmmmmmmmmmm"
    "mmmmmmmmmmmmmmmm"
    "bbbbmmm.mmmmmmmm"
    "4444444444444444"
    "mmmmmmmmmmmmmmmm"
    "!!.mbm!!!!!mbmmm"
    "mmmmmmmmm!bmmmmm"
    "mmbmbbbm........"
    "mmmmmmmmmmmmmmmm"
    "mmmmmmmmmmmmmmmm"
    "mmmmmmmmmmmmmmm!";

enum { MAP_ONE_BYTE, MAP_0F, MAP_0F38, MAP_0F3A };

/// The instruction's bytes and how many of them are read, and what the prefixes say.
typedef struct {
  const uint8_t *bytes;
  int at;
  int map;
  bool is_wide;  // REX.W, VEX.W
  int rex_x, rex_b, vex_v;
  int simd_prefix;  // VEX.pp
  bool has_repeat;
} reader;

static void read_prefixes(reader *r, x86_instruction *i) {
  for (;; r->at++) {
    switch (r->bytes[r->at]) {
      case 0x66: i->is_short = true; break;
      case 0x64: i->is_fs = true; break;
      case 0xf2:
      case 0xf3: r->has_repeat = true; break;
      case 0x2e:
      case 0x36:
      case 0x3e:
      case 0x26:
      case 0x65:
      case 0x67:
      case 0xf0: break;
      default: return;
    }
  }
}

static void read_vector_prefix(reader *r, x86_instruction *i) {
  const uint8_t *p = r->bytes + r->at;
  if (p[0] == 0xc5) {
    i->encoding = ENCODING_VEX;
    r->map = MAP_0F;
    r->vex_v = ~p[1] >> 3 & 15;
    i->vector_length = p[1] >> 2 & 1;
    r->at += 2;
    return;
  }
  // VEX of three bytes and EVEX begin alike.
  const bool is_evex = p[0] == 0x62;
  i->encoding = is_evex ? ENCODING_EVEX : ENCODING_VEX;
  r->map = p[1] & (is_evex ? 7 : 31);
  r->rex_x = ~p[1] >> 6 & 1;
  r->rex_b = ~p[1] >> 5 & 1;
  r->is_wide = p[2] >> 7;
  r->vex_v = ~p[2] >> 3 & 15;
  r->simd_prefix = p[2] & 3;
  i->vector_length = is_evex ? p[3] >> 5 & 3 : p[2] >> 2 & 1;
  r->at += is_evex ? 4 : 3;
}

static void read_opcode(reader *r, x86_instruction *i) {
  const uint8_t *p = r->bytes + r->at;
  if ((*p & 0xf0) == 0x40) {
    i->rex = *p;
    r->is_wide = *p >> 3 & 1;
    r->rex_x = *p >> 1 & 1;
    r->rex_b = *p & 1;
    r->at++;
    p++;
  }
  if (*p == 0xc4 || *p == 0xc5 || *p == 0x62) {
    read_vector_prefix(r, i);
  } else if (p[0] == 0x0f) {
    r->map = p[1] == 0x38 ? MAP_0F38 : p[1] == 0x3a ? MAP_0F3A : MAP_0F;
    r->at += r->map == MAP_0F ? 1 : 2;
  }
  i->opcode_at = (uint8_t)r->at;
  i->opcode = r->bytes[r->at++];
}

static char operands_of(const reader *r, const x86_instruction *i) {
  switch (r->map) {
    case MAP_ONE_BYTE: return one_byte[i->opcode];
    case MAP_0F: return two_byte[i->opcode];
    case MAP_0F3A: return 'b';
    default: return 'm';
  }
}

static void note(x86_instruction *i, x86_note_source source, execution_trace_kind kind, int number,
                 int word_count, uint64_t bits) {
  i->notes[i->note_count++] = (x86_note){source, kind, (uint8_t)number, (uint8_t)word_count, bits};
}

static void note_address(x86_instruction *i, int general) {
  note(i, NOTE_GENERAL, EXECUTION_TRACE_ADDRESS, general, 1, ~0ull);
}

static uint64_t low_bits(int count) { return count >= 64 ? ~0ull : (1ull << count) - 1; }

/// The lanes of a masked instruction, at most: those on bytes and words count as on bytes.
static int lane_count(const reader *r, const x86_instruction *i) {
  static const uint8_t narrow_0f[] = {0x60, 0x61, 0x63, 0x64, 0x65, 0x67, 0x68, 0x69, 0x6b, 0x71,
                                      0x74, 0x75, 0xd1, 0xd5, 0xd8, 0xd9, 0xda, 0xdc, 0xdd, 0xde,
                                      0xe0, 0xe1, 0xe3, 0xe4, 0xe5, 0xe8, 0xe9, 0xea, 0xec, 0xed,
                                      0xee, 0xf1, 0xf5, 0xf8, 0xf9, 0xfc, 0xfd};
  static const uint8_t narrow_0f38[] = {0x00, 0x04, 0x0b, 0x10, 0x11, 0x12, 0x1c, 0x1d, 0x20,
                                        0x26, 0x30, 0x38, 0x3a, 0x3c, 0x3e, 0x62, 0x63, 0x66,
                                        0x75, 0x78, 0x79, 0x7a, 0x7b, 0x7d, 0x8d};
  const int byte_count = 16 << i->vector_length;
  // vmovdqu8 and vmovdqu16 are distinguished from vmovdqu32 by the prefix.
  const bool is_narrow_move = r->map == MAP_0F && r->simd_prefix == 3 &&
                              (i->opcode == 0x6f || i->opcode == 0x7f);
  if (is_narrow_move || (r->map == MAP_0F && memchr(narrow_0f, i->opcode, sizeof narrow_0f)) ||
      (r->map == MAP_0F38 && memchr(narrow_0f38, i->opcode, sizeof narrow_0f38)))
    return byte_count;
  return byte_count / (r->is_wide ? 8 : 4);
}

/// A gather or scatter: its indices, and under VEX the mask, the highest bit of each lane of a vector.
static void note_gather(const reader *r, x86_instruction *i, int index) {
  const int data_byte_count = r->is_wide ? 8 : 4, index_byte_count = i->opcode & 1 ? 8 : 4;
  const int widest = data_byte_count > index_byte_count ? data_byte_count : index_byte_count;
  const int lanes = (16 << i->vector_length) / widest;
  note(i, NOTE_VECTOR, EXECUTION_TRACE_ADDRESS, index, lanes * index_byte_count / 8, ~0ull);
  if (i->encoding == ENCODING_VEX)
    note(i, NOTE_VECTOR, EXECUTION_TRACE_MASK, r->vex_v, lanes * data_byte_count / 8,
         data_byte_count == 8 ? 1ull << 63 : 1ull << 63 | 1ull << 31);
}

static void read_memory_operand(reader *r, x86_instruction *i) {
  const int mod = i->modrm >> 6, rm = i->modrm & 7;
  int displacement_byte_count = mod == 1 ? 1 : mod == 2 ? 4 : 0;
  int vector_index = 0;
  if (rm == 4) {
    const uint8_t sib = r->bytes[r->at++];
    const int index = (sib >> 3 & 7) | r->rex_x << 3;
    if (i->is_gather) vector_index = index;
    else if (index != RSP) i->index = (int8_t)index;
    if ((sib & 7) == RBP && mod == 0) displacement_byte_count = 4;
    else i->base = (int8_t)((sib & 7) | r->rex_b << 3);
  } else if (rm == 5 && mod == 0) {
    displacement_byte_count = 4;
    i->is_rip_relative = true;
  } else {
    i->base = (int8_t)(rm | r->rex_b << 3);
  }
  if (displacement_byte_count > 0) i->displacement_at = (uint8_t)r->at;
  r->at += displacement_byte_count;

  // lea, and the instructions that do nothing, have the form of a memory operand alone.
  const bool is_legacy = i->encoding == ENCODING_LEGACY;
  if (is_legacy && r->map == MAP_ONE_BYTE && i->opcode == 0x8d) return;
  if (is_legacy && r->map == MAP_0F && i->opcode >= 0x19 && i->opcode <= 0x1f) return;
  i->has_memory = true;
  if (i->base != X86_NO_REGISTER) note_address(i, i->base);
  if (i->index != X86_NO_REGISTER) note_address(i, i->index);
  if (i->is_gather) {
    const int high = i->encoding == ENCODING_EVEX && !(r->bytes[i->opcode_at - 1] >> 3 & 1);
    note_gather(r, i, vector_index | high << 4);
  }
  // bt, bts, btr, btc with a register reach beyond the operand.
  if (is_legacy && r->map == MAP_0F && (i->opcode & 0xe7) == 0xa3)
    note_address(i, (i->modrm >> 3 & 7) | (i->rex >> 2 & 1) << 3);
  const int mask = i->encoding == ENCODING_EVEX ? r->bytes[i->opcode_at - 1] & 7 : 0;
  if (mask) note(i, NOTE_MASK, EXECUTION_TRACE_MASK, mask, 1, low_bits(lane_count(r, i)));
}

/// div and idiv: dividend and divisor.
static void note_division(const reader *r, x86_instruction *i) {
  const bool is_byte = i->opcode == 0xf6;
  const int width = is_byte ? 8 : r->is_wide ? 64 : i->is_short ? 16 : 32;
  const execution_trace_kind kind = EXECUTION_TRACE_DIVISION;
  i->is_division = true;
  // The address comes beside it, where the divisor is in memory.
  note(i, NOTE_GENERAL, kind, RAX, 1, low_bits(is_byte ? 16 : width));
  if (!is_byte) note(i, NOTE_GENERAL, kind, RDX, 1, low_bits(width));
  if (i->modrm >> 6 != 3) {
    note(i, NOTE_DIVISOR, kind, 0, 1, low_bits(width));
    return;
  }
  const int number = (i->modrm & 7) | r->rex_b << 3;
  // ah, ch, dh, bh
  if (is_byte && !i->rex && number >= 4) note(i, NOTE_GENERAL, kind, number - 4, 1, 0xff00);
  else note(i, NOTE_GENERAL, kind, number, 1, low_bits(width));
}

static void read_flow(const reader *r, x86_instruction *i, uint64_t address) {
  const uint8_t op = i->opcode, group = i->modrm >> 3 & 7;
  const uint8_t *end = r->bytes + r->at;
  int32_t far = 0;
  if (r->at >= 4) memcpy(&far, end - 4, 4);
  const uint64_t next = address + (uint64_t)r->at;
  const uint64_t short_target = next + (uint64_t)(int64_t)(int8_t)end[-1];
  const uint64_t long_target = next + (uint64_t)(int64_t)far;
  if (i->encoding != ENCODING_LEGACY) return;
  if (r->map == MAP_0F) {
    if (op >= 0x80 && op <= 0x8f) i->flow = FLOW_BRANCH, i->target = long_target;
    return;
  }
  if (r->map != MAP_ONE_BYTE) return;
  if (op >= 0x70 && op <= 0x7f) i->flow = FLOW_BRANCH, i->target = short_target;
  else if (op == 0xe3) i->flow = FLOW_BRANCH_RCX, i->target = short_target;
  else if (op == 0xeb) i->flow = FLOW_JUMP, i->target = short_target;
  else if (op == 0xe9) i->flow = FLOW_JUMP, i->target = long_target;
  else if (op == 0xe8) i->flow = FLOW_CALL, i->target = long_target;
  else if (op == 0xc3) i->flow = FLOW_RETURN;
  else if (op == 0xff && group == 4) i->flow = FLOW_JUMP_INDIRECT;
  else if (op == 0xff && group == 2) i->flow = FLOW_CALL_INDIRECT;
  else if (op == 0xff && (group == 3 || group == 5)) i->flow = FLOW_UNKNOWN;
}

static void read_string_instruction(const reader *r, x86_instruction *i) {
  const uint8_t op = i->opcode;
  const bool is_compare = op == 0xa6 || op == 0xa7, is_scan = op == 0xae || op == 0xaf;
  if (r->has_repeat && (is_compare || is_scan)) {
    // How far they go depends on the memory.
    i->flow = FLOW_UNKNOWN;
    return;
  }
  const bool is_load = op == 0xac || op == 0xad, is_store = op == 0xaa || op == 0xab;
  i->has_memory = true;
  if (!is_store && !is_scan) note_address(i, RSI);
  if (!is_load) note_address(i, RDI);
  if (r->has_repeat) note_address(i, RCX);
}

void x86_decode(x86_instruction *i, uint64_t address) {
  memset(i, 0, sizeof *i);
  i->base = i->index = X86_NO_REGISTER;
  reader r = {.bytes = (const uint8_t *)(uintptr_t)address, .map = MAP_ONE_BYTE};
  read_prefixes(&r, i);
  read_opcode(&r, i);
  const uint8_t op = i->opcode;
  const bool is_one_byte = i->encoding == ENCODING_LEGACY && r.map == MAP_ONE_BYTE;
  const char operands = operands_of(&r, i);
  if (operands == '!') {
    i->flow = FLOW_UNKNOWN;
    return;
  }
  if (strchr("mbvgG", operands)) {
    i->modrm_at = (uint8_t)r.at;
    i->modrm = r.bytes[r.at++];
    i->is_gather = i->encoding != ENCODING_LEGACY && r.map == MAP_0F38 &&
                   ((op >= 0x90 && op <= 0x93) || (op >= 0xa0 && op <= 0xa3));
    if (i->modrm >> 6 != 3) read_memory_operand(&r, i);
  }
  const int group = i->modrm >> 3 & 7, full = i->is_short && !r.is_wide ? 2 : 4;
  switch (operands) {
    case 'i':
    case 'b': r.at += 1; break;
    case 'z':
    case 'v': r.at += full; break;
    case '4': r.at += 4; break;
    case 'q': r.at += 8; break;
    case 'Z': r.at += r.is_wide ? 8 : full; break;
    case 'g': r.at += group < 2 ? 1 : 0; break;
    case 'G': r.at += group < 2 ? full : 0; break;
  }
  i->length = (uint8_t)r.at;
  read_flow(&r, i, address);
  if (is_one_byte && (op == 0xf6 || op == 0xf7) && group >= 6) note_division(&r, i);
  if (is_one_byte && ((op >= 0xa4 && op <= 0xa7) || (op >= 0xaa && op <= 0xaf)))
    read_string_instruction(&r, i);
  for (int n = 0; n < i->note_count; n++) i->has_mask |= i->notes[n].kind == EXECUTION_TRACE_MASK;
}

void x86_decode_block(x86_block *block, uint64_t address) {
  block->address = address;
  block->instruction_count = 0;
  block->word_count = 1;
  while (block->instruction_count < X86_BLOCK_INSTRUCTIONS) {
    x86_instruction *i = &block->instructions[block->instruction_count];
    x86_decode(i, address);
    if (i->flow == FLOW_UNKNOWN) return;
    block->addresses[block->instruction_count++] = address;
    for (int n = 0; n < i->note_count; n++) block->word_count += i->notes[n].word_count;
    if (i->flow != FLOW_NEXT) return;
    address += i->length;
  }
}

#endif
