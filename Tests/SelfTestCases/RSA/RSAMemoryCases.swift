// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore
internal import TestSupport

/// Of a key that was made, exported, imported, used and released, nothing is left in the process'
/// memory.
package enum RSAMemoryCases {
    package static let all: [SelfTestCase] = [
        SelfTestCase("memory after an RSA key") { checks, _ in
            // The kernels' first use may load what later uses only call.
            for round in 1...2 { try nothingRemains(round, &checks) }
        }
    ]

    private static let names = ["d", "p", "q", "dP", "dQ", "qInv"]

    private static func nothingRemains(_ round: Int, _ checks: inout Checks) throws {
        MemoryRemains.forgetAll()
        let whileItLives = try useKey()
        let afterwards = MemoryRemains.counts()
        MemoryRemains.forgetAll()
        guard MemoryRemains.works else { return checks.check(true) }
        guard let whileItLives, let afterwards else {
            return checks.check(false, "memory could not be looked at")
        }
        for (index, name) in names.enumerated() {
            // The coefficient is kept in Montgomery form alone.
            checks.check(whileItLives[index] > 0 || name == "qInv", name)
            checks.check(afterwards[index] == 0, "\(afterwards[index]) of \(name), round \(round)")
        }
    }

    /// A new key in and out of every form; what is in memory while it lives.
    @inline(never)
    private static func useKey() throws -> [Int]? {
        let made = try RSAPrivateKey.generate(bitCount: 2048)
        let der = try made.derRepresentation()
        let key = try der.withBytes { try RSAPrivateKey(derRepresentation: $0) }
        remember(key)
        let counts = MemoryRemains.counts()

        let digest = [UInt8](repeating: 7, count: 32)
        var output = [UInt8](repeating: 0, count: key.modulusByteCount)
        var span = output.mutableSpan
        try key.sign(digest: digest.span, scheme: .pss(.sha256), into: &span)
        let input = [0] + [UInt8](repeating: 5, count: 255)
        try key.rawOperation(input.span, into: &span)
        _ = try key.derRepresentation(.pkcs1)
        _ = key.components()
        return counts
    }

    @inline(never)
    private static func remember(_ key: RSAPrivateKey) {
        let components = key.components()
        components.d.withBytes { MemoryRemains.add(0, $0) }
        components.p.withBytes { MemoryRemains.add(1, $0) }
        components.q.withBytes { MemoryRemains.add(2, $0) }
        components.dP.withBytes { MemoryRemains.add(3, $0) }
        components.dQ.withBytes { MemoryRemains.add(4, $0) }
        components.qInv.withBytes { MemoryRemains.add(5, $0) }
    }
}
