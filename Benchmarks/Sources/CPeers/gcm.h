// SPDX-License-Identifier: Apache-2.0

// The loops around AES-GCM, the same for every library: what differs is a function that seals and
// one that opens, inlined here. Internal to this target.
#ifndef HANDSHAKE_PEERS_GCM_H
#define HANDSHAKE_PEERS_GCM_H

#include <stdlib.h>
#include <string.h>

#include "operation.h"

enum {
  NONCE_BYTES = 12,
  TAG_BYTES = 16,
  AAD_BYTES = 13,      // of a bare seal, and RFC 5246 6.2.3.3
  HEADER_BYTES = 5,    // of a TLS record
  EXPLICIT_BYTES = 8,  // RFC 5288: the explicit part of the nonce
  SALT_BYTES = 4,      // RFC 5288: the implicit part
  RING = 4,
  SLOTS = 16,  // fresh nonces that wait for their call
};

// Sixteen bytes that are stored at once: a load of any part then follows without delay, while one
// that spans several stores waits until they have left the store buffer.
typedef uint64_t gcm_words __attribute__((vector_size(16)));

typedef struct gcm_operation gcm_operation;

// Both work in place: text[0 ..< byte_count]. 1: success.
typedef int (*gcm_seal)(gcm_operation *o, const uint8_t *nonce, const uint8_t *aad,
                        size_t aad_byte_count, uint8_t *text, size_t byte_count, uint8_t *tag);
typedef int (*gcm_open)(gcm_operation *o, const uint8_t *nonce, const uint8_t *aad,
                        size_t aad_byte_count, uint8_t *text, size_t byte_count,
                        const uint8_t *tag);

struct gcm_operation {
  peer_operation base;
  peer_gcm_mode mode;
  gcm_seal seal;
  gcm_open open;
  const void *library;
  void *context;
  void *open_context;
  uint8_t *buffer;  // header, explicit nonce, text, content type, tag: what the mode has of them
  uint8_t *text;    // in buffer
  size_t byte_count, text_byte_count;  // payload; payload and content type
  uint8_t first_nonce[NONCE_BYTES];
  // Nonces are made well before their call, so that no call waits for its nonce's store.
  _Alignas(16) uint8_t nonces[SLOTS][16];
  unsigned int slot;
  uint8_t dependent_nonce[NONCE_BYTES];
  uint8_t aad[AAD_BYTES];
  uint8_t *payload;
  uint64_t sequence;
  // What makes opening in place repeatable: two nonces in turn. The key streams S1, S2 cancel after
  // four calls (S1 + S2 + S1 + S2 = 0), so four texts follow each other for ever, each with its tag.
  struct {
    uint8_t nonce[NONCE_BYTES], tag[TAG_BYTES];
  } ring[RING];
  uint8_t *ring_start;
  unsigned int ring_position;
};

#define PEER_INLINE static inline __attribute__((always_inline))

// nonce += amount, in its last eight bytes as a number of the machine's own order.
PEER_INLINE void count_up(uint8_t *nonce, uint64_t amount) {
  uint64_t counter;
  memcpy(&counter, nonce + 4, 8);
  counter += amount;
  memcpy(nonce + 4, &counter, 8);
}

PEER_INLINE void write_header(uint8_t *header, size_t byte_count) {
  header[0] = 23;  // application_data
  header[1] = 3;
  header[2] = 3;
  header[3] = (uint8_t)(byte_count >> 8);
  header[4] = (uint8_t)byte_count;
}

PEER_INLINE void store_words(uint8_t *to, uint64_t first, uint64_t second) {
  gcm_words words = {first, second};
  memcpy(to, &words, sizeof words);
}

// RFC 5246 6.2.3.3: sequence number, type, version, length. 16 bytes are written.
PEER_INLINE void write_tls12_aad(uint8_t *aad, uint64_t sequence, size_t byte_count) {
  uint64_t length = __builtin_bswap16((uint16_t)byte_count);
  store_words(aad, __builtin_bswap64(sequence), 23 | 3u << 8 | 3u << 16 | length << 24);
}

// RFC 8446 5.2: the record's header. 16 bytes are written.
PEER_INLINE void write_tls13_aad(uint8_t *aad, size_t byte_count) {
  uint64_t length = __builtin_bswap16((uint16_t)byte_count);
  store_words(aad, 23 | 3u << 8 | 3u << 16 | length << 24, 0);
}

// RFC 5288 3: salt, then the explicit nonce (in the record's order). 16 bytes are written.
PEER_INLINE void write_tls12_nonce(uint8_t *nonce, const uint8_t *salt, uint64_t explicit_nonce) {
  uint32_t fixed;
  memcpy(&fixed, salt, SALT_BYTES);
  store_words(nonce, fixed | explicit_nonce << 32, explicit_nonce >> 32);
}

