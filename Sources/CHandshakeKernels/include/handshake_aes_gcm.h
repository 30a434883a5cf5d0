// SPDX-License-Identifier: Apache-2.0

// AES-GCM (SP 800-38D) with AES-128 and AES-256 (FIPS 197), a tag of 16 bytes.
//
// Every kernel is constant time in the key, the data and the tag; lengths are public. None allocates,
// none keeps anything outside the context. A pointer may be null where its byte count is 0.
#ifndef HANDSHAKE_AES_GCM_H
#define HANDSHAKE_AES_GCM_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "handshake_cpu.h"

// _Nonnull: what Swift need not ask for null before it calls it. Nothing else is marked.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wnullability-completeness"

enum {
  HANDSHAKE_AES_GCM_TAG_BYTE_COUNT = 16,
  HANDSHAKE_AES_GCM_CONTEXT_ALIGNMENT = 64,
  HANDSHAKE_AES_GCM_MAXIMUM_CONTEXT_BYTE_COUNT = 8192,
};

// J0 (SP 800-38D, 7.1, step 2) in memory order, with its last bit turned: twelve bytes and zeros,
// or the hash of a nonce of another length. In one register from its maker to the kernel: what is
// stored in parts and loaded as a whole waits until it is in the cache (18 ns).
typedef uint64_t handshake_aes_gcm_nonce __attribute__((ext_vector_type(2)));

// One record of a batch. tag has 16 bytes. in == out (in place), or disjoint.
typedef struct {
  handshake_aes_gcm_nonce nonce;
  const void *context;
  const uint8_t *aad;
  size_t aad_byte_count;
  const uint8_t *in;
  uint8_t *out;
  size_t byte_count;
  uint8_t *tag;  // written by a seal, read by an open
} handshake_aes_gcm_record;

// Room for the records of one call, what they point to and where their texts begin in a buffer, as
// one value that a caller can have on its stack.
enum { HANDSHAKE_AES_GCM_BATCH_CAPACITY = 16 };

typedef struct {
  handshake_aes_gcm_record records[HANDSHAKE_AES_GCM_BATCH_CAPACITY];
  uint8_t additional_data[HANDSHAKE_AES_GCM_BATCH_CAPACITY][16];
  size_t text_offsets[HANDSHAKE_AES_GCM_BATCH_CAPACITY];
  uint8_t ok[HANDSHAKE_AES_GCM_BATCH_CAPACITY];
} handshake_aes_gcm_batch;

// Record index of the batch: its nonce, and the text at offset of the buffer. With a null
// context, additional_data has 16 bytes, of which aad_byte_count count; they are copied. With a
// context, they stay where they are.
static inline void handshake_aes_gcm_batch_set(handshake_aes_gcm_batch *batch, size_t index,
                                               const void *context, handshake_aes_gcm_nonce nonce,
                                               const uint8_t *additional_data,
                                               size_t aad_byte_count, size_t offset,
                                               size_t byte_count) {
  handshake_aes_gcm_record *record = &batch->records[index];
  if (!context) memcpy(batch->additional_data[index], additional_data, 16);
  record->nonce = nonce;
  record->context = context;
  record->aad = additional_data;
  record->aad_byte_count = aad_byte_count;
  record->byte_count = byte_count;
  batch->text_offsets[index] = offset;
}

// The members as pointers, which a caller in Swift cannot take by itself.
static inline const handshake_aes_gcm_record *handshake_aes_gcm_batch_records(
    const handshake_aes_gcm_batch *batch) {
  return batch->records;
}
static inline uint8_t *handshake_aes_gcm_batch_ok(handshake_aes_gcm_batch *batch) {
  return batch->ok;
}

// The first count records' pointers, once the batch and the buffer stay where they are. A record
// without a context gets this one. Tags follow texts.
static inline void handshake_aes_gcm_batch_resolve(handshake_aes_gcm_batch *batch, size_t count,
                                                   const void *context, uint8_t *buffer) {
  for (size_t i = 0; i < count; i++) {
    handshake_aes_gcm_record *record = &batch->records[i];
    uint8_t *text = buffer + batch->text_offsets[i];
    record->in = text;
    record->out = text;
    record->tag = text + record->byte_count;
    if (!record->context) {
      record->context = context;
      record->aad = batch->additional_data[i];
    }
  }
}

// One implementation: what it is called, what it needs, and its functions.
typedef struct {
  const char *_Nonnull name;
  // HANDSHAKE_CPU_… bits: without all of them no function may be called.
  uint32_t required_features;
  // What the caller allocates for a context: 64-byte aligned, at most
  // HANDSHAKE_AES_GCM_MAXIMUM_CONTEXT_BYTE_COUNT. It holds the key schedule and the powers of H, is
  // secret, and is the caller's to wipe.
  size_t context_byte_count;

  // context := the expanded key. key_byte_count is 16 or 32.
  void (*_Nonnull prepare)(void *context, const uint8_t *key, size_t key_byte_count);

  // The nonce of bytes that are not 12. byte_count ≥ 1.
  handshake_aes_gcm_nonce (*_Nonnull hash_nonce)(const void *context, const uint8_t *bytes,
                                                 size_t byte_count);

  // out[0 ..< byte_count], tag[0 ..< 16] := GCM-AE(key, nonce, in, aad). in == out or disjoint;
  // byte_count ≤ 2^36 - 32.
  void (*_Nonnull seal)(const void *context, handshake_aes_gcm_nonce nonce, const uint8_t *aad,
                        size_t aad_byte_count, const uint8_t *in, uint8_t *out, size_t byte_count,
                        uint8_t *tag);

  // 1, and out := GCM-AD(key, nonce, in, aad, tag), where the tag is right; else 0, and
  // out[0 ..< byte_count] := 0. Lengths as for seal.
  uint32_t (*_Nonnull open)(const void *context, handshake_aes_gcm_nonce nonce, const uint8_t *aad,
                            size_t aad_byte_count, const uint8_t *in, uint8_t *out,
                            size_t byte_count, const uint8_t *tag);

  // Every record as by seal or open, with its own context of this kernel. The records' buffers must
  // not overlap one another. ok[i] := 1 or 0, open's answer for record i.
  void (*_Nonnull seal_batch)(const handshake_aes_gcm_record *records, size_t count);
  void (*_Nonnull open_batch)(const handshake_aes_gcm_record *records, size_t count, uint8_t *ok);
} handshake_aes_gcm_kernel;

// The kernels of this architecture, the fastest first, the portable one last, and then a null
// pointer.
const handshake_aes_gcm_kernel *const *_Nonnull handshake_aes_gcm_kernels(void);
#pragma clang diagnostic pop

#endif
