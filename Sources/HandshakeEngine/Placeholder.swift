// HandshakeEngine
