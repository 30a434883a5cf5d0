// SPDX-License-Identifier: Apache-2.0

private import Foundation

/// A result file, as results/schema.json describes it.
public struct ResultFile: Codable, Sendable, Equatable {
    public var schema = ResultFile.knownSchema
    public var machine: Machine
    public var build: Build
    /// How the run was started.
    public var command: String?
    /// When, ISO 8601, UTC.
    public var date: String?
    /// Peers that could not be measured, and why: never left out in silence.
    public var missing: [MissingPeer]?
    /// What a run that was interrupted was to measure; nil: all of it is here.
    public var interrupted: InterruptedRun?
    public var measurements: [Measurement]

    public struct Machine: Codable, Sendable, Equatable {
        public var name: String
        public var architecture: String
        public var cpu: String
        public var features: [String]
        /// How many processors the run could use; nil in files of before it was recorded.
        public var processorCount: Int?
        /// nil where the system does not tell.
        public var virtualized: Bool?
        public var emulated: Bool
        /// The design's name, or "unknown"; nil, as all that follows, in files of before it was recorded.
        public var microarchitecture: String?
        public var clock: Clock?
        public var caches: Caches?
        public var memoryByteCount: Int?
        /// The operating system's kernel.
        public var kernelRelease: String?
        public var microcode: String?

        public init(
            name: String,
            architecture: String,
            cpu: String,
            features: [String],
            processorCount: Int? = nil,
            virtualized: Bool?,
            emulated: Bool
        ) {
            self.name = name
            self.architecture = architecture
            self.cpu = cpu
            self.features = features
            self.processorCount = processorCount
            self.virtualized = virtualized
            self.emulated = emulated
        }
    }

    /// A processor's clock in MHz as the system tells it; nil where it does not.
    public struct Clock: Codable, Sendable, Equatable {
        /// When the run began.
        public var current: Double?
        public var maximum: Double?

        public init(current: Double?, maximum: Double?) {
            self.current = current
            self.maximum = maximum
        }
    }

    /// Bytes of the caches that a processor has or shares with others; nil where the system does not
    /// tell, or there is none.
    public struct Caches: Codable, Sendable, Equatable {
        public var l1Data: Int?
        public var l1Instructions: Int?
        public var l2: Int?
        public var l3: Int?

        private enum CodingKeys: String, CodingKey {
            case l1Data = "L1d"
            case l1Instructions = "L1i"
            case l2 = "L2"
            case l3 = "L3"
        }

        public init(l1Data: Int?, l1Instructions: Int?, l2: Int?, l3: Int?) {
            self.l1Data = l1Data
            self.l1Instructions = l1Instructions
            self.l2 = l2
            self.l3 = l3
        }
    }

    public struct Build: Codable, Sendable, Equatable {
        public var commit: String
        public var compiler: String
        public var gmp: String
        public var configuration: String

        public init(commit: String, compiler: String, gmp: String, configuration: String) {
            self.commit = commit
            self.compiler = compiler
            self.gmp = gmp
            self.configuration = configuration
        }
    }

    public struct MissingPeer: Codable, Sendable, Equatable {
        public var implementation: String
        public var reason: String

        public init(implementation: String, reason: String) {
            self.implementation = implementation
            self.reason = reason
        }
    }

    public struct InterruptedRun: Codable, Sendable, Equatable {
        /// How many workloads were to be measured.
        public var plannedWorkloads: Int

        public init(plannedWorkloads: Int) { self.plannedWorkloads = plannedWorkloads }
    }

    public struct Measurement: Codable, Sendable, Equatable {
        public var workload: String
        /// Which key of the user's own stood in place of the fixed one: the first 16 hexadecimal digits of
        /// its modulus's SHA-256. nil: the fixed key, or none.
        public var ownKey: String?
        public var implementation: String
        public var version: String
        public var kernel: String?
        public var operationsPerCall: Int
        public var bytesPerOperation: Int
        public var secondsPerOperation: Seconds?
        public var cpuSecondsPerOperation: Double?
        public var peak: Peak?
        public var latency: Latency?
        public var operationsPerSecond: Double?
        public var clientSecondsPerOperation: Double?

        /// The workload, and with which key if that is the user's own: times with another key say
        /// nothing of it.
        public var title: String { ownKey.map { "\(workload) (own key \($0))" } ?? workload }

