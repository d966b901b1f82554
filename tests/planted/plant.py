#!/usr/bin/python3
"""Plants the bugs of planted_bugs.toml, one after the other, and sees that tests fail: plant.py [NAME…]

Works in build/planted, a copy of the sources with a build of its own, and never touches the sources themselves. Takes
an hour or more on two cores, so no CI runs it: run it for the bugs around what you changed, and for all before a
release. What a run finds is kept beside the copy; --markdown writes all of it to docs/planted_bugs.md.
Ends with 1 when a bug is survived by tests that should fail.
"""
import argparse
import dataclasses
import hashlib
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]
LIST = pathlib.PurePath("tests/planted/planted_bugs.toml")
DOCUMENT = pathlib.PurePath("docs/planted_bugs.md")
# Not optimised: that would take most of the time, and what the tests assert does not depend on it.
CONFIGURE = ["cmake", "--preset", "release", "-DCMAKE_CXX_FLAGS_RELWITHDEBINFO=-O0 -DNDEBUG"]
# Of all the tests of one bug together. One that waits for ever has failed.
PATIENCE_S = 600
# Of the tests that a bug failed, in the document.
SHOWN = 6


@dataclasses.dataclass(frozen=True)
class Bug:
    name: str
    file: str
    wrong: str
    old: str
    new: str
    tests: list[str]

    def digest(self) -> str:
        return hashlib.sha256(repr(self).encode()).hexdigest()


@dataclasses.dataclass
class Result:
    """What came of a bug: the tests that failed, and the expressions of its list that no failed test matches."""

    digest: str
    failed: list[str]
    survived: list[str]
    builds: bool = True

    def killed(self) -> bool:
        return self.builds and not self.survived

    def word(self) -> str:
        return "found" if self.killed() else "SURVIVED" if self.builds else "DOES NOT BUILD"


def load(root: pathlib.Path) -> list[Bug]:
    return [Bug(**table) for table in tomllib.loads((root / LIST).read_text())["bug"]]


def problems(root: pathlib.Path, bugs: list[Bug]) -> list[str]:
    """Why the list cannot be planted in the sources as they are now."""
    found = []
    names = [bug.name for bug in bugs]
    for bug in bugs:
        path = root / bug.file
        count = path.read_text().count(bug.old) if path.is_file() else 0
        if count != 1:
            found.append(f"{bug.name}: its old text occurs {count} times in {bug.file}, not once")
        if bug.old == bug.new or not bug.tests or names.count(bug.name) != 1:
            found.append(f"{bug.name}: it changes nothing, names no test, or its name is taken")
    return found


def suite_of(test: str) -> str:
    """What stands before the dot; scripts have one word for all of them there, so their whole name."""
    head = test.split(".")[0]
    return test if head in ("checks", "python") else head


def is_scenario(test: dict) -> bool:
    return any(each["name"] == "LABELS" and "e2e" in each["value"] for each in test["properties"])


