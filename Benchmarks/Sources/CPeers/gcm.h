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
};

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
  uint8_t nonce[NONCE_BYTES], first_nonce[NONCE_BYTES];
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

PEER_INLINE void store64(uint8_t *to, uint64_t x) {
  x = __builtin_bswap64(x);
  memcpy(to, &x, 8);
}

PEER_INLINE void count_up(uint8_t *nonce) {
  uint64_t counter;
  memcpy(&counter, nonce + 4, 8);
  counter++;
  memcpy(nonce + 4, &counter, 8);
}

PEER_INLINE void write_header(uint8_t *header, size_t byte_count) {
  header[0] = 23;  // application_data
  header[1] = 3;
  header[2] = 3;
  header[3] = (uint8_t)(byte_count >> 8);
  header[4] = (uint8_t)byte_count;
}

// RFC 5246 6.2.3.3: sequence number, type, version, length.
PEER_INLINE void write_tls12_aad(uint8_t *aad, uint64_t sequence, size_t byte_count) {
  store64(aad, sequence);
  write_header(aad + 8, byte_count);
}

// RFC 8446 5.3: the sequence number, padded on the left, XOR the static IV.
PEER_INLINE void write_tls13_nonce(uint8_t *nonce, const uint8_t *iv, uint64_t sequence) {
  uint64_t low;
  memcpy(nonce, iv, NONCE_BYTES);
  memcpy(&low, nonce + 4, 8);
  low ^= __builtin_bswap64(sequence);
  memcpy(nonce + 4, &low, 8);
}

// One call of the operation, whatever its mode.
PEER_INLINE int gcm_call(gcm_operation *o, gcm_seal seal, gcm_open open, peer_gcm_mode mode) {
  uint8_t *tag = o->text + o->text_byte_count;
  uint8_t nonce[NONCE_BYTES], aad[AAD_BYTES];
  switch (mode) {
    case PEER_GCM_SEAL:
      count_up(o->nonce);
      return seal(o, o->nonce, o->aad, AAD_BYTES, o->text, o->byte_count, tag);
    case PEER_GCM_SEAL_DEPENDENT: {
      int ok = seal(o, o->nonce, o->aad, AAD_BYTES, o->text, o->byte_count, tag);
      memcpy(o->nonce, tag, NONCE_BYTES);
      return ok;
    }
    case PEER_GCM_OPEN: {
      unsigned int i = o->ring_position++ % RING;
      return open(o, o->ring[i].nonce, o->aad, AAD_BYTES, o->text, o->byte_count, o->ring[i].tag);
    }
    case PEER_TLS12_RECORD_SEAL:
      write_header(o->buffer, EXPLICIT_BYTES + o->byte_count + TAG_BYTES);
      memcpy(nonce, o->first_nonce, SALT_BYTES);
      store64(nonce + SALT_BYTES, o->sequence);
      memcpy(o->buffer + HEADER_BYTES, nonce + SALT_BYTES, EXPLICIT_BYTES);
      write_tls12_aad(aad, o->sequence++, o->byte_count);
      return seal(o, nonce, aad, AAD_BYTES, o->text, o->byte_count, tag);
    case PEER_TLS12_RECORD_OPEN: {
      unsigned int i = o->ring_position++ % RING;
      memcpy(o->buffer + HEADER_BYTES, o->ring[i].nonce + SALT_BYTES, EXPLICIT_BYTES);
      memcpy(nonce, o->first_nonce, SALT_BYTES);
      memcpy(nonce + SALT_BYTES, o->buffer + HEADER_BYTES, EXPLICIT_BYTES);
      write_tls12_aad(aad, i, o->byte_count);
      return open(o, nonce, aad, AAD_BYTES, o->text, o->byte_count, o->ring[i].tag);
    }
    case PEER_TLS13_RECORD_SEAL:
      write_header(o->buffer, o->text_byte_count + TAG_BYTES);
      o->text[o->byte_count] = 23;  // the inner content type
      write_tls13_nonce(nonce, o->first_nonce, o->sequence++);
      return seal(o, nonce, o->buffer, HEADER_BYTES, o->text, o->text_byte_count, tag);
    case PEER_TLS13_RECORD_OPEN: {
      unsigned int i = o->ring_position++ % RING;
      write_tls13_nonce(nonce, o->first_nonce, i & 1);
      int ok = open(o, nonce, o->buffer, HEADER_BYTES, o->text, o->text_byte_count,
                    o->ring[i].tag);
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
