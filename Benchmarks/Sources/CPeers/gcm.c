// SPDX-License-Identifier: Apache-2.0

// Setting up an AES-GCM operation: buffers, and the ring of texts that opening goes round.
#include "gcm.h"

static int is_open(peer_gcm_mode mode) {
  return mode == PEER_GCM_OPEN || mode == PEER_TLS12_RECORD_OPEN || mode == PEER_TLS13_RECORD_OPEN;
}

static int is_record(peer_gcm_mode mode) { return mode >= PEER_TLS12_RECORD_SEAL; }

static void start_nonces(gcm_operation *o) {
  o->slot = 0;
  for (unsigned int i = 0; i < SLOTS; i++) {
    memcpy(o->nonces[i], o->first_nonce, NONCE_BYTES);
    count_up(o->nonces[i], i);
  }
  memcpy(o->dependent_nonce, o->first_nonce, NONCE_BYTES);
}

static size_t gcm_result(peer_operation *operation, uint8_t *result, size_t capacity) {
  gcm_operation *o = (gcm_operation *)operation;
  // Back to the fixed input.
  o->sequence = 0;
  o->ring_position = 0;
  start_nonces(o);
  const uint8_t *start = is_open(o->mode) ? o->ring_start : o->payload;
  memcpy(o->text, start, is_open(o->mode) ? o->text_byte_count : o->byte_count);
  if (o->base.run(&o->base, 1)) return 0;
  const uint8_t *from = o->text;
  size_t count = o->byte_count;
  if (!is_open(o->mode)) {
    from = is_record(o->mode) ? o->buffer : o->text;
    count = (size_t)(o->text - from) + o->text_byte_count + TAG_BYTES;
  }
  if (count > capacity) return 0;
  memcpy(result, from, count);
  return count;
}

gcm_operation *gcm_operation_make(peer_gcm_mode mode, const peer_gcm_input *input) {
  void *memory = NULL;
  if (posix_memalign(&memory, _Alignof(gcm_operation), sizeof(gcm_operation)) != 0) return NULL;
  memset(memory, 0, sizeof(gcm_operation));
  gcm_operation *o = memory;
  o->base.result = gcm_result;
  o->mode = mode;
  o->byte_count = input->payload_byte_count;
  int is_tls13 = mode == PEER_TLS13_RECORD_SEAL || mode == PEER_TLS13_RECORD_OPEN;
  o->text_byte_count = o->byte_count + (is_tls13 ? 1 : 0);
  size_t prefix = !is_record(mode) ? 0 : HEADER_BYTES + (is_tls13 ? 0 : EXPLICIT_BYTES);
  void *buffer = NULL;
  if (posix_memalign(&buffer, 64, prefix + o->text_byte_count + TAG_BYTES + 64) != 0) {
    free(o);
    return NULL;
  }
  o->buffer = buffer;
  memset(o->buffer, 0, prefix + o->text_byte_count + TAG_BYTES + 64);
  o->text = o->buffer + prefix;
  o->payload = malloc(o->byte_count);
  o->ring_start = calloc(1, o->text_byte_count);
  if (!o->payload || !o->ring_start) {
    gcm_operation_free(o);
    return NULL;
  }
  memcpy(o->payload, input->payload, o->byte_count);
  memcpy(o->text, o->payload, o->byte_count);
  memcpy(o->first_nonce, input->nonce, NONCE_BYTES);
  start_nonces(o);
  if (input->additional_data) memcpy(o->aad, input->additional_data, AAD_BYTES);
  return o;
}

// The nonce and the additional data of place i in the ring; 16 bytes of each are written.
static size_t ring_input(gcm_operation *o, unsigned int i, uint8_t *nonce, uint8_t *aad) {
  switch (o->mode) {
    case PEER_TLS12_RECORD_OPEN:
      write_tls12_nonce(nonce, o->first_nonce, __builtin_bswap64(i & 1));
      write_header(o->buffer, EXPLICIT_BYTES + o->byte_count + TAG_BYTES);
      write_tls12_aad(aad, i, o->byte_count);
      return AAD_BYTES;
    case PEER_TLS13_RECORD_OPEN:
      write_tls13_nonce(nonce, o->first_nonce, i & 1);
      write_header(o->buffer, o->text_byte_count + TAG_BYTES);
      memcpy(aad, o->buffer, HEADER_BYTES);
      return HEADER_BYTES;
    default:
      memcpy(nonce, o->first_nonce, NONCE_BYTES);
      count_up(nonce, i & 1);
      memcpy(aad, o->aad, AAD_BYTES);
      return AAD_BYTES;
  }
}

int gcm_operation_start(gcm_operation *o) {
  if (!is_open(o->mode)) return 1;
  uint8_t aad[16], nonce[16], tag[TAG_BYTES];
  size_t count = o->text_byte_count;
  uint8_t *text = malloc(count);
  if (!text) return 0;
  // Place 0 opens to the payload: its text is the payload sealed.
  memcpy(text, o->payload, o->byte_count);
  if (count > o->byte_count) text[o->byte_count] = 23;
  size_t aad_count = ring_input(o, 0, nonce, aad);
  int ok = o->seal(o, nonce, aad, aad_count, text, count, tag);
  memcpy(o->ring_start, text, count);
  for (unsigned int i = 0; i < RING && ok; i++) {
    // text is the ciphertext of place i. Sealing it gives what it opens to (the key stream is its
    // own inverse); sealing that gives the ciphertext again, and its tag.
    aad_count = ring_input(o, i, nonce, aad);
    uint8_t *plain = malloc(count);
    if (!plain) {
      ok = 0;
      break;
    }
    ok = o->seal(o, nonce, aad, aad_count, text, count, tag);
    memcpy(plain, text, count);
    ok = ok && o->seal(o, nonce, aad, aad_count, text, count, tag);
    memcpy(o->ring[i].nonce, nonce, NONCE_BYTES);
    memcpy(o->ring[i].tag, tag, TAG_BYTES);
    memcpy(text, plain, count);
    free(plain);
  }
  ok = ok && memcmp(text, o->ring_start, count) == 0;  // once round
  memcpy(o->text, o->ring_start, count);
  free(text);
  return ok;
}

void gcm_operation_free(gcm_operation *o) {
  free(o->buffer);
  free(o->payload);
  free(o->ring_start);
  free(o);
}
