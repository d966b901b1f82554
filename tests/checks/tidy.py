#!/usr/bin/python3
"""Runs clang-tidy on the sources named on standard input that the build directory compiles, several at a time."""
import argparse
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys


def tidy(build: str, source: str) -> tuple[str, int, str]:
    run = subprocess.run(
        ["clang-tidy-14", "-p", build, "--quiet", source], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    return source, run.returncode, run.stdout


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True)
    build = parser.parse_args().build
    commands = json.loads((pathlib.Path(build) / "compile_commands.json").read_text())
    compiled = {os.path.realpath(os.path.join(entry["directory"], entry["file"])) for entry in commands}
    sources = [line for line in sys.stdin.read().split() if os.path.realpath(line) in compiled]
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = [pool.submit(tidy, build, source) for source in sources]
        for done, run in enumerate(concurrent.futures.as_completed(runs), start=1):
            source, status, output = run.result()
            print(f"[{done}/{len(sources)}] {source}", flush=True)
            if status != 0:
                failed += 1
                print(output, flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
