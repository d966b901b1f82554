"""What a client with a valid certificate may say that no honest one says. Answers, and that nobody else notices."""
import itertools
import unittest

import grpc

from conclave_client import PATIENCE, Client, chat, command_id, directory, error, event, history, refusal, room
from hostile import MEBIBYTE, HostileTest, often
from sizes_test import nested, varint

HIGHEST = (1 << 64) - 1
# gRPC takes no larger message; above limits.request_bytes, which is refused with a type.
GRPC_BYTES = 256 * 1024


class ContractTest(HostileTest):
    # What rates do is shown elsewhere; here as much comes through as can.
    LIMITS = {"streams_per_device": 64, "device_commands_per_second": 0, "room_messages_per_second": 0}

    def refused(self, call, request):
        with self.assertRaises(grpc.RpcError) as raised:
            call(request, timeout=PATIENCE)
        return refusal(raised.exception) or self.fail(raised.exception)

    def pongs(self, stream):
        self.assertTrue(stream.answer(stream.send(ping=chat.Ping())).HasField("pong"))

    def assert_reason(self, found, reason):
        self.assertEqual(error.Reason.Name(found.reason), error.Reason.Name(reason))


class Bytes(ContractTest):
    def test_every_beginning_of_a_request_is_refused_or_understood(self):
        stream = self.enter()
        whole = chat.ChatRequest(
            request_id=1000,
            send_message=chat.SendMessage(
                room_id=stream.welcome.lobby_room_id, command_id=command_id(), message=event.ChatMessage(text="x" * 40)
            ),
        ).SerializeToString()
        for size in range(len(whole)):
            stream.send_raw(whole[:size])
        self.pongs(stream)
        self.assertEqual(stream.answers("ack"), [])

    def test_noise_is_refused(self):
        stream = self.enter()
        noises = (b"\xff" * 100, b"\x08" + b"\xff" * 11, b"\x0a\xff\xff\xff\xff\x0f", b"\x0c", b"\x00\x00", b"\x07")
        for noise in noises:
            with self.subTest(noise[:12].hex()):
                before = len(stream.answers("error"))
                stream.send_raw(noise)
                self.pongs(stream)
                (refused,) = stream.answers("error")[before:]
                self.assert_reason(refused, error.REASON_MALFORMED)

    def test_a_message_beyond_grpcs_own_bound_ends_its_stream_alone(self):
        other = self.enter()
        stream = self.enter()
        stream.send_raw(b"\xc2\x3e" + varint(GRPC_BYTES) + b"x" * GRPC_BYTES)
        stream.end()
        self.pongs(other)

    def test_unary_requests_have_the_same_bounds(self):
        limits = self.enter().welcome.limits
        call = self.mallory.channel.unary_unary("/conclave.v1.RoomService/ListRooms")

        def padding(size):
            return b"\xc2\x3e" + varint(size) + b"x" * size

        call(padding(limits.request_bytes - 5), timeout=PATIENCE)
        self.assertEqual(self.refused(call, padding(limits.request_bytes)).limit, "limits.request_bytes")
        with self.assertRaises(grpc.RpcError) as raised:
            call(padding(4 * MEBIBYTE), timeout=PATIENCE)
        self.assertEqual(raised.exception.code(), grpc.StatusCode.RESOURCE_EXHAUSTED)

    def test_nesting_is_understood_to_its_bound_and_refused_beyond(self):
        # Groups of an unknown field. Protobuf follows a hundred.
        stream = self.enter()
        begin, end = b"\xc3\x3e", b"\xc4\x3e"
        ping = chat.ChatRequest(request_id=2000, ping=chat.Ping()).SerializeToString()
        stream.send_raw(ping + begin * 100 + end * 100)
        self.assertTrue(stream.answer(2000).HasField("pong"))
        for depth in (101, 1000, 15_000):
            with self.subTest(depth):
                before = len(stream.answers("error"))
                stream.send_raw(begin * depth + end * depth)
                self.pongs(stream)
                (refused,) = stream.answers("error")[before:]
                self.assert_reason(refused, error.REASON_MALFORMED)

    def test_nesting_of_unknown_messages_is_only_bytes(self):
        stream = self.enter()
        inner = b""
        for _ in range(10_000):
            inner = nested(1000, inner)
            if len(inner) > 60_000:
                break
        stream.send_raw(chat.ChatRequest(request_id=2001, ping=chat.Ping()).SerializeToString() + inner)
        self.assertTrue(stream.answer(2001).HasField("pong"))

    def test_a_request_of_many_commands_is_its_last(self):
        # Of a oneof the last counts; thousands of them are no more work than one.
        stream = self.enter()
        lobby = stream.welcome.lobby_room_id
        attach = chat.ChatRequest(attach=chat.Attach(room_id=lobby)).SerializeToString()
        stream.send_raw(attach * 1000 + chat.ChatRequest(request_id=2002, ping=chat.Ping()).SerializeToString())
        self.assertTrue(stream.answer(2002).HasField("pong"))
        self.assertEqual(stream.answers("attached"), [])


