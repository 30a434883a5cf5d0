// SPDX-License-Identifier: Apache-2.0

/// What a run is to do.
struct Options {
    static let usage = """
        usage: differential [--libcrypto PATH] [--seed NUMBER] [--group NAME] [--cases NUMBER]
                            [--only NUMBER] [--long] [--state FILE] [--planted] [--list]
        """

    var libraryPath = "libcrypto.so.3"
    var seed: UInt64 = 1
    /// The group of this name, or the groups with this in their names.
    var group = ""
    var caseCount: Int?
    /// The one case that is run.
    var only: Int?
    var isLong = false
    var statePath: String?
    /// First, faults are planted in our answers, and have to be found.
    var plantsFaults = false
    var isList = false

    /// nil: there is something that it does not know.
    init?(_ arguments: [String]) {
        var rest = arguments[...]
        while let name = rest.popFirst() {
            switch name {
            case "--long": isLong = true
            case "--list": isList = true
            case "--planted": plantsFaults = true
            default:
                guard let value = rest.popFirst(), set(name, value) else { return nil }
            }
        }
    }

    private mutating func set(_ name: String, _ value: String) -> Bool {
        switch name {
        case "--libcrypto": libraryPath = value
        case "--group": group = value
        case "--state": statePath = value
        case "--seed":
            guard let number = UInt64(value) else { return false }
            seed = number
        case "--cases", "--only":
            guard let number = Int(value), number >= 0 else { return false }
            if name == "--cases" { caseCount = number } else { only = number }
        default: return false
        }
        return true
    }
}
