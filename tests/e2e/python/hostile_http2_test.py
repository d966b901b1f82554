"""HTTP/2 by hand, with a valid certificate: floods, bombs, and peers that do not read."""
import contextlib
import unittest

import grpc
import hpack

from conclave_client import Client, chat, history
from hostile import MEBIBYTE, HostileTest, often
from http2_peer import (
    CONTINUATION,
    DATA,
    END_HEADERS,
    END_STREAM,
    HEADERS,
    INITIAL_WINDOW_SIZE,
    PING,
    PRIORITY,
    SETTINGS,
    Gone,
    Peer,
    frame,
    message,
    request_headers,
    reset,
    settings,
    window_update,
)

LIST_ROOMS = "/conclave.v1.RoomService/ListRooms"
# A header of HPACK, without indexing: "abc: xyz".
FIELD = b"\x00\x03abc\x03xyz"


def hello(instance=1):
    return chat.ChatRequest(request_id=1, hello=chat.Hello(instance=instance)).SerializeToString()


class Http2Test(HostileTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.trudy = Client(cls.server, "trudy")

    def peer(self, *arguments, **options):
        peer = Peer(self.server, self.trudy.identity, *arguments, **options)
        self.addCleanup(peer.close)
        return peer

    def is_cut_off(self, strike, times, why, begin=b""):
        """Strikes on a connection of its own until the server closes it, which it does before so many strikes."""
        before = self.server.log().count(why)
        peer = self.peer()
        with contextlib.suppress(Gone):
            peer.send(begin)
            for _ in range(times):
                peer.send(strike(peer) if callable(strike) else strike)
        # Fails unless the connection ends.
        peer.end()
        self.server.wait_for_log(lambda log: log.count(why) > before)


class Floods(Http2Test):
    """More of something than any client sends: the server cuts the connection before gRPC sees much of it."""

    def test_rapid_reset(self):
        def strike(peer):
            return b"".join(peer.begin(stream) + reset(stream) for stream in peer.next_streams(100))

        self.is_cut_off(strike, 200, "too many calls given up")

    def test_rapid_reset_of_a_method_that_is_not_there(self):
        def strike(peer):
            return b"".join(peer.begin(stream, "/no/method") + reset(stream) for stream in peer.next_streams(100))

        self.is_cut_off(strike, 200, "too many calls given up")

    def test_rapid_reset_within_the_allowance_is_borne(self):
        peer = self.peer()

        def strike():
            (stream,) = peer.next_streams(1)
            peer.send(peer.begin(stream) + reset(stream))
            peer.ping()

        self.while_served(strike, 50)

    def test_calls_that_end_at_once(self):
        # Cut off or not, as fast as they come.
        peer = self.peer()

        def strike():
            block = request_headers("/no/method")
            with contextlib.suppress(Gone):
                streams = peer.next_streams(25)
                peer.send(b"".join(peer.headers(block, stream, END_HEADERS | END_STREAM) for stream in streams))
                peer.ping()

        self.while_served(strike, often(200))

    def test_headers_that_never_end(self):
        begin = frame(HEADERS, 0, 1, FIELD)
        for name, piece in (
            ("large", FIELD * 1600),
            ("small", FIELD),
            ("empty", b""),
        ):
            with self.subTest(name):
                self.is_cut_off(frame(CONTINUATION, 0, 1, piece) * 10, 1000, "a block of headers", begin)

    def test_a_header_that_never_ends(self):
        # A string of 256 MiB; and a length whose number goes on with zeros, which is read again with each piece.
        for name, start, piece in (
            ("string", b"\x00\x03abc\x7f\xff\xff\xff\x7f", b"x"),
            ("number", b"\x00\x03abc\x7f", b"\x80"),
        ):
            for size in (1, 16384):
                with self.subTest(name, size=size):
                    begin = frame(HEADERS, 0, 1, start)
                    self.is_cut_off(
                        frame(CONTINUATION, 0, 1, piece * size), 100_000, "a block of headers", begin
                    )

    def test_hpack_bomb(self):
        # 4 KB go into the table once, and are named 12,000 times by a byte each: 48 MB.
        entry = b"\x40\x03abc" + b"\x7f\x81\x1e" + b"v" * 3968
        bomb = entry + b"\xbe" * 12_000
        for acknowledges in (True, False):
            with self.subTest(acknowledges=acknowledges):
                peer = self.peer(acknowledges=acknowledges)
                with contextlib.suppress(Gone):
                    for _ in range(200):
                        (stream,) = peer.next_streams(1)
                        peer.send(frame(HEADERS, END_HEADERS, stream, bomb))
                # Fails unless the connection ends.
                peer.end()
                self.conversation.goes_on()

    def test_calls_of_a_peer_that_does_not_acknowledge_settings(self):
        peer = self.peer(acknowledges=False)
        with contextlib.suppress(Gone):
            for _ in range(500):
                peer.send(b"".join(peer.begin(stream) for stream in peer.next_streams(10)))
        peer.end()
        self.server.wait_for_log(lambda log: "our settings not acknowledged" in log)

    def test_settings(self):
        for name, one in (
            ("none", settings()),
            ("values", settings([(3, 100), (4, 70_000)])),
            ("sizes of the table", settings([(1, 4096)]) + settings([(1, 0)])),
        ):
            with self.subTest(name):
                self.is_cut_off(one * 100, 1000, "too many frames that carry nothing")

    def test_pings(self):
        peer = self.peer()
        with contextlib.suppress(Gone):
            for _ in range(1000):
                peer.send(frame(PING, payload=b"12345678") * 100)
        # Fails unless the connection ends.
        peer.end()
        self.conversation.goes_on()

    def test_settings_and_pings_whose_answers_are_not_read(self):
        for one in (settings(), frame(PING, payload=b"12345678")):
            peer = self.peer(reads=False)
            with contextlib.suppress(Gone):
                for _ in range(1000):
                    if not peer.send_as_far_as_taken(one * 100):
                        break
            # Fails unless the connection ends.
            peer.end()

    def test_frames_that_carry_nothing(self):
        for name, one in (
            ("answers to pings", frame(PING, 1, payload=b"12345678")),
            ("answers to settings", frame(SETTINGS, 1)),
            ("priorities", frame(PRIORITY, 0, 1, b"\0\0\0\1\0")),
            ("unknown frames", frame(77, 0, 1, b"abc")),
        ):
            with self.subTest(name):
                self.is_cut_off(one * 100, 1000, "too many frames that carry nothing")

    def test_empty_data(self):
        begin = frame(HEADERS, END_HEADERS, 1, hpack.Encoder().encode(request_headers()))
        self.is_cut_off(frame(DATA, 0, 1) * 100, 1000, "too many frames that carry nothing", begin)

    def test_window_updates_are_borne(self):
        peer = self.peer()
        self.while_served(lambda: peer.send(window_update(0, 1) * 100), often(200))
        peer.ping()

    def test_requests_that_are_empty_are_borne(self):
        peer = self.peer()
        peer.send(peer.begin(1) + frame(DATA, 0, 1, message(hello())))
        for _ in range(often(20)):
            peer.send(frame(DATA, 0, 1, message(b"")) * 50)
        self.conversation.goes_on()
        peer.ping()


class Stubbornness(Http2Test):
    """Peers that do not take what the server sends."""

    LIMITS = {
        "stuck_write": '"1s"',
        "streams_per_device": 1,
        "device_commands_per_second": 0,
        "room_messages_per_second": 0,
    }

    def has_its_place_back(self):
        """The place among the streams of trudy's device is free, so the server has ended the other stream."""
        while True:
            stream = self.trudy.open()
            stream.say_hello()
            try:
                stream.expect("welcome")
            except AssertionError:
                self.assertEqual(stream.end(), grpc.StatusCode.RESOURCE_EXHAUSTED)
                self.conversation.goes_on(1)
                continue
            return stream.close()

    def test_a_window_that_is_never_opened_ends_the_stream(self):
        peer = self.peer([(INITIAL_WINDOW_SIZE, 0)])
        peer.send(peer.begin(1) + frame(DATA, 0, 1, message(hello())))
        peer.ping()
        self.has_its_place_back()
        self.assertNotIn(1, peer.data)

    def test_a_stream_reset_while_its_window_is_shut_is_forgotten(self):
        peer = self.peer([(INITIAL_WINDOW_SIZE, 0)])
        peer.send(peer.begin(1) + frame(DATA, 0, 1, message(hello())))
        peer.ping()
        peer.send(reset(1))
        self.has_its_place_back()
        peer.ping()

    def test_answers_wait_in_a_bounded_number_for_a_window_that_is_shut(self):
        # A connection has 32 calls at a time; each answer is a page of 256 KiB at most.
        room_id = self.fills_a_room(self.trudy, "large", 20)
        peer = self.peer([(INITIAL_WINDOW_SIZE, 0)])
        request = history.GetHistoryRequest(room_id=room_id, limit=500).SerializeToString()
        for _ in range(32):
            peer.call("/conclave.v1.HistoryService/GetHistory", request)
        peer.ping()
        self.conversation.goes_on()

    def test_a_peer_that_never_reads_is_held_in_bounds_and_ended(self):
        # Most of it is the room's tail, which has a bound of its own.
        self.memory_bound = 64 * MEBIBYTE
        room_id = self.fills_a_room(self.trudy, "flooded", 1)
        # A window without bound, so that nothing but the socket holds the server back.
        peer = self.peer([(INITIAL_WINDOW_SIZE, 2**31 - 1)], receive_buffer=4096)
        peer.send(window_update(0, 2**30) + peer.begin(1) + frame(DATA, 0, 1, message(hello(instance=2))))
        peer.until(lambda: 1 in peer.data, "the welcome")
        peer.reads = False
        attach = chat.ChatRequest(request_id=2, attach=chat.Attach(room_id=room_id))
        peer.send_as_far_as_taken(frame(DATA, 0, 1, message(attach.SerializeToString())))
        phone = Client(self.server, "trudy", "phone").enter()
        for _ in range(often(1000)):
            phone.answer(phone.say(room_id, "x" * 16_000))
        phone.close()
        self.has_its_place_back()

    def fills_a_room(self, client, name, count):
        room_id = client.create(name)
        stream = client.enter()
        for _ in range(count):
            self.assertTrue(stream.answer(stream.say(room_id, "x" * 16_000)).HasField("ack"))
        stream.close()
        return room_id


if __name__ == "__main__":
    unittest.main()
