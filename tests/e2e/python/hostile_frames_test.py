"""Single frames and calls that no client sends: what each of them gets, and that nobody else notices."""
import struct
import unittest

import grpc

from hostile import HostileTest
from http2_peer import (
    ACK,
    CHAT,
    CONTINUATION,
    DATA,
    END_HEADERS,
    END_STREAM,
    GOAWAY,
    HEADERS,
    PADDED,
    PING,
    PRIORITY,
    PUSH_PROMISE,
    RST_STREAM,
    SETTINGS,
    WINDOW_UPDATE,
    Gone,
    Peer,
    connect,
    frame,
    message,
    request_headers,
    reset,
    settings,
    tls_context,
    window_update,
)

LIST_ROOMS = "/conclave.v1.RoomService/ListRooms"
OK, CANCELLED, UNKNOWN, INVALID, DEADLINE, UNIMPLEMENTED, EXHAUSTED = (
    status.value[0]
    for status in (
        grpc.StatusCode.OK,
        grpc.StatusCode.CANCELLED,
        grpc.StatusCode.UNKNOWN,
        grpc.StatusCode.INVALID_ARGUMENT,
        grpc.StatusCode.DEADLINE_EXCEEDED,
        grpc.StatusCode.UNIMPLEMENTED,
        grpc.StatusCode.RESOURCE_EXHAUSTED,
    )
)
GONE, LIVES = "the connection is closed", "the connection lives"


