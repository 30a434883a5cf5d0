// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

// The targets of scripts/fuzz, which links this library with libFuzzer. A package of its own: all that
// it needs is built with the fuzzer's instrumentation, in a folder of its own.
let package = Package(
    name: "fuzzing",
    platforms: [.macOS(.v26)],
    products: [.library(name: "Fuzzing", type: .static, targets: ["Fuzzing"])],
    dependencies: [.package(name: "swift-handshake", path: "../..", traits: ["Engine"])],
    targets: [
        .target(name: "CDeterministicEntropy"),
        .target(
            name: "Fuzzing",
            dependencies: [
                "CDeterministicEntropy",
                .product(name: "HandshakeCore", package: "swift-handshake"),
                .product(name: "HandshakeTLS", package: "swift-handshake"),
                .product(name: "HandshakeEngine", package: "swift-handshake"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6), .strictMemorySafety()]
        ),
    ]
)
