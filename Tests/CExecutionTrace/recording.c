// SPDX-License-Identifier: Apache-2.0

// Runs a copy of the code. A block is copied when it is first reached, near the original, since code
// addresses data by its distance. It ends with a jump to `leave`, which finds or makes the block that
// comes next, and puts a jump to it in its own place where the way on is always the same.
//
// The copy changes no register and no flag but for an instant: the notes are written by mov and lea, a
// register that they need is kept in `state` meanwhile, which gs points to. Nothing is pushed on the
// stack that the original does not push: return addresses are the original's.
#if defined(__linux__) && !defined(_GNU_SOURCE)
#define _GNU_SOURCE
#endif
#include "execution_trace.h"

#if defined(__linux__) && defined(__x86_64__)

#include "run_notes.h"
#include "x86_instruction.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// ---- The state of a run -----------------------------------------------------------------------

typedef struct {
  uint64_t cursor;     // where the next note goes
  uint64_t next;       // the original's address to go on at
  uint64_t link;       // what to replace by a jump there; zero: nothing
  uint64_t saved[2];   // registers that the copy uses for an instant
  uint64_t stack;      // the run's stack pointer, while dispatch works on
  uint64_t own_stack;  // this one
  uint64_t extended;   // room for the vector registers
  uint64_t go_on_at;   // the copy of next
} run_state;

static run_state *state;
static run_notes *notes;
static bool has_ended;

#define STATE(MEMBER) "i"(offsetof(run_state, MEMBER))

/// Ends the run; its parent says why.
static _Noreturn void fail(const char *why, uint64_t address) {
  snprintf(notes->failure, sizeof notes->failure, "%s", why);
  notes->failed_at = address;
  _exit(1);
}

/// The copy of the code at state->next. Called by `leave`.
uint64_t execution_trace_dispatch(void);

/// Saves all registers, asks for the copy of state->next and goes on there.
__attribute__((naked)) static void leave(void) {
  __asm__(
      "movq %%rsp, %%gs:%c0; movq %%gs:%c1, %%rsp; pushfq;"
      "pushq %%rax; pushq %%rcx; pushq %%rdx; pushq %%rbx; pushq %%rbp; pushq %%rsi; pushq %%rdi;"
      "pushq %%r8; pushq %%r9; pushq %%r10; pushq %%r11; pushq %%r12; pushq %%r13; pushq %%r14;"
      "pushq %%r15; movq %%gs:%c2, %%rbx; movl $-1, %%eax; movl $-1, %%edx; xsave64 (%%rbx); cld;"
      "movq %%rsp, %%rbp; andq $-64, %%rsp; call execution_trace_dispatch;"
      "movq %%rax, %%gs:%c3; movq %%rbp, %%rsp; movl $-1, %%eax; movl $-1, %%edx;"
      "xrstor64 (%%rbx); popq %%r15; popq %%r14; popq %%r13; popq %%r12; popq %%r11; popq %%r10;"
      "popq %%r9; popq %%r8; popq %%rdi; popq %%rsi; popq %%rbp; popq %%rbx; popq %%rdx;"
      "popq %%rcx; popq %%rax; popfq; movq %%gs:%c0, %%rsp; jmpq *%%gs:%c3"
      :
      : STATE(stack), STATE(own_stack), STATE(extended), STATE(go_on_at));
}

__attribute__((naked, noinline)) void execution_trace_begin(void) {
  __asm__("popq %%gs:%c0; movq $0, %%gs:%c1; jmp %P2" : : STATE(next), STATE(link), "i"(leave));
}

// Where dispatch stops copying; a function of its own that no other is merged with.
__attribute__((naked, noinline)) void execution_trace_end(void) { __asm__("nop; ret"); }

// ---- Writing code -----------------------------------------------------------------------------

static uint8_t *out;

static void bytes(const void *from, size_t count) {
  memcpy(out, from, count);
  out += count;
}
#define CODE(...) bytes((const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__}))
static void word32(uint64_t x) { bytes(&(uint32_t){(uint32_t)x}, 4); }
static void word64(uint64_t x) { bytes(&x, 8); }

#define AT(MEMBER) ((uint32_t)offsetof(run_state, MEMBER))

/// mov gs:at, general, and back. Registers that the copy uses are among the first eight.
static void save(int general, uint32_t at) {
  CODE(0x65, 0x48, 0x89, (uint8_t)(general << 3 | 4), 0x25);
  word32(at);
}
static void restore(int general, uint32_t at) {
  CODE(0x65, 0x48, 0x8b, (uint8_t)(general << 3 | 4), 0x25);
  word32(at);
}

/// mov qword gs:at, constant, in halves: no register, no flag.
static void set(uint32_t at, uint64_t constant) {
  for (int half = 0; half < 2; half++) {
    CODE(0x65, 0xc7, 0x04, 0x25);
    word32(at + 4 * (uint32_t)half);
    word32(constant >> (32 * half));
  }
}

