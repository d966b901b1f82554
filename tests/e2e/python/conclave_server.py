"""A real server with a data directory of its own, for tests."""
import os
import pathlib
import signal
import subprocess
import tempfile
import threading
import time

PROGRAMS = pathlib.Path(os.environ["CONCLAVE_PROGRAMS"])
PATIENCE = 60


class Server:
    """Started on a free loopback port with `limits` in its configuration, and `listen`; stopped with the context."""

    def __init__(self, listen=None, **limits):
        self._directory = tempfile.TemporaryDirectory(prefix="conclave-test-")
        self._home = pathlib.Path(self._directory.name)
        self._data = self._home / "data"
        self._run("init", "--name", "test")
        self._configure("limits", limits)
        self._configure("listen", listen or {})
        self._log = []
        # Where it listens, by what for.
        self.listening = {}
        self.address = "127.0.0.1:0"
        self.start()

    def start(self):
        """Runs it, where it ran before; returns when it is ready."""
        self._ready = threading.Event()
        command = [PROGRAMS / "conclaved", "run", "--data-dir", self._data, "--listen", self.address]
        self._process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        self._reader = threading.Thread(target=self._read_log, args=(self._process, self._ready))
        self._reader.start()
        self._ready.wait(PATIENCE)
        if self._process.poll() is not None or self.address.endswith(":0"):
            raise RuntimeError("the server did not start:\n" + "".join(self._log))

    @property
    def pid(self):
        return self._process.pid

    @property
    def data(self):
        """Its data directory."""
        return self._data

    def wait_for_log(self, condition):
        """Returns when what was logged so far fulfils it."""
        deadline = time.monotonic() + PATIENCE
        while not condition(self.log()):
            if time.monotonic() > deadline:
                raise AssertionError("waited in vain for a line of the log; the last: " + self.log()[-1000:])
            time.sleep(0.01)

    def memory(self, kind="VmRSS"):
        """Bytes of a line of /proc/PID/status."""
        if self._process.poll() is not None:
            raise RuntimeError(f"the server ended with {self._process.poll()}:\n{self.log()}")
        for line in pathlib.Path(f"/proc/{self.pid}/status").read_text().splitlines():
            name, _, rest = line.partition(":")
            if name == kind:
                return int(rest.split()[0]) * 1024
        raise RuntimeError(f"no {kind} in the status of the server")

    def forget_peak(self):
        """From now on VmHWM counts anew."""
        pathlib.Path(f"/proc/{self.pid}/clear_refs").write_text("5")

    def stop(self):
        """Drains it."""
        self._process.send_signal(signal.SIGTERM)
        code = self._process.wait(PATIENCE)
        self._reader.join()
        self._process.stderr.close()
        if code != 0:
            raise RuntimeError(f"the server ended with {code}:\n" + "".join(self._log))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            if self._process.poll() is None:
                self.stop()
        finally:
            self._directory.cleanup()

    def log(self):
        """What it said on standard error, until it was stopped."""
        return "".join(self._log)

    def identity(self, user, device="laptop"):
        """The directory of a new identity."""
        directory = self._home / f"{user}-{device}"
        self._run("make-identity", "--user", user, "--device", device, "--out", directory)
        return directory

    def _run(self, verb, *arguments):
        subprocess.run([PROGRAMS / "conclaved", verb, "--data-dir", self._data, *arguments], check=True,
                       stderr=subprocess.DEVNULL)

    def _configure(self, section, values):
        path = self._data / "conclave.toml"
        lines = "".join(f"{name} = {value}\n" for name, value in values.items())
        text = path.read_text().replace(f"[{section}]\n", f"[{section}]\n{lines}")
        path.write_text(text)

    def _read_log(self, process, ready):
        for line in process.stderr:
            self._log.append(line)
            if line.startswith("Listening "):
                _, what, address = line.split()
                self.listening[what] = address
            if line.startswith("Ready"):
                self.address = self.listening["main"]
                ready.set()
        ready.set()
