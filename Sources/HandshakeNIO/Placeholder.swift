// HandshakeNIO