        /// Whether it is no peer: "handshake", or a part of it that stands beside the whole, such as
        /// "handshake-records".
        public var isOurs: Bool { Self.isOurs(implementation) }

        public static func isOurs(_ implementation: String) -> Bool {
            implementation == "handshake" || implementation.hasPrefix("handshake-")
        }

        public init(
            workload: String,
            ownKey: String? = nil,
            implementation: String,
            version: String,
            kernel: String?,
            operationsPerCall: Int,
            bytesPerOperation: Int,
            secondsPerOperation: Seconds?,
            cpuSecondsPerOperation: Double? = nil,
            peak: Peak? = nil,
            connections: Connections? = nil
        ) {
            self.workload = workload
            self.ownKey = ownKey
            self.implementation = implementation
            self.version = version
            self.kernel = kernel
            self.operationsPerCall = operationsPerCall
            self.bytesPerOperation = bytesPerOperation
            self.secondsPerOperation = secondsPerOperation
            self.cpuSecondsPerOperation = cpuSecondsPerOperation
            self.peak = peak
            latency = connections?.latency
            operationsPerSecond = connections?.operationsPerSecond
            clientSecondsPerOperation = connections?.clientSecondsPerOperation
        }
    }

    /// How long an operation took from its beginning to its end, in seconds: the median, and what
    /// one in a hundred took longer than.
    public struct Latency: Codable, Sendable, Equatable {
        public var p50: Double
        public var p99: Double

        public init(p50: Double, p99: Double) {
            self.p50 = p50
            self.p99 = p99
        }
    }

    /// What a server's clients saw: latency, how many operations were done in a second on the wall,
    /// and the time on a core that an operation took the client.
    public struct Connections: Sendable, Equatable {
        public var latency: Latency
        public var operationsPerSecond: Double
        public var clientSecondsPerOperation: Double

        public init(
            latency: Latency,
            operationsPerSecond: Double,
            clientSecondsPerOperation: Double
        ) {
            self.latency = latency
            self.operationsPerSecond = operationsPerSecond
            self.clientSecondsPerOperation = clientSecondsPerOperation
        }
    }

    public struct Seconds: Codable, Sendable, Equatable {
        public var median: Double
        public var low: Double
        public var high: Double
        /// One value a round, rounds in order: values of one workload at one place belong together.
        public var samples: [Double]

        public init(samples: [Double]) {
            let estimate = Estimate(samples: samples)
            median = estimate.median
            low = estimate.low
            high = estimate.high
            self.samples = samples
        }
    }

    public struct Peak: Codable, Sendable, Equatable {
        public var name: String
        /// The median of the rounds'.
        public var fraction: Double
        /// One value a round, rounds in order; nil in files of before they were recorded.
        public var samples: [Double]?

        public init(name: String, samples: [Double]) {
            self.name = name
            fraction = Estimate.median(samples)
            self.samples = samples
        }
    }

    public init(
        machine: Machine,
        build: Build,
        command: String? = nil,
        date: String? = nil,
        missing: [MissingPeer]? = nil,
        interrupted: InterruptedRun? = nil,
        measurements: [Measurement]
    ) {
        self.machine = machine
        self.build = build
        self.command = command
        self.date = date
        self.missing = missing
        self.interrupted = interrupted
        self.measurements = measurements
    }

    /// The file's text: one measurement a line, so that differences can be read.
    public func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        func text(_ value: some Encodable) throws -> String {
            String(decoding: try encoder.encode(value), as: UTF8.self)
        }
        var lines = ["{ \"schema\": \(schema),"]
        lines.append("  \"machine\": \(try text(machine)),")
        lines.append("  \"build\": \(try text(build)),")
        if let command { lines.append("  \"command\": \(try text(command)),") }
        if let date { lines.append("  \"date\": \(try text(date)),") }
        if let missing { lines.append("  \"missing\": \(try text(missing)),") }
        if let interrupted { lines.append("  \"interrupted\": \(try text(interrupted)),") }
        lines.append("  \"measurements\": [")
        let rows = try measurements.map { "    \(try text($0))" }
        lines.append(rows.joined(separator: ",\n") + "] }")
        return lines.joined(separator: "\n") + "\n"
    }
}
