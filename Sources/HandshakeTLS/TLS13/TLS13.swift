// SPDX-License-Identifier: Apache-2.0

/// TLS 1.3 (RFC 8446): key derivations, and records protected with AES-GCM.
public enum TLS13 {}
