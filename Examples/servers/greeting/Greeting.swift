// SPDX-License-Identifier: Apache-2.0

public import GRPCCore

extension MethodDescriptor {
    /// Takes a name and answers with a greeting, each as UTF-8 without any more of a format.
    public static let greet = MethodDescriptor(
        fullyQualifiedService: "example.Greeter",
        method: "Greet"
    )
}

/// Messages that are text. Services with more than one method have them in Protocol Buffers, and code
/// that is generated from those (grpc-swift-protobuf).
public struct TextCoder: MessageSerializer, MessageDeserializer {
    public init() {}

    public func serialize<Bytes: GRPCContiguousBytes>(_ message: String) throws -> Bytes {
        Bytes(message.utf8)
    }

    public func deserialize<Bytes: GRPCContiguousBytes>(_ bytes: Bytes) throws -> String {
        bytes.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }
}
