// swift-tools-version: 6.2
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

let package = Package(
    name: "swift-handshake",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "HandshakeCore", targets: ["HandshakeCore"]),
        .library(name: "HandshakeTLS", targets: ["HandshakeTLS"]),
        .library(name: "HandshakeEngine", targets: ["HandshakeEngine"]),
        .library(name: "HandshakeNIO", targets: ["HandshakeNIO"]),
        .library(name: "HandshakeNIOSSL", targets: ["HandshakeNIOSSL"]),
        .executable(name: "handshake", targets: ["handshake"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-asn1.git", from: "1.7.0"),
        .package(url: "https://github.com/apple/swift-certificates.git", from: "1.18.0"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.0.0"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.90.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.36.0"),
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
                .product(name: "SwiftASN1", package: "swift-asn1"),
            ],
            swiftSettings: swiftSettings
        ),

        // Layer 2: their use in TLS
        .target(
            name: "HandshakeTLS",
            dependencies: ["HandshakeCore"],
            swiftSettings: swiftSettings
        ),

        // Layer 3: TLS 1.2, bytes in and bytes out
        .target(
            name: "HandshakeEngine",
            dependencies: [
                "HandshakeTLS", "HandshakeCore",
                .product(name: "X509", package: "swift-certificates"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            // For the reader of messages, which holds a span
            swiftSettings: swiftSettings + [.enableExperimentalFeature("Lifetimes")]
        ),

        // Layer 4: under SwiftNIO
        .target(
            name: "HandshakeNIO",
            dependencies: [
                "HandshakeEngine", "HandshakeCore",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOTLS", package: "swift-nio"),
            ],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "HandshakeNIOSSL",
            dependencies: [
                "HandshakeCore",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "X509", package: "swift-certificates"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
            ],
            swiftSettings: swiftSettings
        ),

        // Layer 5: the command-line tool
        .executableTarget(
            name: "handshake",
            dependencies: [
                "HandshakeNIO", "HandshakeNIOSSL", "HandshakeEngine", "HandshakeCore",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "X509", package: "swift-certificates"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
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
                .product(name: "SwiftASN1", package: "swift-asn1"),
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
                .product(name: "X509", package: "swift-certificates"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "HandshakeNIOTests",
            dependencies: [
                "HandshakeNIO", "HandshakeEngine", "HandshakeCore", "TestVectors", "TestSupport",
                .product(name: "X509", package: "swift-certificates"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOTLS", package: "swift-nio"),
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "HandshakeNIOSSLTests",
            dependencies: [
                "HandshakeNIOSSL", "HandshakeCore", "TestVectors", "TestSupport",
                .product(name: "X509", package: "swift-certificates"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "HandshakeToolTests",
            dependencies: [
                "handshake", "HandshakeNIO", "HandshakeEngine", "HandshakeCore", "TestSupport",
                .product(name: "X509", package: "swift-certificates"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            exclude: ["Inputs"],
            swiftSettings: swiftSettings
        ),
        // The engine and the tool against openssl, gnutls, Python, Go, tlslite-ng, curl and nginx
        .testTarget(
            name: "HandshakePeerTests",
            dependencies: [
                "handshake", "HandshakeNIO", "HandshakeEngine", "HandshakeCore", "TestSupport",
                .product(name: "X509", package: "swift-certificates"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOTLS", package: "swift-nio"),
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
