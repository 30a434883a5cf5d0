// SPDX-License-Identifier: Apache-2.0

private import Foundation

/// A result file that cannot be read or written, and why.
public struct ResultFileError: Error, CustomStringConvertible {
    public let path: String
    public let reason: String

    public var description: String { "\(path) \(reason)" }
}

extension ResultFile {
    /// The schema that is written, and the only one that is read.
    public static let knownSchema = 1

    /// The file at `path`, which has to have every figure that a comparison takes.
    public init(path: String) throws(ResultFileError) {
        do {
            let data = try Self.contents(path)
            let schema = try JSONDecoder().decode(Schema.self, from: data).schema
            guard schema == Self.knownSchema else {
                throw Unusable(
                    "has schema \(schema); this program reads \(Self.knownSchema): take the "
                        + "handshake-bench of the commit that the file is of"
                )
            }
            self = try JSONDecoder().decode(Self.self, from: data)
            if let wrong = measurements.first(where: { !$0.isPlausible }) {
                let name = "\(wrong.workload) of \(wrong.implementation)"
                throw Unusable(
                    "is no result file: the figures of \(name) are none of a measurement"
                )
            }
        } catch {
            throw ResultFileError(path: path, reason: Self.reason(error))
        }
    }

    /// About as much as the whole catalogue's result takes.
    private static let largestByteCount = 1 << 20

    /// Tries that a file can be written to `path`, and that there is room for it, so that nothing is
    /// measured that cannot be kept. Makes the folder.
    public static func tryPlace(_ path: String) throws(ResultFileError) {
        let url = URL(fileURLWithPath: path)
        let trial = url.deletingLastPathComponent()
            .appendingPathComponent(".\(url.lastPathComponent).\(UUID().uuidString)")
        do {
            try checkPlace(url)
            defer { try? FileManager.default.removeItem(at: trial) }
            try Data(count: Self.largestByteCount).write(to: trial)
        } catch {
            throw ResultFileError(path: path, reason: reason(error))
        }
    }

    /// Writes the file whole or not at all: beside its place first, then renamed. Makes the folder.
    public func write(to path: String) throws(ResultFileError) {
        let url = URL(fileURLWithPath: path)
        do {
            try Self.checkPlace(url)
            try Data(try json().utf8).write(to: url, options: .atomic)
        } catch {
            throw ResultFileError(path: path, reason: Self.reason(error))
        }
    }

    private struct Schema: Decodable { var schema: Int }

    private struct Unusable: Error {
        var reason: String
        init(_ reason: String) { self.reason = reason }
    }

    private static func contents(_ path: String) throws -> Data {
        var isFolder: ObjCBool = false
        guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw Unusable("is not there")
        }
        if isFolder.boolValue { throw Unusable("is a folder") }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Unusable("cannot be read")
        }
        return data
    }

    /// What is renamed into the place of a device or a folder would take it away.
    private static func checkPlace(_ url: URL) throws {
        let manager = FileManager.default
        let place = url.resolvingSymlinksInPath().path
        if let attributes = try? manager.attributesOfItem(atPath: place),
            attributes[.type] as? FileAttributeType != .typeRegular
        {
            throw Unusable(
                "cannot be written: something else than a file is there; give --output another place"
            )
        }
        let folder = url.deletingLastPathComponent()
        do {
            try manager.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw Unusable(
                "cannot be written: \(folder.path) is no folder and cannot be made; give --output "
                    + "another place"
            )
        }
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case let error as Unusable: error.reason
        case DecodingError.keyNotFound(let key, let context):
            "is no result file: \(place(context.codingPath + [key])) is missing"
        case DecodingError.typeMismatch(_, let context),
            DecodingError.valueNotFound(_, let context):
            "is no result file: \(place(context.codingPath)) is of another kind"
        case is DecodingError: "is no result file: it is no JSON"
        case CocoaError.fileWriteOutOfSpace:
            "cannot be written: no space is left there; make room, or give --output another place"
        case CocoaError.fileWriteNoPermission, CocoaError.fileWriteVolumeReadOnly:
            "cannot be written: this user may not write there; give --output another place"
        default:
            "cannot be written: \(error.localizedDescription) Give --output another place."
        }
    }

    /// Such as "measurements/3/workload".
    private static func place(_ path: [any CodingKey]) -> String {
        if path.isEmpty { return "the whole" }
        return path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: "/")
    }
}

extension ResultFile.Measurement {
    /// Whether ratios can be made of its figures.
    fileprivate var isPlausible: Bool {
        let seconds = secondsPerOperation.map { [$0.median, $0.low, $0.high] + $0.samples } ?? []
        let peaks = peak.map { [$0.fraction] + ($0.samples ?? []) } ?? []
        return secondsPerOperation?.samples.isEmpty != true && peak?.samples?.isEmpty != true
            && (seconds + peaks).allSatisfy { (1e-15...1e15).contains($0) }
    }
}
