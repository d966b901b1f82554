"""conclavectl as people and scripts use it, against a real server."""
import json
import os
import signal
import subprocess
import unittest

from conclave_server import PATIENCE, PROGRAMS, Server


class Person:
    """Somebody at a terminal, with an identity of their own."""

    def __init__(self, server, name):
        self.name = name
        self._identity = server.identity(name)
        self._server = server

    def command(self, *arguments):
        return [PROGRAMS / "conclavectl", "--identity", self._identity, "--server", self._server.address, *arguments]

    def runs(self, *arguments, words=None):
        """The JSON objects that the command printed."""
        return [json.loads(line) for line in self._ends(0, arguments, words).stdout.splitlines()]

    def fails(self, code, *arguments):
        """What it said on standard error."""
        return self._ends(code, arguments).stderr

    def _ends(self, code, arguments, words=None):
        done = subprocess.run(
            self.command("--json", *arguments), input=words, text=True, capture_output=True, timeout=PATIENCE
        )
        if done.returncode != code:
            raise AssertionError(f"{arguments} ended with {done.returncode}: {done.stderr}")
        return done

    def begins(self, *arguments):
        return subprocess.Popen(
            self.command("--json", *arguments),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )


def texts(objects):
    return [each["text"] for each in objects if each["type"] == "event" and each["kind"] == "message"]


class Conclavectl(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server())
        cls.alice = Person(cls.server, "alice")
        cls.bob = Person(cls.server, "bob")

    def test_rooms_are_made_found_joined_and_left(self):
        (made,) = self.alice.runs("room", "create", "garden", "--topic", "what grows")
        self.assertEqual((made["name"], made["kind"], made["role"]), ("garden", "public", "owner"))
        (found,) = self.bob.runs("room", "find", "gard")
        self.assertEqual((found["room_id"], found["role"]), (made["room_id"], "none"))
        (joined,) = self.bob.runs("room", "join", "garden")
        self.assertEqual(joined["verb"], "joined")
        self.assertIn("garden", [room["name"] for room in self.bob.runs("room", "list")])
        members = self.bob.runs("room", "members", "#garden")
        self.assertEqual([member["name"] for member in members], ["alice", "bob"])
        (left,) = self.bob.runs("room", "leave", f"id:{made['room_id']}")
        self.assertGreater(left["seq"], joined["seq"])
        self.assertNotIn("garden", [room["name"] for room in self.bob.runs("room", "list")])

    def test_private_rooms_take_who_is_invited_until_removed(self):
        self.alice.runs("room", "create", "cellar", "--private")
        self.bob.fails(os.EX_NOINPUT, "room", "members", "cellar")
        self.alice.runs("room", "invite", "cellar", "bob")
        self.assertEqual(len(self.bob.runs("room", "members", "cellar")), 2)
        self.alice.runs("room", "remove", "cellar", "bob")
        self.bob.fails(os.EX_NOINPUT, "room", "members", "cellar")

    def test_direct_messages_reach_the_other_person(self):
        self.alice.runs("dm", "bob", "--", "are you there?")
        self.assertEqual(texts(self.bob.runs("tail", "@alice")), ["are you there?"])

    def test_what_is_sent_is_tailed_and_in_the_history(self):
        self.alice.runs("room", "create", "hall")
        (ack,) = self.alice.runs("send", "hall", "good", "morning")
        self.assertEqual(ack["type"], "ack")
        self.assertEqual(texts(self.alice.runs("tail", "hall")), ["good morning"])
        self.assertEqual(texts(self.alice.runs("tail", "hall", "--after", str(ack["seq"]))), [])
        self.assertEqual(texts(self.alice.runs("history", "hall")), ["good morning"])
        self.assertEqual(texts(self.alice.runs("history", "hall", "--before", str(ack["seq"]))), [])
        self.assertEqual(texts(self.alice.runs("history", "hall", "--after", str(ack["seq"] - 1))), ["good morning"])

    def test_lines_of_standard_input_are_all_acked_in_order(self):
        self.alice.runs("room", "create", "script")
        lines = [f"line {number}" for number in range(300)]
        acks = self.alice.runs("send", "script", "-", words="\n".join(lines) + "\n")
        self.assertEqual([ack["line"] for ack in acks], list(range(1, 301)))
        self.assertEqual(texts(self.alice.runs("tail", "script")), lines)

    def test_a_follower_sees_what_is_said_until_it_is_interrupted(self):
        self.alice.runs("room", "create", "stage")
        follower = self.alice.begins("tail", "stage", "--follow")
        self.alice.runs("send", "stage", "enter")
        for line in follower.stdout:
            if texts([json.loads(line)]) == ["enter"]:
                break
        follower.send_signal(signal.SIGINT)
        # To its end: a follower whose output nobody takes any more ends by SIGPIPE.
        follower.communicate(timeout=PATIENCE)
        self.assertEqual(follower.returncode, 0)

    def test_health_is_told(self):
        (health,) = self.alice.runs("health")
        self.assertEqual(health["status"], "serving")

    def test_exit_codes_are_those_of_sysexits(self):
        self.alice.fails(os.EX_USAGE, "room", "list", "--no-such-option")
        self.alice.fails(os.EX_NOINPUT, "send", "nowhere", "x")
        self.alice.fails(os.EX_NOUSER, "dm", "nobody")
        self.alice.fails(os.EX_CANTCREAT, "room", "create", "lobby")
        self.alice.fails(os.EX_NOPERM, "room", "leave", "lobby")

    def test_the_identity_may_come_from_the_environment(self):
        environment = os.environ | {"CONCLAVE_IDENTITY": str(self.alice._identity)}
        command = [PROGRAMS / "conclavectl", "health", "--server", self.server.address]
        self.assertEqual(subprocess.run(command, env=environment, capture_output=True, timeout=PATIENCE).returncode, 0)


if __name__ == "__main__":
    unittest.main()
