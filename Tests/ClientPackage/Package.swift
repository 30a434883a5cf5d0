// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

// A package of its own that depends on this one, as users' packages do: scripts/test-builds compiles
// it in debug.
let package = Package(
    name: "client",
    platforms: [.macOS(.v26)],
    dependencies: [.package(name: "swift-handshake", path: "../..", traits: ["Engine"])],
    targets: [
        .executableTarget(
            name: "client",
            dependencies: [
                .product(name: "HandshakeCore", package: "swift-handshake"),
                .product(name: "HandshakeTLS", package: "swift-handshake"),
                .product(name: "HandshakeEngine", package: "swift-handshake"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6)]
        )
    ]
)