class Copy:
    """The copy of the sources, and its build."""

    def __init__(self, root: pathlib.Path, path: pathlib.Path):
        self.root = root
        self.path = path
        self.build = path / "build/release"
        self.tests: list[dict] = []
        # Those that fail without a bug: they prove nothing.
        self.unsound: set[str] = set()

    def refresh(self) -> None:
        """Copies what differs, so that little is compiled again."""
        listing = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=self.root, check=True, capture_output=True, text=True,
        )
        for name in filter(None, listing.stdout.split("\0")):
            source, target = self.root / name, self.path / name
            if not source.is_file():
                target.unlink(missing_ok=True)
            elif not target.is_file() or source.read_bytes() != target.read_bytes():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, target)
        subprocess.run(CONFIGURE, cwd=self.path, check=True, stdout=subprocess.DEVNULL)
        self.list_tests()

    def list_tests(self) -> None:
        listing = subprocess.run(
            ["ctest", "--test-dir", self.build, "--show-only=json-v1"], check=True, capture_output=True, text=True
        )
        self.tests = [test for test in json.loads(listing.stdout)["tests"] if "_NOT_BUILT" not in test["name"]]

    def matching(self, expressions: list[str]) -> list[dict]:
        wanted = [re.compile(expression) for expression in expressions]
        return [test for test in self.tests if any(each.fullmatch(test["name"]) for each in wanted)]

    def make(self, *targets: str) -> bool:
        command = ["cmake", "--build", self.build, *(["--target", *targets] if targets else [])]
        with open(self.path / "build.log", "a") as log:
            return subprocess.run(command, stdout=log, stderr=log).returncode == 0

    def programs_of(self, tests: list[dict]) -> set[str]:
        programs = set()
        for test in tests:
            program = pathlib.Path(test["command"][0])
            if program.parent == self.build / "bin":
                programs.add(program.name)
            if is_scenario(test) and not test["name"].startswith("dev."):
                programs |= {"conclaved", "conclavectl"}
        return programs

    def beside(self, tests: list[dict]) -> list[dict]:
        """With all others of their programs, but for scenarios, which take long."""
        programs = {test["command"][0] for test in tests if not is_scenario(test)}
        others = [test for test in self.tests if test["command"][0] in programs and not is_scenario(test)]
        return tests + [test for test in others if test not in tests]

    def prepare(self, bugs: list[Bug], wide: bool) -> None:
        """Builds what the bugs need, and finds out which of their tests fail as it is."""
        expressions = [expression for bug in bugs for expression in bug.tests]
        if not all(self.matching([expression]) for expression in expressions):
            self.make()
            self.list_tests()
        tests = self.tests_for(expressions, wide)
        programs = self.programs_of(tests)
        if programs and not self.make(*sorted(programs)):
            raise SystemExit(f"The sources do not build; see {self.path / 'build.log'}.")
        # The build may have brought other tests.
        self.list_tests()
        tests = self.tests_for(expressions, wide)
        self.unsound = set(self.failures([test["name"] for test in tests]))

    def tests_for(self, expressions: list[str], wide: bool) -> list[dict]:
        tests = self.matching(expressions)
        return self.beside(tests) if wide else tests

    def plant(self, bug: Bug, wide: bool) -> Result:
        """Plants it, builds, runs its tests, and takes it out again."""
        tests = self.tests_for(bug.tests, wide)
        path = self.path / bug.file
        text = path.read_text()
        try:
            path.write_text(text.replace(bug.old, bug.new))
            programs = self.programs_of(tests)
            if programs and not self.make(*sorted(programs)):
                return Result(bug.digest(), [], bug.tests, builds=False)
            failed = [test for test in self.failures([test["name"] for test in tests]) if test not in self.unsound]
        finally:
            path.write_text(text)
        survived = [each for each in bug.tests if not any(re.fullmatch(each, test) for test in failed)]
        return Result(bug.digest(), failed, survived)

    def failures(self, tests: list[str]) -> list[str]:
        """Those that fail, or do not come to an end."""
        exact = "|".join(map(re.escape, tests))
        command = ["ctest", "--test-dir", self.build, "-j", str(os.cpu_count()), "-R", f"^({exact})$"]
        with tempfile.TemporaryFile("w+") as shown:
            run = subprocess.Popen(command, stdout=shown, stderr=subprocess.STDOUT, start_new_session=True)
            try:
                # A first run over all of them takes longer than that of one bug.
                run.wait(max(PATIENCE_S, 5 * len(tests)))
            except subprocess.TimeoutExpired:
                os.killpg(run.pid, signal.SIGKILL)
                run.wait()
            shown.seek(0)
            text = shown.read()
        begun = re.findall(r"^ +Start +\d+: (.+)$", text, re.MULTILINE)
        passed = set(re.findall(r" Test +#\d+: (.+?) \.+ +Passed", text))
        return [test for test in begun if test not in passed]


class Record:
    """What the last run of each bug found, kept in a file."""

    def __init__(self, path: pathlib.Path):
        self.path = path
        stored = json.loads(path.read_text()) if path.is_file() else {"results": {}, "tests": []}
        self.results = {name: Result(**fields) for name, fields in stored["results"].items()}
        self.tests: list[str] = stored["tests"]

    def save(self) -> None:
        results = {name: dataclasses.asdict(result) for name, result in sorted(self.results.items())}
        self.path.write_text(json.dumps({"results": results, "tests": self.tests}, indent=1))

    def of(self, bug: Bug) -> Result | None:
        """Nothing when the bug has changed since."""
        result = self.results.get(bug.name)
        return result if result and result.digest == bug.digest() else None

    def failed(self, bugs: list[Bug]) -> set[str]:
        return {test for bug in bugs if (result := self.of(bug)) for test in result.failed}

    def suites(self) -> list[str]:
        return sorted(set(map(suite_of, self.tests)))

    def unfailed_suites(self, bugs: list[Bug]) -> list[str]:
        """Those of which no test has failed."""
        failed = set(map(suite_of, self.failed(bugs)))
        return [suite for suite in self.suites() if suite not in failed]


def run(copy: Copy, bugs: list[Bug], record: Record, wide: bool) -> bool:
    copy.prepare(bugs, wide)
    if copy.unsound:
        print("Fail without a bug, and so prove nothing:", ", ".join(sorted(copy.unsound)), flush=True)
    killed = True
    for bug in bugs:
        begun = time.monotonic()
        result = record.results[bug.name] = copy.plant(bug, wide)
        record.tests = [test["name"] for test in copy.tests]
        record.save()
        killed = killed and result.killed()
        why = "" if result.killed() else f"  not failed: {', '.join(result.survived)}"
        print(f"{result.word():14} {bug.name:40} {time.monotonic() - begun:4.0f} s  "
              f"{', '.join(result.failed)}{why}", flush=True)
    return killed


