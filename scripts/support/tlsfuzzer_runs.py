# SPDX-License-Identifier: Apache-2.0
"""The scripts of tlsfuzzer that apply to this server, and where it rightly answers otherwise.

Left out are scripts of what the server does not have: TLS 1.3, suites other than AES-GCM, DHE, keys
other than RSA, encrypt-then-MAC, heartbeat, record size limits, OCSP, and a second handshake.
"""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Difference:
    """Conversations whose names match fail with an error that has the message in it, and rightly so."""
    name: str
    message: str
    reason: str


@dataclasses.dataclass(frozen=True)
class Run:
    server: str
    script: str
    arguments: tuple = ()
    differences: tuple = ()
    sha256: bool = False  # see tlsfuzzer_conversations.py

    def __str__(self):
        return " ".join((self.server, self.script, *self.arguments))


# What `handshake serve` is called with, beside its certificate and key.
SERVERS = {
    "ecdhe": (),
    "rsa": ("--rsa-key-exchange",),
    "mutual": ("--client-ca", "ca.pem"),
    "mutual-rsa": ("--client-ca", "ca.pem", "--rsa-key-exchange"),
    "echo": ("--echo",),
}


def no_renegotiation(name):
    return Difference(name, "no_renegotiation", "there is no second handshake; a warning says so, and the "
                      "connection goes on (RFC 5246, sections 7.2.2 and 7.4.1.2)")


def older(name, message="protocol_version"):
    return Difference(name, message, "TLS 1.1 and older are not spoken (RFC 8996), and refused with "
                      "protocol_version (RFC 5246, appendix E.1)")


def no_suite(name, what):
    return Difference(name, "handshake_failure", f"{what} (RFC 5246, section 7.4.1.3)")


def sslv2_hello(name):
    return Difference(name, "unexpected_message", "a server may accept a ClientHello in SSL 2.0's format (RFC "
                      "5246, appendix E.2); this one does not, and it has no extensions to negotiate with")


def sha1_signature(name):
    return Difference(name, "illegal_parameter", "a CertificateVerify with SHA-1 MUST be refused so (RFC 9155, "
                      "section 5), and was not among the algorithms asked for (RFC 5246, section 7.4.8)")


NO_SHA1 = ("without the extension, or with SHA-1 alone, the server would sign with SHA-1, which it must not: "
           "RFC 9155, section 4")
NO_DHE = "the conversation wants DHE, which the server does not have"

NO_CERTIFICATE = "the client has no certificate, and the server lets none in without: RFC 5246, section 7.4.6"

WRONG_SUITES = (
    Difference("resumption of safe session with NULL cipher|"
               "resumption with cipher from old CH but not selected by server|sanity - session ID resume",
               "", "the script offers no extended master secret, without which no session is resumed (RFC 7627, "
               "section 5.3)"),
)
ENCRYPT_THEN_MAC = (
    Difference(".*[Ee]ncrypt.then.MAC.*", "encrypt_then_mac", "the extension MUST NOT be answered with a suite that "
               "is AEAD (RFC 7366, section 3)"),
)
EXTENDED_MASTER_SECRET = (
    no_renegotiation("extended master secret with renegotiation|renegotiate with.*"),
    older(".*TLSv1.1"),
)
OTHER_PROTOCOLS = (
    sslv2_hello(r"Protocol \(3, \d\) in SSLv2 compatible ClientHello"),
    older(r"Protocol \(3, [012]\).*"),
    no_suite(r"Protocol \(3, 3\) with (secp384r1|secp521r1|x448) group", "the group is not among the server's"),
)
RENEGOTIATED_TICKET = (
    no_renegotiation("session resumption with renegotiation|renegotiation with removal .*"),
)
NAME_NOT_KNOWN = Difference(
    "incorrect SNI", "server_hello", "a server that does not know the name may go on without an alert (RFC 6066, "
    "section 3)")

