private import SwiftASN1
internal import X509

extension DistinguishedName {
    /// The name as DER, or `nil` if it cannot be encoded.
    func derBytes() -> [UInt8]? {
        var serializer = DER.Serializer()
        guard (try? serializer.serialize(self)) != nil else { return nil }
        return serializer.serializedBytes
    }
}