/// jmp to any distance.
static void jump(uint64_t to) {
  CODE(0xff, 0x25, 0, 0, 0, 0);
  word64(to);
}

/// To a known address; once it is copied, a jump stands here.
static void exit_to(uint64_t target) {
  const uint64_t here = (uint64_t)(uintptr_t)out;
  set(AT(next), target);
  set(AT(link), here);
  jump((uint64_t)(uintptr_t)leave);
}

/// To what is in state->next.
static void exit_anywhere(void) {
  set(AT(link), 0);
  jump((uint64_t)(uintptr_t)leave);
}

/// push of the original's return address: a constant's half, and the other half over it.
static void push_return(uint64_t address) {
  CODE(0x68);
  word32(address);
  CODE(0xc7, 0x44, 0x24, 0x04);
  word32(address >> 32);
}

/// The instruction's memory operand, with another opcode and `general` for its register operand.
static void with_operand(const x86_instruction *i, uint64_t address, const uint8_t *opcode,
                         size_t opcode_byte_count, int general, bool is_wide) {
  const uint8_t *original = (const uint8_t *)(uintptr_t)address;
  if (i->is_fs) CODE(0x64);
  CODE((uint8_t)(0x40 | is_wide << 3 | (i->rex & 3)));
  bytes(opcode, opcode_byte_count);
  CODE((uint8_t)((i->modrm & 0xc7) | general << 3));
  const size_t rest = (size_t)(i->modrm_at + 1);
  uint8_t *displacement = out + (i->displacement_at - rest);
  bytes(original + rest, i->length - rest);
  if (!i->is_rip_relative) return;
  int32_t distance;
  memcpy(&distance, original + i->displacement_at, 4);
  const int64_t there = (int64_t)(address + i->length) + distance;
  const int64_t from_copy = there - (int64_t)(intptr_t)out;
  if (from_copy != (int32_t)from_copy) fail("data out of reach", address);
  distance = (int32_t)from_copy;
  memcpy(displacement, &distance, 4);
}

// ---- Notes ------------------------------------------------------------------------------------

/// A register among the first eight that the instruction's notes and operand have no use for.
static int free_register(const x86_instruction *i, int other) {
  for (int general = RAX; general <= RDI; general++) {
    bool is_used = general == RSP || general == other || general == i->base || general == i->index;
    for (int n = 0; n < i->note_count; n++)
      is_used |= i->notes[n].source == NOTE_GENERAL && i->notes[n].number == general;
    if (!is_used) return general;
  }
  __builtin_unreachable();
}

static void note_block(const x86_block *block) {
  save(RAX, AT(saved[0]));
  restore(RAX, AT(cursor));
  // mov dword [rax], constant; mov dword [rax + 4], constant; lea rax, [rax + constant]
  CODE(0xc7, 0x00);
  word32(block->address);
  CODE(0xc7, 0x40, 0x04);
  word32(block->address >> 32);
  CODE(0x48, 0x8d, 0x80);
  word32(8 * (uint64_t)block->word_count);
  save(RAX, AT(cursor));
  restore(RAX, AT(saved[0]));
}

/// mov [pointer + at], the value.
static void put(const x86_note *note, int pointer, int divisor, int32_t at) {
  const uint8_t n = note->number;
  switch (note->source) {
    case NOTE_GENERAL:
    case NOTE_DIVISOR: {
      const int general = note->source == NOTE_DIVISOR ? divisor : n;
      CODE((uint8_t)(0x48 | (general >> 3) << 2), 0x89,
           (uint8_t)(0x80 | (general & 7) << 3 | pointer));
      break;
    }
    case NOTE_MASK:  // kmovq
      CODE(0xc4, 0xe1, 0xf8, 0x91, (uint8_t)(0x80 | n << 3 | pointer));
      break;
    case NOTE_VECTOR:  // vmovdqu of at least as much as counts: what is next to it comes later
      if (note->word_count <= 4 && n < 16)
        CODE(0xc5, (uint8_t)((n >> 3 ? 0 : 0x80) | 0x78 | (note->word_count > 2) << 2 | 2), 0x7f);
      else
        CODE(0x62, (uint8_t)((n >> 3 & 1 ? 0 : 0x80) | 0x60 | (n >> 4 ? 0 : 0x10) | 1), 0xfe, 0x48,
             0x7f);
      CODE((uint8_t)(0x80 | (n & 7) << 3 | pointer));
      break;
  }
  word32((uint64_t)(int64_t)at);
}

