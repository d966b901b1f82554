"""The programs a benchmark runs: each is started and ended here, on a free loopback port, with its data in a temporary
directory."""
import contextlib
import ctypes
import json
import os
import pathlib
import re
import resource
import signal
import subprocess
import threading
import time
import tomllib

BENCH = pathlib.Path(__file__).resolve().parent
PATIENCE = 120


class Failed(Exception):
    """A benchmark did not do what it measures: there is no figure."""


def _die_with_parent():
    PR_SET_PDEATHSIG = 1
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    # A connection is a descriptor.
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def start(command, **pipes):
    """A child that an interrupt from the terminal does not reach, and that ends when we do."""
    return subprocess.Popen([str(word) for word in command], start_new_session=True, preexec_fn=_die_with_parent,
                            text=True, **pipes)


def run(command, timeout=PATIENCE):
    """What it printed."""
    process = start(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        out, err = process.communicate(timeout=timeout)
    except BaseException:
        process.kill()
        process.wait()
        raise
    if process.returncode != 0:
        raise Failed(f"{pathlib.Path(command[0]).name} {' '.join(err.split())[-500:]}")
    return out


class Server:
    """A server that says "Listening main ADDRESS" and "Ready" on standard error. Ended with the context."""

    def __init__(self, command):
        self.address = None
        self._log = []
        self._ready = threading.Event()
        self._process = None
        began = time.monotonic()
        try:
            self._process = start(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)
            self._reader = threading.Thread(target=self._read, daemon=True)
            self._reader.start()
            if not self._ready.wait(PATIENCE) or self.address is None:
                raise Failed("the server did not start: " + "".join(self._log[-5:]))
        except BaseException:
            self.kill()
            raise
        self.seconds_to_ready = self._ready_at - began

    @property
    def pid(self):
        return self._process.pid

    def _read(self):
        for line in self._process.stderr:
            if line.startswith("Listening main "):
                self.address = line.removeprefix("Listening main ").strip()
            elif line.startswith("Ready") and not self._ready.is_set():
                self._ready_at = time.monotonic()
                self._ready.set()
            else:
                # Kept short: every stream has a line of its own.
                del self._log[:-50]
                self._log.append(line)
        self._ready.set()

    def resident_bytes(self):
        status = pathlib.Path(f"/proc/{self.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) * 1024

    def stop(self):
        self._process.send_signal(signal.SIGTERM)
        if self._process.wait(PATIENCE) != 0:
            raise Failed("the server ended badly: " + "".join(self._log[-5:]))

    def kill(self):
        if self._process and self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind is None and self._process.poll() is None:
            self.stop()
        self.kill()


class Chat:
    """One data directory with identities and a room, and the programs that use it."""

    def __init__(self, programs, home, devices, messages=0):
        self._programs = programs
        self._data = home / "data"
        self._identities = home / "identities"
        run([programs / "conclaved", "init", "--data-dir", self._data, "--name", "bench"])
        self._raise_limits()
        prepared = run([programs / "conclave_bench_prepare", "--data-dir", self._data, "--identities", self._identities,
                        "--devices", devices, "--messages", messages], timeout=600)
        self.room = json.loads(prepared)["room"]

    @property
    def store(self):
        return self._data / "conclave.db"

    def conclaved(self):
        return Server([self._programs / "conclaved", "run", "--data-dir", self._data, "--listen", "127.0.0.1:0"])

    def naive(self):
        return Server([self._programs / "conclave_bench_naive", "--data-dir", self._data, "--room", self.room])

    def load(self, server, verb, **options):
        """The figures of one run of the load against a server."""
        return json.loads(run(self._load(server, verb, options), timeout=600))

    @contextlib.contextmanager
    def holding(self, server):
        """Gives a function that changes how many idle connections there are."""
        process = start(self._load(server, "hold", {}), stdin=subprocess.PIPE, stdout=subprocess.PIPE)

        def hold(count):
            process.stdin.write(f"{count}\n")
            process.stdin.flush()
            answer = process.stdout.readline()
            if not answer:
                raise Failed(f"no {count} connections")
            return json.loads(answer)["held"]

        try:
            yield hold
            process.stdin.close()
            if process.wait(PATIENCE) != 0:
                raise Failed("idle connections did not stay")
        finally:
            process.kill()
            process.wait()

    def _load(self, server, verb, options):
        words = [word for name, value in options.items() for word in (f"--{name.replace('_', '-')}", value)]
        return [self._programs / "conclave_bench_load", "--identities", self._identities, "--server", server.address,
                "--server-process", server.pid, "--room", self.room, verb, *words]

    def _raise_limits(self):
        """What limits.toml says goes into the configuration, where every key stands as a comment."""
        path = self._data / "conclave.toml"
        text = path.read_text()
        for key, value in tomllib.loads((BENCH / "limits.toml").read_text())["limits"].items():
            text, count = re.subn(rf"^#{key} = .*$", f"{key} = {json.dumps(value)}", text, flags=re.MULTILINE)
            if count != 1:
                raise Failed(f"limits.toml: the server has no limit {key}")
        path.write_text(text)
