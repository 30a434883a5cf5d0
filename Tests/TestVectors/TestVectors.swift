public import Foundation

/// The vector files of the test targets.
public enum TestVectors {
    /// The contents of `Vectors/<name>`.
    public static func data(_ name: String) throws -> Data {
        try Data(contentsOf: Bundle.module.bundleURL.appending(path: "Vectors/\(name)"))
    }
}
