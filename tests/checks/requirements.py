#!/usr/bin/python3
"""Checks that each requirement in docs/requirements.md names a proof that exists and, after a test run, that it ran.

A proof is one or more of these, separated by commas:
  test:NAME         a test of the release build, by its ctest name; a trailing * stands for several
  test@PRESET:NAME  a test of another build
  check:NAME        a check of tests/checks/check
  bench:NAME        a source or script bench/NAME*
  doc:PATH#HEADING  a document, or one heading of it
  open              none yet
"""
import argparse
import json
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree

ROOT = pathlib.Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\|\s*(R[\d.]+)\s*\|(.*)\|([^|]*)\|\s*$")


def heading_anchors(text: str) -> set[str]:
    """The anchors that a Markdown viewer gives to the headings of a document."""
    headings = re.findall(r"^#+\s+(.*?)\s*$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


class Run:
    """The tests one build directory has, and those of them that its last run executed."""

    def __init__(self, build: pathlib.Path):
        listing = subprocess.run(
            ["ctest", "--test-dir", build, "--show-only=json-v1"], check=True, capture_output=True, text=True
        )
        self.known = {test["name"] for test in json.loads(listing.stdout)["tests"]}
        cases = xml.etree.ElementTree.parse(build / "junit.xml").iter("testcase")
        self.executed = {case.get("name") for case in cases if case.get("status") == "run"}

    def problem(self, name: str) -> str | None:
        if name.endswith("*"):
            named = {known for known in self.known if known.startswith(name[:-1])}
        else:
            named = {name} & self.known
        if not named:
            return f"no such test: {name}"
        idle = sorted(named - self.executed)
        return f"did not run and pass: {', '.join(idle)}" if idle else None


class Checker:
    """Judges proofs; `runs` holds the builds whose tests can be looked at, by preset, and `closed` the groups of
    requirements ("R2") of which none may be open."""

    def __init__(self, root: pathlib.Path, runs: dict[str, Run], closed: set[str]):
        self.root = root
        self.runs = runs
        self.closed = closed

    def problems(self) -> list[str]:
        found, seen = [], set()
        for line in (self.root / "docs/requirements.md").read_text().splitlines():
            row = ROW.match(line)
            if not row:
                if line.startswith("| R"):
                    found.append(f"not a row of id, requirement and proof: {line[:60]}")
                continue
            name, requirement, proofs = (part.strip() for part in row.groups())
            if name in seen or not requirement:
                found.append(f"{name}: its number is taken or its text is empty")
            seen.add(name)
            if proofs == "open":
                found += [f"{name}: is open"] if name.partition(".")[0] in self.closed else []
                continue
            found += [f"{name}: {problem}" for proof in proofs.split(",") if (problem := self.problem(proof.strip()))]
        return found if seen else ["docs/requirements.md has no rows"]

    def problem(self, proof: str) -> str | None:
        kind, _, name = proof.partition(":")
        if kind == "test" or kind.startswith("test@"):
            run = self.runs.get(kind.partition("@")[2] or "release")
            return run.problem(name) if run else None
        if kind == "check":
            script = (self.root / "tests/checks/check").read_text()
            return None if f"check_{name}()" in script else f"no such check: {name}"
        if kind == "bench":
            return None if name and list((self.root / "bench").glob(f"**/{name}*")) else f"no such bench: {name}"
        if kind == "doc":
            return self.document_problem(name)
        return f"not a proof: '{proof}'"

    def document_problem(self, name: str) -> str | None:
        path, _, anchor = name.partition("#")
        if not (self.root / path).is_file():
            return f"no such document: {path}"
        if anchor and anchor not in heading_anchors((self.root / path).read_text()):
            return f"{path} has no heading #{anchor}"
        return None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, action="append", default=[], help="a build whose tests just ran")
    parser.add_argument("--closed", nargs="+", default=[], help="groups of which no requirement may be open, such as R2")
    parser.add_argument("--root", type=pathlib.Path, default=ROOT)
    arguments = parser.parse_args()
    runs = {build.resolve().name: Run(build) for build in arguments.build}
    problems = Checker(arguments.root, runs, set(arguments.closed)).problems()
    print("\n".join(problems) if problems else "Each requirement names a proof that exists.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