class FramesTest(HostileTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.identity = cls.server.identity("trudy")

    def peer(self):
        peer = Peer(self.server, self.identity)
        self.addCleanup(peer.close)
        return peer

    def of_call(self, path=LIST_ROOMS, body=None, more=(), **replaced):
        """The status of a call on a connection that lives on; GONE when it does not."""
        peer = self.peer()
        stream = peer.next_stream()
        try:
            peer.send(
                peer.headers(request_headers(path, more, **replaced), stream)
                + frame(DATA, END_STREAM, stream, message(b"") if body is None else body)
            )
            status = peer.status_of(stream)
            peer.ping()
            return status
        except Gone:
            return GONE

    def of_frames(self, make):
        peer = self.peer()
        try:
            peer.send(b"".join(make(peer)))
            peer.ping()
            return LIVES
        except Gone:
            return GONE


class Calls(FramesTest):
    def test_headers_of_grpcs_own_do_nothing(self):
        for name in (
            "grpclb_client_stats",
            "lb-token",
            "grpc-previous-rpc-attempts",
            "grpc-retry-pushback-ms",
            "grpc-internal-encoding-request",
            "grpc-accept-encoding",
            "grpc-encoding",
            "grpc-status",
            "grpc-message",
            "host",
            "user-agent",
            "content-length",
            "connection",
        ):
            with self.subTest(name):
                self.assertEqual(self.of_call(more=[(name, "x")]), OK)

    def test_binary_headers_that_are_not_base64_end_the_connection(self):
        for name in ("lb-cost-bin", "grpc-server-stats-bin", "grpc-trace-bin", "grpc-tags-bin", "x-bin"):
            with self.subTest(name):
                self.assertEqual(self.of_call(more=[(name, "!")]), GONE)

    def test_names_of_headers_that_are_none_do_nothing(self):
        for name in (":bogus", "Upper", "with space", ""):
            with self.subTest(name):
                self.assertEqual(self.of_call(more=[(name, "x")]), OK)

    def test_control_characters_in_headers_do_nothing(self):
        self.assertEqual(self.of_call(more=[("x", "a\x00b\r\nc")]), OK)

    def test_headers_of_http_that_do_not_fit_are_refused(self):
        for replaced in (
            {"te": "bogus"},
            {"te": None},
            {"scheme": "bogus"},
            {"scheme": ""},
            {"scheme": None},
            {"method": "GET"},
            {"method": ""},
            {"method": None},
            {"path": None},
        ):
            with self.subTest(str(replaced)):
                path = replaced.pop("path", LIST_ROOMS)
                self.assertEqual(self.of_call(path, **replaced), UNKNOWN)

    def test_methods_that_are_not_there_are_unimplemented(self):
        nope = "/conclave.v1.RoomService/Nope"
        for path in ("", "x", "/", "//", "/a/b/c", nope, "/nope.Nope/Nope", "/" + "a" * 7000):
            with self.subTest(path[:30]):
                self.assertEqual(self.of_call(path), UNIMPLEMENTED)

    def test_times_that_make_no_sense_are_no_deadline(self):
        for value in ("99999999H", "-1S", "abc", "", "1", "9" * 20 + "S"):
            with self.subTest(value):
                self.assertEqual(self.of_call(grpc_timeout=value), OK)
        self.assertIn(self.of_call(grpc_timeout="0n"), (CANCELLED, DEADLINE))

    def test_too_many_headers_are_refused(self):
        # Also where gRPC closes the connection with it.
        for more in ([("x-big", "v" * 9000)], [(f"x-{number}", "v" * 100) for number in range(90)]):
            peer = self.peer()
            peer.send(peer.headers(request_headers(LIST_ROOMS, more), 1) + frame(DATA, END_STREAM, 1, message(b"")))
            self.assertEqual(peer.status_of(1), EXHAUSTED)

    def test_what_is_compressed_is_refused(self):
        bomb = b"\x1f\x8b\x08\x00" + b"\x00" * 1000
        for encoding in ("gzip", "deflate"):
            with self.subTest(encoding):
                self.assertEqual(self.of_call(grpc_encoding=encoding), UNIMPLEMENTED)
                self.assertEqual(self.of_call(grpc_encoding=encoding, body=message(bomb, 1)), UNIMPLEMENTED)

    def test_a_message_said_to_be_compressed_by_nothing_is_refused(self):
        self.assertEqual(self.of_call(body=message(b"abc", 1)), INVALID)
        self.assertEqual(self.of_call(body=message(b"abc", 1), grpc_encoding="identity"), INVALID)

    def test_messages_that_are_not_what_they_say_are_refused(self):
        self.assertEqual(self.of_call(body=struct.pack(">BI", 0, 2**32 - 1)), INVALID)
        self.assertEqual(self.of_call(body=struct.pack(">BI", 0, 100) + b"x"), INVALID)
        self.assertEqual(self.of_call(body=b"\0\0"), INVALID)

    def test_a_call_that_is_only_headers_ends(self):
        for path, status in ((LIST_ROOMS, INVALID), (CHAT, OK)):
            with self.subTest(path):
                peer = self.peer()
                peer.send(peer.headers(request_headers(path), 1, END_HEADERS | END_STREAM))
                self.assertEqual(peer.status_of(1), status)
                peer.ping()


class Frames(FramesTest):
    def test_frames_that_break_the_protocol_end_the_connection(self):
        ping = b"12345678"
        for name, make in {
            "a frame larger than may be": lambda p: [frame(DATA, 0, 1, b"x" * 100, length=2**24 - 1)],
            "headers larger than a frame": lambda p: [frame(HEADERS, END_HEADERS, 1, b"x" * 20_000)],
            "headers in padding": lambda p: [frame(HEADERS, PADDED | END_HEADERS, 1, b"\xffab")],
            "a second block of headers": lambda p: [p.begin(1), p.begin(1)],
            "a continuation of nothing": lambda p: [frame(CONTINUATION, END_HEADERS, 1)],
            "a continuation of another stream": lambda p: [frame(HEADERS, 0, 1), frame(CONTINUATION, END_HEADERS, 3)],
            "something between headers": lambda p: [frame(HEADERS, 0, 1), frame(PING, payload=ping)],
            "a window opened by nothing": lambda p: [window_update(0, 0)],
            "half a window": lambda p: [frame(WINDOW_UPDATE, 0, 0, b"ab")],
            "half a setting": lambda p: [frame(SETTINGS, 0, 0, b"abc")],
            "settings of a stream": lambda p: [frame(SETTINGS, 0, 1)],
            "settings and their answer": lambda p: [frame(SETTINGS, ACK, 0, b"abcdef")],
            "a window beyond all": lambda p: [settings([(4, 2**31)])],
            "frames of a byte": lambda p: [settings([(5, 1)])],
            "half a reset": lambda p: [p.begin(1), frame(RST_STREAM, 0, 1)],
            "half a ping": lambda p: [frame(PING, 0, 0, b"abc")],
            "half a farewell": lambda p: [frame(GOAWAY, 0, 0, b"abc")],
            "an index beyond the table": lambda p: [frame(HEADERS, END_HEADERS, 1, b"\xff\xff\xff\xff\x7f")],
            "the index 0": lambda p: [frame(HEADERS, END_HEADERS, 1, b"\x80")],
            "a table of gigabytes": lambda p: [frame(HEADERS, END_HEADERS, 1, b"\x3f\xff\xff\xff\x7f")],
        }.items():
            with self.subTest(name):
                self.assertEqual(self.of_frames(make), GONE)

    def test_frames_that_mean_nothing_are_passed_over(self):
        done = frame(DATA, END_STREAM, 1, message(b""))
        for name, make in {
            "data before headers": lambda p: [frame(DATA, 0, 1, b"x")],
            "data of no stream": lambda p: [frame(DATA, 0, 0, b"x")],
            "headers of a stream of the server's": lambda p: [p.begin(2)],
            "a stream that is over": lambda p: [p.begin(1, LIST_ROOMS), done, p.begin(1, LIST_ROOMS), done],
            "streams in descending order": lambda p: [p.begin(9), p.begin(7)],
            "padding that is longer than its frame": lambda p: [p.begin(1), frame(DATA, PADDED, 1, b"\xffab")],
            "a window that overflows": lambda p: [window_update(0, 2**31 - 1) * 2],
            "a stream's window that overflows": lambda p: [p.begin(1), window_update(1, 2**31 - 1) * 2],
            "a table beyond all": lambda p: [settings([(1, 2**32 - 1)])],
            "an unknown setting": lambda p: [settings([(999, 1)])],
            "a push": lambda p: [frame(PUSH_PROMISE, END_HEADERS, 1, b"\0\0\0\2")],
            "a farewell before the call": lambda p: [frame(GOAWAY, payload=b"\0" * 8), p.begin(1, LIST_ROOMS), done],
            "a reset of a stream that is not": lambda p: [reset(99), reset(0)],
            "an unknown frame": lambda p: [frame(77, 255, 1, b"abc")],
            "a priority": lambda p: [frame(PRIORITY, 0, 1, b"\0\0\0\1\0")],
            "no headers": lambda p: [frame(HEADERS, END_HEADERS, 1)],
            "a stream with the reserved bit": lambda p: [frame(PING, 0, 2**31, b"12345678")],
        }.items():
            with self.subTest(name):
                self.assertEqual(self.of_frames(make), LIVES)

    def test_half_a_frame_holds_up_nobody(self):
        for _ in range(50):
            peer = self.peer()
            peer.send(peer.begin(1)[:20])
        self.conversation.goes_on()

    def test_what_is_no_http2_ends_the_connection(self):
        for name, said in {
            "http/1.1": b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "another preface": b"PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n" + settings(),
            "noise": bytes(range(256)) * 100,
            "zeros": bytes(20_000),
        }.items():
            with self.subTest(name):
                with tls_context(self.identity).wrap_socket(connect(self.server)) as raw:
                    raw.sendall(said)
                    self.assertEqual(self.rest_of(raw), b"")

    def rest_of(self, raw):
        """What comes after the server's settings until it closes the connection."""
        try:
            while came := raw.recv(65536):
                kinds = came[3:4]
                self.assertIn(kinds, (bytes([SETTINGS]), bytes([GOAWAY]), bytes([WINDOW_UPDATE])))
        except OSError:
            pass
        return b""


if __name__ == "__main__":
    unittest.main()
