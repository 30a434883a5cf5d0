// SPDX-License-Identifier: Apache-2.0

private import HandshakeCore

/// Our side of an AES-GCM workload: a key, a text with its tag behind it, a nonce.
private final class OurAESGCM {
    static let ringCount = 4
    static let freshCount = 16
    /// From one nonce or tag to the next.
    static let stride = 16
    static let tagByteCount = AESGCMKey.tagByteCount

    let input: AESGCMInput
    let key: AESGCMKey
    let sealed: AlignedBytes
    let text: AlignedBytes
    let nonce: AlignedBytes
    /// Nonces that are made well before their call, so that no call waits for its nonce's store.
    let freshNonces: AlignedBytes
    let additionalData: AlignedBytes
    /// What makes opening in place repeatable: two nonces in turn. Their key streams cancel after
    /// four calls, so four texts follow each other for ever, each with its tag.
    let ringNonces = AlignedBytes(byteCount: ringCount * stride)
    let ringTags = AlignedBytes(byteCount: ringCount * stride)
    var ringPosition = 0
    var slot = 0

    init(_ input: AESGCMInput) throws {
        self.input = input
        key = try AESGCMKey(input.key.span)
        let tag = [UInt8](repeating: 0, count: Self.tagByteCount)
        sealed = AlignedBytes(input.payload + tag)
        text = AlignedBytes(input.payload + tag)
        nonce = AlignedBytes(input.nonce)
        freshNonces = AlignedBytes(byteCount: Self.freshCount * Self.stride)
        for place in 0..<Self.freshCount {
            freshNonces.write(input.nonce, at: place * Self.stride)
            freshNonces.add(UInt64(place), at: place * Self.stride + 4)
        }
        additionalData = AlignedBytes(input.additionalData)
    }

    func sealOnce() throws {
        try sealed.withMutableSpan { sealed in
            try nonce.withSpan { nonce in
                try additionalData.withSpan { additionalData in
                    try key.sealInPlace(
                        &sealed,
                        nonce: AESGCMNonce(nonce),
                        additionalData: additionalData
                    )
                }
            }
        }
    }

    func seal(calls: Int) throws {
        try sealed.withMutableSpan { sealed in
            try additionalData.withSpan { additionalData in
                for _ in 0..<calls {
                    let place = slot * Self.stride
                    slot = (slot + 1) % Self.freshCount
                    try freshNonces.withSpan(at: place, count: AESGCMInput.nonceByteCount) {
                        try key.sealInPlace(
                            &sealed,
                            nonce: AESGCMNonce($0),
                            additionalData: additionalData
                        )
                    }
                    freshNonces.add(UInt64(Self.freshCount), at: place + 4)
                }
            }
        }
    }

    /// Each nonce is the start of the last tag.
    func sealDependent(calls: Int) throws {
        try sealed.withMutableSpan { sealedSpan in
            try nonce.withSpan { nonceSpan in
                try additionalData.withSpan { additionalData in
                    for _ in 0..<calls {
                        try key.sealInPlace(
                            &sealedSpan,
                            nonce: AESGCMNonce(nonceSpan),
                            additionalData: additionalData
                        )
                        sealed.copy(
                            from: input.byteCount,
                            count: AESGCMInput.nonceByteCount,
                            to: nonce
                        )
                    }
                }
            }
        }
    }

    /// Fills the ring. Sealing a ciphertext gives what it opens to (the key stream is its own
    /// inverse); sealing that gives the ciphertext again, and its tag.
    func prepareOpening() throws {
        try sealOnce()
        let start = Array(sealed.bytes.prefix(input.byteCount))
        var ciphertext = start
        for position in 0..<Self.ringCount {
            nonce.write(input.nonce)
            nonce.add(UInt64(position % 2), at: 4)
            sealed.write(ciphertext)
            try sealOnce()
            let plaintext = Array(sealed.bytes.prefix(input.byteCount))
            try sealOnce()
            let tag = Array(sealed.bytes.suffix(Self.tagByteCount))
            ringNonces.write(nonce.bytes, at: position * Self.stride)
            ringTags.write(tag, at: position * Self.stride)
            ciphertext = plaintext
        }
        text.write(start)
    }

    func open(calls: Int) throws {
        try text.withMutableSpan { text in
            try additionalData.withSpan { additionalData in
                for _ in 0..<calls {
                    let place = ringPosition * Self.stride
                    ringPosition = (ringPosition + 1) % Self.ringCount
                    ringTags.copy(
                        from: place,
                        count: Self.tagByteCount,
                        to: self.text,
                        at: input.byteCount
                    )
                    try ringNonces.withSpan(at: place, count: AESGCMInput.nonceByteCount) {
                        try key.openInPlace(
                            &text,
                            nonce: AESGCMNonce($0),
                            additionalData: additionalData
                        )
                    }
                }
            }
        }
    }

    func operation(
        run: @escaping (Int) throws -> Void,
        result: @escaping () throws -> [UInt8]
    ) -> Operation {
        Operation(
            version: Versions.handshake,
            kernel: key.kernel.name,
            run: run,
            result: result
        )
    }
}

extension Catalogue {
    static func ourSeal(_ input: AESGCMInput) -> Candidate {
        let calls = "AESGCMKey.sealInPlace(_:nonce:additionalData:) (key once)"
        return Candidate("handshake", calls: calls) {
            let ours = try OurAESGCM(input)
            return ours.operation(run: ours.seal) {
                try ours.sealOnce()
                return ours.sealed.bytes
            }
        }
    }

    static func ourDependentSeal(_ input: AESGCMInput) -> Candidate {
        let calls = "AESGCMKey.sealInPlace(_:nonce:additionalData:) (key once)"
        return Candidate("handshake", calls: calls) {
            let ours = try OurAESGCM(input)
            return ours.operation(run: ours.sealDependent) {
                try ours.sealOnce()
                return ours.sealed.bytes
            }
        }
    }

    static func ourOpen(_ input: AESGCMInput) -> Candidate {
        let calls = "AESGCMKey.openInPlace(_:nonce:additionalData:) (key once)"
        return Candidate("handshake", calls: calls) {
            let ours = try OurAESGCM(input)
            try ours.prepareOpening()
            return ours.operation(run: ours.open) {
                try ours.open(calls: 1)
                let plaintext = Array(ours.text.bytes.prefix(input.byteCount))
                // On round the ring, to where the runs begin.
                try ours.open(calls: OurAESGCM.ringCount - 1)
                return plaintext
            }
        }
    }
}