INTRODUCTION = """# Planted bugs

A test that cannot fail proves nothing. `tests/planted/planted_bugs.toml` lists small bugs of the kind that happen: a
limit off by one, a check left out, a retry forgotten, an answer before the commit. `tests/planted/plant.py` plants
each of them in a copy of the sources, builds, and sees that the tests named with it fail:

```sh
tests/planted/plant.py                       # all: an hour or more on two cores, so not in CI
tests/planted/plant.py commit_without_sync   # some, by name
tests/planted/plant.py --wide                # sees also what else fails in the same unit test programs
tests/planted/plant.py --check               # only that each can still be planted; the test checks.planted_bugs_apply
tests/planted/plant.py --markdown            # this page, from what the last runs found
```

Each test suite of C++ and of Python is to be failed by at least one bug. A new suite brings a bug of its own; a bug
that was found in use gets its test first, and may be planted again here. Two suites of one name, `IdentityTest` and
`LogTest`, have a bug each.

## The last run
"""


def listed(names: list[str]) -> str:
    # GoogleTest says in its tests' names what their parameter is.
    return ", ".join(f"`{name.partition('  #')[0]}`" for name in names)


def cell_of(bug: Bug, result: Result | None) -> str:
    """The cell of the tests that failed: those that should have, and how many others did."""
    if not result:
        return "not planted yet"
    if not result.builds:
        return "**does not build**"
    named = [test for test in result.failed if any(re.fullmatch(each, test) for each in bug.tests)]
    parts = [listed(named[:SHOWN])] if named else []
    if others := len(result.failed) - len(named[:SHOWN]):
        parts.append(f"and {others} more")
    if result.survived:
        parts.append(f"**not failed:** {listed(result.survived)}".replace("\\", ""))
    return " ".join(parts)


def markdown(bugs: list[Bug], record: Record) -> str:
    """The page: only what was found counts, so a bug that has changed since counts as not planted."""
    results = {bug.name: record.of(bug) for bug in bugs}
    rows = [f"| `{bug.name}` | {bug.file} | {bug.wrong} | {cell_of(bug, results[bug.name])} |" for bug in bugs]
    killed = sum(1 for result in results.values() if result and result.killed())
    survivors = [name for name, result in results.items() if result and not result.killed()]
    unplanted = [name for name, result in results.items() if not result]
    lines = [f"- {len(bugs)} bugs are listed; {killed} were planted and made every test fail that they name."]
    lines.append(f"- Survived, wholly or by one of their tests: {listed(survivors) or 'none'}.")
    lines.append(f"- Not planted yet: {listed(unplanted) or 'none'}.")
    lines.append(f"- Suites that no bug has failed, of {len(record.suites())}: "
                 f"{listed(record.unfailed_suites(bugs)) or 'none'}.")
    lines.append(f"- Single tests that were seen to fail: {len(record.failed(bugs))} of {len(record.tests)}.")
    table = ["| bug | file | what is wrong | tests that failed |", "|---|---|---|---|", *rows]
    return "\n".join([INTRODUCTION, *lines, "", *table, ""])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="the bugs to plant; all without it")
    parser.add_argument("--check", action="store_true", help="only see that every bug can be planted")
    parser.add_argument("--markdown", action="store_true", help=f"only write {DOCUMENT}")
    parser.add_argument("--wide", action="store_true", help="run the other tests of the same unit test programs too")
    parser.add_argument("--scratch", type=pathlib.Path, default=ROOT / "build/planted", help="where the copy is")
    arguments = parser.parse_args()

    bugs = load(ROOT)
    found = problems(ROOT, bugs)
    unknown = set(arguments.names) - {bug.name for bug in bugs}
    found += [f"no such bug: {name}" for name in sorted(unknown)]
    if found:
        print("\n".join(found))
        return 1
    if arguments.check:
        print(f"Each of {len(bugs)} bugs can be planted.")
        return 0
    record = Record(arguments.scratch / "results.json")
    if arguments.markdown:
        (ROOT / DOCUMENT).write_text(markdown(bugs, record))
        return 0
    # It may take its time, and shall not be in the way.
    os.nice(19)
    copy = Copy(ROOT, arguments.scratch)
    copy.refresh()
    chosen = [bug for bug in bugs if not arguments.names or bug.name in arguments.names]
    killed = run(copy, chosen, record, arguments.wide)
    print("Suites that no bug has failed:", ", ".join(record.unfailed_suites(bugs)) or "none")
    return 0 if killed else 1


if __name__ == "__main__":
    sys.exit(main())
