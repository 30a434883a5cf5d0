// SPDX-License-Identifier: Apache-2.0

import CDeterministicEntropy
import Foundation

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ byteCount: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: byteCount))
    let target = FuzzTarget.chosen
    Plant.begin()
    Plant.trap(on: input)
    deterministic_entropy_start(0)
    target.run(input)
    return 0
}

/// What libFuzzer calls first.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(
    _ argumentCount: UnsafeMutablePointer<CInt>?,
    _ arguments: UnsafeMutableRawPointer?
) -> CInt {
    let target = FuzzTarget.chosen
    guard let folder = ProcessInfo.processInfo.environment["FUZZ_WRITE_MESSAGES"] else { return 0 }
    try! MessageReplacement.writeCorpus(
        to: URL(filePath: folder),
        toClient: target == .clientMessages
    )
    // Without the look for leaks, which finds what is made once.
    _exit(0)
}

/// What an input goes to: the one that `FUZZ_TARGET` names.
enum FuzzTarget: String, CaseIterable {
    case privateKeyDER = "private-key-der"
    case privateKeyPEM = "private-key-pem"
    case publicKeyDER = "public-key-der"
    case publicKeyPEM = "public-key-pem"
    case jsonWebKey = "json-web-key"
    case decryption
    case recordsTLS12 = "records-tls12"
    case recordsTLS13 = "records-tls13"
    case certificates
    case clientMessages = "client-messages"
    case serverMessages = "server-messages"
    case connections

    static let chosen: FuzzTarget = {
        let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? ""
        guard let target = FuzzTarget(rawValue: name) else {
            fatalError("FUZZ_TARGET is none of \(allCases.map(\.rawValue))")
        }
        // Whatever is made once is made before the first input, so that each finds the same.
        deterministic_entropy_start(1)
        switch target {
        case .clientMessages, .serverMessages, .connections: Scenario.prepare()
        default: break
        }
        return target
    }()

    func run(_ input: [UInt8]) {
        switch self {
        case .privateKeyDER: KeyImport.privateKey(der: input)
        case .privateKeyPEM: KeyImport.privateKey(pem: input)
        case .publicKeyDER: KeyImport.publicKey(der: input)
        case .publicKeyPEM: KeyImport.publicKey(pem: input)
        case .jsonWebKey: KeyImport.jsonWebKey(input)
        case .decryption: Decryption.run(input)
        case .recordsTLS12: RecordOpening.tls12(input)
        case .recordsTLS13: RecordOpening.tls13(input)
        case .certificates: CertificateReading.run(input)
        case .clientMessages: MessageReplacement.run(input, toClient: true)
        case .serverMessages: MessageReplacement.run(input, toClient: false)
        case .connections: ConnectionEditing.run(input)
        }
    }
}
