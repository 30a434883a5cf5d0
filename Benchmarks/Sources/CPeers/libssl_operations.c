// SPDX-License-Identifier: Apache-2.0

// Handshakes and transfers of a libssl as operations.
#include <stdlib.h>
#include <string.h>

#include "libssl_connection.h"

// ---- Handshakes -----------------------------------------------------------------------------------

typedef struct {
  peer_operation base;
  tls_endpoints endpoints;
} handshake_operation;

static int handshake_run(peer_operation *operation, uint64_t calls) {
  handshake_operation *o = (handshake_operation *)operation;
  int ok = 1;
  while (calls--) {
    tls_connection connection = {NULL, NULL};
    ok &= tls_connection_start(&connection, &o->endpoints, &o->base.seconds);
    tls_connection_free(&connection, &o->endpoints, &o->base.seconds);
  }
  return !ok;
}

static size_t handshake_result(peer_operation *operation, uint8_t *result, size_t capacity) {
  handshake_operation *o = (handshake_operation *)operation;
  tls_connection connection = {NULL, NULL};
  size_t byte_count = 0;
  if (tls_connection_start(&connection, &o->endpoints, &o->base.seconds)) {
    byte_count = tls_connection_describe(&connection, &o->endpoints, result, capacity);
  }
  tls_connection_free(&connection, &o->endpoints, &o->base.seconds);
  return byte_count;
}

static void handshake_release(peer_operation *operation) {
  tls_endpoints_free(&((handshake_operation *)operation)->endpoints);
  free(operation);
}

peer_operation *peer_libssl_handshake(const peer_libssl *library, const peer_tls_input *input) {
  handshake_operation *o = calloc(1, sizeof *o);
  if (!o) return NULL;
  o->base = (peer_operation){
      .run = handshake_run, .result = handshake_result, .release = handshake_release};
  if (tls_endpoints_start(&o->endpoints, library, input)) return &o->base;
  handshake_release(&o->base);
  return NULL;
}

// ---- Transfers ------------------------------------------------------------------------------------

enum { MAX_FRAGMENT = 16384 };

typedef struct {
  peer_operation base;
  tls_endpoints endpoints;
  tls_connection connection;
  size_t byte_count, chunk_byte_count;
  uint8_t *sent, *received;  // everything; the last chunk
} transfer_operation;

// One chunk from client to server.
static int transfer_chunk(transfer_operation *o, const uint8_t *chunk) {
  const peer_libssl *l = o->endpoints.library;
  int count = (int)o->chunk_byte_count;
  if (l->SSL_write(o->connection.client, chunk, count) != count) return 0;
  for (int done = 0; done < count;) {
    int left = count - done;
    int read = l->SSL_read(o->connection.server, o->received + done,
                           left < MAX_FRAGMENT ? left : MAX_FRAGMENT);
    if (read <= 0) return 0;
    done += read;
  }
  return 1;
}

static int transfer_run(peer_operation *operation, uint64_t calls) {
  transfer_operation *o = (transfer_operation *)operation;
  int ok = 1;
  while (calls--) {
    for (size_t at = 0; at < o->byte_count; at += o->chunk_byte_count) {
      ok &= transfer_chunk(o, o->sent + at);
    }
  }
  return !ok;
}

static size_t transfer_result(peer_operation *operation, uint8_t *result, size_t capacity) {
  transfer_operation *o = (transfer_operation *)operation;
  if (capacity < o->chunk_byte_count || transfer_run(operation, 1)) return 0;
  memcpy(result, o->received, o->chunk_byte_count);
  return o->chunk_byte_count;
}

static void transfer_release(peer_operation *operation) {
  transfer_operation *o = (transfer_operation *)operation;
  if (o->endpoints.library) tls_connection_free(&o->connection, &o->endpoints, &o->base.seconds);
  tls_endpoints_free(&o->endpoints);
  free(o->sent);
  free(o->received);
  free(o);
}

peer_operation *peer_libssl_transfer(const peer_libssl *library, const peer_tls_input *input,
                                     size_t byte_count, size_t chunk_byte_count) {
  if (chunk_byte_count == 0 || byte_count % chunk_byte_count) return NULL;
  transfer_operation *o = calloc(1, sizeof *o);
  if (!o) return NULL;
  o->base = (peer_operation){
      .run = transfer_run, .result = transfer_result, .release = transfer_release};
  o->byte_count = byte_count;
  o->chunk_byte_count = chunk_byte_count;
  o->sent = malloc(byte_count);
  o->received = malloc(chunk_byte_count);
  if (!o->sent || !o->received || !tls_endpoints_start(&o->endpoints, library, input) ||
      !tls_connection_start(&o->connection, &o->endpoints, &o->base.seconds)) {
    transfer_release(&o->base);
    return NULL;
  }
  for (size_t i = 0; i < byte_count; i++) o->sent[i] = (uint8_t)(31 * i + (i >> 8));
  return &o->base;
}