class Claims(ContractTest):
    def test_whoever_a_client_says_it_is_does_not_matter(self):
        stream = self.mallory.open(
            (("user", "alice"), ("x-user-id", "1"), ("authorization", "Bearer alice"), ("x-device-id", "1"))
        )
        self.addCleanup(stream.call.cancel)
        stream.say_hello()
        welcome = stream.expect("welcome")
        self.assertEqual(welcome.user_name, "mallory")
        lobby = welcome.lobby_room_id
        stream.answer(stream.attach(lobby))
        # The message as mallory would have it: every field of an event set to what it must not be.
        forged = event.RoomEvent(
            room_id=lobby, seq=1, time_us=1, author_user_id=1, author_device_id=1, ordinal=1
        ).SerializeToString()
        said = event.ChatMessage(text="I am alice").SerializeToString()
        send = chat.SendMessage(room_id=lobby, command_id=command_id()).SerializeToString()
        for number in range(4, 20):
            send += nested(number, forged)
            said += nested(number + 10, forged)
        request = chat.ChatRequest(request_id=900).SerializeToString()
        stream.send_raw(request + nested(3, send + nested(3, said)) + nested(50, forged))
        ack = stream.answer(900).ack
        heard = stream.hear(lobby, "I am alice")
        self.assertEqual((heard.author_user_id, heard.author_device_id), (welcome.user_id, welcome.device_id))
        self.assertEqual((heard.seq, heard.time_us), (ack.seq, ack.time_us))
        self.assertNotIn(forged, heard.SerializeToString())

    def test_the_same_request_id_again_is_answered_again(self):
        stream = self.enter()
        lobby = stream.welcome.lobby_room_id
        for text in ("first", "second", "third"):
            message = chat.SendMessage(room_id=lobby, command_id=command_id(), message=event.ChatMessage(text=text))
            stream.send_raw(chat.ChatRequest(request_id=4242, send_message=message))
        self.pongs(stream)
        stream.expect_count("ack", 3)
        acks = stream.answers("ack")
        self.assertEqual({ack.request_id for ack in acks}, {4242})
        self.assertEqual(len({ack.seq for ack in acks}), 3)

    def test_an_id_used_again_for_something_else_is_refused_in_any_number(self):
        stream = self.enter()
        lobby, same = stream.welcome.lobby_room_id, command_id()
        first = stream.answer(stream.say(lobby, "the first", same)).ack
        requests = [stream.say(lobby, f"another {number}", same) for number in range(often(200))]
        for request in requests:
            self.assert_reason(stream.answer(request).error, error.REASON_ID_REUSED)
        self.assertEqual(stream.answer(stream.say(lobby, "the first", same)).ack.seq, first.seq)


class Rooms(ContractTest):
    def test_a_room_of_others_looks_as_if_it_were_not_there(self):
        table, nowhere = self.conversation.room_id, 12345
        stream = self.enter()
        mallory, alice = stream.welcome.user_id, 1

        def on_stream(**command):
            answer = stream.answer(stream.send(**command)).error
            answer.request_id = answer.room_id = 0
            return answer

        def message(room_id):
            text = event.ChatMessage(text="let me in")
            return chat.SendMessage(room_id=room_id, command_id=command_id(), message=text)

        rooms, log = self.mallory.rooms, self.mallory.history
        for what, act in {
            "send": lambda r: on_stream(send_message=message(r)),
            "attach": lambda r: on_stream(attach=chat.Attach(room_id=r)),
            "attach ahead": lambda r: on_stream(attach=chat.Attach(room_id=r, after_seq=HIGHEST)),
            "detach": lambda r: on_stream(detach=chat.Detach(room_id=r)),
            "history": lambda r: self.refused(log.GetHistory, history.GetHistoryRequest(room_id=r)),
            "get": lambda r: self.refused(rooms.GetRoom, room.GetRoomRequest(room_id=r)),
            "members": lambda r: self.refused(rooms.ListMembers, room.ListMembersRequest(room_id=r)),
            "join": lambda r: self.refused(rooms.JoinRoom, room.JoinRoomRequest(command_id=command_id(), room_id=r)),
            "leave": lambda r: self.refused(rooms.LeaveRoom, room.LeaveRoomRequest(command_id=command_id(), room_id=r)),
            "invite": lambda r: self.refused(
                rooms.InviteMember, room.InviteMemberRequest(command_id=command_id(), room_id=r, user_id=mallory)
            ),
            "remove": lambda r: self.refused(
                rooms.RemoveMember, room.RemoveMemberRequest(command_id=command_id(), room_id=r, user_id=alice)
            ),
        }.items():
            with self.subTest(what):
                self.assertEqual(act(table), act(nowhere))
        with self.subTest("name"):
            by_name = self.refused(rooms.GetRoom, room.GetRoomRequest(name="table"))
            self.assertEqual(by_name, self.refused(rooms.GetRoom, room.GetRoomRequest(name="nowhere")))
        self.assertNotIn(table, [found.room_id for found in rooms.FindRooms(room.FindRoomsRequest()).rooms])

    def test_cursors_beyond_all_are_refused_or_find_nothing(self):
        stream = self.enter()
        lobby = stream.welcome.lobby_room_id
        stream.answer(stream.say(lobby, "something"))
        get = self.mallory.history.GetHistory
        for cursor in (1 << 32, 1 << 53, 1 << 63, HIGHEST - 1, HIGHEST):
            with self.subTest(cursor):
                self.assert_reason(stream.answer(stream.attach(lobby, cursor)).error, error.REASON_CURSOR_AHEAD)
                after = get(history.GetHistoryRequest(room_id=lobby, after_seq=cursor), timeout=PATIENCE)
                self.assertEqual((list(after.events), after.more), ([], False))
                newest = get(history.GetHistoryRequest(room_id=lobby), timeout=PATIENCE)
                before = get(history.GetHistoryRequest(room_id=lobby, before_seq=cursor), timeout=PATIENCE)
                self.assertEqual(before, newest)
                ahead = history.GetHistoryRequest(room_id=lobby, min_as_of_seq=cursor)
                self.assert_reason(self.refused(get, ahead), error.REASON_NOT_YET)
                rooms = self.mallory.rooms.ListRooms(room.ListRoomsRequest(cursor=cursor), timeout=PATIENCE)
                self.assertEqual(rooms.next_cursor, 0)
        nothing = get(history.GetHistoryRequest(room_id=lobby, before_seq=0, limit=(1 << 32) - 1), timeout=PATIENCE)
        self.assertEqual(list(nothing.events), [])

    def test_numbers_of_nobody_find_nothing(self):
        users = self.mallory.directory.GetUsers(
            directory.GetUsersRequest(user_ids=[0, (1 << 31), (1 << 32) - 1]), timeout=PATIENCE
        )
        self.assertEqual(list(users.users), [])
        lobby = self.enter().welcome.lobby_room_id
        for user in (0, 1 << 31, (1 << 32) - 1):
            request = room.InviteMemberRequest(command_id=command_id(), room_id=lobby, user_id=user)
            self.refused(self.mallory.rooms.InviteMember, request)

    def test_another_epoch_makes_absurd_cursors_void(self):
        stream = self.open()
        lobby = self.enter().welcome.lobby_room_id
        stream.say_hello(store_epoch=HIGHEST, attach=[chat.Attach(room_id=lobby, after_seq=HIGHEST)])
        self.assertTrue(stream.expect("welcome").resynchronise)
        self.pongs(stream)
        self.assertEqual(stream.answers("error"), [])


