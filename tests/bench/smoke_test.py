"""Runs the server's benchmark with hardly any load: whether everything still works, not how fast it is."""
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

BENCH = pathlib.Path(__file__).resolve().parents[2] / "bench"


class Smoke(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory(prefix="conclave-test-")
        cls.addClassCleanup(cls.scratch.cleanup)
        run = subprocess.run(
            ["/usr/bin/python3", "-B", BENCH / "server.py", "--smoke", "--programs", os.environ["CONCLAVE_PROGRAMS"]],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, env=os.environ | {"TMPDIR": cls.scratch.name})
        if run.returncode != 0:
            raise AssertionError(run.stderr)
        cls.table = [line for line in run.stdout.splitlines() if not line.startswith("{")]
        lines = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
        cls.measured = {(line.get("part"), line.get("measurement"), line.get("server")): line for line in lines}

    def test_both_servers_deliver_every_message_to_every_reader(self):
        for server, messages in (("conclaved", 200), ("naive", 50)):
            run = self.measured["fanout", "run", server]
            self.assertEqual(run["deliveries"], 4 * messages)
            self.assertEqual(run["delivery"]["count"], 4 * messages)
            self.assertEqual(run["ack"]["count"], messages)
        self.assertEqual(self.measured["fanout", "delivered", None]["share"], 1)

    def test_every_planned_send_is_acknowledged(self):
        self.assertEqual(self.measured["acks", "low_rate", None]["acks"], 50)
        self.assertEqual(self.measured["acks", "high_rate", None]["acks"], 200)
        for name in ("8_in_flight", "1_in_flight"):
            self.assertGreater(self.measured["acks", name, None]["acks"], 0)

    def test_every_part_has_its_figures(self):
        for key in (("acks", "disk"), ("restart", "cold"), ("restart", "warm"), ("restart", "killed"),
                    ("memory", "idle"), ("memory", "connections")):
            self.assertIn((*key, None), self.measured)
        points = self.measured["memory", "connections", None]["points"]
        self.assertEqual([count for count, _ in points], [0, 2, 4])

    def test_the_table_has_every_figure(self):
        self.assertEqual(len(self.table), 27)

    def test_nothing_is_left_behind(self):
        self.assertEqual(os.listdir(self.scratch.name), [])


if __name__ == "__main__":
    unittest.main()
