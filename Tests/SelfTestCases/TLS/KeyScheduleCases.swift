// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore
internal import HandshakeTLS
internal import TestSupport
internal import TestVectors

/// TLS 1.3's key schedule: its vectors in both forms on every kernel, and what it leaves on the stack.
package enum KeyScheduleCases {
    package static let all: [SelfTestCase] = KeyDerivationCases.kernels.flatMap { kernels in
        [
            SelfTestCase("key schedule (\(kernels.sha256), \(kernels.sha512))") { checks, _ in
                try stepsMatchTheVectors(kernels, &checks)
            }
        ]
            + CipherSuiteHash.allCases.map { hash in
                SelfTestCase("key schedule's stack (\(kernels.name(for: hash.algorithm)))") {
                    checks,
                    _ in nothingRemains(hash, kernels, &checks)
                }
            }
    }

    private static func stepsMatchTheVectors(
        _ kernels: HashKernels,
        _ checks: inout Checks
    ) throws {
        let vectors = try KeyDerivationVectors.load().tls13
        checks.check(vectors.count > 100)
        checks.check(vectors.filter { $0.source.hasPrefix("RFC 8448") }.count == 34)
        for vector in vectors {
            let hash: CipherSuiteHash = vector.hash == "sha256" ? .sha256 : .sha384
            let step = KeyScheduleStep(TLS13.KeySchedule(hash, kernels: kernels), vector)
            let what = "\(vector.source): \(vector.step)"
            checks.check(try step.intoSpan() == step.output, what)
            checks.check(try step.returned() == step.output, what)
            if vector.step == "verify data" { try step.checkValidation(&checks, what) }
        }
    }

    /// Each step's secrets, and what HMAC makes of them, up to what goes out.
    private static func nothingRemains(
        _ hash: CipherSuiteHash,
        _ kernels: HashKernels,
        _ checks: inout Checks
    ) {
        let schedule = TLS13.KeySchedule(hash, kernels: kernels)
        var generator = SeededGenerator(seed: 9)
        let secret = generator.bytes(hash.byteCount)
        let input = generator.bytes(hash.byteCount)
        let emptyHash = hash.algorithm.hash([])
        let emptyLabel: [UInt8] = []

        func check(
            _ what: String,
            _ label: String,
            _ context: [UInt8],
            then message: [UInt8],
            _ step: (inout MutableSpan<UInt8>) -> Void
        ) {
            // The first HMAC is HKDF-Expand-Label's, the second one has its output as the key.
            var outer = HMACNeedles(hash.algorithm, key: secret)
            let derived = outer.tag(of: info(label, context, hash.byteCount) + [1])
            var inner = HMACNeedles(hash.algorithm, key: derived)
            let expected = inner.tag(of: message)
            let needles = outer.bytes + inner.bytes
            let leak = StackRemains(ofKnownLeak: Array(needles.prefix(8)))
            checks.check(leak.needleCount == 1)
            var output = [UInt8](repeating: 0, count: hash.byteCount)
            let remains = StackRemains(of: needles, each: 8) {
                var span = output.mutableSpan
                step(&span)
            }
            checks.check(output == expected, what)
            checks.check(remains.needleCount == 0, "\(remains.needleCount) of \(what)")
        }
        check("handshake secret", "derived", emptyHash, then: input) { output in
            try? schedule.handshakeSecret(
                earlySecret: secret.span,
                sharedSecret: input.span,
                into: &output
            )
        }
        check("verify data", "finished", emptyLabel, then: input) { output in
            try? schedule.verifyData(
                baseKey: secret.span,
                transcriptHash: input.span,
                into: &output
            )
        }
        let contextHash = hash.algorithm.hash(input)
        let exporter = info("exporter", contextHash, hash.byteCount) + [1]
        check("exporter", "a label", emptyHash, then: exporter) { output in
            try? schedule.exportKeyingMaterial(
                exporterMasterSecret: secret.span,
                label: [UInt8]("a label".utf8).span,
                context: input.span,
                into: &output
            )
        }
    }

    /// HkdfLabel (RFC 8446, section 7.1).
    private static func info(_ label: String, _ context: [UInt8], _ byteCount: Int) -> [UInt8] {
        let label = [UInt8]("tls13 \(label)".utf8)
        return [UInt8(byteCount >> 8), UInt8(byteCount & 255), UInt8(label.count)] + label
            + [UInt8(context.count)] + context
    }
}

/// One vector, run in either form.
private struct KeyScheduleStep {
    private let schedule: TLS13.KeySchedule
    private let step: String
    private let secret, input, label: [UInt8]
    let output: [UInt8]

    init(_ schedule: TLS13.KeySchedule, _ vector: KeyDerivationVectors.KeyScheduleStep) {
        self.schedule = schedule
        step = vector.step
        secret = [UInt8](hexadecimal: vector.secret)
        input = [UInt8](hexadecimal: vector.input)
        label = [UInt8](hexadecimal: vector.label)
        output = [UInt8](hexadecimal: vector.output)
    }

