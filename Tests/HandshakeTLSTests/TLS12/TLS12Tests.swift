// SPDX-License-Identifier: Apache-2.0

/// The tests of `TLS12`.
enum TLS12Tests {}
