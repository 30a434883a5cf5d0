// SPDX-License-Identifier: Apache-2.0

internal import CExecutionTrace

/// What two runs of an operation with different secrets have in common, and what not.
struct Comparison {
    let secret: Int
    /// Why there are not two runs to compare.
    let failure: String?
    /// How many instructions the two have in common.
    let instructionCount: UInt64
    let differences: [Difference]
    /// Whether there are differences at more places than those.
    let hasMore: Bool

    /// Runs the operation in forks of this process, and compares secret 0 with each other.
    static func all(_ operation: Operation, secretCount: Int) -> [Comparison] {
        var results = [execution_trace_result](
            repeating: execution_trace_result(),
            count: secretCount - 1
        )
        unsafe withUnsafePointer(to: operation) { operation in
            let context = unsafe UnsafeMutableRawPointer(mutating: operation)
            unsafe execution_trace_compare(runOperation, context, Int32(secretCount), &results)
        }
        return results.enumerated().map { index, result in Comparison(result, secret: index + 1) }
    }

    private init(_ result: execution_trace_result, secret: Int) {
        var result = result
        self.secret = secret
        instructionCount = result.instructions
        hasMore = result.has_more
        let reason = unsafe withUnsafeBytes(of: &result.failure) { bytes in
            unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        failure =
            switch (reason.isEmpty, result.failed_at) {
            case (true, _): nil
            case (false, 0): reason
            case (false, let address): "\(reason) at \(name(address))"
            }
        let count = Int(result.difference_count)
        differences = unsafe withUnsafeBytes(of: &result.differences) { bytes in
            unsafe bytes.bindMemory(to: execution_trace_difference.self).prefix(count)
                .map(Difference.init)
        }
    }
}

/// The traced part of a run.
private func runOperation(_ context: UnsafeMutableRawPointer?, _ secret: Int32) -> Bool {
    let operation = unsafe context!.assumingMemoryBound(to: Operation.self).pointee
    // Blinding and salts are other ones too: nothing that is seen may depend on them.
    seeded_entropy_start(UInt64(secret))
    do {
        let call = try operation.make(Int(secret))
        execution_trace_begin()
        try call()
        execution_trace_end()
        return true
    } catch {
        print("\(operation.name), \(operation.kernel), secret \(secret): \(error)")
        return false
    }
}

/// A place at which two traces differ.
struct Difference: CustomStringConvertible {
    let kind: execution_trace_kind
    /// How often they differ there.
    let count: UInt64
    /// The function's name, as it is in the source; empty where it has none.
    let function: String
    let description: String

    init(_ difference: execution_trace_difference) {
        kind = difference.kind
        count = difference.count
        function = unsafe text { unsafe execution_trace_function(difference.instruction, $0, $1) }
        let caller = difference.caller == 0 ? "" : ", called at \(name(difference.caller))"
        let place = name(difference.instruction) + caller
        let destinations = [difference.destinations.0, difference.destinations.1]
            .map { $0 == 0 ? "the end" : name($0) }
        description =
            switch difference.kind {
            case EXECUTION_TRACE_BRANCH:
                "branch to \(destinations.joined(separator: " or ")) at \(place)"
            case EXECUTION_TRACE_ADDRESS: "address at \(place)"
            case EXECUTION_TRACE_MASK: "mask at \(place)"
            default: "division at \(place)"
            }
    }
}

/// "module+0x1234 function"
private func name(_ address: UInt64) -> String {
    unsafe text { unsafe execution_trace_name(address, $0, $1) }
}

/// What a function of C writes.
private func text(_ write: (UnsafeMutablePointer<CChar>, Int) -> Void) -> String {
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 1024) { buffer in
        unsafe write(buffer.baseAddress!, buffer.count)
        return unsafe String(cString: buffer.baseAddress!)
    }
}
