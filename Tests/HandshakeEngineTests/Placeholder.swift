// HandshakeEngineTests
