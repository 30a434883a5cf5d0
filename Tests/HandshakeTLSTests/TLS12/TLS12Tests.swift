/// The tests of `TLS12`.
enum TLS12Tests {}
