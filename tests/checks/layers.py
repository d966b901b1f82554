#!/usr/bin/python3
"""Checks that includes and link lines follow the layers of docs/architecture.md.

A layer is a folder. LAYERS says which other layers it may use; EXCLUSIVE says which folders alone may use a library.
Folders that are not named (tests, bench) may use anything.
"""
import argparse
import pathlib
import re
import sys

SERVER = ["core", "store", "chat", "auth", "fanout", "bus", "log", "session", "rpc", "ops"]
QT = ["core", "net", "store", "model", "ui", "app"]


def in_order(parent: str, names: list[str], below: set[str]) -> dict[str, set[str]]:
    """Each folder may use those before it, and what lies below all of them."""
    folders = [f"{parent}/{name}" for name in names]
    return {folder: below | set(folders[:index]) for index, folder in enumerate(folders)}


LAYERS: dict[str, set[str]] = {
    **in_order("server", SERVER, {"proto"}),
    # Neither knows of storage: they meet in server/log only.
    "server/fanout": {"proto", "server/core"},
    "server/bus": {"proto", "server/core"},
    "server": {"proto"} | {f"server/{name}" for name in SERVER},
    "client": {"proto", "server/core"},
    "cli": {"proto", "server/core", "client"},
    **in_order("client-qt", QT, {"proto", "server/core"}),
    "proto": set(),
}
for folder in ("client-qt/net", "client-qt/app"):
    LAYERS[folder].add("client")

# Folders that do no input or output; the rules have no threads either.
IO = r"fstream|filesystem|sys/.*|unistd\.h|netinet/.*|spdlog/.*|openssl/.*"
PURE = {"server/core": re.compile(f"({IO})$"), "server/chat": re.compile(f"({IO}|thread|server/core/thread\\.h)$")}

# What is used, as a pattern for includes and linked targets; the folders that may use it; where the rule holds.
GRPC = r"grpcpp/|grpc\+\+/|grpc/|.*\.grpc\.pb\.h$|gRPC::|conclave::grpc$"
EXCLUSIVE: list[tuple[str, str, tuple[str, ...], str]] = [
    ("gRPC", GRPC, ("server/rpc",), "server"),
    ("SQLite", r"sqlite3(ext)?\.h$|SQLite::", ("server/store/sqlite",), "server"),
    ("gRPC", GRPC, ("proto", "client", "cli"), "client-qt"),
    ("QtSql", r"(QtSql/)?QSql|QtSql|Qt6::Sql", ("client-qt/store",), "client-qt"),
    ("Qt", r"Qt|Q[A-Z]|Qt6::", ("client-qt",), ""),
    ("widgets", r"(QtWidgets/)?Q\w*Widget|QtWidgets|Qt6::Widgets", ("client-qt/ui", "client-qt/app"), "client-qt"),
]

# What nobody may use: one header of a request ends the whole process when it is installed (gRPC 1.51).
FORBIDDEN = re.compile(r"AuthMetadataProcessor")

INCLUDE = re.compile(r'^\s*#\s*include\s+(?:"([^"]+)"|<([^>]+)>)', re.MULTILINE)
LIBRARY_NAME = re.compile(r"conclave_(qt_)?library\(\s*NAME\s+(\w+)")
# A name that CMake makes of parts is that of the target being defined.
LINKED = re.compile(r"\b(?:conclave|gRPC|SQLite|Qt6)::[\w+]+(?![\w+$])")


def layer_of(path: pathlib.PurePath) -> str:
    """The layer a file or include path lies in: the longest named folder that holds it."""
    for parent in path.parents:
        if str(parent) in LAYERS:
            return str(parent)
    return path.parts[0] if len(path.parts) > 1 else ""


class Checker:
    """Collects violations of one source tree."""

    def __init__(self, root: pathlib.Path):
        self.root = root
        self.violations: list[str] = []
        self.targets: dict[str, str] = {"proto": "proto", "grpc": "proto", "health": "proto"}

    def check(self) -> list[str]:
        roots = sorted({name.split("/")[0] for name in LAYERS})
        cmake = [path for name in roots for path in sorted((self.root / name).rglob("CMakeLists.txt"))]
        for path in cmake:
            for qt, name in LIBRARY_NAME.findall(path.read_text()):
                self.targets[f"desktop_{name}" if qt else name] = layer_of(path.relative_to(self.root))
        for name in roots:
            for path in sorted((self.root / name).rglob("*")):
                if path.suffix in (".cc", ".h"):
                    self.check_source(path)
        for path in cmake:
            self.check_links(path)
        return self.violations

    def check_source(self, path: pathlib.Path) -> None:
        source = path.relative_to(self.root)
        text = path.read_text()
        for word in sorted(set(FORBIDDEN.findall(text))):
            self.violations.append(f"{source}: {word} is forbidden (docs/adr/0013-what-grpc-is-told.md)")
        for match in INCLUDE.finditer(text):
            used = match.group(1) or match.group(2)
            self.check_exclusive(source, used)
            layer = layer_of(source)
            if layer in PURE and PURE[layer].match(used):
                self.violations.append(f"{source}: {layer} is pure ({used})")
            if used.startswith("conclave/"):
                self.check_layer(source, "proto", used)
            elif match.group(1) and (self.root / used.split("/")[0]).is_dir() and "/" in used:
                self.check_layer(source, layer_of(pathlib.PurePosixPath(used)), used)
            elif match.group(1) and (path.parent / used).exists():
                self.violations.append(f'{source}: "{used}" does not name the path from the root')

    def check_links(self, path: pathlib.Path) -> None:
        source = path.relative_to(self.root)
        for used in LINKED.findall(re.sub(r"#.*", "", path.read_text())):
            self.check_exclusive(source, used)
            if used.startswith("conclave::"):
                self.check_layer(source, self.targets.get(used.removeprefix("conclave::"), "an unknown folder"), used)

    def check_layer(self, source: pathlib.PurePath, used_layer: str, used: str) -> None:
        layer = layer_of(source)
        if used_layer != layer and used_layer not in LAYERS.get(layer, set()):
            self.violations.append(f"{source}: {layer} may not use {used_layer} ({used})")

    def check_exclusive(self, source: pathlib.PurePath, used: str) -> None:
        folder = str(source.parent)
        for what, pattern, allowed, within in EXCLUSIVE:
            inside = not within or folder == within or folder.startswith(within + "/")
            if not inside or not re.match(pattern, used):
                continue
            if not any(folder == name or folder.startswith(name + "/") for name in allowed):
                self.violations.append(f"{source}: {what} belongs to {', '.join(allowed)} ({used})")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parents[2])
    violations = Checker(parser.parse_args().root).check()
    print("\n".join(violations) if violations else "The layers hold.")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
