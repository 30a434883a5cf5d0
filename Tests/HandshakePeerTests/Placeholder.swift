// HandshakePeerTests