/// `at` is the place of the instruction's first word, counted from the block's end.
static void note_instruction(const x86_instruction *i, uint64_t address, int32_t at) {
  if (i->note_count == 0) return;
  const bool loads_divisor = i->is_division && i->has_memory;
  const int pointer = free_register(i, X86_NO_REGISTER);
  const int divisor = loads_divisor ? free_register(i, pointer) : X86_NO_REGISTER;
  if (loads_divisor) {
    save(divisor, AT(saved[1]));
    // movzx or mov, as wide as the division's operand
    const bool is_wide = i->rex >> 3 & 1;
    if (i->opcode == 0xf6 || (i->is_short && !is_wide))
      with_operand(i, address, (const uint8_t[]){0x0f, i->opcode == 0xf6 ? 0xb6 : 0xb7}, 2, divisor,
                   false);
    else with_operand(i, address, (const uint8_t[]){0x8b}, 1, divisor, is_wide);
  }
  save(pointer, AT(saved[0]));
  restore(pointer, AT(cursor));
  for (int n = 0; n < i->note_count; n++) {
    put(&i->notes[n], pointer, divisor, 8 * at);
    at += i->notes[n].word_count;
  }
  restore(pointer, AT(saved[0]));
  if (loads_divisor) restore(divisor, AT(saved[1]));
}

// ---- Copying a block --------------------------------------------------------------------------

static void copy_instruction(const x86_instruction *i, uint64_t address) {
  uint8_t *copy = out;
  bytes((const uint8_t *)(uintptr_t)address, i->length);
  if (!i->is_rip_relative) return;
  int32_t distance;
  memcpy(&distance, copy + i->displacement_at, 4);
  const int64_t moved = (int64_t)address + distance - (int64_t)(intptr_t)copy;
  if (moved != (int32_t)moved) fail("data out of reach", address);
  distance = (int32_t)moved;
  memcpy(copy + i->displacement_at, &distance, 4);
}

static void copy_branch(const x86_instruction *i, uint64_t next) {
  if (i->flow == FLOW_BRANCH) {
    CODE(0x0f, (uint8_t)(0x80 | (i->opcode & 15)));
  } else {
    // jrcxz reaches 127 bytes only: jrcxz over; jmp under; over: jmp far; under:
    CODE(0xe3, 2, 0xeb, 5, 0xe9);
  }
  uint8_t *distance_at = out;
  word32(0);
  exit_to(next);
  const int32_t distance = (int32_t)(out - (distance_at + 4));
  memcpy(distance_at, &distance, 4);
  exit_to(i->target);
}

/// A jump or call to where the operand says.
static void copy_indirect(const x86_instruction *i, uint64_t address) {
  const int general = free_register(i, (i->modrm & 7) | (i->rex & 1) << 3);
  save(general, AT(saved[0]));
  with_operand(i, address, (const uint8_t[]){0x8b}, 1, general, true);
  save(general, AT(next));
  restore(general, AT(saved[0]));
}

/// Copies the last instruction of a block. Control never comes to what follows.
static void copy_end(const x86_instruction *i, uint64_t address) {
  const uint64_t next = address + i->length;
  switch (i->flow) {
    case FLOW_BRANCH:
    case FLOW_BRANCH_RCX: copy_branch(i, next); break;
    case FLOW_CALL:
      push_return(next);
      exit_to(i->target);
      break;
    case FLOW_JUMP: exit_to(i->target); break;
    case FLOW_RETURN:  // pop gs:next
      CODE(0x65, 0x8f, 0x04, 0x25);
      word32(AT(next));
      exit_anywhere();
      break;
    case FLOW_CALL_INDIRECT:
      copy_indirect(i, address);
      push_return(next);
      exit_anywhere();
      break;
    case FLOW_JUMP_INDIRECT:
      copy_indirect(i, address);
      exit_anywhere();
      break;
    case FLOW_NEXT:  // the block is full, or something unknown comes next
    case FLOW_UNKNOWN: exit_to(next); break;
  }
}

// ---- Where copies lie -------------------------------------------------------------------------

enum { REGIONS = 16, REGION_BYTES = 32 << 20, BLOCK_BYTES = 64 << 10 };
static struct {
  uint8_t *start, *next;
} regions[REGIONS];

/// New memory so near the code that the distances to its data still fit.
static uint8_t *map_region(uint64_t address) {
  const int64_t step = 16 << 20, farthest = 0x70000000;
  for (int64_t distance = step; distance < farthest; distance += step) {
    for (int sign = -1; sign <= 1; sign += 2) {
      void *wanted = (void *)(uintptr_t)((address & ~0xfffffull) + (uint64_t)(sign * distance));
      void *memory = mmap(wanted, REGION_BYTES, PROT_READ | PROT_WRITE | PROT_EXEC,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE | MAP_NORESERVE, -1, 0);
      if (memory == wanted) return memory;
      if (memory != MAP_FAILED) munmap(memory, REGION_BYTES);
    }
  }
  fail("no memory is free near the code", address);
}

