// SPDX-License-Identifier: Apache-2.0

import Foundation

/// One record of an honest handshake, in its place whatever the input says. The input: a scenario, the place of
/// the record among those that the side receives, how it goes there, then its bytes.
enum MessageReplacement {
    static func run(_ input: [UInt8], toClient: Bool) {
        guard input.count >= 3 else { return }
        let scenario = Scenario.all[Int(input[0]) % Scenario.all.count]
        let place = Int(input[1])
        let content = Array(input.dropFirst(3).prefix(Int(UInt16.max)))
        var number = 0
        _ = scenario.run { flight in
            guard flight.fromClient != toClient else { return }
            for index in flight.records.indices {
                defer { number += 1 }
                guard number == place else { continue }
                replace(&flight, index, input[2], content)
                return
            }
        }
    }

    private static func replace(
        _ flight: inout Flight,
        _ index: Int,
        _ way: UInt8,
        _ content: [UInt8]
    ) {
        switch way & 3 {
        case 0: flight.records[index].content = content
        case 1:
            flight.records[index] = Flight.Record(type: 20 + (way >> 2) % 5, content: content)
        case 2:
            flight.records.insert(
                Flight.Record(type: 20 + (way >> 2) % 5, content: content),
                at: index
            )
        default: flight.replacement = content
        }
    }

    /// Writes what honest handshakes put in each place.
    static func writeCorpus(to folder: URL, toClient: Bool) throws {
        for (number, scenario) in Scenario.all.enumerated() {
            var place = 0
            var inputs: [[UInt8]] = []
            _ = scenario.run { flight in
                guard flight.fromClient != toClient else { return }
                for record in flight.records {
                    inputs.append([UInt8(number), UInt8(place), 0] + record.content)
                    place += 1
                }
            }
            for (place, input) in inputs.enumerated() {
                try Data(input).write(to: folder.appending(path: "scenario\(number)-place\(place)"))
            }
        }
    }
}
