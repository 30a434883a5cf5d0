// SPDX-License-Identifier: Apache-2.0

public import Measurement

/// Something that is measured, for us and for each peer: defined once, so that all of them do the
/// same work on the same input.
public struct Workload {
    /// The id in result files, such as "aes128gcm-seal-1350".
    public let id: String
    /// The fingerprint of the user's own key that it works with; nil: a fixed one, or none.
    public internal(set) var ownKey: String?
    /// Payload bytes of one operation; 0 where a rate in bytes says nothing.
    public let byteCount: Int
    /// What the fraction of a peak is counted by.
    public let work: Work
    /// True if its threads are to have all cores; else all of its candidates share one.
    public let needsSeveralCores: Bool
    /// Ours first, then the peers.
    public package(set) var candidates: [Candidate]
    /// Whether a result is right, where right results differ from call to call (PSS has a salt).
    /// nil: every implementation's result must be the same bytes.
    public let accepts: (([UInt8]) -> Bool)?

    init(
        id: String,
        byteCount: Int = 0,
        work: Work,
        needsSeveralCores: Bool = false,
        accepts: (([UInt8]) -> Bool)? = nil,
        candidates: [Candidate]
    ) {
        self.id = id
        self.byteCount = byteCount
        self.work = work
        self.needsSeveralCores = needsSeveralCores
        self.accepts = accepts
        self.candidates = candidates
    }
}

extension Workload {
    /// Throws unless every result is right, by ``accepts`` or by what the first gives: the time that
    /// another calculation takes is no figure of this workload's.
    package func requireRightResults(
        of operations: [(name: String, operation: Operation)]
    ) throws {
        var expected: [UInt8]?
        for (name, operation) in operations {
            guard let result = try operation.result?() else { continue }
            guard accepts?(result) ?? (result == expected ?? result), !result.isEmpty else {
                throw OperationFailed(description: "\(id): the result of \(name) is wrong")
            }
            expected = expected ?? result
        }
    }
}

/// One implementation of a workload, not set up yet.
public struct Candidate {
    /// "handshake", "openssl", …
    public let implementation: String
    /// The public calls that an operation makes, as `list --verbose` prints them.
    public let callingSequence: String
    /// Sets it up: keys, contexts, buffers. nil: this library has no such operation.
    public let make: () throws -> Operation?

    package init(
        _ implementation: String,
        calls callingSequence: String,
        make: @escaping () throws -> Operation?
    ) {
        self.implementation = implementation
        self.callingSequence = callingSequence
        self.make = make
    }
}

/// An implementation of a workload, ready to be called.
public struct Operation {
    /// The library's version.
    public let version: String
    /// The kernel that does the work; nil for peers.
    public let kernel: String?
    /// How many operations a call does.
    public let operationsPerCall: Int
    /// True if the work is done on other threads than the caller's.
    public let usesOtherThreads: Bool
    /// The time of what is measured, in seconds on cores, of all runs so far: of one side of a
    /// handshake. nil: the whole run is measured.
    public let countedSeconds: (() -> Double)?
    /// What clients saw of the connections of all runs, where there are any.
    public let connections: (() -> ResultFile.Connections)?
    /// Calls it that many times.
    public let run: (_ calls: Int) throws -> Void
    /// What the first call makes of the fixed input. To be asked for once, before ``run``. nil: this
    /// implementation's result is by its nature another one than ours.
    public let result: (() throws -> [UInt8])?

    init(
        version: String,
        kernel: String? = nil,
        operationsPerCall: Int = 1,
        usesOtherThreads: Bool = false,
        countedSeconds: (() -> Double)? = nil,
        connections: (() -> ResultFile.Connections)? = nil,
        run: @escaping (_ calls: Int) throws -> Void,
        result: (() throws -> [UInt8])?
    ) {
        self.version = version
        self.kernel = kernel
        self.operationsPerCall = operationsPerCall
        self.usesOtherThreads = usesOtherThreads
        self.countedSeconds = countedSeconds
        self.connections = connections
        self.run = run
        self.result = result
    }

    /// The operation as a subject to be timed.
    public func subject(name: String) -> Subject {
        Subject(
            name: name,
            operationsPerCall: operationsPerCall,
            usesOtherThreads: usesOtherThreads,
            countedSeconds: countedSeconds,
            run: run
        )
    }
}

/// A call that did not do its work: nothing it says of time can be trusted.
public struct OperationFailed: Error, CustomStringConvertible {
    public let description: String
}
