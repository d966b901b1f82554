#!/usr/bin/python3
"""Runs clang-tidy on the sources named on standard input that the build directory compiles, several at a time.

It reads them without the precompiled headers, so that a source that does not include what it uses is found.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

PRECOMPILED = re.compile(r" -Xclang -include(-pch)? -Xclang \S+| -Winvalid-pch")


def compile_commands(build: pathlib.Path) -> list[dict[str, str]]:
    commands = json.loads((build / "compile_commands.json").read_text())
    return [entry | {"command": PRECOMPILED.sub("", entry["command"])} for entry in commands]


def tidy(database: str, source: str) -> tuple[str, int, str]:
    run = subprocess.run(["clang-tidy-14", "-p", database, "--quiet", source], capture_output=True, text=True)
    return source, run.returncode, run.stdout


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    commands = compile_commands(parser.parse_args().build)
    compiled = {os.path.realpath(os.path.join(entry["directory"], entry["file"])) for entry in commands}
    sources = [line for line in sys.stdin.read().split() if os.path.realpath(line) in compiled]
    failed = 0
    with tempfile.TemporaryDirectory() as database, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        (pathlib.Path(database) / "compile_commands.json").write_text(json.dumps(commands))
        runs = [pool.submit(tidy, database, source) for source in sources]
        for done, run in enumerate(concurrent.futures.as_completed(runs), start=1):
            source, status, output = run.result()
            print(f"[{done}/{len(sources)}] {source}", flush=True)
            if status != 0:
                failed += 1
                print(output, flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
