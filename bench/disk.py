"""What the disk itself takes to make a page durable: nothing that is durable can be faster."""
import contextlib
import os
import statistics
import time

PAGE = os.urandom(4096)


def _flushes(descriptor, offsets, seconds):
    """Microseconds of each flush after a page was written."""
    times = []
    end = time.monotonic() + seconds
    for offset in offsets:
        os.pwrite(descriptor, PAGE, offset)
        began = time.perf_counter_ns()
        os.fdatasync(descriptor)
        times.append((time.perf_counter_ns() - began) / 1000)
        if time.monotonic() > end:
            break
    return sorted(times)


def quantile(ordered, part):
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def _summary(times):
    return {"count": len(times), "p50_us": quantile(times, 0.5), "p99_us": quantile(times, 0.99)}


def fdatasync(directory, seconds):
    """Flushes of a file that grows by each page, and of one whose pages are overwritten in place, as SQLite's log is."""
    path = directory / "fdatasync"
    with open(path, "wb+", buffering=0) as file:
        grown = _flushes(file.fileno(), range(0, 1 << 30, len(PAGE)), seconds / 2)
        size = file.seek(0, os.SEEK_END)
        rounds = (offset % size for offset in range(0, 1 << 40, len(PAGE)))
        overwritten = _flushes(file.fileno(), rounds, seconds / 2)
    path.unlink()
    return {"overwritten": _summary(overwritten), "grown": _summary(grown)}


def median(looks):
    """Of several results of fdatasync, figure by figure."""
    return {kind: {name: statistics.median(look[kind][name] for look in looks) for name in looks[0][kind]}
            for kind in looks[0]}


def forget(paths):
    """Drops what the page cache holds of the files, so that they are read from the disk again."""
    for path in paths:
        with contextlib.suppress(FileNotFoundError), open(path, "rb") as file:
            os.fsync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
