// SPDX-License-Identifier: Apache-2.0

/// Cases of one kind, each made of its number and the seed.
struct Group {
    let name: String
    /// How many cases the short and the long form take.
    let shortCount: Int
    let longCount: Int
    let run: (inout Draw, inout Comparison, Keys) throws -> Void

    static var all: [Group] {
        hashes + keyDerivations + aesGCM + longTexts + rsaRaw + rsaSignatures
            + rsaEncryptions
            + rsaBatches + keyFiles
    }
}
