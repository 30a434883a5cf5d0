// SPDX-License-Identifier: Apache-2.0

// Contexts, connections and what they negotiated.
#define _GNU_SOURCE
#include "libssl_connection.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum {
  KEY_TYPE_RSA = 6,  // EVP_PKEY_RSA
  TLS12 = 0x0303,
  NO_TICKET = 1 << 14,              // SSL_OP_NO_TICKET
  VERIFY_PEER = 1,                  // SSL_VERIFY_PEER
  VERIFY_FAIL_IF_NO_PEER_CERT = 2,  // SSL_VERIFY_FAIL_IF_NO_PEER_CERT
  SESSION_CACHE_OFF = 0,            // SSL_SESS_CACHE_OFF
  ERROR_WANT_READ = 2,              // SSL_ERROR_WANT_READ
  SENT_AND_RECEIVED_SHUTDOWN = 3,   // SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN
  CONTROL_SET_SESSION_CACHE_MODE = 44,
  CONTROL_SET_SERVER_NAME = 55,
  CONTROL_SET_GROUPS_LIST = 92,
  CONTROL_GET_EXTMS_SUPPORT = 122,
  CONTROL_SET_MIN_VERSION = 123,
  CONTROL_SET_MAX_VERSION = 124,
  MAX_TURNS = 8,  // far more than a handshake takes
};

// ---- Contexts -------------------------------------------------------------------------------------

static int set_up_protocol(const peer_libssl *l, void *context, const peer_tls_input *input) {
  static const char group[] = "X25519";
  int (*set_groups)(void *, const char *) = l->SSL_CTX_set1_groups_list
                                                ? l->SSL_CTX_set1_groups_list
                                                : l->SSL_CTX_set1_curves_list;
  if (l->SSL_CTX_set_min_proto_version && l->SSL_CTX_set_max_proto_version && set_groups &&
      l->SSL_CTX_set_session_cache_mode) {
    if (!l->SSL_CTX_set_min_proto_version(context, TLS12) ||
        !l->SSL_CTX_set_max_proto_version(context, TLS12) || !set_groups(context, group)) {
      return 0;
    }
    l->SSL_CTX_set_session_cache_mode(context, SESSION_CACHE_OFF);
  } else {
    if (!l->SSL_CTX_ctrl || !l->SSL_ctrl ||
        l->SSL_CTX_ctrl(context, CONTROL_SET_MIN_VERSION, TLS12, NULL) != 1 ||
        l->SSL_CTX_ctrl(context, CONTROL_SET_MAX_VERSION, TLS12, NULL) != 1 ||
        l->SSL_CTX_ctrl(context, CONTROL_SET_GROUPS_LIST, 0, (void *)(uintptr_t)group) != 1) {
      return 0;
    }
    l->SSL_CTX_ctrl(context, CONTROL_SET_SESSION_CACHE_MODE, SESSION_CACHE_OFF, NULL);
  }
  if (!input->is_resumed) l->SSL_CTX_set_options(context, NO_TICKET);
  const char *suite = input->is_ecdhe ? "ECDHE-RSA-AES128-GCM-SHA256" : "AES128-GCM-SHA256";
  return l->SSL_CTX_set_cipher_list(context, suite) == 1;
}

static int set_up_identity(const peer_libssl *l, void *context, const peer_tls_identity *identity) {
  const uint8_t *der = identity->certificate;
  void *certificate = l->crypto->d2i_X509(NULL, &der, (long)identity->certificate_byte_count);
  int ok = certificate && l->SSL_CTX_use_certificate(context, certificate) == 1 &&
           l->SSL_CTX_use_PrivateKey_ASN1(KEY_TYPE_RSA, context, identity->key,
                                          (long)identity->key_byte_count) == 1;
  if (certificate) l->crypto->X509_free(certificate);
  return ok;
}

