"""Certificates that are not what they should be, and what is no TLS at all, on the port of the server."""
import datetime
import pathlib
import ssl
import subprocess
import tempfile
import unittest

import grpc
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from conclave_client import PATIENCE
from hostile import HostileTest, often
from http2_peer import PREFACE, Gone, Peer, connect, settings

LIST_ROOMS = "/conclave.v1.RoomService/ListRooms"
OK, UNAUTHENTICATED = grpc.StatusCode.OK.value[0], grpc.StatusCode.UNAUTHENTICATED.value[0]
DAY = datetime.timedelta(days=1)
NOW = datetime.datetime.utcnow()


class Authority:
    """Signs whatever it is asked to."""

    def __init__(self, key, certificate):
        self.key, self.certificate = key, certificate

    @classmethod
    def of(cls, server):
        directory = server.data / "ca"
        return cls(
            serialization.load_pem_private_key((directory / "authority.key").read_bytes(), None),
            x509.load_pem_x509_certificate((directory / "authority.crt").read_bytes()),
        )

    def sign(self, key, uris=(), name="mallory", begins=NOW - DAY, ends=NOW + DAY, authority=False, dns=(), use=None):
        names = [x509.UniformResourceIdentifier(uri) for uri in uris] + [x509.DNSName(host) for host in dns]
        builder = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
            .issuer_name(self.certificate.subject if self.certificate else x509.Name([]))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begins)
            .not_valid_after(ends)
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        )
        if not authority:
            usage = x509.ExtendedKeyUsage([use or ExtendedKeyUsageOID.CLIENT_AUTH])
            builder = builder.add_extension(usage, critical=False)
        if names:
            builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
        return builder.sign(self.key, hashes.SHA256())


def new_key():
    return ec.generate_private_key(ec.SECP256R1())


def self_signed(subject, key=None, uris=(), authority=True):
    key = key or new_key()
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - DAY)
        .not_valid_after(NOW + DAY)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    )
    if uris:
        names = x509.SubjectAlternativeName([x509.UniformResourceIdentifier(uri) for uri in uris])
        builder = builder.add_extension(names, critical=False)
    return Authority(key, builder.sign(key, hashes.SHA256()))


class TlsTest(HostileTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.authority = Authority.of(cls.server)
        certificate = x509.load_pem_x509_certificate((cls.mallory.identity / "cert.pem").read_bytes())
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        # Who mallory is.
        (cls.uri,) = names.get_values_for_type(x509.UniformResourceIdentifier)
        cls.key = new_key()

    def identity(self, *chain, key=None):
        """A directory as make-identity makes it, with these certificates."""
        directory = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="conclave-test-")))
        (directory / "authority.pem").write_bytes((self.mallory.identity / "authority.pem").read_bytes())
        if chain:
            pem = b"".join(each.public_bytes(serialization.Encoding.PEM) for each in chain)
            (directory / "cert.pem").write_bytes(pem)
            (directory / "key.pem").write_bytes(
                (key or self.key).private_bytes(
                    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
                )
            )
        return directory

    def status(self, *chain, key=None):
        """Of a call made with these certificates."""
        peer = Peer(self.server, self.identity(*chain, key=key))
        self.addCleanup(peer.close)
        return peer.status_of(peer.call(LIST_ROOMS))

    def assert_no_handshake(self, *chain, key=None, **options):
        with self.assertRaises((Gone, OSError)):
            Peer(self.server, self.identity(*chain, key=key), **options)


