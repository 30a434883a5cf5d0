// SPDX-License-Identifier: Apache-2.0

/// TLS 1.2 (RFC 5246): key derivations, and records protected with AES-GCM.
public enum TLS12 {}
