"""The contract as a client in another language meets it, from the .proto files alone."""
import unittest

import grpc

from conclave_client import PATIENCE, Client, chat, command_id, error, event, history, refusal, room
from conclave_server import Server


class ContractTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # A stream that a test lets go of keeps its place until the server has noticed.
        cls.server = cls.enterClassContext(Server(streams_per_device=64))
        cls.alice = Client(cls.server, "alice")
        cls.bob = Client(cls.server, "bob")

    def enter(self, client, **hello):
        stream = client.enter(**hello)
        self.addCleanup(stream.close)
        return stream

    def assert_refused(self, stream, request_id, reason):
        answer = stream.answer(request_id)
        self.assertTrue(answer.HasField("error"), answer)
        self.assertEqual(error.Reason.Name(answer.error.reason), error.Reason.Name(reason))
        self.assertNotEqual(answer.error.text, "")
        return answer.error

    def assert_ended(self, stream, code, reason):
        """The reason comes as the last event and as the status' details."""
        self.assertEqual(stream.end(), code)
        last = stream.expect("error", lambda e: e.ends_stream)
        self.assertEqual(error.Reason.Name(last.reason), error.Reason.Name(reason))
        self.assertEqual(refusal(stream.call).reason, reason)
        self.assertEqual(last.code, code.value[0])


class Conversation(ContractTest):
    def test_hello_is_answered_by_welcome_and_summaries(self):
        stream = self.enter(self.alice)
        self.assertEqual(stream.welcome.user_name, "alice")
        self.assertEqual(stream.welcome.device_name, "laptop")
        summary = stream.expect("room_summary", lambda s: s.room_id == stream.welcome.lobby_room_id)
        self.assertEqual(summary.kind, event.ROOM_KIND_LOBBY)

    def test_two_people_talk(self):
        alice, bob = self.enter(self.alice), self.enter(self.bob)
        lobby = alice.welcome.lobby_room_id
        self.assertTrue(bob.answer(bob.attach(lobby)).HasField("attached"))
        ack = alice.answer(alice.say(lobby, "grüß dich 👋")).ack
        heard = bob.hear(lobby, "grüß dich 👋")
        self.assertEqual((heard.seq, heard.time_us), (ack.seq, ack.time_us))
        self.assertEqual(heard.author_user_id, alice.welcome.user_id)
        self.assertEqual(heard.author_device_id, alice.welcome.device_id)

    def test_what_is_attached_begins_catches_up_and_goes_on(self):
        stream = self.enter(self.alice)
        room_id = self.alice.create("attach-order")
        for number in range(10):
            stream.answer(stream.say(room_id, f"old {number}"))
        request = stream.attach(room_id, after_seq=2)
        attached = stream.answer(request).attached
        self.assertEqual((attached.room_id, attached.from_seq), (room_id, 3))
        caught_up = stream.expect("caught_up", lambda c: c.room_id == room_id)
        self.assertEqual(caught_up.seq, 12)
        stream.say(room_id, "new")
        stream.hear(room_id, "new")
        self.assertEqual([e.seq for e in stream.room_events(room_id)], list(range(3, 14)))

    def test_rooms_attached_in_hello_answer_with_its_request_id(self):
        lobby = self.enter(self.alice).welcome.lobby_room_id
        stream = self.alice.open()
        request = stream.say_hello(attach=[chat.Attach(room_id=lobby), chat.Attach(room_id=12345)])
        self.addCleanup(stream.close)
        self.assertEqual(stream.expect("attached").request_id, request)
        refused = stream.expect("error", lambda e: e.room_id == 12345)
        self.assertEqual(refused.request_id, request)
        self.assertEqual(refused.reason, error.REASON_ROOM_NOT_FOUND)
        self.assertFalse(refused.ends_stream)

    def test_history_and_stream_hold_the_same_events(self):
        stream = self.enter(self.alice)
        room_id = self.alice.create("same-events")
        stream.attach(room_id)
        for number in range(20):
            stream.answer(stream.say(room_id, f"message {number}"))
        stream.hear(room_id, "message 19")
        page = self.alice.history.GetHistory(
            history.GetHistoryRequest(room_id=room_id, limit=500), timeout=PATIENCE
        )
        self.assertEqual([e.room_event for e in page.events], stream.room_events(room_id))
        self.assertEqual(page.as_of_seq, page.events[-1].room_event.seq)
        self.assertFalse(page.more)

    def test_a_command_repeated_gets_the_same_answer(self):
        stream = self.enter(self.alice)
        lobby, same = stream.welcome.lobby_room_id, command_id()
        first = stream.answer(stream.say(lobby, "once", same)).ack
        second = stream.answer(stream.say(lobby, "once", same)).ack
        self.assertEqual((first.room_id, first.seq, first.time_us), (second.room_id, second.seq, second.time_us))
        self.assert_refused(stream, stream.say(lobby, "twice", same), error.REASON_ID_REUSED)

    def test_half_close_ends_well_after_the_last_answer(self):
        stream = self.alice.enter()
        requests = [stream.say(stream.welcome.lobby_room_id, f"last {number}") for number in range(50)]
        self.assertEqual(stream.close(), grpc.StatusCode.OK)
        for request in requests:
            self.assertTrue(stream.answer(request).HasField("ack"))

    def test_more_commands_than_may_be_in_flight_wait_and_are_all_answered(self):
        stream = self.enter(self.alice)
        lobby = stream.welcome.lobby_room_id
        requests = [
            stream.say(lobby, f"impatient {number}") for number in range(10 * stream.welcome.limits.commands_in_flight)
        ]
        seqs = [stream.answer(request).ack.seq for request in requests]
        self.assertEqual(seqs, sorted(set(seqs)))

    def test_a_call_refused_says_why_in_its_details(self):
        with self.assertRaises(grpc.RpcError) as raised:
            self.alice.rooms.GetRoom(room.GetRoomRequest(room_id=12345), timeout=PATIENCE)
        self.assertEqual(raised.exception.code(), grpc.StatusCode.NOT_FOUND)
        why = refusal(raised.exception)
        self.assertEqual(why.reason, error.REASON_ROOM_NOT_FOUND)
        self.assertEqual(why.code, grpc.StatusCode.NOT_FOUND.value[0])
        self.assertEqual(why.text, raised.exception.details())


