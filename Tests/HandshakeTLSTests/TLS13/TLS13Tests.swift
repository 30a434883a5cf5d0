// SPDX-License-Identifier: Apache-2.0

/// The tests of `TLS13`.
enum TLS13Tests {}
