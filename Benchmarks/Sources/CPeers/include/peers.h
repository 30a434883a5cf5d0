// SPDX-License-Identifier: Apache-2.0

// Other libraries behind one small interface, so that a harness can time them without a cost of its
// own: the loop over the calls is here, in C, next to the call.
#ifndef HANDSHAKE_PEERS_H
#define HANDSHAKE_PEERS_H

#include <stddef.h>
#include <stdint.h>

// ---- Operations -----------------------------------------------------------------------------------

// Something to be called many times. Not thread-safe.
typedef struct peer_operation peer_operation;

// Calls the operation `calls` times. 0: every call succeeded; 1: one did not.
int peer_operation_run(peer_operation *operation, uint64_t calls);
// What one call makes of the operation's fixed input; writes at most `capacity` bytes and returns
// their number, 0 for failure.
size_t peer_operation_result(peer_operation *operation, uint8_t *result, size_t capacity);
// Seconds that the operation counted itself, all runs together; 0 for one that counts none.
double peer_operation_seconds(const peer_operation *operation);
void peer_operation_free(peer_operation *operation);

// ---- A libcrypto with OpenSSL's API ---------------------------------------------------------------

// Loaded with dlopen and RTLD_LOCAL: several of them live in one process. Never unloaded: a
// libcrypto registers exit handlers.
typedef struct peer_libcrypto peer_libcrypto;

// The library at `path` (a name without a slash is searched for as the system does). NULL: not to be
// had, or not a libcrypto; the reason is written to `error`.
peer_libcrypto *peer_libcrypto_open(const char *path, char *error, size_t error_capacity);
// The library's own words: "OpenSSL 3.0.22 25 Aug 2026".
const char *peer_libcrypto_version(const peer_libcrypto *library);
// The file that it was loaded from.
const char *peer_libcrypto_path(const peer_libcrypto *library);

// The calling sequences that a library has.
enum {
  PEER_HAS_EVP_CIPHER = 1u << 0,   // EVP_CIPHER_fetch, EVP_CIPHER_CTX_get_params: OpenSSL 3
  PEER_HAS_EVP_AEAD = 1u << 1,     // EVP_AEAD_CTX_seal_scatter: BoringSSL, AWS-LC
  PEER_HAS_EVP_KDF = 1u << 2,      // EVP_KDF_fetch: OpenSSL 3
  PEER_HAS_HMAC = 1u << 3,         // HMAC_Init_ex
  PEER_HAS_HKDF_EXPAND = 1u << 4,  // HKDF_expand: BoringSSL, AWS-LC
  PEER_HAS_RSA = 1u << 5,          // EVP_PKEY_decrypt and the rest
  PEER_HAS_TLS_PADDING = 1u << 6,  // RSA_PKCS1_WITH_TLS_PADDING: OpenSSL 3
};
uint32_t peer_libcrypto_features(const peer_libcrypto *library);

// ---- AES-GCM --------------------------------------------------------------------------------------

typedef enum {
  PEER_GCM_SEAL,            // in place, a fresh nonce each call, calls independent
  PEER_GCM_SEAL_DEPENDENT,  // the same, each nonce is the start of the last tag
  PEER_GCM_OPEN,            // in place, nonces and tags in a ring that is valid for ever
  PEER_TLS12_RECORD_SEAL,   // RFC 5288: header, explicit nonce, additional data, tag
  PEER_TLS12_RECORD_OPEN,
  PEER_TLS13_RECORD_SEAL,  // RFC 8446 5.2: header, nonce XOR, inner content type, tag
  PEER_TLS13_RECORD_OPEN,
} peer_gcm_mode;

typedef struct {
  const uint8_t *key;
  size_t key_byte_count;           // 16 or 32
  const uint8_t *nonce;            // 12 bytes: the first call's
  const uint8_t *additional_data;  // 13 bytes, for the bare modes
  const uint8_t *payload;
  size_t payload_byte_count;
} peer_gcm_input;

// The result of a seal is ciphertext, then tag (of a record: the whole record); of an open, what was
// opened. NULL: this library cannot.
peer_operation *peer_libcrypto_gcm(const peer_libcrypto *library, peer_gcm_mode mode,
                                   const peer_gcm_input *input);

// intel-ipsec-mb's direct API. NULL: not there (the reason is written to `error`).
peer_operation *peer_ipsec_mb_gcm(peer_gcm_mode mode, const peer_gcm_input *input, char *error,
                                  size_t error_capacity);
// Its version; NULL: not there (the reason is written to `error`).
const char *peer_ipsec_mb_version(char *error, size_t error_capacity);

// ---- Key derivation -------------------------------------------------------------------------------

typedef enum {
  PEER_KDF_EVP,   // EVP_KDF, fetched once
  PEER_KDF_HMAC,  // the derivation written over HMAC_CTX
  PEER_KDF_HKDF,  // HKDF_expand (for PEER_DERIVE_HKDF_EXPAND)
} peer_kdf_style;

