// SPDX-License-Identifier: Apache-2.0

extension ResultFile {
    /// What in the file contradicts itself, a sentence each; empty for every file that `run` writes.
    public var contradictions: [String] {
        var found: [String] = []
        if build.configuration != "release" {
            found.append("a \(build.configuration) build was measured, which says nothing of times")
        }
        if measurements.isEmpty { found.append("it has no measurement") }
        for measurement in measurements {
            let name = "\(measurement.title) of \(measurement.implementation)"
            found += measurement.contradictions(isEmulated: machine.emulated).map {
                "\(name): \($0)"
            }
        }
        if let interrupted, Set(measurements.map(\.workload)).count > interrupted.plannedWorkloads {
            found.append("it has more workloads than the \(interrupted.plannedWorkloads) planned")
        }
        // An emulator's file has a workload once a model.
        return machine.emulated ? found : found + contradictionsBetweenMeasurements
    }

    private var contradictionsBetweenMeasurements: [String] {
        var found: [String] = []
        var versions: [String: String] = [:]
        var implementations: [String: Set<String>] = [:]
        var keys: [String: String?] = [:]
        var roundCounts: [String: Int] = [:]
        for measurement in measurements {
            let (workload, name) = (measurement.workload, measurement.implementation)
            if !implementations[workload, default: []].insert(name).inserted {
                found.append("\(workload) of \(name) is there twice")
            }
            if versions.updateValue(measurement.version, forKey: name) ?? measurement.version
                != measurement.version
            {
                found.append("\(name) has several versions")
            }
            if keys.updateValue(measurement.ownKey, forKey: workload) ?? measurement.ownKey
                != measurement.ownKey
            {
                found.append("\(workload) was measured with several keys")
            }
            let roundCount = measurement.secondsPerOperation?.samples.count ?? 0
            if roundCounts.updateValue(roundCount, forKey: workload) ?? roundCount != roundCount {
                found.append("\(workload): its implementations have not as many rounds each")
            }
        }
        return found
    }
}

extension ResultFile.Measurement {
    fileprivate func contradictions(isEmulated: Bool) -> [String] {
        var found: [String] = []
        if isEmulated == (secondsPerOperation != nil) {
            found.append(isEmulated ? "an emulator's times are none" : "it has no time")
        }
        if let seconds = secondsPerOperation {
            let estimate = Estimate(samples: seconds.samples)
            if !Self.isSame(seconds.median, estimate.median) {
                found.append("the median is not that of the samples")
            }
            if !Self.isSame(seconds.low, estimate.low) || !Self.isSame(seconds.high, estimate.high)
            {
                found.append("the interval is not that of the samples")
            }
        }
        if let peak, let fractions = peak.samples {
            if fractions.count != secondsPerOperation?.samples.count {
                found.append("the peak has not as many rounds as the time")
            }
            if !Self.isSame(peak.fraction, Estimate.median(fractions)) {
                found.append("the peak's fraction is not the median of its samples")
            }
        }
        if peak != nil, kernel == nil {
            found.append("a peak belongs to a kernel, which is not named")
        }
        if let latency, latency.p50 > latency.p99 { found.append("p50 is longer than p99") }
        return found
    }

    /// But for what a number loses as text.
    private static func isSame(_ first: Double, _ second: Double) -> Bool {
        abs(first - second) <= 1e-9 * max(abs(first), abs(second))
    }
}