/// The region for a copy of the code at this address.
static int region_near(uint64_t address) {
  const int64_t reach = 0x74000000;
  for (int r = 0; r < REGIONS; r++) {
    if (!regions[r].start) regions[r].start = regions[r].next = map_region(address);
    const int64_t distance = (int64_t)(address - (uint64_t)(uintptr_t)regions[r].start);
    const bool has_room = regions[r].next - regions[r].start < REGION_BYTES - BLOCK_BYTES;
    if (has_room && -reach < distance && distance < reach) return r;
  }
  fail("too much code", address);
}

static uint8_t *copy_block(uint64_t address) {
  static x86_block block;
  x86_decode_block(&block, address);
  if (block.instruction_count == 0) fail("a trap or an unknown instruction", address);
  const int region = region_near(address);
  uint8_t *const copy = out = regions[region].next;
  note_block(&block);
  int32_t at = 1 - block.word_count;
  const int last = block.instruction_count - 1;
  for (int n = 0; n <= last; n++) {
    const x86_instruction *i = &block.instructions[n];
    note_instruction(i, block.addresses[n], at);
    for (int k = 0; k < i->note_count; k++) at += i->notes[k].word_count;
    if (i->flow == FLOW_NEXT) copy_instruction(i, block.addresses[n]);
  }
  copy_end(&block.instructions[last], block.addresses[last]);
  regions[region].next = out;
  return copy;
}

// ---- Finding a copy ---------------------------------------------------------------------------

enum { COPIES_LOG2 = 18 };
static struct {
  uint64_t address;
  uint8_t *copy;
} *copies;

static uint8_t *copy_of(uint64_t address) {
  size_t at = (address * 0x9e3779b97f4a7c15ull) >> (64 - COPIES_LOG2);
  while (copies[at].address && copies[at].address != address)
    at = (at + 1) & ((1 << COPIES_LOG2) - 1);
  if (!copies[at].address) {
    copies[at].copy = copy_block(address);
    copies[at].address = address;
  }
  return copies[at].copy;
}

__attribute__((used)) uint64_t execution_trace_dispatch(void) {
  if (state->next == (uint64_t)(uintptr_t)execution_trace_end) {
    has_ended = true;
    return state->next;
  }
  const int kept_errno = errno;
  const uint64_t copy = (uint64_t)(uintptr_t)copy_of(state->next);
  if (state->link) {
    out = (uint8_t *)(uintptr_t)state->link;
    jump(copy);
  }
  errno = kept_errno;
  return copy;
}

// ---- A run ------------------------------------------------------------------------------------

enum { SET_GS = 0x1001 };  // of arch_prctl
enum { STATE_BYTES = 4096, STACK_BYTES = 1 << 20, EXTENDED_BYTES = 1 << 16 };

void *map_pages(size_t byte_count, bool is_shared) {
  void *memory = mmap(NULL, byte_count, PROT_READ | PROT_WRITE,
                      (is_shared ? MAP_SHARED : MAP_PRIVATE) | MAP_ANONYMOUS | MAP_NORESERVE, -1,
                      0);
  if (memory == MAP_FAILED) {
    perror("execution_trace: mmap");
    _exit(1);
  }
  return memory;
}

static _Noreturn void run(execution_trace_body body, void *context, int secret) {
  state = map_pages(STATE_BYTES, false);
  copies = map_pages(sizeof *copies << COPIES_LOG2, false);
  state->own_stack = (uint64_t)(uintptr_t)map_pages(STACK_BYTES, false) + STACK_BYTES;
  state->extended = (uint64_t)(uintptr_t)map_pages(EXTENDED_BYTES, false);
  state->cursor = (uint64_t)(uintptr_t)notes->words;
  syscall(SYS_arch_prctl, SET_GS, state);
  const bool is_done = body(context, secret);
  notes->word_count = (state->cursor - (uint64_t)(uintptr_t)notes->words) / 8;
  if (!is_done) fail("the operation failed", 0);
  if (!has_ended) fail("execution_trace_end was not reached", 0);
  _exit(0);
}

void record_run(run_notes *of_run, execution_trace_body body, void *context, int secret) {
  notes = of_run;
  notes->failure[0] = 0;
  notes->failed_at = 0;
  fflush(NULL);
  const pid_t child = fork();
  if (child == 0) run(body, context, secret);
  int status = 0;
  if (child > 0 && waitpid(child, &status, 0) == child && status == 0) return;
  if (notes->failure[0]) return;
  if (child > 0 && WIFSIGNALED(status))
    snprintf(notes->failure, sizeof notes->failure, "signal %d%s", WTERMSIG(status),
             WTERMSIG(status) == SIGSEGV ? "; there may be no more room for notes" : "");
  else snprintf(notes->failure, sizeof notes->failure, "the run did not come to its end");
}

bool execution_trace_is_available(void) { return true; }

#endif
