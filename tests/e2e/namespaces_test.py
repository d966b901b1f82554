#!/usr/bin/python3
"""A server and two clients, each in a network namespace of its own, talk over IPv4 and over IPv6.

Needs root: without it, it starts itself again through `sudo -n`. Where namespaces cannot be had, it fails.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import unittest

PROGRAMS = pathlib.Path(os.environ.get("CONCLAVE_PROGRAMS", ""))
PATIENCE = 60
PORT = 7443
SERVER = {"IPv4": "10.77.0.1", "IPv6": "fd77::1"}
CLIENTS = {"alice": ("10.77.0.2", "fd77::2"), "bob": ("10.77.0.3", "fd77::3")}


def ip(*arguments):
    subprocess.run(["ip", *arguments], check=True)


class Lines:
    """The lines a process writes, as they come."""

    def __init__(self, stream):
        self._lines = []
        self._changed = threading.Condition()
        self._ended = False
        threading.Thread(target=self._read, args=(stream,), daemon=True).start()

    def wait_for(self, wanted):
        """The first line that fits."""
        with self._changed:
            self._changed.wait_for(lambda: self._ended or any(map(wanted, self._lines)), PATIENCE)
            for line in self._lines:
                if wanted(line):
                    return line
            raise AssertionError("waited in vain; it wrote:\n" + "".join(self._lines))

    def _read(self, stream):
        for line in stream:
            with self._changed:
                self._lines.append(line)
                self._changed.notify_all()
        with self._changed:
            self._ended = True
            self._changed.notify_all()


class Network:
    """Three namespaces on one bridge, which lies in the server's."""

    def __init__(self):
        self._names = {who: f"conclave-{os.getpid()}-{who}" for who in ("server", *CLIENTS)}
        self._made = []

    def __enter__(self):
        try:
            self._build()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for name in self._made:
            subprocess.run(["ip", "netns", "del", name], check=False)

    def command(self, who, *arguments):
        """A command line that runs in somebody's namespace."""
        return ["ip", "netns", "exec", self._names[who], *map(str, arguments)]

    def _build(self):
        for name in self._names.values():
            ip("netns", "add", name)
            self._made.append(name)
            ip("-n", name, "link", "set", "lo", "up")
        server = self._names["server"]
        ip("-n", server, "link", "add", "bridge", "type", "bridge")
        self._bring_up(server, "bridge", SERVER["IPv4"], SERVER["IPv6"])
        for who, addresses in CLIENTS.items():
            name = self._names[who]
            ip("-n", server, "link", "add", f"to-{who}", "type", "veth", "peer", "name", "eth0", "netns", name)
            ip("-n", server, "link", "set", f"to-{who}", "master", "bridge", "up")
            self._bring_up(name, "eth0", *addresses)

    @staticmethod
    def _bring_up(name, link, ipv4, ipv6):
        ip("-n", name, "address", "add", f"{ipv4}/24", "dev", link)
        ip("-n", name, "address", "add", f"{ipv6}/64", "dev", link, "nodad")
        ip("-n", name, "link", "set", link, "up")


class NamespacesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.network = cls.enterClassContext(Network())
        cls.home = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="conclave-test-")))
        cls.start_server()
        cls.addClassCleanup(cls.stop_server)
        for who in CLIENTS:
            cls.conclaved("make-identity", "--user", who, "--out", cls.home / who)

    @classmethod
    def conclaved(cls, verb, *arguments):
        command = [PROGRAMS / "conclaved", verb, "--data-dir", cls.home / "data", *arguments]
        subprocess.run(cls.network.command("server", *command), check=True)

    @classmethod
    def start_server(cls):
        addresses = [f"{SERVER['IPv4']}:{PORT}", f"[{SERVER['IPv6']}]:{PORT}"]
        cls.conclaved("init", *(part for address in addresses for part in ("--address", address)))
        run = [PROGRAMS / "conclaved", "run", "--data-dir", cls.home / "data", "--listen", f"[::]:{PORT}"]
        cls.server = subprocess.Popen(cls.network.command("server", *run), stderr=subprocess.PIPE, text=True)
        Lines(cls.server.stderr).wait_for(lambda line: line.startswith("Ready"))

    @classmethod
    def stop_server(cls):
        cls.server.terminate()
        code = cls.server.wait(PATIENCE)
        if code != 0:
            raise AssertionError(f"the server ended with {code}")

    def conclavectl(self, who, family, *arguments):
        host = SERVER[family] if family == "IPv4" else f"[{SERVER[family]}]"
        return self.network.command(
            who,
            PROGRAMS / "conclavectl",
            "--identity",
            self.home / who,
            "--server",
            f"{host}:{PORT}",
            "--json",
            *arguments,
        )

    def talk(self, family, speaker, listener):
        text = f"{speaker} over {family}"
        tail = subprocess.Popen(
            self.conclavectl(listener, family, "tail", "lobby", "--after", 0, "--follow"),
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            lines = Lines(tail.stdout)
            # Live, not from the log: the listener is there before the word is said.
            lines.wait_for(lambda line: line.strip() != "")
            subprocess.run(self.conclavectl(speaker, family, "send", "lobby", text), check=True, timeout=PATIENCE)
            heard = lines.wait_for(lambda line: text in line)
            json.loads(heard)
        finally:
            tail.terminate()
            tail.wait(PATIENCE)
            tail.stdout.close()

    def test_both_ways_over_ipv4(self):
        self.talk("IPv4", "alice", "bob")
        self.talk("IPv4", "bob", "alice")

    def test_both_ways_over_ipv6(self):
        self.talk("IPv6", "alice", "bob")
        self.talk("IPv6", "bob", "alice")

    def test_one_over_ipv4_and_one_over_ipv6(self):
        text = "between the families"
        subprocess.run(self.conclavectl("alice", "IPv4", "send", "lobby", text), check=True, timeout=PATIENCE)
        history = subprocess.run(
            self.conclavectl("bob", "IPv6", "history", "lobby"), check=True, timeout=PATIENCE, capture_output=True, text=True
        )
        self.assertIn(text, history.stdout)


if __name__ == "__main__":
    if os.geteuid() != 0:
        environment = [f"{key}={os.environ[key]}" for key in ("CONCLAVE_PROGRAMS", "PATH") if key in os.environ]
        os.execvp("sudo", ["sudo", "-n", "env", *environment, sys.executable, "-B", *sys.argv])
    unittest.main()
