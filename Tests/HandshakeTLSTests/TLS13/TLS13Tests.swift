/// The tests of `TLS13`.
enum TLS13Tests {}
