#!/usr/bin/python3
"""Writes the table of emoji that the picker shows, from Unicode's emoji-test.txt, as C++.

Usage: make_emoji_table.py EMOJI_TEST_TXT OUTPUT_CC. Skin tones are left out: there is one of each emoji.
"""
import pathlib
import re
import sys

LINE = re.compile(r"^([0-9A-F ]+?)\s*; fully-qualified\s*# \S+ E[0-9.]+ (.+)$")
HEAD = """#include "client-qt/ui/composer/emoji_table.h"

namespace conclave::desktop {
namespace {

constexpr EmojiEntry kEntries[] = {
"""
TAIL = """};

}  // namespace

std::span<const EmojiEntry> EmojiTable() { return kEntries; }

}  // namespace conclave::desktop
"""


def entries(text: str):
    group = -1
    for line in text.splitlines():
        if line.startswith("# group:"):
            group += 0 if line.endswith("Component") else 1
        match = LINE.match(line)
        if match and "skin tone" not in match.group(2):
            characters = "".join(f"\\U{int(code, 16):08X}" for code in match.group(1).split())
            yield f'    {{u"{characters}", "{match.group(2)}", {group}}},\n'


def main() -> None:
    source, output = map(pathlib.Path, sys.argv[1:3])
    output.write_text(HEAD + "".join(entries(source.read_text(encoding="utf-8"))) + TAIL, encoding="utf-8")


if __name__ == "__main__":
    main()
