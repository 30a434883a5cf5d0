// SPDX-License-Identifier: Apache-2.0

internal import TestSupport

/// What is done with a secret, on one kernel.
struct Operation {
    let name: String
    let kernel: String
    /// Whether it is left out of the short run: it is the code of another operation at another size.
    var isForLongRuns = false
    /// How many secrets there are of another sort than the ones before.
    var sortCount = 2
    /// Sets it up with the secret of this number; 0 is what others are compared with. What it answers
    /// is traced.
    let make: (_ secret: Int) throws -> () throws -> Void

    static var all: [Operation] {
        rsa + rsaDecryption + keyImport + aesGCM + keyDerivation + comparison + records + server
    }
}

/// The same bytes in memory of this run's own: what is made before the runs has one address a secret.
func copy(of bytes: [UInt8]) -> [UInt8] { bytes.map { $0 } }

/// An operation that is to fail has not.
struct UnexpectedSuccess: Error {}

/// An operation that is not to fail has.
struct UnexpectedFailure: Error {}

/// Runs what is to fail with this error.
func expect<Failure: Error & Equatable>(
    _ expected: Failure,
    _ body: () throws(Failure) -> Void
) throws {
    do throws(Failure) {
        try body()
    } catch {
        guard error == expected else { throw error }
        return
    }
    throw UnexpectedSuccess()
}

extension SeededGenerator {
    init(secret: Int) { self.init(seed: UInt64(secret)) }
}
