// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

// What needs HandshakeCore and HandshakeTLS alone, together, so that they are built once. Traits hold for
// a package: the servers, which need more of them, are packages of their own in the folders beside these.
let swiftSettings: [SwiftSetting] = [.swiftLanguageMode(.v6)]

let core: Target.Dependency = .product(name: "HandshakeCore", package: "swift-handshake")
let tls: Target.Dependency = .product(name: "HandshakeTLS", package: "swift-handshake")

let package = Package(
    name: "examples",
    platforms: [.macOS(.v26)],
    dependencies: [.package(name: "swift-handshake", path: "..", traits: [])],
    targets: [
        .executableTarget(
            name: "tls12-server",
            dependencies: [core, tls],
            path: "tls12-server",
            exclude: ["README.md"],
            swiftSettings: swiftSettings
        ),
        .executableTarget(
            name: "tls13-records",
            dependencies: [core, tls],
            path: "tls13-records",
            exclude: ["README.md"],
            swiftSettings: swiftSettings
        ),
        .executableTarget(
            name: "tokens",
            dependencies: [core],
            path: "tokens",
            exclude: ["README.md"],
            swiftSettings: swiftSettings
        ),
    ]
)
