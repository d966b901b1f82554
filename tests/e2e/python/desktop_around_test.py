"""Windows on a display with a window manager and a desktop's bus: real keys, notifications, the tray, Wayland."""
import contextlib
import pathlib
import tempfile
import unittest

from conclave_server import Server
from desktop_surroundings import Desktop, Weston, XDisplay
from desktop_window import Window, room_of


class Around(unittest.TestCase):
    def setUp(self):
        self.stack = contextlib.ExitStack()
        self.addCleanup(self.stack.close)
        self.home = pathlib.Path(self.stack.enter_context(tempfile.TemporaryDirectory(prefix="conclave-test-")))
        self.server = self.stack.enter_context(Server())

    def enters(self, user, surroundings):
        window = self.stack.enter_context(Window(self.server, self.server.identity(user), self.home / user,
                                                 surroundings))
        window.sees("the lobby", lambda known: known["connection"] == "online" and known["room"] == "lobby")
        return window


class Keys(Around):
    """The display's own events, not the test socket's."""

    def setUp(self):
        super().setUp()
        self.display = self.stack.enter_context(XDisplay())

    def test_what_one_types_the_other_sees(self):
        alice, bob = (self.enters(user, self.display.surroundings) for user in ("alice", "bob"))
        self.display.activates(self.display.window_of(alice.pid))
        alice.sees("the keyboard", lambda known: known["active"] and known["focus"] == "composer")
        self.display.xdotool("type", "hello from real keys")
        alice.sees("what was typed", lambda known: known["composer"] == "hello from real keys")
        self.display.xdotool("key", "Return")
        bob.sees_texts(["hello from real keys"])
        self.assertEqual(bob.do("dump")["composer"], "")
        self.display.activates(self.display.window_of(bob.pid))
        bob.sees("the keyboard", lambda known: known["active"])
        self.display.xdotool("key", "a", "shift+Return", "b", "Return")
        alice.sees_texts(["hello from real keys", "a\nb"])

    def test_the_switcher_opens_and_closes_and_a_click_reaches_a_button(self):
        alice = self.enters("alice", self.display.surroundings)
        shown = self.display.window_of(alice.pid)
        self.display.activates(shown)
        alice.sees("the keyboard", lambda known: known["active"] and known["focus"] == "composer")
        self.display.xdotool("key", "ctrl+k")
        alice.sees("the switcher", lambda known: known["focus"] == "switcherWords")
        self.display.xdotool("type", "lob")
        alice.sees("the lobby in it", lambda known: known["lists"].get("switcherList") == ["lobby"])
        self.display.xdotool("key", "Escape")
        alice.sees("the composer", lambda known: known["focus"] == "composer")
        # Into the story, which takes the keyboard; a letter typed there goes to the composer.
        self.display.xdotool("mousemove", "--window", shown, "700", "300", "click", "1")
        alice.sees("the story", lambda known: known["focus"] == "timeline")
        self.display.xdotool("key", "x")
        alice.sees("the letter", lambda known: known["composer"] == "x" and known["focus"] == "composer")


class Bus(Around):
    def setUp(self):
        super().setUp()
        self.display = self.stack.enter_context(XDisplay())
        self.desktop = self.stack.enter_context(Desktop())
        self.alice = self.enters("alice", self.display.surroundings | self.desktop.surroundings)
        self.bob = self.enters("bob", self.display.surroundings)

    def looks_at(self, window):
        self.display.activates(self.display.window_of(window.pid))
        window.sees("the keyboard", lambda known: known["active"])

    def test_a_notification_comes_while_nobody_looks_and_goes_when_read(self):
        self.looks_at(self.alice)
        self.bob.says("seen at once")
        self.alice.sees_texts(["seen at once"])
        self.looks_at(self.bob)
        self.alice.sees("that it is not active", lambda known: not known["active"])
        self.bob.says("are <you> there?")
        told = self.desktop.shows(lambda shown: len(shown) == 1)[0]
        self.assertEqual(told.title, "bob in #lobby")
        self.assertEqual(told.text, "are &lt;you&gt; there?")
        self.bob.says("hello?")
        again = self.desktop.shows(lambda shown: any(each.text == "hello?" for each in shown))
        self.assertEqual([each.id for each in again], [told.id], "one a room")
        self.looks_at(self.alice)
        self.desktop.shows(lambda shown: not shown)
        self.assertEqual(room_of(self.alice.do("dump"), "lobby")["unread"], 0)

    def test_a_click_on_a_notification_opens_its_room(self):
        self.bob.opens_menu("newRoom", "Message a person…")
        self.bob.do("type", name="personName", text="alice")
        self.bob.do("key", name="personName", keys="Return")
        self.bob.sees("the conversation", lambda known: known["room"] == "alice")
        self.alice.sees("the conversation", lambda known: room_of(known, "bob"))
        self.looks_at(self.bob)
        self.bob.says("psst")
        told = self.desktop.shows(lambda shown: len(shown) == 1)[0]
        self.assertEqual((told.title, told.text), ("bob", "psst"))
        self.desktop.clicks(told)
        # Whether the window comes to the front is the window manager's to say.
        self.alice.sees("the room", lambda known: known["room"] == "bob")
        self.looks_at(self.alice)
        self.desktop.shows(lambda shown: not shown)

    def test_the_tray_shows_how_much_is_unread(self):
        def red(icon):
            return sum(r > 180 and g < 90 and b < 100 and a > 200 for r, g, b, a in icon[22])
        icon, _ = self.desktop.tray_shows(lambda icon, tip: tip == "Conclave")
        self.assertEqual(red(icon), 0)
        self.looks_at(self.bob)
        self.alice.sees("that it is not active", lambda known: not known["active"])
        self.bob.says("one")
        self.bob.says("two")
        icon, _ = self.desktop.tray_shows(lambda icon, tip: tip == "Conclave: 2 unread messages")
        self.assertGreater(red(icon), 40)
        self.looks_at(self.alice)
        icon, _ = self.desktop.tray_shows(lambda icon, tip: tip == "Conclave")
        self.assertEqual(red(icon), 0)


class Wayland(Around):
    def test_two_windows_talk_on_wayland(self):
        weston = self.stack.enter_context(Weston())
        alice, bob = (self.enters(user, weston.surroundings) for user in ("alice", "bob"))
        known = alice.sees("its surface", lambda known: known["exposed"])
        self.assertEqual(known["platform"], "wayland")
        alice.says("hello over wayland")
        bob.sees_texts(["hello over wayland"])
        picture = self.home / "picture.png"
        bob.do("grab", file=str(picture))
        self.assertEqual(picture.read_bytes()[:8], b"\x89PNG\r\n\x1a\n")


if __name__ == "__main__":
    unittest.main()
