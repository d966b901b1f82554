"""Two people do everything by their windows alone: each step is a click or a key, and what is asserted is what the other
one's window shows."""
import contextlib
import pathlib
import tempfile
import unittest

from conclave_server import Server
from desktop_window import Window, messages_of, room_of, texts_of

MANY = 120


class Everything(unittest.TestCase):
    def setUp(self):
        self.stack = contextlib.ExitStack()
        self.addCleanup(self.stack.close)
        self.home = pathlib.Path(self.stack.enter_context(tempfile.TemporaryDirectory(prefix="conclave-test-")))
        self.server = self.stack.enter_context(Server())
        self.identities = {user: self.server.identity(user) for user in ("alice", "bob")}
        self.alice, self.bob = self.enters("alice"), self.enters("bob")

    def enters(self, user):
        window = self.stack.enter_context(Window(self.server, self.identities[user], self.home / user))
        window.sees("the lobby", lambda known: known["connection"] == "online" and room_of(known, "lobby"))
        return window

    def creates(self, window, name, kind="roomPublic"):
        window.opens_menu("newRoom", "Create a room…")
        window.do("type", name="roomName", text=name)
        window.do("click", name=kind)
        window.do("click", name="done")
        window.sees(name, lambda known: known["room"] == name)

    def joins(self, window, name):
        window.opens_menu("newRoom", "Find rooms to join…")
        window.do("type", name="findWords", text=name)
        window.sees(f"{name} found", lambda known: known["lists"].get("foundRooms") == [name])
        window.do("key", name="findWords", keys="Return")
        window.sees(name, lambda known: known["room"] == name)

    def writes_to(self, window, person):
        window.opens_menu("newRoom", "Message a person…")
        window.do("type", name="personName", text=person)
        window.do("key", name="personName", keys="Return")
        window.sees(f"the conversation with {person}", lambda known: known["room"] == person)

    def test_rooms_are_created_found_joined_and_left(self):
        alice, bob = self.alice, self.bob
        self.creates(alice, "plans")
        self.joins(bob, "plans")
        alice.do("click", name="members")
        alice.sees("both", lambda known: known["lists"].get("memberList") == ["alice", "bob"])
        alice.says("welcome")
        bob.sees_texts(["welcome"], room="plans")
        bob.opens_menu("roomMenu", "Leave this room…")
        bob.do("click", name="done")
        bob.sees("that it is gone", lambda known: room_of(known, "plans") is None and known["room"] == "lobby")
        alice.sees("that bob left", lambda known: known["lists"].get("memberList") == ["alice"])
        self.joins(bob, "plans")
        alice.sees("bob again", lambda known: known["lists"].get("memberList") == ["alice", "bob"])

    def test_somebody_is_invited_into_a_private_room_and_removed(self):
        alice, bob = self.alice, self.bob
        self.creates(alice, "cellar", kind="roomPrivate")
        alice.do("click", name="invite")
        alice.do("type", name="personName", text="bob")
        alice.do("click", name="done")
        bob.sees("the room", lambda known: room_of(known, "cellar"))
        bob.goes_to("cellar")
        bob.says("it is dark here")
        alice.sees_texts(["it is dark here"], room="cellar")
        alice.do("click", name="members")
        alice.sees("both", lambda known: known["lists"].get("memberList") == ["alice", "bob"])
        for keys in ("Home", "End", "Return"):
            alice.do("key", name="memberList", keys=keys)
        alice.do("choose", text="Remove from the room…")
        alice.do("click", name="done")
        bob.sees("that it is gone", lambda known: room_of(known, "cellar") is None)

    def test_two_people_write_to_each_other_and_unread_is_counted(self):
        alice, bob = self.alice, self.bob
        self.writes_to(alice, "bob")
        alice.says("only for you")
        alice.says("really")
        bob.sees("two unread", lambda known: room_of(known, "alice") and room_of(known, "alice")["unread"] == 2)
        bob.goes_to("alice")
        bob.sees_texts(["only for you", "really"], room="alice")
        bob.sees("that it is read", lambda known: room_of(known, "alice")["unread"] == 0)
        bob.says("got it")
        alice.sees_texts(["only for you", "really", "got it"], room="bob")

    def test_what_is_begun_stays_a_draft_over_rooms_and_restarts(self):
        alice = self.alice
        self.creates(alice, "plans")
        alice.do("type", name="composer", text="half a th")
        alice.goes_to("lobby")
        alice.sees("an empty composer", lambda known: known["composer"] == "")
        self.assertEqual(room_of(alice.do("dump"), "plans")["draft"], "half a th")
        self.assertEqual(alice.close(), 0)
        again = self.enters("alice")
        again.goes_to("plans")
        again.sees("the draft", lambda known: known["composer"] == "half a th")
        again.do("type", name="composer", text="ought")
        again.do("key", name="composer", keys="Return")
        again.sees("no draft", lambda known: room_of(known, "plans")["draft"] == "" and known["composer"] == "")
        again.sees_texts(["half a thought"], room="plans")

    def test_history_is_read_back_to_the_beginning(self):
        alice, bob = self.alice, self.bob
        said = [f"{number}" for number in range(MANY)]
        for text in said:
            alice.says(text)
        bob.sees("all of it", lambda known: texts_of(known)[-1:] == said[-1:])
        self.assertEqual(bob.close(), 0)
        again = self.enters("bob")
        again.sees("the end", lambda known: texts_of(known)[-1:] == said[-1:])
        again.do("key", name="composer", keys="F6")
        def scrolls(known):
            again.do("key", name="timeline", keys="Ctrl+Home")
            return room_of(known, "lobby")["at_beginning"]
        known = again.sees("the beginning", scrolls)
        self.assertEqual(texts_of(known), said)
        self.assertTrue(all(message["state"] == "sent" for message in messages_of(known, "lobby")))


if __name__ == "__main__":
    unittest.main()
