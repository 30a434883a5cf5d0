// SPDX-License-Identifier: Apache-2.0

// A client and a server of one libssl, joined by two memory BIOs. Internal to this target.
#ifndef HANDSHAKE_PEERS_LIBSSL_CONNECTION_H
#define HANDSHAKE_PEERS_LIBSSL_CONNECTION_H

#include "libssl.h"
#include "operation.h"

// What is made once.
typedef struct {
  const peer_libssl *library;
  void *client_context, *server_context;
  void *to_server, *to_client;  // BIOs: what one side writes there, the other reads
  void *session;                // to resume, or NULL
  char server_name[64];
  peer_tls_side timed;
  int is_mutual;
} tls_endpoints;

// A connection of it, made and freed for each handshake.
typedef struct {
  void *client, *server;
} tls_connection;

// 0: the library refused. To be freed in either case.
int tls_endpoints_start(tls_endpoints *endpoints, const peer_libssl *library,
                        const peer_tls_input *input);
void tls_endpoints_free(tls_endpoints *endpoints);

// A whole handshake; the time of the side that is timed is added to *seconds. 0: it failed; the
// connection is to be freed in either case.
int tls_connection_start(tls_connection *connection, const tls_endpoints *endpoints,
                         double *seconds);
void tls_connection_free(tls_connection *connection, const tls_endpoints *endpoints,
                         double *seconds);

// What was negotiated, as peers.h says; the number of bytes, 0 if they are more than `capacity`.
size_t tls_connection_describe(const tls_connection *connection, const tls_endpoints *endpoints,
                               uint8_t *text, size_t capacity);

#endif