// RFC 8446 5.3: the sequence number, padded on the left, XOR the static IV. 16 bytes are written.
PEER_INLINE void write_tls13_nonce(uint8_t *nonce, const uint8_t *iv, uint64_t sequence) {
  uint32_t first;
  uint64_t rest;
  memcpy(&first, iv, 4);
  memcpy(&rest, iv + 4, 8);
  rest ^= __builtin_bswap64(sequence);
  store_words(nonce, first | rest << 32, rest >> 32);
}

// One call of the operation, whatever its mode.
PEER_INLINE int gcm_call(gcm_operation *o, gcm_seal seal, gcm_open open, peer_gcm_mode mode) {
  uint8_t *tag = o->text + o->text_byte_count;
  _Alignas(16) uint8_t nonce[16], aad[16];
  switch (mode) {
    case PEER_GCM_SEAL: {
      uint8_t *fresh = o->nonces[o->slot++ % SLOTS];
      int ok = seal(o, fresh, o->aad, AAD_BYTES, o->text, o->byte_count, tag);
      count_up(fresh, SLOTS);
      return ok;
    }
    case PEER_GCM_SEAL_DEPENDENT: {
      int ok = seal(o, o->dependent_nonce, o->aad, AAD_BYTES, o->text, o->byte_count, tag);
      memcpy(o->dependent_nonce, tag, NONCE_BYTES);
      return ok;
    }
    case PEER_GCM_OPEN: {
      unsigned int i = o->ring_position++ % RING;
      return open(o, o->ring[i].nonce, o->aad, AAD_BYTES, o->text, o->byte_count, o->ring[i].tag);
    }
    case PEER_TLS12_RECORD_SEAL: {
      uint64_t explicit_nonce = __builtin_bswap64(o->sequence);
      write_header(o->buffer, EXPLICIT_BYTES + o->byte_count + TAG_BYTES);
      memcpy(o->buffer + HEADER_BYTES, &explicit_nonce, EXPLICIT_BYTES);
      write_tls12_nonce(nonce, o->first_nonce, explicit_nonce);
      write_tls12_aad(aad, o->sequence++, o->byte_count);
      return seal(o, nonce, aad, AAD_BYTES, o->text, o->byte_count, tag);
    }
    case PEER_TLS12_RECORD_OPEN: {
      unsigned int i = o->ring_position++ % RING;
      uint64_t explicit_nonce;
      memcpy(o->buffer + HEADER_BYTES, o->ring[i].nonce + SALT_BYTES, EXPLICIT_BYTES);
      memcpy(&explicit_nonce, o->buffer + HEADER_BYTES, EXPLICIT_BYTES);
      write_tls12_nonce(nonce, o->first_nonce, explicit_nonce);
      write_tls12_aad(aad, i, o->byte_count);
      return open(o, nonce, aad, AAD_BYTES, o->text, o->byte_count, o->ring[i].tag);
    }
    case PEER_TLS13_RECORD_SEAL:
      write_header(o->buffer, o->text_byte_count + TAG_BYTES);
      write_tls13_aad(aad, o->text_byte_count + TAG_BYTES);
      o->text[o->byte_count] = 23;  // the inner content type
      write_tls13_nonce(nonce, o->first_nonce, o->sequence++);
      return seal(o, nonce, aad, HEADER_BYTES, o->text, o->text_byte_count, tag);
    case PEER_TLS13_RECORD_OPEN: {
      unsigned int i = o->ring_position++ % RING;
      write_tls13_nonce(nonce, o->first_nonce, i & 1);
      int ok = open(o, nonce, o->buffer, HEADER_BYTES, o->text, o->text_byte_count, o->ring[i].tag);
      size_t end = o->text_byte_count;  // RFC 8446 5.4: padding is zeros after the content type
      while (end > 0 && o->text[end - 1] == 0) end--;
      o->sequence = end;
      return ok;
    }
  }
  return 0;
}

// A run: the mode is a constant inside each loop.
PEER_INLINE int gcm_run(gcm_operation *o, uint64_t calls, gcm_seal seal, gcm_open open) {
  int ok = 1;
  switch (o->mode) {
#define PEER_LOOP(mode) \
  case mode:            \
    while (calls--) ok &= gcm_call(o, seal, open, mode); \
    break;
    PEER_LOOP(PEER_GCM_SEAL)
    PEER_LOOP(PEER_GCM_SEAL_DEPENDENT)
    PEER_LOOP(PEER_GCM_OPEN)
    PEER_LOOP(PEER_TLS12_RECORD_SEAL)
    PEER_LOOP(PEER_TLS12_RECORD_OPEN)
    PEER_LOOP(PEER_TLS13_RECORD_SEAL)
    PEER_LOOP(PEER_TLS13_RECORD_OPEN)
#undef PEER_LOOP
  }
  return !ok;
}

// An operation over seal and open; run and release are the library's own. NULL: out of memory.
gcm_operation *gcm_operation_make(peer_gcm_mode mode, const peer_gcm_input *input);
// After context, seal and open are set: fills the ring. 0: the library failed.
int gcm_operation_start(gcm_operation *o);
void gcm_operation_free(gcm_operation *o);

#endif
