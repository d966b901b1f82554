"""The parts of the server's benchmark. Each yields measurements: what ran, and its figures by name."""
import contextlib
import dataclasses
import pathlib
import statistics
import tempfile
import time

import disk
import processes


@dataclasses.dataclass
class Size:
    """How large a benchmark is. The defaults are what is documented."""

    rounds: int = 3
    readers: int = 100
    rate: int = 20_000
    seconds: float = 8
    # Messages to the naive server: it takes a hundred times as long for each.
    naive_messages: int = 2_000
    devices: int = 64
    send_seconds: float = 5
    high_rate: int = 10_000
    low_rate: int = 1000
    disk_seconds: float = 2
    stored: int = 1_000_000
    starts: int = 5
    connections: tuple[int, ...] = (0, 250, 500, 750, 1000)


SMOKE = Size(rounds=1, readers=4, rate=200, seconds=1, naive_messages=50, devices=4, send_seconds=0.5, high_rate=400, low_rate=100, disk_seconds=0.1,
             stored=1000, starts=1, connections=(0, 2, 4))


@contextlib.contextmanager
def _chat(programs, devices, messages=0):
    with tempfile.TemporaryDirectory(prefix="conclave-bench-") as home:
        yield processes.Chat(programs, pathlib.Path(home), devices, messages)


def _spread(values):
    return {"median": statistics.median(values), "least": min(values), "most": max(values)}


def fanout(programs, size, say):
    """One room, one sender, many readers; the naive server in turn with ours."""
    figure = "deliveries_per_server_cpu_second"
    ours, ratios = [], []
    with _chat(programs, size.readers + 1) as chat, chat.conclaved() as conclaved, chat.naive() as naive:
        chat.load(conclaved, "fanout", readers=size.readers, rate=size.rate, messages=size.rate // 2)
        for number in range(1, size.rounds + 1):
            say(f"round {number} of {size.rounds}: conclaved, then the naive server")
            own = chat.load(conclaved, "fanout", readers=size.readers, rate=size.rate,
                            messages=int(size.rate * size.seconds))
            yield "run", {"server": "conclaved", "round": number, **own}
            other = chat.load(naive, "fanout", readers=size.readers, rate=size.rate, messages=size.naive_messages)
            yield "run", {"server": "naive", "round": number, **other}
            ours.append(own)
            ratios.append(own[figure] / other[figure])
    yield "deliveries", _spread([run[figure] for run in ours])
    yield "delivered", {"share": sum(run["deliveries"] for run in ours) / sum(run["wanted"] for run in ours)}
    yield "ratio", _spread(ratios)


def acks(programs, size, say):
    """Durable sends of many devices, and looks at the disk between them."""
    loads = {"8_in_flight": {"in_flight": 8, "rate": 0}, "1_in_flight": {"in_flight": 1, "rate": 0},
             "high_rate": {"in_flight": 0, "rate": size.high_rate}, "low_rate": {"in_flight": 0, "rate": size.low_rate}}
    looks = []
    with _chat(programs, size.devices) as chat, chat.conclaved() as server:
        def look():
            looks.append(disk.fdatasync(chat.store.parent, size.disk_seconds))

        chat.load(server, "send", devices=size.devices, in_flight=8, seconds=size.send_seconds / 2)
        for name, options in loads.items():
            say(name.replace("_", " "))
            look()
            yield name, chat.load(server, "send", devices=size.devices, seconds=size.send_seconds, **options)
        look()
    yield "disk", disk.median(looks)


def restart(programs, size, say):
    """From the start of the process to "Ready", with a full store."""
    say(f"filling a store with {size.stored:,} messages")
    with _chat(programs, size.devices, size.stored) as chat:
        files = [chat.store.with_name(chat.store.name + end) for end in ("", "-wal", "-shm")]
        yield "store", {"messages": size.stored, "bytes": chat.store.stat().st_size}

        def start(cold, kill):
            if cold:
                disk.forget(files)
            with chat.conclaved() as server:
                if kill:
                    chat.load(server, "send", devices=size.devices, in_flight=8, seconds=size.send_seconds)
                    server.kill()
                return server.seconds_to_ready

        yield "cold", _spread([start(cold=True, kill=False) for _ in range(size.starts)])
        yield "warm", _spread([start(cold=False, kill=False) for _ in range(size.starts)])
        killed = []
        for _ in range(size.starts):
            start(cold=False, kill=True)
            log = files[1].stat().st_size
            killed.append(start(cold=True, kill=False))
        yield "killed", {"log_bytes": log, **_spread(killed)}


def memory(programs, size, say):
    """Resident memory of the server over the number of idle connections, and the straight line through it."""
    with _chat(programs, size.connections[-1] + 1) as chat, chat.conclaved() as server:
        time.sleep(2)
        yield "idle", {"bytes": server.resident_bytes()}
        points = []
        with chat.holding(server) as hold:
            for count in size.connections:
                say(f"{count} connections")
                hold(count)
                time.sleep(2)
                points.append((count, server.resident_bytes()))
        slope, intercept = statistics.linear_regression(*zip(*points))
        yield "connections", {"points": points, "bytes_per_connection": slope, "intercept_bytes": intercept}


PARTS = {"fanout": fanout, "acks": acks, "restart": restart, "memory": memory}
