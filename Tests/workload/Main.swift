// SPDX-License-Identifier: Apache-2.0

internal import HandshakeCore

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#elseif canImport(Musl)
internal import Musl
#endif

/// Runs one workload a given number of times, without Foundation: `scripts/count-aarch64` counts its
/// instructions.
///
///     workload list                 one workload a line: id, kernel, operations a call, bytes
///     workload features             the CPU's
///     workload ID KERNEL COUNT      calls it that many times, at most 16
@main struct Main {
    static func main() throws {
        guard CPUFeatures.unknownDisabledNames.isEmpty else {
            print("HANDSHAKE_CPU_DISABLE: unknown \(CPUFeatures.unknownDisabledNames)")
            exit(2)
        }
        let arguments = Array(CommandLine.arguments.dropFirst())
        if arguments == ["features"] {
            print(CPUFeatures.available.names.joined(separator: " "))
        } else if arguments == ["list"] {
            for workload in Workload.all {
                print(
                    workload.id,
                    workload.kernel,
                    workload.operationsPerCall,
                    workload.bytesPerOperation
                )
            }
        } else if arguments.count == 3, let count = Int(arguments[2]),
            (0...Workload.maximumCallCount).contains(count),
            let workload = Workload.all.first(where: {
                $0.id == arguments[0] && $0.kernel == arguments[1]
            })
        {
            let call = try workload.make()
            for _ in 0..<count { try call() }
        } else {
            print("usage: workload list | features | ID KERNEL COUNT (0 to 16)")
            exit(2)
        }
    }
}
