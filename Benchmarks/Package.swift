// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

// Warnings are errors where HANDSHAKE_STRICT=1 is set, as in the parent package.
let isStrict = Context.environment["HANDSHAKE_STRICT"] == "1"

let swiftSettings: [SwiftSetting] =
    [
        .swiftLanguageMode(.v6),
        .strictMemorySafety(),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ] + (isStrict ? [.treatAllWarnings(as: .error)] : [])

let cSettings: [CSetting] = isStrict ? [.treatAllWarnings(as: .error)] : []

let package = Package(
    name: "handshake-benchmarks",
    platforms: [.macOS(.v26)],
    dependencies: [
        .package(name: "swift-handshake", path: ".."),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-asn1.git", from: "1.7.0"),
        .package(url: "https://github.com/apple/swift-certificates.git", from: "1.18.0"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.0.0"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.90.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.36.0"),
    ],
    targets: [
        // The other libraries, each behind the same small C interface; found with dlopen.
        .target(
            name: "CPeers",
            cSettings: cSettings,
            linkerSettings: [
                .linkedLibrary("gmp"), .linkedLibrary("dl", .when(platforms: [.linux])),
            ]
        ),
        // Register-only loops that reach the CPU's best rate.
        .target(name: "CPeaks", cSettings: cSettings),

        // On which cores threads run, and where on the stack.
        .target(name: "CCores", cSettings: cSettings),

        // The signals that end a run early.
        .target(name: "CSignals", cSettings: cSettings),

        // Turns, statistics, result files; knows nothing of cryptography.
        .target(
            name: "Measurement",
            dependencies: ["CCores", "CPeaks", "CSignals"],
            swiftSettings: swiftSettings
        ),
        // What is measured: every workload once, for us and for each peer.
        .target(
            name: "Workloads",
            dependencies: [
                "CPeers", "CPeaks", "Measurement",
                .product(name: "HandshakeCore", package: "swift-handshake"),
                .product(name: "HandshakeTLS", package: "swift-handshake"),
                .product(name: "HandshakeEngine", package: "swift-handshake"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "HandshakeNIOSSL", package: "swift-handshake"),
                .product(name: "HandshakeCertificates", package: "swift-handshake"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ],
            swiftSettings: swiftSettings
        ),
        .executableTarget(
            name: "handshake-bench",
            dependencies: [
                "Workloads", "Measurement",
                .product(name: "HandshakeCore", package: "swift-handshake"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: swiftSettings
        ),

        .testTarget(
            name: "MeasurementTests",
            dependencies: ["Measurement"],
            swiftSettings: swiftSettings
        ),
        // The program, from outside
        .testTarget(
            name: "BenchCommandTests",
            dependencies: [
                "handshake-bench", "Measurement", "Workloads",
                .product(name: "HandshakeCore", package: "swift-handshake"),
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "WorkloadsTests",
            dependencies: [
                "Workloads", "Measurement",
                .product(name: "HandshakeCore", package: "swift-handshake"),
            ],
            swiftSettings: swiftSettings
        ),
    ]
)
