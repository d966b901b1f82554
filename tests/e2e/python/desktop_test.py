"""People talk through desktop windows and nothing else: real windows without a screen, a real server."""
import contextlib
import pathlib
import subprocess
import tempfile
import unittest

from conclave_server import PATIENCE, Server
from desktop_window import Window, messages_of, texts_of

FIVE = [f"message {number} of five" for number in range(1, 6)]


class Desktop(unittest.TestCase):
    def setUp(self):
        self.stack = contextlib.ExitStack()
        self.addCleanup(self.stack.close)
        self.home = pathlib.Path(self.stack.enter_context(tempfile.TemporaryDirectory(prefix="conclave-test-")))
        self.server = self.stack.enter_context(Server())
        self.identities = {}

    def opens(self, user):
        if user not in self.identities:
            self.identities[user] = self.server.identity(user)
        return self.stack.enter_context(Window(self.server, self.identities[user], self.home / user))

    def enters(self, user):
        window = self.opens(user)
        window.sees("the lobby", lambda known: known["connection"] == "online" and known["room"] == "lobby")
        return window

    def test_two_people_talk(self):
        alice, bob = self.enters("alice"), self.enters("bob")
        alice.says("hello **bob**")
        bob.sees_texts(["hello bob"])
        bob.says("two\nlines")
        alice.sees_texts(["hello bob", "two\nlines"])
        known = alice.sees_texts(["hello bob", "two\nlines"])
        self.assertEqual([m["author"] for m in messages_of(known, "lobby") if not m["event"]], ["alice", "bob"])

    def test_five_people_see_the_same_order(self):
        windows = [self.enters(f"user{number}") for number in range(5)]
        for number, window in enumerate(windows):
            for turn in range(4):
                window.says(f"{number} says {turn}")
        for window in windows:
            window.sees("all that was said", lambda known: len(texts_of(known)) == 20)
        orders = {tuple(window.texts()) for window in windows}
        self.assertEqual(len(orders), 1)

    def test_messages_written_while_the_server_is_away_are_sent_once_in_order(self):
        alice, bob = self.enters("alice"), self.enters("bob")
        self.server.stop()
        alice.sees("that the server is away", lambda known: known["connection"] == "waiting")
        for text in FIVE:
            alice.says(text)
        alice.sees_texts(FIVE, state="queued")
        self.server.start()
        bob.sees_texts(FIVE)
        alice.sees_texts(FIVE)
        self.assertEqual(alice.sees("nothing waiting", lambda known: known["waiting"] == 0)["sentence"], "")

    def test_a_killed_window_sends_what_it_had_queued_once_in_order(self):
        alice, bob = self.enters("alice"), self.enters("bob")
        self.server.stop()
        for text in FIVE:
            alice.says(text)
        alice.sees("all five waiting", lambda known: known["waiting"] == 5)
        alice.kill()
        self.server.start()
        self.assertNotIn(FIVE[0], bob.texts())
        again = self.enters("alice")
        bob.sees_texts(FIVE)
        again.sees_texts(FIVE)

    def test_everything_read_before_is_readable_offline(self):
        alice, bob = self.enters("alice"), self.enters("bob")
        for text in FIVE:
            bob.says(text)
        alice.sees_texts(FIVE)
        self.assertEqual(alice.close(), 0)
        self.server.stop()
        again = self.opens("alice")
        again.sees_texts(FIVE)
        again.do("type", name="composer", text="a draft")
        self.assertEqual(again.close(), 0)
        third = self.opens("alice")
        third.sees("the draft", lambda known: known["rooms"][0]["draft"] == "a draft")

    def test_unread_messages_are_counted_where_nobody_looks(self):
        alice, bob = self.enters("alice"), self.enters("bob")
        self.assertEqual(alice.close(), 0)
        bob.says("are you there?")
        bob.sees_texts(["are you there?"])
        again = self.enters("alice")
        again.sees("the message", lambda known: "are you there?" in texts_of(known))

    def test_an_identity_of_another_server_is_refused_in_a_sentence(self):
        stranger = self.stack.enter_context(Server()).identity("mallory")
        window = self.stack.enter_context(Window(self.server, stranger, self.home / "mallory"))
        known = window.sees("why", lambda known: known["sentence"] != "")
        self.assertIn(known["connection"], ("waiting", "stopped"))
        self.assertEqual(known["sentence"].count("\n"), 0)
        self.assertTrue(known["sentence"].endswith("."), known["sentence"])

    def test_a_second_start_with_the_same_profile_shows_the_first(self):
        alice = self.enters("alice")
        second = subprocess.run(alice.command, env=alice.environment, stdin=subprocess.DEVNULL, capture_output=True,
                                timeout=PATIENCE, text=True)
        self.assertEqual(second.returncode, 0, second.stderr)
        alice.says("still here")
        alice.sees_texts(["still here"])

    def test_every_control_has_a_name_and_a_role(self):
        alice = self.enters("alice")
        controls = alice.do("controls")["controls"]
        self.assertGreater(len(controls), 8)
        for control in controls:
            self.assertTrue(control["name"], control)
            self.assertTrue(control["object"], control)
            self.assertNotEqual(control["role"], 0, control)

    def test_the_quick_switcher_opens_by_keyboard(self):
        alice = self.enters("alice")
        alice.do("key", name="composer", keys="Ctrl+K")
        alice.sees("the switcher", lambda known: known["focus"] != "composer")


if __name__ == "__main__":
    unittest.main()
