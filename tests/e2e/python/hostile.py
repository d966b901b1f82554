"""Attacks on a real server, beside two people whose conversation must not suffer from them."""
import os
import threading
import unittest

import grpc

from conclave_client import PATIENCE, Client, event, history, room, command_id
from conclave_server import Server

SANITIZED = os.environ.get("CONCLAVE_SANITIZED", "") == "1"
LONG = os.environ.get("CONCLAVE_LONG", "") == "1"
MEBIBYTE = 1024 * 1024


def often(count):
    """How often an attack strikes: that count; more in the long variant, less under sanitizers."""
    return count * 10 if LONG else max(1, count // 10) if SANITIZED else count


class Conversation:
    """Alice says one message after the other in a private room, and bob hears each before the next is said."""

    # A conversation, not a flood of its own.
    PAUSE = 0.02

    def __init__(self, server):
        alice, self._bob = Client(server, "alice"), Client(server, "bob")
        self.room_id = alice.create("table", kind=event.ROOM_KIND_PRIVATE)
        self._listener = self._bob.enter()
        invite = room.InviteMemberRequest(
            command_id=command_id(), room_id=self.room_id, user_id=self._listener.welcome.user_id
        )
        self._joined = alice.rooms.InviteMember(invite, timeout=PATIENCE).seq
        self._listener.answer(self._listener.attach(self.room_id, after_seq=self._joined))
        self._speaker = alice.enter()
        self._changed = threading.Condition()
        self._heard = 0
        self._failure = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._talk)
        self._thread.start()

    @property
    def heard(self):
        with self._changed:
            if self._failure:
                raise AssertionError("the conversation broke off") from self._failure
            return self._heard

    def goes_on(self, count=3):
        """Returns when so many more messages were said, acknowledged and heard."""
        wanted = self.heard + count
        with self._changed:
            self._changed.wait_for(lambda: self._failure or self._heard >= wanted, PATIENCE)
        if self.heard < wanted:
            raise AssertionError(f"of {count} messages only {self.heard + count - wanted} came through")

    def end(self):
        """Every message came once and in order, and nothing else did; the log says the same."""
        self._stop.set()
        self._thread.join()
        expected = [f"message {number}" for number in range(self.heard)]
        came = self._listener.room_events(self.room_id)
        problems = unittest.TestCase()
        problems.assertEqual([e.message.text for e in came], expected)
        problems.assertEqual([e.seq for e in came], list(range(self._joined + 1, self._joined + 1 + len(expected))))
        problems.assertEqual(self._stored(), came)
        for stream in (self._speaker, self._listener):
            problems.assertEqual(stream.close(), grpc.StatusCode.OK)

    def _stored(self):
        events, after, more = [], self._joined, True
        while more:
            request = history.GetHistoryRequest(room_id=self.room_id, after_seq=after, limit=500)
            page = self._bob.history.GetHistory(request, timeout=PATIENCE)
            events += [e.room_event for e in page.events]
            more, after = page.more, page.next_seq
        return events

    def _talk(self):
        try:
            while not self._stop.wait(self.PAUSE):
                text = f"message {self._heard}"
                answer = self._speaker.answer(self._speaker.say(self.room_id, text))
                if not answer.HasField("ack"):
                    raise AssertionError(answer)
                self._listener.hear(self.room_id, text)
                with self._changed:
                    self._heard += 1
                    self._changed.notify_all()
        except Exception as failure:
            with self._changed:
                self._failure = failure
                self._changed.notify_all()


class HostileTest(unittest.TestCase):
    """Each test is an attack. Before, while and after it the conversation goes on, in the same process; what the server
    holds in memory at its worst is within `memory_bound` of what it held before."""

    LIMITS = {}

    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server(**cls.LIMITS))
        cls.conversation = Conversation(cls.server)
        cls.addClassCleanup(cls.conversation.end)
        cls.mallory = Client(cls.server, "mallory")
        cls.pid = cls.server.pid

    def setUp(self):
        self.memory_bound = 32 * MEBIBYTE
        self.conversation.goes_on()
        self._memory = self.server.memory()
        self.server.forget_peak()

    def tearDown(self):
        self.conversation.goes_on()
        self.assertEqual(self.server.pid, self.pid)
        self.assert_serving()
        if not SANITIZED:
            grown = self.server.memory("VmHWM") - self._memory
            self.assertLessEqual(grown, self.memory_bound, f"grew by {grown / MEBIBYTE:.1f} MiB")

    def assert_serving(self):
        check = self.mallory.channel.unary_unary("/grpc.health.v1.Health/Check")
        self.assertEqual(check(b"", timeout=PATIENCE), b"\x08\x01")

    def while_served(self, strike, times):
        """Strikes so often, and on until the conversation has gone on meanwhile."""
        wanted = self.conversation.heard + 3
        struck = 0
        while struck < times or self.conversation.heard < wanted:
            strike()
            struck += 1

    def open(self):
        """A stream of mallory's, given up after the test."""
        stream = self.mallory.open()
        self.addCleanup(stream.call.cancel)
        return stream

    def enter(self):
        stream = self.open()
        stream.say_hello()
        stream.welcome = stream.expect("welcome")
        return stream
