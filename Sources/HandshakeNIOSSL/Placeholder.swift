// HandshakeNIOSSL
