// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

// Warnings are errors where HANDSHAKE_STRICT=1 is set, as CI does: a newer compiler's new warning
// must never break a user's build.
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

// What a target needs beside swift-asn1 comes with the trait of its product, so that a client resolves
// only what it uses. All are enabled by default; `traits: []` leaves HandshakeCore and HandshakeTLS.
extension Target.Dependency {
    static func certificates(_ trait: String) -> Self {
        .product(name: "X509", package: "swift-certificates", condition: .when(traits: [trait]))
    }
    static func crypto(_ trait: String) -> Self {
        .product(name: "Crypto", package: "swift-crypto", condition: .when(traits: [trait]))
    }
    static func nio(_ name: String, _ trait: String) -> Self {
        .product(name: name, package: "swift-nio", condition: .when(traits: [trait]))
    }
    static func nioSSL(_ trait: String) -> Self {
        .product(name: "NIOSSL", package: "swift-nio-ssl", condition: .when(traits: [trait]))
    }
    static func log(_ name: String, _ trait: String) -> Self {
        .product(name: name, package: "swift-log", condition: .when(traits: [trait]))
    }
    static func metrics(_ name: String, _ trait: String) -> Self {
        .product(name: name, package: "swift-metrics", condition: .when(traits: [trait]))
    }
    static func lifecycle(_ name: String, _ trait: String) -> Self {
        .product(
            name: name,
            package: "swift-service-lifecycle",
            condition: .when(traits: [trait])
        )
    }
    static func certificateReloading(_ trait: String) -> Self {
        .product(
            name: "NIOCertificateReloading",
            package: "swift-nio-extras",
            condition: .when(traits: [trait])
        )
    }
    static let asn1: Self = .product(name: "SwiftASN1", package: "swift-asn1")
}

