#!/usr/bin/python3
"""Runs clang-tidy on the sources named on standard input that the build directory compiles, several at a time.

It reads them without the precompiled headers, which another compiler may have made.
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
UNITY = re.compile(r"/unity_\d+_cxx\.cxx$")
INCLUDED = re.compile(r'^#include "(.*)"', re.MULTILINE)


def path_of(entry: dict[str, str]) -> str:
    return os.path.realpath(os.path.join(entry["directory"], entry["file"]))


def members_of(path: str) -> list[str]:
    """The sources that a file to compile stands for: those that CMake has put together in it, or itself."""
    if not UNITY.search(path):
        return [path]
    return [os.path.realpath(included) for included in INCLUDED.findall(pathlib.Path(path).read_text())]


def plan(build: pathlib.Path, wanted: set[str]) -> tuple[list[dict[str, str]], list[str]]:
    """A compilation database and the files in it to read: sources that are compiled together are read together, which
    saves most of the time, unless only some of them are wanted."""
    database, files = [], []
    for entry in json.loads((build / "compile_commands.json").read_text()):
        path = path_of(entry)
        command = PRECOMPILED.sub("", entry["command"])
        members = members_of(path)
        chosen = [path] if wanted.issuperset(members) else [member for member in members if member in wanted]
        for file in chosen:
            database.append(entry | {"file": file, "command": command.replace(entry["file"], file)})
        files += chosen
    return database, files


def tidy(database: str, source: str) -> tuple[str, int, str]:
    run = subprocess.run(["clang-tidy-14", "-p", database, "--quiet", source], capture_output=True, text=True)
    return source, run.returncode, run.stdout


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    wanted = {os.path.realpath(line) for line in sys.stdin.read().split()}
    commands, sources = plan(parser.parse_args().build, wanted)
    failed = 0
    with tempfile.TemporaryDirectory() as database, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        (pathlib.Path(database) / "compile_commands.json").write_text(json.dumps(commands))
        runs = [pool.submit(tidy, database, source) for source in sources]
        for done, run in enumerate(concurrent.futures.as_completed(runs), start=1):
            source, status, output = run.result()
            print(f"[{done}/{len(sources)}] {os.path.relpath(source)}", flush=True)
            if status != 0:
                failed += 1
                print(output, flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
