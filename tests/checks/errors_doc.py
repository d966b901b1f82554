#!/usr/bin/python3
"""Checks that docs/errors.md lists every Reason of the contract once, with the gRPC code that the server gives it."""
import argparse
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
CONTRACT = pathlib.PurePath("proto/conclave/v1/error.proto")
SERVER = pathlib.PurePath("server/core/refusal.cc")
DOCUMENT = pathlib.PurePath("docs/errors.md")

# A value of the enum with the comment above it, which begins with the code: "// NOT_FOUND: no such user."
VALUE = re.compile(r"//\s*(\w+)[^\n]*\n(?:\s*//[^\n]*\n)*\s*(REASON_\w+)\s*=\s*\d+;")
ANY_VALUE = re.compile(r"^\s*(REASON_\w+)\s*=\s*\d+;", re.MULTILINE)
# Reasons of a switch, up to what they return.
CASES = re.compile(r"((?:\s*(?:case v1::REASON_\w+|default):)+)\s*return absl::StatusCode::k(\w+);")
ROW = re.compile(r"^\|\s*`(REASON_\w+)`\s*\|\s*([^|]*?)\s*\|", re.MULTILINE)
NEVER_SENT = "REASON_UNSPECIFIED"


def reasons_of_contract(text: str) -> dict[str, str]:
    """Each reason and the code its comment names."""
    values = re.search(r"enum Reason \{(.*?)\n\}", text, re.DOTALL).group(1)
    commented = {name: code for code, name in VALUE.findall(values)}
    return {name: commented.get(name, "") for name in ANY_VALUE.findall(values) if name != NEVER_SENT}


def codes_of_server(text: str) -> tuple[dict[str, str], str]:
    """What CodeOf returns for each reason it names, and for all others."""
    body = re.search(r"^absl::StatusCode CodeOf\(.*?^\}", text, re.DOTALL | re.MULTILINE).group(0)
    codes, default = {}, ""
    for labels, name in CASES.findall(body):
        code = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).upper()
        codes |= dict.fromkeys(re.findall(r"REASON_\w+", labels), code)
        default = code if "default" in labels else default
    return codes, default


def problems(root: pathlib.Path) -> list[str]:
    contract = reasons_of_contract((root / CONTRACT).read_text())
    codes, default = codes_of_server((root / SERVER).read_text())
    rows = ROW.findall((root / DOCUMENT).read_text())
    documented = dict(rows)
    found = []
    for reason, commented in contract.items():
        code = codes.get(reason, default)
        if commented != code:
            found.append(f"{CONTRACT}: {reason} is commented as {commented or 'nothing'}, CodeOf says {code}")
        if reason not in documented:
            found.append(f"{DOCUMENT}: {reason} is missing")
        elif documented[reason] != code:
            found.append(f"{DOCUMENT}: {reason} stands with {documented[reason]}, CodeOf says {code}")
    found += [f"{DOCUMENT}: the contract has no {name}" for name in documented if name not in contract]
    names = [name for name, _ in rows]
    found += [f"{DOCUMENT}: {name} is listed twice" for name in documented if names.count(name) > 1]
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=pathlib.Path, default=ROOT)
    found = problems(parser.parse_args().root)
    print("\n".join(found) if found else "Every reason is documented with its code.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