let package = Package(
    name: "swift-handshake",
    platforms: [.macOS(.v26), .iOS(.v26), .tvOS(.v26), .watchOS(.v26), .visionOS(.v26)],
    products: [
        .library(name: "HandshakeCore", targets: ["HandshakeCore"]),
        .library(name: "HandshakeTLS", targets: ["HandshakeTLS"]),
        .library(name: "HandshakeEngine", targets: ["HandshakeEngine"]),
        .library(name: "HandshakeNIO", targets: ["HandshakeNIO"]),
        .library(name: "HandshakeNIOSSL", targets: ["HandshakeNIOSSL"]),
        .library(name: "HandshakeCertificates", targets: ["HandshakeCertificates"]),
        .library(name: "HandshakeServices", targets: ["HandshakeServices"]),
        .library(name: "HandshakeMetrics", targets: ["HandshakeMetrics"]),
        .executable(name: "handshake", targets: ["handshake"]),
    ],
    traits: [
        .default(enabledTraits: ["CommandLine"]),
        .trait(name: "Engine", description: "HandshakeEngine, on swift-certificates"),
        .trait(name: "NIO", description: "HandshakeNIO, on SwiftNIO", enabledTraits: ["Engine"]),
        .trait(name: "NIOSSL", description: "HandshakeNIOSSL, on swift-nio-ssl"),
        .trait(name: "Certificates", description: "HandshakeCertificates, on swift-certificates"),
        .trait(
            name: "Services",
            description: "HandshakeServices, on swift-service-lifecycle",
            enabledTraits: ["NIOSSL"]
        ),
        .trait(
            name: "Metrics",
            description: "HandshakeMetrics, on swift-metrics; with NIOSSL, of its keys too"
        ),
        .trait(
            name: "CommandLine",
            description: "The handshake tool, and all the others",
            enabledTraits: ["NIO", "NIOSSL", "Certificates", "Services", "Metrics"]
        ),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-asn1.git", from: "1.7.0"),
        .package(url: "https://github.com/apple/swift-certificates.git", from: "1.18.0"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.0.0"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.90.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.36.0"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.35.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.14.0"),
        .package(url: "https://github.com/apple/swift-metrics.git", from: "2.7.0"),
        .package(
            url: "https://github.com/swift-server/swift-service-lifecycle.git",
            from: "2.8.0"
        ),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.5.0"),
    ],
    targets: [
        // Layer 0: C
        .systemLibrary(
            name: "CGMP",
            pkgConfig: "gmp",
            providers: [.apt(["libgmp-dev"]), .yum(["gmp-devel"]), .brew(["gmp"])]
        ),
        .target(name: "CHandshakeKernels", cSettings: cSettings),

        // Layer 1: the algorithms
        .target(
            name: "HandshakeCore",
            dependencies: [
                "CHandshakeKernels", "CGMP",
                .asn1,
            ],
            swiftSettings: swiftSettings
        ),

        // Layer 2: their use in TLS
        .target(
            name: "HandshakeTLS",
            dependencies: ["HandshakeCore"],
            swiftSettings: swiftSettings
        ),

        // Layer 3: what errors of the layers below say to Foundation
        .target(
            name: "HandshakeErrorTexts",
            dependencies: ["HandshakeTLS", "HandshakeCore"],
            swiftSettings: swiftSettings
        ),

        // Layer 3: TLS 1.2, bytes in and bytes out
        .target(
            name: "HandshakeEngine",
            dependencies: [
                "HandshakeErrorTexts", "HandshakeTLS", "HandshakeCore",
                .certificates("Engine"),
                .asn1,
                .crypto("Engine"),
            ],
            // For the reader of messages, which holds a span
            swiftSettings: swiftSettings + [.enableExperimentalFeature("Lifetimes")]
        ),

        // Layer 4: under SwiftNIO
        .target(
            name: "HandshakeNIO",
            dependencies: [
                "HandshakeEngine", "HandshakeCore",
                .nio("NIOCore", "NIO"),
                .nio("NIOTLS", "NIO"),
            ],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "HandshakeNIOSSL",
            dependencies: [
                "HandshakeCore",
                .nio("NIOCore", "NIOSSL"),
                .nioSSL("NIOSSL"),
            ],
            swiftSettings: swiftSettings
        ),

        // Layer 4: a signer for swift-certificates
        .target(
            name: "HandshakeCertificates",
            dependencies: [
                "HandshakeErrorTexts", "HandshakeCore",
                .certificates("Certificates"),
                .asn1,
            ],
            swiftSettings: swiftSettings
        ),

        // Layer 5: what a server in service needs around them
        .target(
            name: "HandshakeServices",
            dependencies: [
                "HandshakeNIOSSL", "HandshakeErrorTexts", "HandshakeCore",
                .certificates("Services"),
                .asn1,
                .nio("NIOCore", "Services"),
                .nioSSL("Services"),
                .lifecycle("ServiceLifecycle", "Services"),
                .lifecycle("UnixSignals", "Services"),
                .log("Logging", "Services"),
            ],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "HandshakeMetrics",
            dependencies: [
                "HandshakeCore",
                .target(name: "HandshakeNIOSSL", condition: .when(traits: ["NIOSSL"])),
                .metrics("CoreMetrics", "Metrics"),
            ],
            swiftSettings: swiftSettings
        ),

        // Layer 5: the command-line tool
        .executableTarget(
            name: "handshake",
            dependencies: [
                "HandshakeNIO", "HandshakeNIOSSL", "HandshakeEngine", "HandshakeCore",
                .product(
                    name: "ArgumentParser",
                    package: "swift-argument-parser",
                    condition: .when(traits: ["CommandLine"])
                ),
                .certificates("CommandLine"),
                .asn1,
                .crypto("CommandLine"),
                .nio("NIOCore", "CommandLine"),
                .nio("NIOPosix", "CommandLine"),
                .nio("NIOHTTP1", "CommandLine"),
                .nio("NIOTLS", "CommandLine"),
                .nioSSL("CommandLine"),
            ],
            swiftSettings: swiftSettings
        ),

        // Tests
        .target(
            name: "TestVectors",
            path: "Tests/TestVectors",
            exclude: ["Vectors"],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "CAllocationCounter",
            path: "Tests/CAllocationCounter",
            cSettings: cSettings
        ),
        .target(
            name: "CStackInspection",
            path: "Tests/CStackInspection",
            cSettings: cSettings
        ),
        .target(
            name: "TestSupport",
            dependencies: ["HandshakeCore", "CAllocationCounter", "CStackInspection"],
            path: "Tests/TestSupport",
            swiftSettings: swiftSettings
        ),
        .target(
            name: "CMontgomeryOracle",
            dependencies: ["CGMP"],
            path: "Tests/CMontgomeryOracle",
            cSettings: cSettings
        ),
        // AVX-IFMA's kernel for CPUs that have AVX-512 IFMA
        .target(
            name: "CMontgomeryTwin",
            dependencies: ["CHandshakeKernels"],
            path: "Tests/CMontgomeryTwin",
            cSettings: cSettings
        ),
        // What the test targets and the self-test for other architectures both run; no Foundation
        .target(
            name: "SelfTestCases",
            dependencies: [
                "HandshakeTLS", "HandshakeCore", "CHandshakeKernels", "CGMP", "CMontgomeryOracle",
                "CMontgomeryTwin", "TestVectors", "TestSupport",
            ],
            path: "Tests/SelfTestCases",
            swiftSettings: swiftSettings
        ),
        .executableTarget(
            name: "selftest",
            dependencies: ["SelfTestCases", "HandshakeCore"],
            path: "Tests/selftest",
            swiftSettings: swiftSettings
        ),
        // What scripts/count-aarch64 counts the instructions of
        .executableTarget(
            name: "workload",
            dependencies: ["HandshakeTLS", "HandshakeCore", "SelfTestCases"],
            path: "Tests/workload",
            swiftSettings: swiftSettings
        ),
        // What scripts/check-constant-time --trace compares the runs of
        .target(
            name: "CExecutionTrace",
            path: "Tests/CExecutionTrace",
            cSettings: cSettings
        ),
        .executableTarget(
            name: "constant-time",
            dependencies: [
                "HandshakeEngine", "HandshakeTLS", "HandshakeCore", "CExecutionTrace",
                "SelfTestCases", "TestSupport", "TestVectors",
            ],
            path: "Tests/constant-time",
            swiftSettings: swiftSettings
        ),
        // What scripts/check-differential compares with OpenSSL's libcrypto
        .target(
            name: "CLibcrypto",
            path: "Tests/CLibcrypto",
            cSettings: cSettings,
            linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]
        ),
        .executableTarget(
            name: "differential",
            dependencies: [
                "HandshakeTLS", "HandshakeCore", "CLibcrypto", "SelfTestCases", "TestSupport",
                "TestVectors",
            ],
            path: "Tests/differential",
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "HandshakeCoreTests",
            dependencies: [
                "HandshakeCore", "CHandshakeKernels", "CGMP", "CMontgomeryOracle", "SelfTestCases",
                "TestVectors", "TestSupport",
                .asn1,
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "HandshakeTLSTests",
            dependencies: [
                "HandshakeTLS", "HandshakeCore", "CHandshakeKernels", "SelfTestCases",
                "TestVectors", "TestSupport",
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "HandshakeEngineTests",
            dependencies: [
                "HandshakeEngine", "HandshakeTLS", "HandshakeCore", "TestVectors",
                "TestSupport",
                .certificates("Engine"),
                .asn1,
                .crypto("Engine"),
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "HandshakeNIOTests",
            dependencies: [
                "HandshakeNIO", "HandshakeEngine", "HandshakeCore", "TestVectors", "TestSupport",
                .certificates("NIO"),
                .asn1,
                .nio("NIOCore", "NIO"),
                .nio("NIOEmbedded", "NIO"),
                .nio("NIOPosix", "NIO"),
                .nio("NIOTLS", "NIO"),
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "HandshakeCertificatesTests",
            dependencies: [
                "HandshakeCertificates", "HandshakeCore", "TestVectors", "TestSupport",
                .certificates("Certificates"),
                .asn1,
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "HandshakeNIOSSLTests",
            dependencies: [
                "HandshakeNIOSSL", "HandshakeCertificates", "HandshakeCore", "TestVectors",
                "TestSupport",
                .certificates("CommandLine"),
                .asn1,
                .nio("NIOCore", "CommandLine"),
                .nio("NIOPosix", "CommandLine"),
                .nioSSL("CommandLine"),
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "HandshakeServicesTests",
            dependencies: [
                "HandshakeServices", "HandshakeNIOSSL", "HandshakeCertificates", "HandshakeCore",
                "TestVectors", "TestSupport",
                .certificates("CommandLine"),
                .asn1,
                .crypto("CommandLine"),
                .nio("NIOCore", "CommandLine"),
                .nio("NIOPosix", "CommandLine"),
                .nioSSL("CommandLine"),
                .certificateReloading("CommandLine"),
                .lifecycle("ServiceLifecycle", "CommandLine"),
                .lifecycle("ServiceLifecycleTestKit", "CommandLine"),
                .log("Logging", "CommandLine"),
                .log("InMemoryLogging", "CommandLine"),
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "HandshakeMetricsTests",
            dependencies: [
                "HandshakeMetrics", "HandshakeNIOSSL", "HandshakeCore", "TestVectors",
                "TestSupport",
                .nioSSL("CommandLine"),
                .metrics("CoreMetrics", "CommandLine"),
                .metrics("MetricsTestKit", "CommandLine"),
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "HandshakeToolTests",
            dependencies: [
                "handshake", "HandshakeNIO", "HandshakeEngine", "HandshakeCore", "TestSupport",
                .certificates("CommandLine"),
                .asn1,
                .crypto("CommandLine"),
                .nio("NIOCore", "CommandLine"),
                .nio("NIOHTTP1", "CommandLine"),
            ],
            exclude: ["Inputs"],
            swiftSettings: swiftSettings
        ),
        // The engine and the tool against openssl, gnutls, Python, Go, tlslite-ng, curl and nginx
        .testTarget(
            name: "HandshakePeerTests",
            dependencies: [
                "handshake", "HandshakeNIO", "HandshakeEngine", "HandshakeCore", "TestSupport",
                .certificates("CommandLine"),
                .nio("NIOCore", "CommandLine"),
                .nio("NIOPosix", "CommandLine"),
                .nio("NIOTLS", "CommandLine"),
            ],
            exclude: ["Peers"],
            swiftSettings: swiftSettings
        ),
        // Against the openssl program, and the vectors of scripts/make-vectors and
        // scripts/extended-vectors
        .testTarget(
            name: "HandshakeInteroperabilityTests",
            dependencies: ["HandshakeCore", "SelfTestCases", "TestVectors", "TestSupport"],
            swiftSettings: swiftSettings
        ),
    ]
)
