"""Each size and count of the contract: at its limit, and one past it."""
import unittest

import grpc

from conclave_client import PATIENCE, Client, chat, command_id, directory, error, event, history, refusal, room
from conclave_server import Server

# An unknown field of the contract: number 1000, length-delimited.
PADDING_TAG = b"\xc2\x3e"


def varint(value):
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def padded(encoded, size):
    """The same message in exactly `size` bytes."""
    for length in range(size - len(encoded), -1, -1):
        field = PADDING_TAG + varint(length) + b"x" * length
        if len(encoded) + len(field) == size:
            return encoded + field
    raise ValueError(f"no padding leads from {len(encoded)} to {size}")


def nested(field_number, encoded):
    """A length-delimited field."""
    return varint(field_number << 3 | 2) + varint(len(encoded)) + encoded


class Sizes(unittest.TestCase):
    LIMITS = {"page_entries": 4, "attached_rooms": 3, "rooms_per_user": 6, "members_per_room": 4, "direct_members": 5}

    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server(**cls.LIMITS))
        cls.alice = Client(cls.server, "alice")

    def enter(self, client=None):
        stream = (client or self.alice).enter()
        self.addCleanup(stream.close)
        return stream

    def assert_limit(self, found, reason, limit, value):
        self.assertEqual(error.Reason.Name(found.reason), error.Reason.Name(reason))
        self.assertEqual((found.limit, found.limit_value), (f"limits.{limit}", value))
        self.assertEqual(found.code, grpc.StatusCode.RESOURCE_EXHAUSTED.value[0])

    def refused(self, call, request):
        with self.assertRaises(grpc.RpcError) as raised:
            call(request, timeout=PATIENCE)
        return refusal(raised.exception) or self.fail(raised.exception)

    def test_text(self):
        stream = self.enter()
        lobby = stream.welcome.lobby_room_id
        limit = stream.welcome.limits.text_bytes
        self.assertEqual(limit, 16 * 1024)
        for text in ("x" * limit, "ü" * (limit // 2), "👋" * (limit // 4)):
            self.assertTrue(stream.answer(stream.say(lobby, text)).HasField("ack"))
        for text in ("x" * (limit + 1), "ü" * (limit // 2) + "x"):
            answer = stream.answer(stream.say(lobby, text))
            self.assert_limit(answer.error, error.REASON_TOO_LARGE, "text_bytes", limit)

    def test_request(self):
        stream = self.enter()
        limit = stream.welcome.limits.request_bytes
        ping = chat.ChatRequest(request_id=1000, ping=chat.Ping())
        stream.send_raw(padded(ping.SerializeToString(), limit))
        self.assertTrue(stream.answer(1000).HasField("pong"))
        ping.request_id = 1001
        stream.send_raw(padded(ping.SerializeToString(), limit + 1))
        self.assert_limit(stream.answer(1001).error, error.REASON_TOO_LARGE, "request_bytes", limit)
        self.assertTrue(stream.answer(stream.send(ping=chat.Ping())).HasField("pong"), "the stream goes on")

    def test_hello(self):
        limit = self.enter().welcome.limits.hello_bytes
        hello = chat.Hello(client_name="python", instance=1).SerializeToString()
        stream = self.alice.open()
        # The whole request is as large as Hello may be.
        request_id = chat.ChatRequest(request_id=1).SerializeToString()
        frame = len(request_id) + len(nested(2, b"x" * (limit - 100))) - (limit - 100)
        stream.send_raw(request_id + nested(2, padded(hello, limit - frame)))
        stream.expect("welcome")
        stream.close()
        stream = self.alice.open()
        stream.send_raw(request_id + nested(2, padded(hello, limit + 1)))
        self.assertEqual(stream.end(), grpc.StatusCode.RESOURCE_EXHAUSTED)
        self.assert_limit(refusal(stream.call), error.REASON_TOO_LARGE, "hello_bytes", limit)

    def test_fields_of_hello(self):
        for fields in (
            {"client_name": "x" * 64},
            {"client_version": "x" * 64},
            {"features": ["x" * 64] * 64},
        ):
            stream = self.alice.open()
            stream.say_hello(**fields)
            stream.expect("welcome")
            stream.close()
        for fields in (
            {"client_name": "x" * 65},
            {"client_version": "x" * 65},
            {"features": ["x" * 65]},
            {"features": ["x"] * 65},
        ):
            with self.subTest(str(fields)[:40]):
                stream = self.alice.open()
                stream.say_hello(**fields)
                self.assertNotEqual(stream.end(), grpc.StatusCode.OK)
                self.assertEqual(refusal(stream.call).reason, error.REASON_INVALID_FIELD)

    def test_name_and_topic_of_a_room(self):
        client = Client(self.server, "namer")
        limits = self.enter(client).welcome.limits

        def request(name, topic=""):
            return room.CreateRoomRequest(
                command_id=command_id(), kind=event.ROOM_KIND_PUBLIC, name=name, topic=topic
            )

        create = client.rooms.CreateRoom
        create(request("n" * limits.room_name_bytes), timeout=PATIENCE)
        create(request("topical", "t" * limits.topic_bytes), timeout=PATIENCE)
        too_long = self.refused(create, request("n" * (limits.room_name_bytes + 1)))
        self.assert_limit(too_long, error.REASON_TOO_LARGE, "name_bytes", limits.room_name_bytes)
        too_long = self.refused(create, request("topical-too", "t" * (limits.topic_bytes + 1)))
        self.assert_limit(too_long, error.REASON_TOO_LARGE, "topic_bytes", limits.topic_bytes)
        for bad in ("", "Upper", "sp ace", "-dash", "line\n", "sl/ash"):
            with self.subTest(bad):
                self.assertEqual(self.refused(create, request(bad)).reason, error.REASON_INVALID_TEXT)

    def test_rooms_attached_in_one_stream(self):
        client = Client(self.server, "attacher")
        stream = self.enter(client)
        limit = self.LIMITS["attached_rooms"]
        self.assertEqual(stream.welcome.limits.attached_rooms, limit)
        rooms = [stream.welcome.lobby_room_id] + [client.create(f"attached-{i}") for i in range(limit)]
        for room_id in rooms[:limit]:
            self.assertTrue(stream.answer(stream.attach(room_id)).HasField("attached"))
        answer = stream.answer(stream.attach(rooms[limit]))
        self.assert_limit(answer.error, error.REASON_LIMIT_REACHED, "attached_rooms", limit)
        self.assertTrue(stream.answer(stream.attach(rooms[0])).HasField("attached"), "again is not one more")
        detach = stream.send(detach=chat.Detach(room_id=rooms[0]))
        self.assertTrue(stream.answer(detach).HasField("detached"))
        self.assertTrue(stream.answer(stream.attach(rooms[limit])).HasField("attached"))

    def test_rooms_of_one_user(self):
        client = Client(self.server, "joiner")
        limit = self.LIMITS["rooms_per_user"]
        # The lobby is one of them.
        for number in range(limit - 1):
            client.create(f"joined-{number}")
        request = room.CreateRoomRequest(command_id=command_id(), kind=event.ROOM_KIND_PUBLIC, name="one-more")
        refused = self.refused(client.rooms.CreateRoom, request)
        self.assert_limit(refused, error.REASON_LIMIT_REACHED, "rooms_per_user", limit)

    def test_members_of_one_room(self):
        limit = self.LIMITS["members_per_room"]
        room_id = Client(self.server, "host").create("full-house")
        guests = [Client(self.server, f"guest-{number}") for number in range(limit)]

        def request():
            return room.JoinRoomRequest(command_id=command_id(), room_id=room_id)

        for guest in guests[: limit - 1]:
            guest.rooms.JoinRoom(request(), timeout=PATIENCE)
        refused = self.refused(guests[-1].rooms.JoinRoom, request())
        self.assert_limit(refused, error.REASON_LIMIT_REACHED, "members_per_room", limit)

    def test_people_in_a_direct_room(self):
        client = Client(self.server, "caller")
        limit = self.LIMITS["direct_members"]
        others = [Client(self.server, f"other-{number}").enter().welcome.user_id for number in range(limit)]

        def request(people):
            return room.OpenDirectRoomRequest(command_id=command_id(), user_ids=people)

        client.rooms.OpenDirectRoom(request(others[: limit - 1]), timeout=PATIENCE)
        refused = self.refused(client.rooms.OpenDirectRoom, request(others))
        self.assertEqual((refused.limit, refused.limit_value), ("limits.direct_members", limit))
        self.assertEqual(self.refused(client.rooms.OpenDirectRoom, request([])).reason, error.REASON_INVALID_FIELD)

    def test_events_of_a_page(self):
        stream = self.enter()
        limit = stream.welcome.limits.page_events
        room_id = self.alice.create("many-events")
        for request in [stream.say(room_id, str(number)) for number in range(limit)]:
            stream.answer(request)

        def page(size):
            return self.alice.history.GetHistory(
                history.GetHistoryRequest(room_id=room_id, limit=size), timeout=PATIENCE
            )

        self.assertEqual(len(page(limit).events), limit)
        self.assertEqual(len(page(limit + 1).events), limit)
        self.assertTrue(page(limit + 1).more)
        self.assertEqual(len(page(0).events), 50)

    def test_bytes_of_a_page(self):
        stream = self.enter()
        limits = stream.welcome.limits
        room_id = self.alice.create("large-events")
        count = 2 * limits.page_bytes // limits.text_bytes
        for request in [stream.say(room_id, "x" * limits.text_bytes) for _ in range(count)]:
            stream.answer(request)
        seen, after = [], 0
        while True:
            request = history.GetHistoryRequest(room_id=room_id, after_seq=after, limit=500)
            page = self.alice.history.GetHistory(request, timeout=PATIENCE)
            self.assertLessEqual(page.ByteSize(), limits.page_bytes)
            seen += [e.room_event.seq for e in page.events]
            if not page.more:
                break
            self.assertGreater(page.ByteSize(), limits.page_bytes // 2, "a page is not ended much too early")
            after = page.next_seq
        self.assertEqual(seen, list(range(1, count + 3)))

    def test_entries_of_a_list(self):
        client = Client(self.server, "lister")
        limit = self.LIMITS["page_entries"]
        # The lobby is one of them.
        rooms = {client.enter().welcome.lobby_room_id} | {client.create(f"listed-{n}") for n in range(limit)}
        page = client.rooms.ListRooms(room.ListRoomsRequest(page_size=limit), timeout=PATIENCE)
        self.assertEqual(len(page.rooms), limit)
        self.assertEqual(
            page, client.rooms.ListRooms(room.ListRoomsRequest(page_size=limit + 1), timeout=PATIENCE)
        )
        rest = client.rooms.ListRooms(room.ListRoomsRequest(cursor=page.next_cursor), timeout=PATIENCE)
        self.assertEqual({r.room_id for r in page.rooms} | {r.room_id for r in rest.rooms}, rooms)
        self.assertEqual(rest.next_cursor, 0)

    def test_users_asked_for(self):
        limit = self.enter().welcome.limits.users_per_call

        def request(count):
            return directory.GetUsersRequest(user_ids=range(1, count), names=["alice"])

        self.alice.directory.GetUsers(request(limit), timeout=PATIENCE)
        refused = self.refused(self.alice.directory.GetUsers, request(limit + 1))
        self.assert_limit(refused, error.REASON_LIMIT_REACHED, "users_per_call", limit)

    def test_query_for_rooms(self):
        self.alice.rooms.FindRooms(room.FindRoomsRequest(query="q" * 64), timeout=PATIENCE)
        refused = self.refused(self.alice.rooms.FindRooms, room.FindRoomsRequest(query="q" * 65))
        self.assertEqual(refused.reason, error.REASON_TOO_LARGE)


if __name__ == "__main__":
    unittest.main()
