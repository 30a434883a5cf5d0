// SPDX-License-Identifier: Apache-2.0

// The names of functions, from the symbol tables of the files that are loaded: dladdr knows only
// those that a module exports.
#if defined(__linux__) && !defined(_GNU_SOURCE)
#define _GNU_SOURCE
#endif
#include "execution_trace.h"

#if defined(__linux__) && defined(__x86_64__)

#include <dlfcn.h>
#include <elf.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/// Swift's runtime: a name as it is written in the source; null: it is none of Swift's.
char *swift_demangle(const char *name, size_t byte_count, char *result, size_t *result_byte_count,
                     uint32_t flags);

typedef struct {
  const char *path;
  uint64_t base;
  const uint8_t *file;
  size_t byte_count;
} module;

/// The module that has this address, to be given back with close_module.
static bool open_module(uint64_t address, module *m) {
  Dl_info info, program;
  if (!dladdr((void *)(uintptr_t)address, &info)) return false;
  if (!dladdr((void *)(uintptr_t)execution_trace_name, &program)) return false;
  m->base = (uint64_t)(uintptr_t)info.dli_fbase;
  m->path = info.dli_fname;
  m->file = NULL;
  // The main program's name may not be its path.
  const bool is_program = info.dli_fbase == program.dli_fbase;
  const int file = open(is_program ? "/proc/self/exe" : m->path, O_RDONLY | O_CLOEXEC);
  struct stat status;
  if (file >= 0 && fstat(file, &status) == 0) {
    m->byte_count = (size_t)status.st_size;
    void *memory = mmap(NULL, m->byte_count, PROT_READ, MAP_PRIVATE, file, 0);
    if (memory != MAP_FAILED) m->file = memory;
  }
  if (file >= 0) close(file);
  return true;
}

/// The name of the function at this place, from the fuller of a file's two tables; null: there is none.
static const char *find_name(const module *m, uint64_t place) {
  if (!m->file) return NULL;
  const Elf64_Ehdr *header = (const Elf64_Ehdr *)m->file;
  const Elf64_Shdr *sections = (const Elf64_Shdr *)(m->file + header->e_shoff);
  const char *found = NULL;
  for (int s = 0; s < header->e_shnum; s++) {
    if (sections[s].sh_type != SHT_SYMTAB && sections[s].sh_type != SHT_DYNSYM) continue;
    const Elf64_Sym *symbols = (const Elf64_Sym *)(m->file + sections[s].sh_offset);
    const char *names = (const char *)(m->file + sections[sections[s].sh_link].sh_offset);
    for (size_t n = 0; n < sections[s].sh_size / sizeof *symbols; n++)
      if (ELF64_ST_TYPE(symbols[n].st_info) == STT_FUNC &&
          place - symbols[n].st_value < symbols[n].st_size)
        found = names + symbols[n].st_name;
  }
  return found;
}

/// Writes the name of the function at this address as it is in the source.
static void write_function(const module *m, uint64_t address, char *text, size_t capacity) {
  const char *name = find_name(m, address - m->base);
  char *readable = name ? swift_demangle(name, strlen(name), NULL, NULL, 0) : NULL;
  snprintf(text, capacity, "%s", readable ? readable : name ? name : "");
  free(readable);
}

static void close_module(const module *m) {
  if (m->file) munmap((void *)(uintptr_t)m->file, m->byte_count);
}

void execution_trace_function(uint64_t address, char *text, size_t capacity) {
  module m;
  text[0] = 0;
  if (!open_module(address, &m)) return;
  write_function(&m, address, text, capacity);
  close_module(&m);
}

void execution_trace_name(uint64_t address, char *text, size_t capacity) {
  module m;
  if (!open_module(address, &m)) {
    snprintf(text, capacity, "0x%llx", (unsigned long long)address);
    return;
  }
  const char *slash = strrchr(m.path, '/');
  snprintf(text, capacity, "%s+0x%llx ", slash ? slash + 1 : m.path,
           (unsigned long long)(address - m.base));
  const size_t used = strlen(text);
  write_function(&m, address, text + used, capacity - used);
  close_module(&m);
}

#endif
