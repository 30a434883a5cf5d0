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
        .library(
            name: "HandshakeCore",
            targets: [
                "HandshakeCPU", "HandshakeSecrets", "HandshakeSymmetric", "HandshakeRSA",
                "HandshakeKeyFormats", "HandshakeTLS12", "HandshakeTLS13",
            ]
        )
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-asn1.git", from: "1.7.0")
    ],
    targets: [
        // Layer 0: C
        .systemLibrary(
            name: "CGMP",
            providers: [.apt(["libgmp-dev"]), .yum(["gmp-devel"]), .brew(["gmp"])]
        ),
        .target(name: "CHandshakeKernels", cSettings: cSettings),

        // Layer 1: what every algorithm stands on
        .target(
            name: "HandshakeCPU",
            dependencies: ["CHandshakeKernels"],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "HandshakeSecrets",
            dependencies: ["CHandshakeKernels"],
            swiftSettings: swiftSettings
        ),

        // Layer 2: the algorithms
        .target(
            name: "HandshakeSymmetric",
            dependencies: ["HandshakeSecrets", "HandshakeCPU", "CHandshakeKernels"],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "HandshakeRSA",
            dependencies: [
                "HandshakeSymmetric", "HandshakeSecrets", "HandshakeCPU", "CHandshakeKernels",
                "CGMP",
            ],
            swiftSettings: swiftSettings
        ),

        // Layer 3: their use in TLS, and keys as files
        .target(
            name: "HandshakeKeyFormats",
            dependencies: [
                "HandshakeRSA", "HandshakeSymmetric", "HandshakeSecrets",
                .product(name: "SwiftASN1", package: "swift-asn1"),
            ],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "HandshakeTLS12",
            dependencies: ["HandshakeSymmetric", "HandshakeSecrets"],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "HandshakeTLS13",
            dependencies: ["HandshakeSymmetric", "HandshakeSecrets"],
            swiftSettings: swiftSettings
        ),

        // Tests
        .target(
            name: "TestVectors",
            path: "Tests/TestVectors",
            resources: [.copy("Vectors")],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "CAllocationCounter",
            path: "Tests/CAllocationCounter",
            cSettings: cSettings
        ),
        .target(
            name: "TestSupport",
            dependencies: ["HandshakeCPU", "CAllocationCounter"],
            path: "Tests/TestSupport",
            swiftSettings: swiftSettings
        ),
        .target(
            name: "CMontgomeryOracle",
            dependencies: ["CGMP"],
            path: "Tests/CMontgomeryOracle",
            cSettings: cSettings
        ),
        .testTarget(
            name: "HandshakeCPUTests",
            dependencies: ["HandshakeCPU"],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "HandshakeSecretsTests",
            dependencies: ["HandshakeSecrets", "TestSupport"],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "HandshakeSymmetricTests",
            dependencies: [
                "HandshakeSymmetric", "HandshakeSecrets", "HandshakeCPU", "TestVectors",
                "TestSupport",
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "HandshakeRSATests",
            dependencies: [
                "HandshakeRSA", "HandshakeSymmetric", "HandshakeSecrets", "HandshakeCPU",
                "CHandshakeKernels", "CGMP", "CMontgomeryOracle", "TestVectors",
                "TestSupport",
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "HandshakeKeyFormatsTests",
            dependencies: [
                "HandshakeKeyFormats", "HandshakeRSA", "HandshakeSymmetric", "HandshakeSecrets",
                "TestVectors", "TestSupport",
                .product(name: "SwiftASN1", package: "swift-asn1"),
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "HandshakeTLS12Tests",
            dependencies: [
                "HandshakeTLS12", "HandshakeSymmetric", "HandshakeSecrets", "TestVectors",
                "TestSupport",
            ],
            swiftSettings: swiftSettings
        ),
        .testTarget(
            name: "HandshakeTLS13Tests",
            dependencies: [
                "HandshakeTLS13", "HandshakeSymmetric", "HandshakeSecrets", "TestVectors",
                "TestSupport",
            ],
            swiftSettings: swiftSettings
        ),
        // Against the openssl program, and the vectors of scripts/make-vectors and
        // scripts/extended-vectors
        .testTarget(
            name: "HandshakeInteroperabilityTests",
            dependencies: [
                "HandshakeKeyFormats", "HandshakeRSA", "HandshakeSymmetric", "HandshakeSecrets",
                "TestVectors", "TestSupport",
            ],
            swiftSettings: swiftSettings
        ),
    ]
)