typedef enum {
  PEER_DERIVE_TLS12_PRF,    // secret, label || seed
  PEER_DERIVE_HKDF_EXPAND,  // secret, info
} peer_derivation;

typedef struct {
  int hash_bits;  // 256 or 384
  const uint8_t *secret;
  size_t secret_byte_count;
  const uint8_t *label;  // PRF only: label and seed are one seed for every library here
  size_t label_byte_count;
  const uint8_t *seed;  // PRF: the seed; HKDF-Expand: info
  size_t seed_byte_count;
  size_t output_byte_count;
} peer_kdf_input;

peer_operation *peer_libcrypto_kdf(const peer_libcrypto *library, peer_kdf_style style,
                                   peer_derivation derivation, const peer_kdf_input *input);

// ---- RSA ------------------------------------------------------------------------------------------

typedef enum {
  PEER_RSA_PRIVATE,            // input: n's length; result: input^d mod n
  PEER_RSA_PUBLIC,             // input: n's length; result: input^e mod n
  PEER_RSA_SIGN_PSS_SHA256,    // input: a digest; result: a signature
  PEER_RSA_DECRYPT_PREMASTER,  // input: a ciphertext; result: 48 bytes
} peer_rsa_kind;

// The key is a DER RSAPrivateKey (PKCS #1).
peer_operation *peer_libcrypto_rsa(const peer_libcrypto *library, peer_rsa_kind kind,
                                   const uint8_t *key, size_t key_byte_count, const uint8_t *input,
                                   size_t input_byte_count);

// Numbers are big-endian. p, q, d_p, d_q and q_inverse are half_byte_count bytes each, a multiple of
// eight; n is twice that.
typedef struct {
  size_t half_byte_count;
  const uint8_t *n, *p, *q, *d_p, *d_q, *q_inverse;
  uint64_t e;
} peer_crt_key;

// GMP alone: two mpn_sec_powm and the CRT (private), mpz_powm_ui (public). No blinding, no padding.
peer_operation *peer_gmp_rsa(peer_rsa_kind kind, const peer_crt_key *key, const uint8_t *input,
                             size_t input_byte_count);
const char *peer_gmp_version(void);

// Intel's crypto_mb, loaded with dlopen and RTLD_LOCAL and never unloaded.
typedef struct peer_crypto_mb peer_crypto_mb;

// Whether the library at `path` is one. To be asked before peer_libcrypto_open, which finds the
// functions of the libcrypto that crypto_mb is linked with.
int peer_is_crypto_mb(const char *path);
// NULL: it cannot be used here; the reason is written to `error`.
peer_crypto_mb *peer_crypto_mb_open(const char *path, char *error, size_t error_capacity);
const char *peer_crypto_mb_version(const peer_crypto_mb *library);

// Eight private operations in one call, of one key on one input of n's length; no blinding, no check of
// the result, which is the one that all eight have. NULL: the library has no such size.
peer_operation *peer_crypto_mb_rsa(const peer_crypto_mb *library, const peer_crt_key *key,
                                   const uint8_t *input);

// ---- TLS 1.2 --------------------------------------------------------------------------------------

// The libssl that belongs to a libcrypto, and is linked with it.
typedef struct peer_libssl peer_libssl;

// The one at `path`; NULL: the one beside the libcrypto. The result NULL: not to be had; the reason is
// written to `error`. Never unloaded. `library` must stay.
peer_libssl *peer_libssl_open(const peer_libcrypto *library, const char *path, char *error,
                              size_t error_capacity);

typedef struct {
  const uint8_t *certificate;  // DER
  size_t certificate_byte_count;
  const uint8_t *key;  // DER, RSAPrivateKey
  size_t key_byte_count;
} peer_tls_identity;

typedef enum { PEER_TLS_NO_SIDE, PEER_TLS_SERVER, PEER_TLS_CLIENT } peer_tls_side;

typedef struct {
  int is_ecdhe;              // ECDHE-RSA with X25519, else RSA key exchange; AES-128-GCM both
  int is_mutual;             // the client has to show its certificate
  int is_resumed;            // by session tickets; else there are none, and no session cache
  peer_tls_side timed;       // whose thread time peer_operation_seconds counts
  const char *server_name;   // in the server's certificate
  const uint8_t *authority;  // DER: the certificate that issued the other two
  size_t authority_byte_count;
  peer_tls_identity server, client;
} peer_tls_input;

// Client and server in one thread, over memory BIOs that each one writes to and the other reads from.
// The result says what was negotiated: "TLSv1.2 <IANA name of the cipher suite>", then " ems",
// " resumed", " mutual" where it is so.
peer_operation *peer_libssl_handshake(const peer_libssl *library, const peer_tls_input *input);

// A call moves `byte_count` bytes from client to server over one connection, `chunk_byte_count` at a
// time; byte number i is (uint8_t)(31 i + (i >> 8)). The result is the last `chunk_byte_count` bytes
// as they came out.
peer_operation *peer_libssl_transfer(const peer_libssl *library, const peer_tls_input *input,
                                     size_t byte_count, size_t chunk_byte_count);

#endif
