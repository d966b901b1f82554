"""A real desktop window, used through its test socket as a person would."""
import json
import os
import pathlib
import select
import signal
import socket
import subprocess
import time

from conclave_server import PATIENCE, PROGRAMS

# Seconds.
LOOK_AGAIN = 0.1


class Window:
    """Started with an identity; what it keeps is in `profile`, so that another one can go on from there. It has neither
    a screen nor a desktop's bus unless `surroundings`, a part of its environment, give it one. Ended with the
    context."""

    def __init__(self, server, identity, profile, surroundings=None):
        self._profile = pathlib.Path(profile)
        self._profile.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.command = [PROGRAMS / "conclave", "--identity", identity, "--server", server.address,
                        "--profile", self._profile, "--size", "1280x800", "--theme", "light"]
        self.environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(self._profile),
                                         "DBUS_SESSION_BUS_ADDRESS": "disabled:", "TZ": "UTC"} | (surroundings or {})
        path = str(self._profile / "test.sock")
        pathlib.Path(path).unlink(missing_ok=True)
        self._process = subprocess.Popen([*self.command, "--test-socket", path], env=self.environment,
                                         stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                         text=True)
        said = self._process.stdout.readline()
        if not said.startswith("Test socket"):
            raise AssertionError(f"the window did not open: {said}{self._process.stderr.read()}")
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(PATIENCE)
        self._socket.connect(path)
        self._unread = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self._process.poll() is None:
            self.close()

    def do(self, verb, **arguments):
        """What the window answers; an AssertionError when it cannot do that."""
        self._socket.sendall(json.dumps({"do": verb} | arguments).encode() + b"\n")
        while True:
            answer = json.loads(self._line(PATIENCE))
            if "ok" not in answer:
                continue
            if not answer["ok"]:
                raise AssertionError(f"{verb} {arguments}: {answer['error']}")
            return answer

    def sees(self, what, condition):
        """Waits until `condition` holds of what the window knows, and returns that."""
        deadline = time.monotonic() + PATIENCE
        while True:
            known = self.do("dump")
            if condition(known):
                return known
            if time.monotonic() > deadline:
                raise AssertionError(f"did not see {what}: {json.dumps(known, indent=1)}")
            # A change since the dump is told, but for lists and focus: those are looked at again.
            self._line(LOOK_AGAIN)

    def _line(self, patience):
        """The next line the window says; empty when it says none for so many seconds."""
        while b"\n" not in self._unread:
            if not select.select([self._socket], [], [], patience)[0]:
                return ""
            received = self._socket.recv(1 << 16)
            if not received:
                raise AssertionError(f"the window has ended: {self._process.stderr.read()}")
            self._unread += received
        line, _, self._unread = self._unread.partition(b"\n")
        return line.decode()

    def opens_menu(self, button, entry):
        """Clicks the button and takes an entry of the menu it shows."""
        self.do("click", name=button)
        self.do("choose", text=entry)

    def goes_to(self, room):
        """By the quick switcher."""
        self.do("key", name="composer", keys="Ctrl+K")
        self.do("type", name="switcherWords", text=room)
        self.do("key", name="switcherWords", keys="Return")
        return self.sees(f"{room} open", lambda known: known["room"] == room)

    @property
    def pid(self):
        return self._process.pid

    def says(self, text):
        """Types into the composer and presses Enter."""
        self.do("type", name="composer", text=text)
        self.do("key", name="composer", keys="Return")

    def texts(self, room="lobby"):
        return texts_of(self.do("dump"), room)

    def sees_texts(self, texts, room="lobby", state="sent"):
        """Waits until the room holds these texts, in this order and once each, among no others that begin so."""
        def condition(known):
            held = [m for m in messages_of(known, room) if m["text"] in texts]
            return [m["text"] for m in held] == list(texts) and all(m["state"] == state for m in held)
        return self.sees(f"{texts} in {room}", condition)

    def close(self):
        """As a person ends it; returns the exit status."""
        self._process.send_signal(signal.SIGTERM)
        return self._end()

    def kill(self):
        self._process.kill()
        return self._end()

    def _end(self):
        self._socket.close()
        self._process.communicate(timeout=PATIENCE)
        return self._process.returncode


def room_of(known, title):
    """What the window knows of the room; nothing when it lists no such room."""
    return next((each for each in known["rooms"] if each["title"] == title), None)


def messages_of(known, room):
    return next((each["messages"] for each in known["rooms"] if each["title"] == room), [])


def texts_of(known, room="lobby"):
    return [message["text"] for message in messages_of(known, room) if not message["event"]]
