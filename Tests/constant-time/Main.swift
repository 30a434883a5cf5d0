internal import CExecutionTrace
internal import HandshakeCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#endif

/// Compares runs of each operation with different secrets: `scripts/check-constant-time --trace`.
///
///     constant-time [--secrets N] [--filter TEXT] [--planted]
@main struct Main {
    static func main() {
        let operations = Operation.all.filter { op in
            CommandLine.arguments.dropFirst(2).allSatisfy { (op.name + " " + op.kernel).contains($0) }
        }
        let secretCount = Int(CommandLine.arguments[1])!
        for operation in operations {
            let start = ContinuousClock.now
            do {
                let warm = try operation.make(secretCount - 1)
                try warm()
                let first = try Trace(operation, secret: 0)
                var all: [Difference] = []
                var instructions: UInt64 = 0, operands: UInt64 = 0
                for secret in 1..<secretCount {
                    let c = first.compared(with: try Trace(operation, secret: secret))
                    instructions = c.instructionCount
                    operands = c.operandCount
                    all += c.differences
                }
                print(operation.name, operation.kernel, instructions, operands, ContinuousClock.now - start, all.isEmpty ? "equal" : "DIFFERS")
                for d in all { print("    ", d) }
            } catch { print(operation.name, operation.kernel, "FAILED", error) }
        }
    }
}
