// SPDX-License-Identifier: Apache-2.0

// A libcrypto of OpenSSL 3 that is loaded when the program runs, and what it says to an input.
// Its prototypes are written out: nothing of OpenSSL is needed to build. One library a process, and
// one thread.
//
// Functions that answer a bool say whether the library accepted; where it did not, what is in the
// output means nothing.
#ifndef LIBCRYPTO_H
#define LIBCRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Whether the library at the path is there and has what is called here; if not, why. A path without
// a slash is searched for as the system does.
bool libcrypto_load(const char *path, char *error, size_t error_capacity);
// Such as "OpenSSL 3.0.19 27 Jan 2026".
const char *libcrypto_version(void);
// Whether PKCS #1 v1.5 decryption answers wrong padding with a pseudo-random message (3.2 and later).
bool libcrypto_rejects_implicitly(void);

// Hashes, by the library's names: SHA1, SHA224, …

bool libcrypto_hash(const char *hash, const uint8_t *message, size_t byte_count, uint8_t *digest);
bool libcrypto_hmac(const char *hash, const uint8_t *key, size_t key_byte_count,
                    const uint8_t *message, size_t byte_count, uint8_t *tag);

// Key derivation

// The seed is the label and what follows it, at most 1024 bytes.
bool libcrypto_tls1_prf(const char *hash, const uint8_t *secret, size_t secret_byte_count,
                        const uint8_t *seed, size_t seed_byte_count, uint8_t *output,
                        size_t output_byte_count);
bool libcrypto_hkdf_extract(const char *hash, const uint8_t *salt, size_t salt_byte_count,
                            const uint8_t *input, size_t input_byte_count, uint8_t *output,
                            size_t output_byte_count);
bool libcrypto_hkdf_expand(const char *hash, const uint8_t *key, size_t key_byte_count,
                           const uint8_t *info, size_t info_byte_count, uint8_t *output,
                           size_t output_byte_count);

// AES-GCM

typedef struct {
  const uint8_t *key, *nonce, *additional_data;
  size_t key_byte_count, nonce_byte_count, additional_data_byte_count;
} libcrypto_gcm;

// output := ciphertext and 16 bytes of tag.
bool libcrypto_gcm_seal(const libcrypto_gcm *gcm, const uint8_t *text, size_t byte_count,
                        uint8_t *output);
// Of a sealed text of byte_count bytes, 16 at least.
bool libcrypto_gcm_open(const libcrypto_gcm *gcm, const uint8_t *sealed, size_t byte_count,
                        uint8_t *output);

// RSA

typedef struct libcrypto_key libcrypto_key;

typedef enum {
  LIBCRYPTO_PRIVATE_PKCS1,
  LIBCRYPTO_PRIVATE_PKCS8,
  LIBCRYPTO_PUBLIC_PKCS1,
  LIBCRYPTO_PUBLIC_SPKI,
  LIBCRYPTO_PRIVATE_PEM,
  LIBCRYPTO_PUBLIC_PEM,
} libcrypto_format;

// The RSA key that the library reads from these bytes, or NULL. Of DER, how many bytes it took.
libcrypto_key *libcrypto_key_read(libcrypto_format format, const uint8_t *bytes, size_t byte_count,
                                  size_t *consumed_byte_count);
// The private key with these primes, whose other numbers the library computes; big-endian.
libcrypto_key *libcrypto_key_of_primes(const uint8_t *p, size_t p_byte_count, const uint8_t *q,
                                       size_t q_byte_count, const uint8_t *e, size_t e_byte_count);
void libcrypto_key_free(libcrypto_key *key);
// The key's DER in a format, of at most capacity bytes: its length, or 0. For a PEM format, PKCS #8's
// or SubjectPublicKeyInfo's.
size_t libcrypto_key_write(const libcrypto_key *key, libcrypto_format format, uint8_t *bytes,
                           size_t capacity);

typedef struct {
  int modulus_bit_count, exponent_bit_count;
  bool modulus_is_odd, exponent_is_odd;
  // Whether the key is for PSS alone.
  bool is_pss;
  // Of a private key. n = p · q with two primes that differ; d · e = 1 modulo p - 1 and q - 1, and
  // d < n; dP and dQ are d modulo these; qInv · q = 1 modulo p, and qInv < p.
  bool has_all_parts, primes_fit, primes_are_prime, exponent_fits, crt_parts_fit;
} libcrypto_key_facts;

// What the key's numbers are, by the library's arithmetic. Whether they are primes is only asked
// where everything else fits.
libcrypto_key_facts libcrypto_key_examine(const libcrypto_key *key, bool is_private);

typedef enum {
  LIBCRYPTO_NONE,  // the bare exponentiation
  LIBCRYPTO_PKCS1,
  LIBCRYPTO_OAEP,
  LIBCRYPTO_PSS,
  LIBCRYPTO_TLS,  // PKCS #1 v1.5 of a premaster secret
} libcrypto_padding;

typedef struct {
  libcrypto_padding padding;
  const char *hash, *mgf1_hash;
  // Of PSS: a number of bytes; -1 for the digest's, -2 for any.
  int salt_byte_count;
  const uint8_t *label;
  size_t label_byte_count;
  unsigned client_version;
} libcrypto_scheme;

// Outputs have room for the modulus.
bool libcrypto_encrypt(const libcrypto_key *key, const libcrypto_scheme *scheme,
                       const uint8_t *input, size_t byte_count, uint8_t *output,
                       size_t *output_byte_count);
bool libcrypto_decrypt(const libcrypto_key *key, const libcrypto_scheme *scheme,
                       const uint8_t *input, size_t byte_count, uint8_t *output,
                       size_t *output_byte_count);
bool libcrypto_sign(const libcrypto_key *key, const libcrypto_scheme *scheme, const uint8_t *digest,
                    size_t byte_count, uint8_t *signature, size_t *signature_byte_count);
bool libcrypto_verify(const libcrypto_key *key, const libcrypto_scheme *scheme,
                      const uint8_t *digest, size_t byte_count, const uint8_t *signature,
                      size_t signature_byte_count);

#endif
