"""What a connection costs the server that does not do what clients do."""
import unittest

import grpc

from conclave_client import PATIENCE, Client, room
from conclave_server import Server
from raw_connection import END_HEADERS, HEADERS, RawConnection, chat_headers, frame


class Connections(unittest.TestCase):
    def start(self, **limits):
        self.server = self.enterContext(Server(**limits))
        self.alice = Client(self.server, "alice")

    def connect(self, **options):
        connection = RawConnection(self.server, self.server.identity("mallory"), **options)
        self.addCleanup(connection.close)
        return connection

    def talks(self):
        """Alice's service goes on."""
        stream = self.alice.enter()
        lobby = stream.welcome.lobby_room_id
        self.assertTrue(stream.answer(stream.say(lobby, "still here")).HasField("ack"))
        stream.close()

    def test_handshake_and_then_silence_is_ended(self):
        self.start(first_call_timeout='"1s"', idle_timeout='"1h"')
        self.assertTrue(self.connect().ends_while(lambda: None))
        self.talks()

    def test_half_a_headers_frame_is_ended_though_bytes_keep_coming(self):
        self.start(first_call_timeout='"1s"', idle_timeout='"1h"')
        connection = self.connect()
        connection.send(frame(HEADERS, END_HEADERS, 1, chat_headers()[:40], length=16000))
        self.assertTrue(connection.ends_while(lambda: connection.send(b"\0")))
        self.talks()

    def test_stream_without_hello_is_ended(self):
        self.start(hello_timeout='"1s"')
        stream = self.alice.open()
        self.assertNotEqual(stream.end(), grpc.StatusCode.OK)
        self.talks()

    def test_peer_that_takes_a_byte_now_and_then_is_cut(self):
        """TCP's own timeout never comes for it, and a cancelled stream waits for the write that hangs."""
        self.start(stuck_write='"1s"')
        stream = self.alice.enter()
        lobby = stream.welcome.lobby_room_id
        for request in [stream.say(lobby, "x" * 8000) for _ in range(100)]:
            stream.answer(request)
        connection = self.connect(receive_buffer=4096)
        connection.opens_chat(attach=[{"room_id": lobby}])
        self.assertTrue(connection.ends_while(connection.takes_one_byte))
        stream.close()
        self.talks()
        self.server.stop()
        self.assertIn("cut_stuck=1", self.server.log())

    def test_compressed_request_is_refused_and_the_connection_goes_on(self):
        self.start()
        request = room.FindRoomsRequest(query="x" * 60)
        with self.assertRaises(grpc.RpcError) as refused:
            self.alice.rooms.FindRooms(request, compression=grpc.Compression.Gzip, timeout=PATIENCE)
        self.assertEqual(refused.exception.code(), grpc.StatusCode.UNIMPLEMENTED)
        self.alice.rooms.FindRooms(request, timeout=PATIENCE)
        self.talks()


if __name__ == "__main__":
    unittest.main()
