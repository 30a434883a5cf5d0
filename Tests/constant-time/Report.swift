// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore
internal import SelfTestCases

/// What the comparisons of an operation come to.
struct Report {
    let operation: Operation
    let comparisons: [Comparison]
    let duration: Duration
    /// What fails, a line each.
    let failures: [String]
    /// The known differences that there are.
    let known: [KnownDifference]

    /// Runs the operation with secrets 0 to `secretCount` - 1, or more if there are more sorts.
    init(_ operation: Operation, secretCount: Int) {
        let clock = ContinuousClock()
        let start = clock.now
        self.operation = operation
        let secretCount = max(secretCount, operation.sortCount)
        do {
            // Whatever is made once for a process is made now, and so is what is made for each secret.
            try operation.make(secretCount - 1)()
        } catch {
            (comparisons, known, failures) = ([], [], ["threw \(error)"])
            duration = clock.now - start
            return
        }
        comparisons = Comparison.all(operation, secretCount: secretCount)
        duration = clock.now - start

        var secrets: [String: [Int]] = [:]
        var found: [String] = []
        func add(_ failure: String, _ comparison: Comparison) {
            if secrets[failure] == nil { found.append(failure) }
            secrets[failure, default: []].append(comparison.secret)
        }
        var used: Set<Int> = []
        for comparison in comparisons {
            if let failure = comparison.failure {
                add("FAILED: \(failure)", comparison)
            } else if comparison.instructionCount == 0 {
                add("FAILED: nothing was traced", comparison)
            }
            for difference in comparison.differences {
                let index = KnownDifference.all.firstIndex { $0.covers(difference, of: operation) }
                if let index { used.insert(index) } else { add("\(difference)", comparison) }
            }
            if comparison.hasMore { add("and at more places", comparison) }
        }
        known = used.sorted().map { KnownDifference.all[$0] }
        failures = found.map { failure in
            "\(failure) (secret \(secrets[failure]!.map(String.init).joined(separator: ", ")))"
        }
    }

    func print() {
        let outcome = failures.isEmpty ? known.isEmpty ? "equal" : "known" : "DIFFERS"
        Swift.print(
            padded(outcome, 8),
            padded(operation.name, 48),
            padded(operation.kernel, 20),
            padded("\(comparisons.count + 1) secrets", 10),
            padded("\(comparisons.first?.instructionCount ?? 0) instructions", 24),
            "\(Int(duration / .milliseconds(1))) ms"
        )
        for failure in failures { Swift.print("         \(failure)") }
    }

    private func padded(_ text: String, _ count: Int) -> String {
        text + String(repeating: " ", count: max(0, count - text.count))
    }
}

extension Report {
    /// The kernels of this architecture that this CPU cannot run.
    static var missingKernels: [String] {
        func missing<K: Kernel>(_ name: String, _ kernel: K.Type) -> [String] {
            K.all.filter { !$0.isSupported }.map { "\(name) \($0.name)" }
        }
        return missing("RSA", RSAKernel.self) + missing("AES-GCM", AESGCMKernel.self)
            + missing("SHA-256", SHA256Kernel.self) + missing("SHA-512", SHA512Kernel.self)
            + missing("SHA-256 lanes", SHA256LanesKernel.self)
            + missing("SHA-512 lanes", SHA512LanesKernel.self)
    }
}