static int set_up_trust(const peer_libssl *l, void *context, const peer_tls_input *input,
                        int is_server) {
  const uint8_t *der = input->authority;
  void *authority = l->crypto->d2i_X509(NULL, &der, (long)input->authority_byte_count);
  int ok = authority &&
           l->crypto->X509_STORE_add_cert(l->SSL_CTX_get_cert_store(context), authority) == 1 &&
           (!is_server || l->SSL_CTX_add_client_CA(context, authority) == 1);
  if (authority) l->crypto->X509_free(authority);
  l->SSL_CTX_set_verify(context, VERIFY_PEER | (is_server ? VERIFY_FAIL_IF_NO_PEER_CERT : 0), NULL);
  return ok;
}

int tls_endpoints_start(tls_endpoints *e, const peer_libssl *l, const peer_tls_input *input) {
  e->library = l;
  e->timed = input->timed;
  e->is_mutual = input->is_mutual;
  snprintf(e->server_name, sizeof e->server_name, "%s", input->server_name);
  e->client_context = l->SSL_CTX_new(l->TLS_client_method());
  e->server_context = l->SSL_CTX_new(l->TLS_server_method());
  e->to_server = l->crypto->BIO_new(l->crypto->BIO_s_mem());
  e->to_client = l->crypto->BIO_new(l->crypto->BIO_s_mem());
  if (!e->client_context || !e->server_context || !e->to_server || !e->to_client ||
      !set_up_protocol(l, e->client_context, input) ||
      !set_up_protocol(l, e->server_context, input) ||
      !set_up_identity(l, e->server_context, &input->server) ||
      !set_up_trust(l, e->client_context, input, 0)) {
    return 0;
  }
  if (input->is_mutual) {
    static const uint8_t name[] = "handshake";
    if (!set_up_identity(l, e->client_context, &input->client) ||
        !set_up_trust(l, e->server_context, input, 1) ||
        l->SSL_CTX_set_session_id_context(e->server_context, name, sizeof name - 1) != 1) {
      return 0;
    }
  }
  if (input->is_resumed) {
    tls_connection first = {NULL, NULL};
    double seconds = 0;
    if (tls_connection_start(&first, e, &seconds)) e->session = l->SSL_get1_session(first.client);
    tls_connection_free(&first, e, &seconds);
    return e->session != NULL;
  }
  return 1;
}

void tls_endpoints_free(tls_endpoints *e) {
  const peer_libssl *l = e->library;
  if (!l) return;
  if (e->session) l->SSL_SESSION_free(e->session);
  if (e->client_context) l->SSL_CTX_free(e->client_context);
  if (e->server_context) l->SSL_CTX_free(e->server_context);
  if (e->to_server) l->crypto->BIO_free(e->to_server);
  if (e->to_client) l->crypto->BIO_free(e->to_client);
}

// ---- Connections ----------------------------------------------------------------------------------

static double thread_seconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

// Does `work`, which is `side`'s, and adds its time to *seconds if that side is timed.
#define TIMED(endpoints, side, seconds, work)                               \
  do {                                                                      \
    double start = (endpoints)->timed == (side) ? thread_seconds() : 0;     \
    work;                                                                   \
    if ((endpoints)->timed == (side)) *(seconds) += thread_seconds() - start; \
  } while (0)

// A side over the BIOs; both stay the endpoints' own.
static void *side_new(const tls_endpoints *e, void *context, void *from, void *to) {
  const peer_libssl *l = e->library;
  void *side = l->SSL_new(context);
  if (!side) return NULL;
  l->crypto->BIO_up_ref(from);
  l->crypto->BIO_up_ref(to);
  l->SSL_set_bio(side, from, to);
  return side;
}

static void *server_new(const tls_endpoints *e) {
  void *server = side_new(e, e->server_context, e->to_server, e->to_client);
  if (server) e->library->SSL_set_accept_state(server);
  return server;
}