RUNS = [Run("ecdhe", *run) for run in (
    ("test-aes-gcm-nonces", ("-d",)),
    ("test-alpn-negotiation", ("-d", "-M"), (
        no_renegotiation("renegotiation .*"),
        Difference("resumption with alpn change", "no_application_protocol", "the conversation goes on to h2, "
                   "which the server does not speak (RFC 7301, section 3.2)"),
    )),
    ("test-atypical-padding", ("-d",), ENCRYPT_THEN_MAC),
    ("test-ccs", ("-d",)),
    ("test-client-hello-max-size", ("-d",)),
    ("test-connection-abort", ("-d",)),
    ("test-conversation", ("-d",)),
    ("test-conversation", ("-d", "-C", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384")),
    ("test-cve-2016-6309", ("-d",)),
    ("test-downgrade-protection", ("-d", "--server-max-protocol=TLSv1.2"), (
        older(r"TLS 1.3 downgrade check for Protocol \(3, [12]\)"),
    )),
    ("test-early-application-data", ("-d",)),
    ("test-ecdhe-rsa-key-exchange-with-bad-messages",),
    ("test-encrypt-then-mac", ("-d",), ENCRYPT_THEN_MAC),
    ("test-extended-master-secret-extension", ("-d",), (
        *EXTENDED_MASTER_SECRET,
        no_suite("extended master secret w/DHE", NO_DHE),
    )),
    ("test-fallback-scsv", ("-d",), (older(".*TLSv1.1"),)),
    ("test-fuzzed-ciphertext", ("-d",)),
    ("test-hello-request-by-client", ("-d",)),
    ("test-interleaved-CKE-with-CCS",),
    ("test-invalid-client-hello-w-record-overflow", ("-d",), (
        Difference("cipher suites len fuzz to (16|2[468]|30|38|4[028]|5[024]) w/ext", "illegal_parameter", "read "
                   "with that length, the compression methods lack null (RFC 5246, section 7.4.1.2), which is seen "
                   "before the extensions' wrong length"),
    )),
    ("test-invalid-compression-methods", ("-d",)),
    ("test-invalid-content-type", ("-d",)),
    ("test-invalid-server-name-extension", ("-d",), (NAME_NOT_KNOWN,)),
    ("test-large-hello", ("-d",)),
    ("test-large-number-of-extensions", ("-d",)),
    ("test-message-skipping", ("-d",)),
    ("test-no-heartbeat", ("-d",)),
    ("test-no-mlkem-in-old-tls", ("-d",)),
    ("test-ocsp-stapling", ("-d", "--no-status"), (no_renegotiation("renegotiate.*"),)),
    ("test-point-extension",),
    ("test-record-layer-fragmentation", ("-d",)),
    ("test-renegotiation-disabled", ("-d",)),
    ("test-resumption-with-wrong-ciphers", ("-d",), WRONG_SUITES),
    ("test-session-ticket-resumption", ("-d", "-M", "--no-new-ticket-on-resumption"), RENEGOTIATED_TICKET),
    ("test-sessionID-resumption", ("-d", "-M")),
    ("test-sig-algs", (), (
        no_suite("rsa_pss_pss_sha.* only", "the scheme needs a key of RSASSA-PSS's own kind (RFC 8446, section "
                 "4.2.3)"),
    )),
    ("test-sig-algs-renegotiation-resumption", ("-d", "-M", "--no-renego"), (
        no_suite(r"rsa\+sha1 in signature_algorithms ext|"
                 "without signature_algorithms and signature_algorithms_cert ext", NO_SHA1),
    )),
    ("test-signature-algorithms", (), (
        no_suite(r"implicit SHA-1 check|explicit SHA-1\+RSA/ECDSA", NO_SHA1),
    )),
    ("test-ssl-death-alert", ("-d", "--alerts", "32")),
    ("test-tls13-non-support",),
    ("test-truncating-of-client-hello", ("-d",)),
    ("test-version-numbers", ("-d",)),
    ("test-zero-length-data", ("-d",)),
)]
RUNS += [Run("ecdhe", *run, sha256=True) for run in (
    ("test-client-compatibility", (), (
        no_suite("sanity", "the script offers no suite with ECDHE here"),
        no_suite("(24|31|33|35|36|38|43|63|65|71|75|85|87|95|96|102|104|106|133|134|143): .*", "the client has no "
                 "suite with ECDHE, RSA and AES-GCM"),
        older("(10|11|12|13|14|15|16|17|19|20|21|22|23|26|27|29|30|32|34|37|39|40|41|42|44|47|48|50|52|56|58|59|60|"
              "61|64|68|72|74|94|101|113): .*"),
        sslv2_hello("(18|25|100): .*"),
    )),
    ("test-ecdhe-padded-shared-secret", (), OTHER_PROTOCOLS),
    ("test-ecdhe-rsa-key-exchange",),
    ("test-ecdhe-rsa-key-share-random", (), OTHER_PROTOCOLS),
    ("test-invalid-server-name-extension-resumption", ("-d", "-M")),
    ("test-unsupported-curve-fallback", (), (no_suite("check for unsupported curve fallback", NO_DHE),)),
    ("test-x25519", (), (
        no_suite(".*x448 key share.*|sanity - negotiate x448", "x448 is not among the server's groups"),
        no_suite("only .* group - fallback to DHE", NO_DHE),
    )),
)]
RUNS += [Run("rsa", *run) for run in (
    ("test-TLSv1_2-rejected-without-TLSv1_2", (), (older(".*TLS ?v?1.1.*"),)),
    ("test-aes-gcm-nonces",),
    ("test-bleichenbacher-workaround",),
    ("test-ccs",),
    ("test-client-hello-max-size",),
    ("test-connection-abort",),
    ("test-conversation",),
    ("test-cve-2004-0079", ("-C", "TLS_RSA_WITH_AES_128_GCM_SHA256")),
    ("test-cve-2016-6309",),
    ("test-early-application-data",),
    ("test-empty-extensions",),
    ("test-export-ciphers-rejected", ("--min-ver", "TLSv1.2")),
    ("test-extended-master-secret-extension", (), (
        *EXTENDED_MASTER_SECRET,
        no_suite("extended master secret w/(DHE|ECDHE)", "the server has RSA key exchange alone here"),
    )),
    ("test-extensions",),
    ("test-fallback-scsv", (), (older(".*TLSv1.1"),)),
    ("test-fuzzed-ciphertext",),
    ("test-fuzzed-finished",),
    ("test-hello-request-by-client",),
    ("test-invalid-cipher-suites",),
    ("test-invalid-client-hello",),
    ("test-invalid-client-hello-w-record-overflow",),
    ("test-invalid-compression-methods",),
    ("test-invalid-content-type",),
    ("test-invalid-rsa-key-exchange-messages",),
    ("test-invalid-server-name-extension", (), (NAME_NOT_KNOWN,)),
    ("test-invalid-server-name-extension-resumption", ("-M",)),
    ("test-invalid-session-id",),
    ("test-invalid-version",),
    ("test-large-hello",),
    ("test-large-number-of-extensions",),
    ("test-legacy-renegotiation", (), (
        no_renegotiation("(insecure|secure) .*renegotiation with .*|sending both SCSV and .*"),
    )),
    ("test-message-duplication",),
    ("test-message-skipping",),
    ("test-no-heartbeat",),
    ("test-record-layer-fragmentation",),
    ("test-renegotiation-changed-clienthello", (), (
        no_renegotiation("drop .* in renegotiation|sanity - renegotiation"),
    )),
    ("test-renegotiation-disabled",),
    ("test-resumption-with-wrong-ciphers", (), WRONG_SUITES),
    ("test-serverhello-random", (), OTHER_PROTOCOLS[:2]),
    ("test-session-ticket-resumption", ("-M", "--no-new-ticket-on-resumption"), RENEGOTIATED_TICKET),
    ("test-sessionID-resumption", ("-M",)),
    ("test-ssl-death-alert", ("--alerts", "32")),
    ("test-sslv2-connection", (), (
        Difference("Connect with SSLv2 .*", "unexpected_message", "SSL 2.0 MUST NOT be spoken (RFC 6176); the script "
                   "itself takes these for failures"),
    )),
    ("test-sslv2-force-cipher",),
    ("test-sslv2-force-cipher-3des",),
    ("test-sslv2-force-cipher-non3des",),
    ("test-sslv2-force-export-cipher",),
    ("test-sslv2hello-protocol", (), (sslv2_hello("SSLv2 Client Hello"),)),
    ("test-tls13-version-negotiation", (), (
        no_suite("sanity|tls 1.3 negotiation with .*", "the client has suites of TLS 1.3 alone, which the server does "
                 "not speak"),
        Difference("tls 1.8 only|SSL 3.0 in supported version|fallback from TLS 1.8 to 1.1", "", "a server without "
                   "TLS 1.3 does not know supported_versions, and goes by the ClientHello's version (RFC 5246, "
                   "appendix E.1)"),
    )),
    ("test-truncating-of-client-hello",),
    ("test-truncating-of-finished",),
    ("test-truncating-of-kRSA-client-key-exchange",),
    ("test-version-numbers",),
    ("test-zero-length-data",),
)]
for server, first in (("mutual", ("-d",)), ("mutual-rsa", ())):
    RUNS += [Run(server, script, first + ("-k", "client-key.pem", "-c", "client.pem"), differences)
             for script, differences in (
        ("test-certificate-malformed", (no_suite("sanity - no client cert", NO_CERTIFICATE),)),
        ("test-certificate-request", (
            no_suite("sanity", NO_CERTIFICATE),
            Difference("check cert types in cert request", "Got: (rsa_sign)", "the server takes RSA certificates "
                       "alone"),
            Difference("check sigalgs in cert request", "Unexpected signature algorithms", "the server takes "
                       "RSA-PSS too, and not SHA-1 (RFC 9155, section 3)"),
        )),
        ("test-certificate-verify", ()),
        ("test-certificate-verify-malformed", ()),
        ("test-certificate-verify-malformed-sig", (
            sha1_signature("sanity - sha1|SHA-256 signature in SHA-1 envelope|"
                           "TLSv1.1 signature in SHA-1 TLSv1.2 envelope"),
        )),
        ("test-extended-master-secret-extension-with-client-cert", (no_suite("sanity", NO_CERTIFICATE),)),
        ("test-rsa-sigs-on-certificate-verify", (sha1_signature("check sha1 w/.*"),)),
    )]
RUNS += [
    Run("mutual", "test-rsa-pss-sigs-on-certificate-verify", ("-k", "client-key.pem", "-c", "client.pem"), (
        Difference("rsa_pss_pss_sha.* in CertificateVerify with rsa key", "illegal_parameter", "the scheme was not "
                   "among those asked for (RFC 5246, section 7.4.8)"),
    )),
    Run("echo", "test-lengths", ("-d", "-n", "1000")),
]
