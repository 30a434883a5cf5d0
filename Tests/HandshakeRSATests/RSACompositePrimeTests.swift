import HandshakeRSA
import SelfTestCases
import TestSupport
import Testing

@Suite("RSA keys of more than two primes")
struct RSACompositePrimeTests {
    /// Numbers that fit each other in every way, but that p is a product of two primes (random ones,
    /// made by Python).
    @Test(arguments: RSATestKey.kernels)
    func compositePrimesAreRefused(kernel: RSAKernel) {
        let key = RSATestKey.named("rsa2048")
        #expect(throws: RSAKeyError.compositePrime) {
            try RSAPrivateKey(
                key.components { key in
                    key = Self.composite
                },
                kernel: kernel
            )
        }
    }

    private static let composite: RSATestKey = {
        var key = RSATestKey.named("rsa2048")
        change(&key)
        return key
    }()

    private static func change(_ key: inout RSATestKey) {
        key.n = [UInt8](
            hexadecimal: """
                a0d7f7f8dbf9dcf24ed865b1694facc5a0da136f0b4472eb80798f100efb7b936cb0fb55b9f5
                49f161dc4d0f6f217faa0bb60f144b28f4ffe526f01efe83a97bed79b400bce5fb57bbca8d2f
                61e18a6143efb13d36a393fbb8b460793d18bb43b787a34d9dcd5947dc0084404e4952c10fc4
                d04b6995f207f3a8427f07fd9bb0a7d31d2868f68339ce77eafbeeb9984bcb0ecb57658b7236
                28630a79ecc0345e63e21aced0f772ce3358ed7afc0aa6671f77724ff7e4ecd707770d708e00
                a27c30b217874dfa864ddc7094ad248ffa14e04902f2a950ffb0dd93d7547fbdf16ccf327bf7
                b5ed10eeab6525e8e63b27b910654457d86e7be4f949fe0b536636af
                """
        )
        key.d = [UInt8](
            hexadecimal: """
                42c9db44c1a74bf96c070c9732392cef757f0891d4366c97e0e5d9239c6d0ddfe642c962cc10
                904f44c91350a4df5ea13032bda93a1a7c3da41c5a9a2c2a64deba7a0e663e0a2ba7bf29791d
                e341a1d208c147b238f58cd5fa59203447cbf4bac64372eaa06bac369c22b4c7f51a1a5c639d
                60b6e7d5a5466b0583f336d0b6ec64f667bc6824dc7853585e6caacf4334cf8f77a2a9554fc7
                ab226011c3db08dff3e206742692c3699da4cfa40e3019e873cab0901ffc7337c0946079caca
                399b2325149e26c09f7eac637780356f2829d39972fa7f961356a7d614d31826f2462e2be89c
                daa2cfe1099d1d8816bf6c8854b16ff555a7ceb3ab1f051a76efde59
                """
        )
        key.p = [UInt8](
            hexadecimal: """
                a7bfd284a50c8487a7bebd505e403a11d862a6d42f2b74e7da8d5c81a25915d15ce6067b2941
                eb6013aac6c8339ae58f9e89692346459763f7a25a2f12bb62e1fbb8b2bb081d1abb54596b26
                9f74900316e0edfe36e4952a65e9ed1b4f57239f38c63e52d3a2fdd297298c26a1b514796bf1
                2df16222d23ce7133c79d68285c7
                """
        )
        key.q = [UInt8](
            hexadecimal: """
                f5761a11645aafa6a9882a36753a235c5b493faa381ec746c2a6ce8a6700946f9f7bbb039fbd
                fa0aebb285d565e1b22220d48edeb697e543637a401ee9a39b77fa13068e338f92fc3eb453dd
                7ad1262b51e09e7310dc9fe9be5b1763d14a6eccb42e6b5d633eb5f2ab47f7026d177a604e71
                1e3e428216bc9a929ada8292a7d9
                """
        )
        key.dP = [UInt8](
            hexadecimal: """
                3fda2255df455e850c72ec38d5477953259c978818d45fd1893d59c2f67b1674f4f991e9fb90
                5df9da429d1bc398e85cbca9ed5d41f86761e3f6e681188e3f5b69a7aa50cb0bd90b09566814
                f1893af0121b583bf5c5188a64f4a00e4f2b0a2227483e9ce4761c4bb6c257d8b4a0eac43534
                3e9aad1238187a94b5e662a2982d
                """
        )
        key.dQ = [UInt8](
            hexadecimal: """
                0d4142691c0535a507549e0af0cba1eb33d6c1c45c61751b621985dfbd6e2f95d383e7f66b22
                e424c0d3941c90f2de1eafad2ac5e6104fc612d220324b259598a5fd6f0630cc99005c167acc
                e3fbf556b38630a84009d9ecd265b2dea607a1f215ecc7c9743987b3c20211d9a4b076e04a7c
                1b48fb6870f7e054f85dc25d4f09
                """
        )
        key.qInv = [UInt8](
            hexadecimal: """
                14c16fb72bc4279abce389f4f1dfdee84a3119e02517ed602c2078f47a26a8ca8b5401174e49
                631e1cf2abeedc1d5bce0d8d6ac2a4129698eadc2ed8f6569a2edcf677c3715938ffd418ebbf
                5a2a3cf163f494cce8a19309b80cd1b0f50364fad1f074637fe05692a3f92517b63e0b9a0a5f
                eb8ba86765c570f0138ed24da8a3
                """
        )
    }
}
