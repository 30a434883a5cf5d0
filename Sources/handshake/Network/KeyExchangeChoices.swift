// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import HandshakeEngine

/// A cipher suite that the engine has, by its name.
struct CipherSuiteChoice: ExpressibleByArgument {
    private static let all = TLSCipherSuite.defaultSuites + TLSCipherSuite.rsaKeyExchangeSuites

    let suite: TLSCipherSuite

    init?(argument: String) {
        guard let suite = Self.all.first(where: { $0.name == argument.uppercased() }) else {
            return nil
        }
        self.suite = suite
    }

    static var allValueStrings: [String] { all.map(\.name) }
}

/// A group that the engine has, by its name.
struct GroupChoice: ExpressibleByArgument {
    let group: TLSNamedGroup

    init?(argument: String) {
        let name = argument.lowercased()
        guard let group = TLSNamedGroup.supported.first(where: { $0.name == name }) else {
            return nil
        }
        self.group = group
    }

    static var allValueStrings: [String] { TLSNamedGroup.supported.map(\.name) }
}
