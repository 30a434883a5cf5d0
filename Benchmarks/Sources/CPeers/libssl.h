// SPDX-License-Identifier: Apache-2.0

// The functions of a libssl that are used here, as pointers, as libcrypto.h has those of a libcrypto.
// Internal to this target.
#ifndef HANDSHAKE_PEERS_LIBSSL_H
#define HANDSHAKE_PEERS_LIBSSL_H

#include "libcrypto.h"

// X(result, name, parameters): objects of the library are void * here.
#define PEER_LIBSSL_FUNCTIONS(X)                                            \
  X(const void *, TLS_client_method, (void))                                \
  X(const void *, TLS_server_method, (void))                                \
  X(void *, SSL_CTX_new, (const void *))                                    \
  X(void, SSL_CTX_free, (void *))                                           \
  X(uint64_t, SSL_CTX_set_options, (void *, uint64_t))                      \
  X(int, SSL_CTX_set_cipher_list, (void *, const char *))                   \
  X(int, SSL_CTX_use_PrivateKey_ASN1, (int, void *, const uint8_t *, long)) \
  X(void, SSL_CTX_set_verify, (void *, int, void *))                        \
  X(void *, SSL_CTX_get_cert_store, (const void *))                         \
  X(int, SSL_CTX_use_certificate, (void *, void *))                         \
  X(int, SSL_CTX_add_client_CA, (void *, void *))                           \
  X(int, SSL_CTX_set_session_id_context, (void *, const uint8_t *, unsigned int)) \
  X(void *, SSL_new, (void *))                                              \
  X(void, SSL_free, (void *))                                               \
  X(void, SSL_set_bio, (void *, void *, void *))                            \
  X(void, SSL_set_accept_state, (void *))                                   \
  X(void, SSL_set_connect_state, (void *))                                  \
  X(int, SSL_set1_host, (void *, const char *))                             \
  X(int, SSL_do_handshake, (void *))                                        \
  X(int, SSL_get_error, (const void *, int))                                \
  X(int, SSL_read, (void *, void *, int))                                   \
  X(int, SSL_write, (void *, const void *, int))                            \
  X(void, SSL_set_shutdown, (void *, int))                                  \
  X(const char *, SSL_get_version, (const void *))                          \
  X(const void *, SSL_get_current_cipher, (const void *))                   \
  X(const char *, SSL_CIPHER_standard_name, (const void *))                 \
  X(int, SSL_session_reused, (const void *))                                \
  X(long, SSL_get_verify_result, (const void *))                            \
  X(void *, SSL_get_session, (const void *))                                \
  X(void *, SSL_get1_session, (void *))                                     \
  X(int, SSL_set_session, (void *, void *))                                 \
  X(void, SSL_SESSION_free, (void *))                                       \
  X(void *, SSL_SESSION_get0_peer, (void *))

// OpenSSL has these behind a control function, BoringSSL and AWS-LC as functions of their own (an
// older BoringSSL speaks of curves).
#define PEER_LIBSSL_CONTROLS(X)                               \
  X(long, SSL_CTX_ctrl, (void *, int, long, void *))          \
  X(long, SSL_ctrl, (void *, int, long, void *))              \
  X(int, SSL_CTX_set_min_proto_version, (void *, uint16_t))   \
  X(int, SSL_CTX_set_max_proto_version, (void *, uint16_t))   \
  X(int, SSL_CTX_set_session_cache_mode, (void *, int))       \
  X(int, SSL_CTX_set1_groups_list, (void *, const char *))    \
  X(int, SSL_CTX_set1_curves_list, (void *, const char *))    \
  X(int, SSL_set_tlsext_host_name, (void *, const char *))    \
  X(int, SSL_get_extms_support, (const void *))

struct peer_libssl {
  const peer_libcrypto *crypto;
#define PEER_MEMBER(result, name, parameters) result(*name) parameters;
  PEER_LIBSSL_FUNCTIONS(PEER_MEMBER)
  PEER_LIBSSL_CONTROLS(PEER_MEMBER)
#undef PEER_MEMBER
};

#endif
