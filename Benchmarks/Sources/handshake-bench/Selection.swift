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
            AWS-LC; or Intel's libcrypto_mb.so, for RSA in batches. May be given several times; each is \
            loaded privately.
            """,
            valueName: "name=path"
        )
    )
    var additionalPeers: [AdditionalPeerArgument] = []

    func validate() throws {
        for name in selectedPeers ?? [] where !Peers.knownNames.contains(name) {
            let known = Peers.knownNames.joined(separator: ", ")
            throw ValidationError("'\(name)' is no peer; --peers knows \(known)")
        }
        var names = Set(Peers.knownNames)
        for peer in additionalPeers.map(\.peer)
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

    func loadPeers() -> Peers {
        Peers(
            selected: selectedPeers,
            additional: additionalPeers.map { ($0.peer.name, $0.peer.path) }
        )
    }

    func workloads(peers: Peers, key: BenchmarkKey? = nil) throws -> [Workload] {
        let expression = try expression()
        let workloads = try Catalogue.workloads(peers: peers, key: key).filter { workload in
            try expression.map { try $0.firstMatch(in: workload.id) != nil } ?? true
        }
        if workloads.isEmpty {
            throw ValidationError("no workload matches; handshake-bench list prints their ids")
        }
        return workloads
    }
}

/// A library given on the command line.
struct AdditionalPeerArgument: ExpressibleByArgument {
    let peer: AdditionalPeer

    init?(argument: String) {
        guard let peer = AdditionalPeer(argument: argument) else { return nil }
        self.peer = peer
    }
}
