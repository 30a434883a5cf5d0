// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
private import Measurement
internal import Workloads

/// What to measure: options that `run` and `list` share.
struct Selection: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Only workloads whose id matches this regular expression.",
            valueName: "regex"
        )
    )
    var filter: String?

    @Option(
        help: ArgumentHelp(
            """
            Only these peers, separated by commas: openssl, openssl-hmac, swift-crypto, \
            boringssl, gmp, ipsec-mb, nio-ssl; none for ours alone. Default: all.
            """,
            valueName: "list"
        )
    )
    var peers: String?

    @Option(
        name: .customLong("peer"),
        help: ArgumentHelp(
            """
            A further libcrypto with OpenSSL's API, as NAME=/path/to/libcrypto.so: a newer OpenSSL, \
            AWS-LC; or Intel's libcrypto_mb.so, for RSA in batches. Handshakes are measured with the \
            libssl beside it, or with that of a second path: NAME=LIBCRYPTO,LIBSSL. May be given several \
            times; each is loaded privately.
            """,
            valueName: "name=path"
        ),
        transform: Self.additionalPeer
    )
    var additionalPeers: [AdditionalPeer] = []

    func validate() throws {
        for name in selectedPeers ?? [] where !Peers.knownNames.contains(name) {
            let known = Peers.knownNames.joined(separator: ", ")
            throw ValidationError("'\(name)' is no peer; --peers knows \(known)")
        }
        var names = Set(Peers.knownNames)
        for peer in additionalPeers
        where ResultFile.Measurement.isOurs(peer.name) || !names.insert(peer.name).inserted {
            throw ValidationError("--peer \(peer.name)=…: that name is taken")
        }
        _ = try expression()
    }

    private var selectedPeers: Set<String>? {
        peers.map { list in
            list == "none" ? [] : Set(list.split(separator: ",").map(String.init))
        }
    }

    private func expression() throws -> Regex<AnyRegexOutput>? {
        guard let filter else { return nil }
        guard let expression = try? Regex(filter) else {
            throw ValidationError("--filter: '\(filter)' is not a regular expression")
        }
        return expression
    }

    /// Throws where a peer was given by a path at which there is none; one that is installed or not is
    /// only missing.
    func loadPeers() throws -> Peers {
        let peers = Peers(selected: selectedPeers, additional: additionalPeers)
        if let wrong = peers.wronglyGiven.first {
            throw ValidationError(
                "--peer \(wrong.implementation): \(wrong.reason); \(Self.peerForms)"
            )
        }
        return peers
    }

    private static let peerForms =
        "--peer takes NAME=LIBCRYPTO or NAME=LIBCRYPTO,LIBSSL, both paths with a '/': names without "
        + "are those of the system's libraries"

    private static func additionalPeer(_ argument: String) throws -> AdditionalPeer {
        guard let peer = AdditionalPeer(argument: argument) else {
            throw ValidationError(
                "'\(argument)' is no peer; \(peerForms); a name has letters, digits, '.', '-' and '_', "
                    + "a path no comma"
            )
        }
        return peer
    }

    func workloads(peers: Peers, key: BenchmarkKey? = nil) throws -> [Workload] {
        let expression = try expression()
        let all = try Catalogue.workloads(peers: peers, key: key)
        let workloads = try all.filter { workload in
            try expression.map { try $0.firstMatch(in: workload.id) != nil } ?? true
        }
        if workloads.isEmpty {
            throw ValidationError(
                "no workload matches \(filter ?? ""); handshake-bench list prints their ids"
            )
        }
        if let key, !workloads.contains(where: { $0.ownKey != nil }) {
            let fitting = all.filter { $0.ownKey != nil }.map(\.id)
            throw ValidationError(
                "--key: no workload that is selected has an RSA key of \(key.bitCount) bits; "
                    + "\(fitting.count) have one: \(fitting.prefix(3).joined(separator: ", ")) and "
                    + "others with 'rsa\(key.bitCount)' in their ids"
            )
        }
        return workloads
    }
}