class Strangeness(ContractTest):
    """Requests that no well-behaved client sends. None of them may disturb anybody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.witness = cls.bob.enter()
        cls.addClassCleanup(cls.witness.close)
        cls.lobby = cls.witness.welcome.lobby_room_id
        cls.witness.attach(cls.lobby)

    def tearDown(self):
        marker = f"after {self.id()}"
        self.witness.answer(self.witness.say(self.lobby, marker))
        self.witness.hear(self.lobby, marker)

    def test_the_first_request_must_be_hello(self):
        stream = self.alice.open()
        stream.send(ping=chat.Ping())
        self.assert_ended(stream, grpc.StatusCode.FAILED_PRECONDITION, error.REASON_HELLO_EXPECTED)

    def test_hello_comes_once(self):
        stream = self.alice.enter()
        stream.say_hello()
        self.assert_ended(stream, grpc.StatusCode.FAILED_PRECONDITION, error.REASON_HELLO_REPEATED)

    def test_hello_needs_an_instance(self):
        stream = self.alice.open()
        stream.say_hello(instance=0)
        self.assert_ended(stream, grpc.StatusCode.INVALID_ARGUMENT, error.REASON_INVALID_FIELD)

    def test_a_stream_half_closed_at_once_ends(self):
        stream = self.alice.open()
        stream.close()

    def test_a_request_needs_an_id(self):
        stream = self.alice.enter()
        stream.send_raw(chat.ChatRequest(ping=chat.Ping()))
        refused = stream.expect("error")
        self.assertEqual(refused.reason, error.REASON_INVALID_FIELD)

    def test_a_request_without_a_command_is_refused(self):
        stream = self.enter(self.alice)
        self.assert_refused(stream, stream.send(), error.REASON_UNKNOWN_COMMAND)

    def test_a_command_of_a_later_version_is_refused_and_the_stream_goes_on(self):
        stream = self.enter(self.alice)
        # Field 100, length-delimited, two bytes.
        stream.send_raw(chat.ChatRequest(request_id=77).SerializeToString() + b"\xa2\x06\x02hi")
        self.assert_refused(stream, 77, error.REASON_UNKNOWN_COMMAND)
        self.assertTrue(stream.answer(stream.send(ping=chat.Ping())).HasField("pong"))

    def test_fields_of_a_later_version_are_ignored(self):
        stream = self.enter(self.alice)
        request = chat.ChatRequest(request_id=78, ping=chat.Ping(client_time_us=5))
        stream.send_raw(request.SerializeToString() + b"\xa2\x06\x02hi")
        self.assertEqual(stream.answer(78).pong.client_time_us, 5)

    def test_bytes_that_are_no_message_are_refused(self):
        stream = self.alice.enter()
        stream.send_raw(b"\xff\xff\xff\xff")
        refused = stream.expect("error")
        self.assertEqual(refused.reason, error.REASON_MALFORMED)

    def test_text_that_is_not_utf8_is_refused(self):
        before = len(self.witness.room_events(self.lobby))
        stream = self.alice.enter()
        message = chat.SendMessage(
            room_id=self.lobby, command_id=command_id(), message=event.ChatMessage(text="PLACEHOLDER")
        )
        raw = chat.ChatRequest(request_id=79, send_message=message).SerializeToString()
        for bad in (b"\xff\xfe", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82"):
            stream = self.alice.enter()
            stream.send_raw(raw.replace(b"PLACEHOLDER", bad + b"." * (len("PLACEHOLDER") - len(bad))))
            refused = stream.expect("error")
            self.assertIn(refused.reason, (error.REASON_INVALID_TEXT, error.REASON_MALFORMED))
            stream.call.cancel()
        self.assertEqual(len(self.witness.room_events(self.lobby)), before)

    def test_control_characters_are_refused_but_for_line_feed_and_tab(self):
        stream = self.enter(self.alice)
        for bad in ("", "\0", "a\rb", "a\x1bb", "a\x7fb", "a\x85b"):
            with self.subTest(repr(bad)):
                self.assert_refused(stream, stream.say(self.lobby, bad), error.REASON_INVALID_TEXT)
        self.assertTrue(stream.answer(stream.say(self.lobby, "two\n\tlines")).HasField("ack"))

    def test_a_command_id_must_be_a_uuid_of_version_7(self):
        stream = self.enter(self.alice)
        good = command_id()
        wrong_version = good[:6] + bytes([0x40 | good[6] & 0x0F]) + good[7:]
        wrong_variant = good[:8] + bytes([0xC0 | good[8] & 0x3F]) + good[9:]
        for bad in (good[:15], good + b"x", b"\0" * 16, wrong_version, wrong_variant):
            with self.subTest(bad.hex()):
                self.assert_refused(stream, stream.say(self.lobby, "x", bad), error.REASON_INVALID_COMMAND_ID)
        missing = chat.SendMessage(room_id=self.lobby, message=event.ChatMessage(text="x"))
        self.assert_refused(stream, stream.send(send_message=missing), error.REASON_INVALID_COMMAND_ID)

    def test_a_message_without_a_message_is_refused(self):
        stream = self.enter(self.alice)
        empty = chat.SendMessage(room_id=self.lobby, command_id=command_id())
        answer = stream.answer(stream.send(send_message=empty))
        self.assertIn(answer.error.reason, (error.REASON_INVALID_TEXT, error.REASON_INVALID_FIELD))

    def test_a_room_that_is_not_there_is_refused(self):
        stream = self.enter(self.alice)
        for nowhere in (0, 1 << 53, (1 << 64) - 1, 12345):
            with self.subTest(nowhere):
                self.assertTrue(stream.answer(stream.say(nowhere, "x")).HasField("error"))
                self.assertTrue(stream.answer(stream.attach(nowhere)).HasField("error"))

    def test_a_cancelled_stream_disturbs_nobody(self):
        for _ in range(20):
            stream = self.alice.enter()
            stream.attach(self.lobby)
            stream.call.cancel()


if __name__ == "__main__":
    unittest.main()
