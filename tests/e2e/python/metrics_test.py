"""The metrics of a running server, over HTTP and from the command line."""
import contextlib
import socket
import subprocess
import unittest
import urllib.error
import urllib.request

from conclave_client import PATIENCE, Client, chat
from conclave_server import PROGRAMS, Server


def parsed(text):
    """Each sample by its name with labels."""
    samples = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, value = line.rsplit(" ", 1)
            samples[name] = float(value)
    return samples


class Metrics(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server(listen={"metrics": '"127.0.0.1:0"'}))
        cls.address = cls.server.listening["metrics"]

    def get(self, path="/metrics"):
        with urllib.request.urlopen(f"http://{self.address}{path}", timeout=PATIENCE) as response:
            return response.read().decode()

    def test_what_happens_is_counted(self):
        client = Client(self.server, "alice")
        stream = client.enter()
        self.addCleanup(stream.close)
        lobby = stream.welcome.lobby_room_id
        stream.answer(stream.attach(lobby))
        before = parsed(self.get())
        for number in range(5):
            stream.answer(stream.say(lobby, str(number)))
        too_long = stream.answer(stream.say(lobby, "x" * (stream.welcome.limits.text_bytes + 1)))
        self.assertEqual(too_long.error.limit, "limits.text_bytes")
        after = parsed(self.get())

        def grew(name):
            return after[name] - before[name]

        self.assertEqual(grew("conclave_commands_total"), 5)
        self.assertGreaterEqual(grew("conclave_commits_total"), 1)
        self.assertEqual(grew("conclave_deliveries_total"), 5)
        self.assertEqual(grew('conclave_limit_reached_total{limit="limits.text_bytes"}'), 1)
        self.assertEqual(grew('conclave_refusals_total{reason="TOO_LARGE"}'), 1)
        self.assertEqual(after["conclave_streams"], 1)
        self.assertGreaterEqual(after["conclave_connections"], 1)
        self.assertEqual(after["conclave_healthy"], 1)
        self.assertGreater(after["conclave_tail_bytes"], 0)
        self.assertEqual(after['conclave_limit{limit="limits.text_bytes"}'], stream.welcome.limits.text_bytes)

    def test_what_was_never_reached_stands_at_zero(self):
        samples = parsed(self.get())
        reached = {name: value for name, value in samples.items() if name.startswith("conclave_limit_reached_total")}
        limits = [name for name in samples if name.startswith("conclave_limit{")]
        self.assertEqual(len(reached), len(limits))
        self.assertEqual(reached['conclave_limit_reached_total{limit="limits.commit_queue"}'], 0)

    def test_the_command_line_shows_the_same_names(self):
        command = [PROGRAMS / "conclaved", "metrics", "--data-dir", self.server.data]
        shown = subprocess.run(command, check=True, capture_output=True, text=True, timeout=PATIENCE).stdout
        # The exposer adds what it measures of itself.
        self.assertLessEqual(parsed(shown).keys(), parsed(self.get()).keys())
        self.assertIn("conclave_streams", parsed(shown))

    def test_nothing_else_is_served(self):
        for path in ("/", "/metrics/../etc/passwd", "/admin"):
            with self.subTest(path), self.assertRaises(urllib.error.HTTPError) as raised:
                self.get(path)
            raised.exception.close()

    def test_many_that_ask_and_say_nothing_leave_the_conversation_alone(self):
        host, port = self.address.rsplit(":", 1)
        stream = Client(self.server, "bob").enter()
        self.addCleanup(stream.close)
        with contextlib.ExitStack() as silent:
            for _ in range(50):
                silent.enter_context(socket.create_connection((host, int(port)), timeout=PATIENCE))
            self.assertTrue(stream.answer(stream.send(ping=chat.Ping())).HasField("pong"))


class NoMetrics(unittest.TestCase):
    def test_by_default_no_port_is_open_and_a_server_that_is_not_there_is_named(self):
        with Server() as server:
            self.assertEqual(list(server.listening), ["main"])
            server.stop()
            command = [PROGRAMS / "conclaved", "metrics", "--data-dir", server.data]
            shown = subprocess.run(command, check=False, capture_output=True, text=True, timeout=PATIENCE)
            self.assertEqual(shown.returncode, 1)
            self.assertIn("No server runs on", shown.stderr)


if __name__ == "__main__":
    unittest.main()
