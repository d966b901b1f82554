"""Runs ./dev as a person would, with nothing to type on and no terminal."""
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Dev(subprocess.Popen):
    """One ./dev that goes on until a signal ends it."""

    def __init__(self, *arguments):
        super().__init__(
            [ROOT / "dev", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            # Wherever it runs, the windows need no display.
            env=os.environ | {"QT_QPA_PLATFORM": "", "DISPLAY": "", "WAYLAND_DISPLAY": ""},
        )
        self.shown = ""

    def sees(self, pattern):
        """Reads on until a line matches, and returns the match."""
        for line in self.stdout:
            self.shown += line
            if match := re.search(pattern, line):
                return match
        raise AssertionError(f"ended with {self.wait()} without showing {pattern!r}:\n{self.shown}")

    def ends_on(self, number):
        self.send_signal(number)
        self.shown += self.stdout.read()
        return self.wait()


class DevTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def starts(self, name, *arguments):
        run = Dev("run", "--data-dir", self.folder / name, *arguments)
        self.addCleanup(run.communicate)
        self.addCleanup(run.terminate)
        return run

    def client(self, user, *arguments):
        command = [ROOT / "dev", "client", "--data-dir", self.folder / "data", "--user", user, *arguments]
        run = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=True, text=True)
        return run.stdout

    def refused(self, *arguments):
        run = subprocess.run([ROOT / "dev", *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True)
        self.assertEqual(run.returncode, 1, run.stderr)
        return run.stderr

    def test_users_hear_each_other_and_another_can_join(self):
        run = self.starts("data")
        run.sees(r"Conclave runs on 127\.0\.0\.1:\d+")
        for user in ("alice", "bob"):
            picture = re.search(rf"{user} \| Picture (.*\.png)", run.shown).group(1)
            self.assertTrue(pathlib.Path(picture).read_bytes().startswith(b"\x89PNG"))
        self.client("carol", "send", "#lobby", "Carol is here.")
        history = self.client("carol", "history", "#lobby")
        for said in ("Hello, this is alice", "Hello, this is bob", "Carol is here."):
            self.assertIn(said, history)
        self.assertEqual(run.ends_on(signal.SIGINT), 0)
        self.assertIn("server stopped", run.shown)

    def test_another_run_beside_the_first_takes_another_port(self):
        first, second = self.starts("one"), self.starts("two", "--users", "carol")
        ports = [run.sees(r"Conclave runs on 127\.0\.0\.1:(\d+)").group(1) for run in (first, second)]
        self.assertNotEqual(*ports)
        self.assertIn("in use by another server", self.refused("run", "--data-dir", self.folder / "one"))
        self.assertEqual(first.ends_on(signal.SIGTERM), 0)
        self.assertEqual(second.ends_on(signal.SIGTERM), 0)

    def test_the_second_time_goes_on_with_the_same_data(self):
        for number in range(2):
            run = self.starts("data", "--users", "alice")
            run.sees(r"Conclave runs on")
            self.assertEqual("Making an authority" in run.shown, number == 0)
            self.assertEqual(run.ends_on(signal.SIGTERM), 0)

    def test_server_and_client_are_the_halves_of_run(self):
        server = Dev("server", "--data-dir", self.folder / "data")
        self.addCleanup(server.communicate)
        self.addCleanup(server.terminate)
        server.sees(r"^Ready")
        self.client("alice", "health")
        self.assertEqual(server.ends_on(signal.SIGTERM), 0)

    def test_wrong_use_is_refused_with_a_sentence(self):
        self.assertIn("no user name", self.refused("run", "--users", "../alice"))
        self.assertIn("twice", self.refused("run", "--users", "alice,alice"))
        self.assertIn("no such verb", self.refused("fly"))
        self.assertIn("no such preset", self.refused("build", "fast"))


if __name__ == "__main__":
    unittest.main()
