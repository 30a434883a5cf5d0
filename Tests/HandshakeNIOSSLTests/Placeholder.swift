// HandshakeNIOSSLTests