static void *client_new(const tls_endpoints *e) {
  const peer_libssl *l = e->library;
  void *client = side_new(e, e->client_context, e->to_client, e->to_server);
  if (!client) return NULL;
  l->SSL_set_connect_state(client);
  int ok = l->SSL_set1_host(client, e->server_name) == 1;
  ok &= l->SSL_set_tlsext_host_name
            ? l->SSL_set_tlsext_host_name(client, e->server_name) == 1
            : l->SSL_ctrl && l->SSL_ctrl(client, CONTROL_SET_SERVER_NAME, 0,
                                         (void *)(uintptr_t)e->server_name) == 1;
  if (e->session) ok &= l->SSL_set_session(client, e->session) == 1;
  if (ok) return client;
  l->SSL_free(client);
  return NULL;
}

// As far as it goes. 1: the handshake is done; 0: it waits for the other side; -1: it failed.
static int advance(const peer_libssl *l, void *side) {
  int status = l->SSL_do_handshake(side);
  if (status == 1) return 1;
  return l->SSL_get_error(side, status) == ERROR_WANT_READ ? 0 : -1;
}

int tls_connection_start(tls_connection *connection, const tls_endpoints *e, double *seconds) {
  const peer_libssl *l = e->library;
  TIMED(e, PEER_TLS_SERVER, seconds, connection->server = server_new(e));
  TIMED(e, PEER_TLS_CLIENT, seconds, connection->client = client_new(e));
  if (!connection->server || !connection->client) return 0;
  int client = 0, server = 0;
  for (int turn = 0; turn < MAX_TURNS && (client != 1 || server != 1); turn++) {
    if (client == 0) TIMED(e, PEER_TLS_CLIENT, seconds, client = advance(l, connection->client));
    if (server == 0) TIMED(e, PEER_TLS_SERVER, seconds, server = advance(l, connection->server));
    if (client < 0 || server < 0) return 0;
  }
  return client == 1 && server == 1 &&
         l->SSL_session_reused(connection->client) == (e->session != NULL);
}

static void side_free(const peer_libssl *l, void *side) {
  if (!side) return;
  // As after close_notify both ways: the session may be resumed.
  l->SSL_set_shutdown(side, SENT_AND_RECEIVED_SHUTDOWN);
  l->SSL_free(side);
}

void tls_connection_free(tls_connection *connection, const tls_endpoints *e, double *seconds) {
  TIMED(e, PEER_TLS_CLIENT, seconds, side_free(e->library, connection->client));
  TIMED(e, PEER_TLS_SERVER, seconds, side_free(e->library, connection->server));
  *connection = (tls_connection){NULL, NULL};
}

size_t tls_connection_describe(const tls_connection *connection, const tls_endpoints *e,
                               uint8_t *text, size_t capacity) {
  const peer_libssl *l = e->library;
  void *client = connection->client, *server = connection->server;
  int is_extended = l->SSL_get_extms_support
                        ? l->SSL_get_extms_support(client)
                        : l->SSL_ctrl &&
                              l->SSL_ctrl(client, CONTROL_GET_EXTMS_SUPPORT, 0, NULL) == 1;
  int is_verified = l->SSL_get_verify_result(client) == 0;
  int is_mutual = l->SSL_SESSION_get0_peer(l->SSL_get_session(server)) != NULL &&
                  l->SSL_get_verify_result(server) == 0;
  char line[160];
  int length = snprintf(line, sizeof line, "%s %s%s%s%s%s", l->SSL_get_version(server),
                        l->SSL_CIPHER_standard_name(l->SSL_get_current_cipher(server)),
                        is_extended ? " ems" : "", is_verified ? "" : " unverified",
                        l->SSL_session_reused(server) ? " resumed" : "",
                        is_mutual ? " mutual" : "");
  if (length <= 0 || (size_t)length >= sizeof line || (size_t)length > capacity) return 0;
  memcpy(text, line, (size_t)length);
  return (size_t)length;
}