class Storms(ContractTest):
    def test_attaches_and_detaches_by_the_thousand(self):
        stream = self.enter()
        lobby = stream.welcome.lobby_room_id
        for _ in range(often(2000)):
            stream.attach(lobby)
            stream.send(detach=chat.Detach(room_id=lobby))
        last = stream.send(ping=chat.Ping())
        self.conversation.goes_on()
        stream.answer(last)
        stream.expect_count("detached", often(2000))
        self.assertEqual(len(stream.answers("attached")), often(2000))

    def test_a_hello_full_of_attaches(self):
        # About as many as fit into 48 KiB, each of a room that is not there. The lobby is room 1.
        stream = self.open()
        count = 9000
        stream.say_hello(attach=[chat.Attach(room_id=number) for number in range(2, count + 2)])
        stream.expect("welcome")
        self.conversation.goes_on()
        stream.expect_count("error", count)

    def test_pings_without_end(self):
        stream = self.enter()
        requests = [stream.send(ping=chat.Ping()) for _ in range(often(3000))]
        self.conversation.goes_on()
        stream.answer(requests[-1])
        self.assertEqual(len(stream.answers("pong")), len(requests))

    def test_streams_half_closed_at_once(self):
        def strike():
            stream = self.open()
            stream.close()

        self.while_served(strike, often(200))

    def test_streams_half_closed_after_hello(self):
        def strike():
            stream = self.open()
            stream.say_hello()
            self.assertEqual(stream.close(), grpc.StatusCode.OK)

        self.while_served(strike, often(100))

    def test_streams_cancelled_at_every_stage(self):
        lobby = self.enter().welcome.lobby_room_id
        stages = itertools.cycle(range(5))

        def strike():
            stage = next(stages)
            stream = self.mallory.open()
            if stage > 0:
                stream.say_hello(attach=[chat.Attach(room_id=lobby)])
            if stage > 1:
                stream.attach(lobby)
                stream.say(lobby, "and away")
            if stage > 2:
                try:
                    stream.expect("welcome")
                except AssertionError:
                    # Those cancelled before still hold their places.
                    self.assertEqual(stream.end(), grpc.StatusCode.RESOURCE_EXHAUSTED)
            if stage > 3:
                stream.half_close()
            stream.call.cancel()

        self.while_served(strike, often(150))

    def test_calls_cancelled_at_once(self):
        def strike():
            request = room.CreateRoomRequest(command_id=command_id(), name="?", kind=event.ROOM_KIND_PUBLIC)
            self.mallory.rooms.CreateRoom.future(request).cancel()
            page = history.GetHistoryRequest(room_id=self.conversation.room_id)
            self.mallory.history.GetHistory.future(page).cancel()

        self.while_served(strike, often(80))


if __name__ == "__main__":
    unittest.main()
