#!/usr/bin/python3
"""Measures the server and prints its figures beside what was asked of them: ./dev bench.

Prints a table, then every measurement as a line of JSON. docs/benchmarks.md says what each figure is.
"""
import argparse
import json
import os
import pathlib
import platform
import signal
import sys
import time

import parts
import processes

ROOT = pathlib.Path(__file__).resolve().parent.parent


def say(text):
    print(text, file=sys.stderr, flush=True)


def machine():
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "?")
    return {"processor": model, "cores": os.cpu_count(), "kernel": platform.release(), "load": os.getloadavg()[0]}


class Figure:
    """One line of the table: where it is found, and what was asked of it."""

    def __init__(self, name, part, measurement, *path, scale=1, unit="", digits=0, at_least=None, below=None):
        self.name, self.part, self.measurement, self.path = name, part, measurement, path
        self.scale, self.unit, self.digits, self.at_least, self.below = scale, unit, digits, at_least, below

    def value(self, measurements):
        """None when it was not measured."""
        found = measurements.get((self.part, self.measurement))
        for key in self.path:
            found = None if found is None else found[key]
        return None if found is None else found * self.scale

    def row(self, measurements):
        value = self.value(measurements)
        asked, verdict = "", ""
        if self.at_least is not None:
            asked, verdict = f"≥ {self.at_least:,}", "holds" if value >= self.at_least else "MISSES"
        if self.below is not None:
            asked, verdict = f"< {self.below:,}", "holds" if value < self.below else "MISSES"
        return f"{self.name:<58} {value:>12,.{self.digits}f} {self.unit:<4} {asked:>12} {verdict}"


MICRO = {"scale": 1e-3, "unit": "ms", "digits": 2}
FIGURES = [
    Figure("fan-out 1→100, deliveries per second of server processor", "fanout", "deliveries", "median",
           at_least=1_500_000),
    Figure("  lowest round", "fanout", "deliveries", "least"),
    Figure("  part delivered", "fanout", "delivered", "share", scale=100, unit="%", digits=2, at_least=100),
    Figure("  times the naive server's, in the same round", "fanout", "ratio", "median", digits=1, at_least=20),
    Figure("  lowest round", "fanout", "ratio", "least", digits=1),
    Figure("  delivery p50, from the planned time", "fanout", "run", "delivery", "p50_us", **MICRO),
    Figure("  delivery p99", "fanout", "run", "delivery", "p99_us", **MICRO),
    Figure("durable acks per second, 64 devices with 8 in flight", "acks", "8_in_flight", "acks_per_second",
           at_least=10_000),
    Figure("  ack p50", "acks", "8_in_flight", "ack", "p50_us", **MICRO),
    Figure("  ack p99", "acks", "8_in_flight", "ack", "p99_us", **MICRO),
    Figure("durable acks per second, 64 devices with 1 in flight", "acks", "1_in_flight", "acks_per_second",
           at_least=10_000),
    Figure("  ack p50", "acks", "1_in_flight", "ack", "p50_us", **MICRO),
    Figure("  ack p99", "acks", "1_in_flight", "ack", "p99_us", **MICRO),
    Figure("ack p50 at 10,000 planned a second", "acks", "high_rate", "ack", "p50_us", **MICRO),
    Figure("  p99", "acks", "high_rate", "ack", "p99_us", **MICRO),
    Figure("ack p50 at 1,000 planned a second", "acks", "low_rate", "ack", "p50_us", **MICRO),
    Figure("  p99", "acks", "low_rate", "ack", "p99_us", **MICRO),
    Figure("fdatasync of an overwritten page p50", "acks", "disk", "overwritten", "p50_us", **MICRO),
    Figure("  p99", "acks", "disk", "overwritten", "p99_us", **MICRO),
    Figure("fdatasync of a file that grows p50", "acks", "disk", "grown", "p50_us", **MICRO),
    Figure("  p99", "acks", "disk", "grown", "p99_us", **MICRO),
    Figure("start to ready with 1,000,000 messages, read from disk", "restart", "cold", "median", scale=1000, unit="ms"),
    Figure("  longest", "restart", "cold", "most", scale=1000, unit="ms"),
    Figure("  still in the page cache", "restart", "warm", "median", scale=1000, unit="ms"),
    Figure("  after SIGKILL under load", "restart", "killed", "median", scale=1000, unit="ms"),
    Figure("resident memory, idle", "memory", "idle", "bytes", scale=1e-6, unit="MB", digits=1, below=40),
    Figure("  for each connection with one stream", "memory", "connections", "bytes_per_connection", scale=1e-3,
           unit="kB", digits=1),
]


def measure(programs, names, size):
    """Every measurement as a line, and the last of each name."""
    lines, last = [{"bench": "server", "machine": machine()}], {}
    for name in names:
        say(f"== {name}")
        for measurement, figures in parts.PARTS[name](programs, size, say):
            lines.append({"bench": "server", "part": name, "measurement": measurement, **figures})
            # Runs of other servers have lines and no row.
            if figures.get("server", "conclaved") == "conclaved":
                last[name, measurement] = figures
    return lines, last


def main():
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="NAME", help=f"some of {', '.join(parts.PARTS)}; by default all")
    parser.add_argument("--programs", type=pathlib.Path, default=ROOT / "build" / "release" / "bin")
    parser.add_argument("--smoke", action="store_true", help="as little of everything as shows that it works")
    options = parser.parse_args()
    for name in options.parts:
        if name not in parts.PARTS:
            parser.error(f"no such benchmark: {name}")
    # So that whatever is running is ended and its files are removed.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    began = time.monotonic()
    try:
        lines, last = measure(options.programs, options.parts or parts.PARTS, parts.SMOKE if options.smoke else parts.Size())
    except processes.Failed as failure:
        say(f"bench: {failure}")
        return 1
    except KeyboardInterrupt:
        return 130
    for figure in FIGURES:
        if figure.value(last) is not None:
            print(figure.row(last))
    for line in lines:
        print(json.dumps(line, ensure_ascii=False))
    say(f"took {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