    /// Into the middle of a longer output, which is not touched around it.
    func intoSpan() throws -> [UInt8]? {
        let fillsItsOutput = step == "key" || step == "exporter"
        let slack = fillsItsOutput ? 0 : 3
        var bytes = [UInt8](repeating: 0xa5, count: output.count + slack)
        var span = bytes.mutableSpan
        try write(into: &span)
        guard bytes[output.count...].allSatisfy({ $0 == 0xa5 }) else { return nil }
        return Array(bytes.prefix(output.count))
    }

    private func write(into output: inout MutableSpan<UInt8>) throws(KeyDerivationError) {
        let (secret, input) = (secret.span, input.span)
        switch step {
        case "early secret":
            try schedule.earlySecret(presharedKey: input, into: &output)
        case "handshake secret":
            try schedule.handshakeSecret(earlySecret: secret, sharedSecret: input, into: &output)
        case "master secret":
            try schedule.masterSecret(handshakeSecret: secret, into: &output)
        case "ext binder":
            try schedule.binderKey(of: .external, earlySecret: secret, into: &output)
        case "res binder":
            try schedule.binderKey(of: .resumption, earlySecret: secret, into: &output)
        case "traffic upd":
            try schedule.nextTrafficSecret(after: secret, into: &output)
        case "resumption":
            try schedule.presharedKey(
                resumptionMasterSecret: secret,
                ticketNonce: input,
                into: &output
            )
        case "key":
            try schedule.writeKey(trafficSecret: secret, into: &output)
        case "iv":
            try schedule.writeInitializationVector(trafficSecret: secret, into: &output)
        case "finished":
            try schedule.finishedKey(baseKey: secret, into: &output)
        case "verify data":
            try schedule.verifyData(baseKey: secret, transcriptHash: input, into: &output)
        case "exporter":
            try schedule.exportKeyingMaterial(
                exporterMasterSecret: secret,
                label: label.span,
                context: input,
                into: &output
            )
        default:
            guard let kind else { return }
            try schedule.deriveSecret(kind, from: secret, transcriptHash: input, into: &output)
        }
    }

    /// By the form that returns.
    func returned() throws -> [UInt8] {
        let secret = SecretBytes(copying: secret.span)
        let inputSecret = SecretBytes(copying: input.span)
        switch step {
        case "early secret":
            return input.isEmpty
                ? revealed(try schedule.earlySecret())
                : revealed(try schedule.earlySecret(presharedKey: inputSecret))
        case "handshake secret":
            return input.isEmpty
                ? revealed(try schedule.handshakeSecret(earlySecret: secret))
                : revealed(
                    try schedule.handshakeSecret(earlySecret: secret, sharedSecret: inputSecret)
                )
        case "master secret":
            return revealed(try schedule.masterSecret(handshakeSecret: secret))
        case "ext binder":
            return revealed(try schedule.binderKey(of: .external, earlySecret: secret))
        case "res binder":
            return revealed(try schedule.binderKey(of: .resumption, earlySecret: secret))
        case "traffic upd":
            return revealed(try schedule.nextTrafficSecret(after: secret))
        case "resumption":
            return revealed(
                try schedule.presharedKey(resumptionMasterSecret: secret, ticketNonce: input)
            )
        case "key":
            return revealed(
                try schedule.writeKey(trafficSecret: secret, byteCount: output.count)
            )
        case "iv":
            return try schedule.writeInitializationVector(trafficSecret: secret)
        case "finished":
            return revealed(try schedule.finishedKey(baseKey: secret))
        case "verify data":
            return try schedule.verifyData(baseKey: secret, transcriptHash: input)
        case "exporter":
            return revealed(
                try schedule.exportKeyingMaterial(
                    exporterMasterSecret: secret,
                    label: label,
                    context: input,
                    byteCount: output.count
                )
            )
        default:
            guard let kind else { return [] }
            return revealed(
                try schedule.deriveSecret(kind, from: secret, transcriptHash: input)
            )
        }
    }

    func checkValidation(_ checks: inout Checks, _ what: String) throws {
        let key = SecretBytes(copying: secret.span)
        func isValid(_ verifyData: [UInt8]) throws -> Bool {
            try schedule.isValidVerifyData(verifyData, baseKey: key, transcriptHash: input)
        }
        checks.check(try isValid(output), what)
        checks.check(try !isValid(Array(output.dropLast())), what)
        checks.check(try !isValid([]), what)
        for index in output.indices {
            var wrong = output
            wrong[index] ^= 1
            checks.check(try !isValid(wrong), what)
        }
    }

    private var kind: TLS13.DerivedSecret? {
        TLS13.DerivedSecret.allCases.first { "\($0)" == step }
    }

    private func revealed(_ secret: borrowing SecretBytes) -> [UInt8] {
        secret.withBytes { bytes in bytes.indices.map { bytes[$0] } }
    }
}
