// HandshakeNIOTests
