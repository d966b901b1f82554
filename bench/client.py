#!/usr/bin/python3
"""Measures the desktop window and prints its figures beside their limits: ./dev bench client.

Every run is a process of its own with the real window, offscreen, on a copy of a profile filled before. What is online
talks to a real server over mutual TLS. A figure is the median of its runs, its spread their smallest and largest.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PATIENCE = 120
MESSAGES = 100_000
ROOMS = 20
RATE = 1000
# How long messages come before a window that counts has surely seen the stream flow.
LEAD = 5


class Figure:
    """One line of the table: which scenario gives it, its limit, and what stands beside it."""

    def __init__(self, name, scenario, key, unit, limit=None, floor=None, digits=1):
        self.name, self.scenario, self.key, self.unit = name, scenario, key, unit
        self.limit, self.floor, self.digits = limit, floor, digits


FIGURES = [
    Figure("start to first paint from the cache", "start", "start_ms", "ms", 250, "start_ms", 0),
    Figure("  of it processor time of all threads", "start", "start_cpu_ms", "ms", None, "start_cpu_ms", 0),
    Figure("frame p99 while 1,000 msg/s arrive", "arrive", "frame_p99_ms", "ms", 16, "repaint_p99_ms"),
    Figure("  of it the window's own processor time", "arrive", "frame_cpu_p99_ms", "ms"),
    Figure("  frame p50", "arrive", "frame_p50_ms", "ms", None, "repaint_p50_ms"),
    Figure("  of it the window's own processor time", "arrive", "frame_cpu_p50_ms", "ms"),
    Figure("  longest gap of a 10 ms heartbeat", "arrive", "gap_ms", "ms", None, None, 0),
    Figure("  messages a second", "arrive", "per_second", "/s", None, None, 0),
    Figure("  processor of the whole process", "arrive", "cpu_percent", "%", None, None, 0),
    Figure("wheel step in 100,000 messages, p99", "scroll", "scroll_p99_ms", "ms", 8, "repaint_p99_ms"),
    Figure("  of it processor time", "scroll", "scroll_cpu_p99_ms", "ms"),
    Figure("  p50", "scroll", "scroll_p50_ms", "ms", None, "repaint_p50_ms"),
    Figure("  steps with a text not there yet", "scroll", "blank_percent", "%"),
    Figure("random jump in 100,000 messages, p99", "jump", "jump_p99_ms", "ms", 16, "repaint_p99_ms"),
    Figure("  of it processor time", "jump", "jump_cpu_p99_ms", "ms"),
    Figure("  p50", "jump", "jump_p50_ms", "ms", None, "repaint_p50_ms"),
    Figure("  until all texts in view are painted, p99", "jump", "text_p99_ms", "ms", None, None, 0),
    Figure("room switch, first time, p99 of 20 rooms", "switch", "first_ms", "ms", 50),
    Figure("  p50", "switch", "first_p50_ms", "ms"),
    Figure("room switch, again, p99", "switch", "again_ms", "ms", 50),
    Figure("  p50", "switch", "again_p50_ms", "ms"),
    Figure("memory, empty profile, online", "empty", "resident_mb", "MB", 80, "resident_mb", 0),
    Figure("  of it without files (libraries)", "empty", "anonymous_mb", "MB", None, "anonymous_mb", 0),
    Figure("memory after reading 100,000 messages", "memory", "resident_mb", "MB", 150, "resident_mb", 0),
    Figure("  of it without files (libraries)", "memory", "anonymous_mb", "MB", None, "anonymous_mb", 0),
    Figure("idle, online: processor", "idle", "cpu_percent", "%", 0.2, None, 3),
]


class Server:
    """A real server on a free loopback port, with its data in `home`."""

    def __init__(self, programs, home):
        self._conclaved, self._data, self._home = programs / "conclaved", home / "data", home
        self.address = ""
        self._run("init", "--name", "bench")
        self._lift_rates()
        self._ready = threading.Event()
        self._process = subprocess.Popen(
            [self._conclaved, "run", "--data-dir", self._data, "--listen", "127.0.0.1:0"],
            stderr=subprocess.PIPE, text=True)
        threading.Thread(target=self._read_log, daemon=True).start()
        if not self._ready.wait(PATIENCE) or not self.address:
            raise RuntimeError("the server did not start")

    def stop(self):
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(PATIENCE)

    def identity(self, user):
        directory = self._home / f"identity-{user}"
        self._run("make-identity", "--user", user, "--device", "bench", "--out", directory)
        return directory

    def _lift_rates(self):
        """One sender stands for many people."""
        path = self._data / "conclave.toml"
        lines = "device_commands_per_second = 0\nroom_messages_per_second = 0\n"
        path.write_text(path.read_text().replace("[limits]\n", "[limits]\n" + lines, 1))

    def _run(self, verb, *arguments):
        subprocess.run([self._conclaved, verb, "--data-dir", self._data, *arguments], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def _read_log(self):
        for line in self._process.stderr:
            if line.startswith("Listening main "):
                self.address = line.removeprefix("Listening main ").strip()
            if line.startswith("Ready"):
                self._ready.set()
        self._ready.set()


class Bench:
    """Runs scenarios in a scratch directory."""

    def __init__(self, programs, home, messages, runs, seconds):
        self._program = programs / "conclave_bench_client"
        self._home, self._messages, self._runs, self._seconds = home, messages, runs, seconds
        self._server = Server(programs, home)
        self._reader, self._sender = self._server.identity("reader"), self._server.identity("sender")
        self._environment = dict(os.environ, QT_QPA_PLATFORM="offscreen", QT_SCALE_FACTOR="1", LC_ALL="C.UTF-8",
                                 XDG_RUNTIME_DIR=str(home))
        self._copies = 0

    def stop(self):
        self._server.stop()

    def prepare(self):
        self._call("fill", "--profile", self._home / "one", "--messages", self._messages, "--rooms", 1)
        self._call("fill", "--profile", self._home / "many", "--messages", self._messages, "--rooms", ROOMS)

    def measure(self, scenario):
        """The figures of each run."""
        say(f"{scenario} …")
        if scenario in ("memory", "empty", "idle"):
            # Neither memory nor processor time depend on what runs beside.
            with concurrent.futures.ThreadPoolExecutor(self._runs) as pool:
                return list(pool.map(lambda _: self._run(scenario), range(self._runs)))
        return [self._run(scenario) for _ in range(self._runs)]

    def _run(self, scenario):
        if scenario == "floor":
            return self._call("floor")
        if scenario == "arrive":
            return self._arrive()
        if scenario == "empty":
            return self._call("memory", "--profile", self._fresh(), "--messages", 0, server=self._server.address)
        if scenario == "idle":
            return self._call("idle", "--profile", self._fresh(), "--seconds", self._seconds * 4,
                              server=self._server.address)
        kind, rooms = ("many", ROOMS) if scenario == "switch" else ("one", 1)
        return self._call(scenario, "--profile", self._fresh(kind), "--messages", self._messages, "--rooms", rooms)

    def _arrive(self):
        sender = self._start("send", "--rate", RATE, "--seconds", self._seconds + LEAD, identity=self._sender,
                             server=self._server.address)
        figures = self._call("arrive", "--profile", self._fresh(), "--rate", RATE, "--seconds", self._seconds,
                             server=self._server.address)
        self._finish(sender)
        return figures

    def _fresh(self, kind=None):
        """A profile that only one run uses."""
        self._copies += 1
        profile = self._home / f"profile-{self._copies}-{threading.get_ident()}"
        if kind:
            shutil.copytree(self._home / kind, profile)
        return profile

    def _call(self, scenario, *arguments, server="127.0.0.1:1"):
        output = self._finish(self._start(scenario, *arguments, identity=self._reader, server=server))
        return json.loads(output) if output.strip() else {}

    def _start(self, scenario, *arguments, identity, server):
        command = [self._program, scenario, "--identity", identity, "--server", server, *map(str, arguments),
                   "--began", repr(time.monotonic() * 1000)]
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=self._environment)

    @staticmethod
    def _finish(process):
        output, _ = process.communicate(timeout=PATIENCE)
        if process.returncode != 0:
            raise RuntimeError(f"{' '.join(map(str, process.args))} ended with {process.returncode}")
        return output


def say(text):
    print(text, file=sys.stderr, flush=True)


def summary(figure, runs, floors):
    """The figure as one object, for machines."""
    values = [run[figure.key] for run in runs]
    line = {"bench": "client", "figure": figure.name.strip(), "scenario": figure.scenario, "key": figure.key,
            "unit": figure.unit, "median": statistics.median(values), "least": min(values), "most": max(values),
            "runs": len(values)}
    if figure.limit is not None:
        line["limit"] = figure.limit
        line["holds"] = line["median"] < figure.limit
    if figure.floor:
        line["floor"] = statistics.median(run[figure.floor] for run in floors)
        if line["floor"] > 0:
            line["ratio"] = line["median"] / line["floor"]
    return line


def row(figure, line):
    """The figure as a line of the table."""
    def number(value):
        return f"{value:.{figure.digits}f}"

    limit = f"< {figure.limit:g}" if figure.limit is not None else ""
    verdict = {True: "holds", False: "MISSES"}.get(line.get("holds"), "")
    floor = f"{number(line['floor'])} (× {line['ratio']:.1f})" if "ratio" in line else ""
    spread = f"{number(line['least'])}–{number(line['most'])}"
    return f"{figure.name:<46} {number(line['median']):>8} {figure.unit:<3} {spread:>15} {limit:>7} {verdict:<7} {floor}"


def main():
    parser = argparse.ArgumentParser(prog="./dev bench client", description=__doc__)
    parser.add_argument("--programs", type=pathlib.Path, default=ROOT / "build" / "release" / "bin")
    parser.add_argument("--runs", type=int, default=5, help="how often each thing is measured")
    parser.add_argument("--seconds", type=int, default=5, help="how long messages arrive; idle takes four times that")
    parser.add_argument("--messages", type=int, default=MESSAGES, help="how many the cache holds")
    parser.add_argument("--only", help="scenarios, separated by commas")
    options = parser.parse_args()
    scenarios = list(dict.fromkeys(figure.scenario for figure in FIGURES))
    if options.only:
        scenarios = [name for name in scenarios if name in options.only.split(",")]
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="conclave-bench-") as home:
        bench = Bench(options.programs, pathlib.Path(home), options.messages, options.runs, options.seconds)
        try:
            say("filling the caches …")
            bench.prepare()
            floors = bench.measure("floor")
            results = {name: bench.measure(name) for name in scenarios}
        finally:
            bench.stop()
    lines = [(figure, summary(figure, results[figure.scenario], floors)) for figure in FIGURES
             if figure.scenario in results]
    print(f"{'':<46} {'median':>8} {'':<3} {'spread':>15} {'limit':>7} {'':<7} empty window")
    for figure, line in lines:
        print(row(figure, line))
    for _, line in lines:
        print(json.dumps(line, ensure_ascii=False))
    say(f"took {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