class Certificates(TlsTest):
    def test_a_certificate_as_the_server_makes_it_gets_in(self):
        # The other tests differ from this in the one thing they are about.
        self.assertEqual(self.status(self.authority.sign(self.key, [self.uri])), OK)

    def test_none(self):
        self.assert_no_handshake()

    def test_of_another_authority_of_the_same_name(self):
        other = self_signed(self.authority.certificate.subject)
        self.assert_no_handshake(other.sign(self.key, [self.uri]))
        self.assert_no_handshake(other.sign(self.key, [self.uri]), other.certificate)

    def test_self_signed_with_the_same_names(self):
        mine = self_signed(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mallory")]), self.key, [self.uri], False)
        self.assert_no_handshake(mine.certificate)

    def test_expired_and_not_yet_valid(self):
        self.assert_no_handshake(self.authority.sign(self.key, [self.uri], begins=NOW - 2 * DAY, ends=NOW - DAY))
        self.assert_no_handshake(self.authority.sign(self.key, [self.uri], begins=NOW + DAY, ends=NOW + 2 * DAY))

    def test_for_servers_only(self):
        self.assert_no_handshake(self.authority.sign(self.key, [self.uri], use=ExtendedKeyUsageOID.SERVER_AUTH))

    def test_vouched_for_by_a_client(self):
        # An authority made of a client's certificate: the server's own authority vouches for no further one.
        deputy = Authority(self.key, self.authority.sign(self.key, [self.uri], authority=True))
        key = new_key()
        self.assert_no_handshake(deputy.sign(key, [self.uri]), deputy.certificate, key=key)
        own = Authority(self.key, self.authority.sign(self.key, [self.uri]))
        self.assert_no_handshake(own.sign(key, [self.uri]), own.certificate, key=key)

    def test_a_chain_without_end(self):
        leaf = self.authority.sign(self.key, [self.uri])
        self.assert_no_handshake(leaf, *[leaf] * 400)

    def test_two_uris(self):
        self.assertEqual(self.status(self.authority.sign(self.key, [self.uri, self.uri])), UNAUTHENTICATED)
        alice = self.uri.replace("/user/3/", "/user/1/")
        for uris in ([self.uri, alice], [alice, self.uri], [self.uri, "https://example.org"]):
            self.assertEqual(self.status(self.authority.sign(self.key, uris)), UNAUTHENTICATED)

    def test_of_another_trust_domain(self):
        foreign = self.uri.replace("spiffe://conclave-", "spiffe://conclave-0")
        self.assertNotEqual(foreign, self.uri)
        self.assertEqual(self.status(self.authority.sign(self.key, [foreign])), UNAUTHENTICATED)

    def test_uris_that_name_nobody(self):
        for uri in (
            self.uri + "/",
            self.uri + "?x",
            self.uri.upper(),
            self.uri.replace("spiffe:", "https:"),
            self.uri.replace("/user/", "/user/0"),
            self.uri.replace("/user/", "/user/-"),
            self.uri.replace("/device/", "/device/99999999999999999999"),
            self.uri[: self.uri.index("/device/")],
            "spiffe://",
            "x" * 5000,
        ):
            with self.subTest(uri[:80]):
                self.assertEqual(self.status(self.authority.sign(self.key, [uri])), UNAUTHENTICATED)

    def test_names_of_other_kinds_only(self):
        for certificate in (
            self.authority.sign(self.key, name=self.uri[:60]),
            self.authority.sign(self.key, name="alice"),
            self.authority.sign(self.key, dns=["alice", "localhost"]),
        ):
            self.assertEqual(self.status(certificate), UNAUTHENTICATED)

    def test_of_a_device_that_is_not_registered(self):
        unknown = self.uri[: self.uri.index("/device/")] + "/device/424242"
        self.assertEqual(self.status(self.authority.sign(self.key, [unknown])), UNAUTHENTICATED)
        self.assertEqual(
            self.status(self.authority.sign(self.key, [self.uri.replace("/user/3/", "/user/1/")])), UNAUTHENTICATED
        )

    def test_handshakes_given_up_by_the_hundred(self):
        def strike():
            with self.assertRaises((Gone, OSError)):
                Peer(self.server, nobody)

        nobody = self.identity()
        self.while_served(strike, often(200))


class Handshakes(TlsTest):
    def rest_of(self, raw):
        """What comes until the server closes the connection."""
        came = b""
        try:
            while more := raw.recv(65536):
                came += more
        except ConnectionError:
            pass
        return came

    def test_what_is_no_tls(self):
        for name, said in {
            "http/2": PREFACE + settings(),
            "http/1.1": b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "noise": bytes(range(256)) * 20,
            "zeros": bytes(5000),
            "ssh": b"SSH-2.0-OpenSSH_9.2\r\n",
        }.items():
            with self.subTest(name), connect(self.server) as raw:
                raw.sendall(said)
                # Nothing but an alert of TLS.
                self.assertIn(self.rest_of(raw)[:1], (b"", b"\x15"))

    def test_a_hello_of_megabytes(self):
        record = b"\x16\x03\x01\x40\x00"
        with connect(self.server) as raw:
            try:
                raw.sendall(record + b"\x01\xff\xff\xff" + bytes(16380))
                for _ in range(1000):
                    raw.sendall(record + bytes(16384))
            except ConnectionError:
                pass
            self.assertIn(self.rest_of(raw)[:1], (b"", b"\x15"))

    def test_another_protocol_than_http2(self):
        for alpn in ((), ("http/1.1",), ("h2c", "spdy/3")):
            with self.subTest(alpn):
                self.assert_no_handshake(self.authority.sign(self.key, [self.uri]), alpn=alpn)

    def test_a_handshake_in_the_middle_of_the_conversation(self):
        identity = self.identity(self.authority.sign(self.key, [self.uri]))
        command = [
            *("openssl", "s_client", "-connect", self.server.address, "-alpn", "h2", "-tls1_2"),
            *("-CAfile", identity / "authority.pem", "-cert", identity / "cert.pem", "-key", identity / "key.pem"),
        ]
        done = subprocess.run(command, input=b"R\n", capture_output=True, timeout=PATIENCE)
        said = done.stdout + done.stderr
        self.assertIn(b"RENEGOTIATING", said)
        self.assertRegex(said, rb"no renegotiation|closed|handshake failure|unexpected")

    def test_old_versions(self):
        for version in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1):
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            context.set_ciphers("ALL:@SECLEVEL=0")
            context.minimum_version = context.maximum_version = version
            with self.subTest(version.name), connect(self.server) as raw, self.assertRaises(ssl.SSLError):
                context.wrap_socket(raw)


if __name__ == "__main__":
    unittest.main()
