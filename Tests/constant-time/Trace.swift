internal import CExecutionTrace

/// What a run of an operation with one secret did.
@safe struct Trace: ~Copyable {
    private let pointer: OpaquePointer

    struct Incomplete: Error {
        let reason: String
    }

    /// Runs the operation in a fork of this process.
    init(_ operation: Operation, secret: Int) throws(Incomplete) {
        var operation = operation
        unsafe pointer = withUnsafeMutablePointer(to: &operation) { context in
            unsafe execution_trace_record(runOperation, context, Int32(secret))
        }
        if let reason = unsafe execution_trace_failure(pointer) {
            let incomplete = unsafe Incomplete(reason: String(cString: reason))
            unsafe execution_trace_free(pointer)
            throw incomplete
        }
    }

    deinit { unsafe execution_trace_free(pointer) }

    func compared(with other: borrowing Trace) -> Comparison {
        var result = execution_trace_comparison()
        unsafe execution_trace_compare(pointer, other.pointer, &result)
        return Comparison(result)
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
        print("\(operation.name): \(error)")
        return false
    }
}

/// What two traces have in common, and what not.
struct Comparison {
    let instructionCount: UInt64
    let operandCount: UInt64
    let differences: [Difference]

    init(_ result: execution_trace_comparison) {
        instructionCount = result.instructions
        operandCount = result.memory_operands
        var result = result
        let count = Int(result.difference_count)
        differences = unsafe withUnsafeBytes(of: &result.differences) { bytes in
            unsafe bytes.bindMemory(to: execution_trace_difference.self).prefix(count)
                .map(Difference.init)
        }
    }
}

/// A place at which two traces differ.
struct Difference: CustomStringConvertible {
    let kind: execution_trace_kind
    /// How often.
    let count: UInt64
    let function: String
    let description: String

    init(_ difference: execution_trace_difference) {
        kind = difference.kind
        count = difference.count
        function = unsafe text { unsafe execution_trace_function(difference.instruction, $0, $1) }
        func name(_ address: UInt64) -> String {
            address == 0 ? "the end" : unsafe text { unsafe execution_trace_name(address, $0, $1) }
        }
        let place = name(difference.instruction)
        let destinations = difference.destinations
        description =
            switch difference.kind {
            case EXECUTION_TRACE_BRANCH:
                "branch at \(place): to \(name(destinations.0)), or \(name(destinations.1))"
            case EXECUTION_TRACE_ADDRESS: "address at \(place), \(difference.count) times"
            case EXECUTION_TRACE_MASK: "mask at \(place), \(difference.count) times"
            default: "division at \(place), \(difference.count) times"
            }
    }
}

/// What a function of C writes.
private func text(_ write: (UnsafeMutablePointer<CChar>, Int) -> Void) -> String {
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 1024) { buffer in
        unsafe write(buffer.baseAddress!, buffer.count)
        return unsafe String(cString: buffer.baseAddress!)
    }
}
