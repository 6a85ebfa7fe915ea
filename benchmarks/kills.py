"""Kills runs with SIGKILL at random moments, goes on, and compares the bytes.

    python -m benchmarks.kills [--kills 60] [--pages 3000] [--seed 1]

The dump is made of invented pages, some empty, some broken records. A run is killed again and again
until it comes through, then the next one begins; workers and their nursery must be gone each time.
Half of the moments are drawn over the time that a run takes, half wait for a number of records, so
that start, parsing and the last step are all met however busy the machine is.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROGRAM = [sys.executable, "-c", "from newsparse.cli import main; main()"]
WORDS = [
    "the",
    "mill",
    "by",
    "the",
    "river",
    "opened",
    "its",
    "doors",
    "again",
    "on",
    "Monday",
    "ten",
    "years",
    "after",
    "a",
    "flood",
]


def page(number: int, chance: random.Random) -> str:
    if number % 97 == 5:
        return '{"text": "cut off'
    if number % 89 == 3:
        return '{"text": " "}'
    lines = [" ".join(chance.choices(WORDS, k=chance.randrange(3, 40))) + "." for _ in range(12)]
    return json.dumps({"id": str(number), "text": "\n\n".join(lines)})


def start(dump: Path, out: Path) -> subprocess.Popen[bytes]:
    command = [*PROGRAM, "parse", str(dump), "-o", str(out), "--jobs", "2", "--quiet"]
    return subprocess.Popen(command, stderr=subprocess.PIPE)


def descendants(pid: int) -> list[int]:
    try:
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [each for child in map(int, found) for each in (child, *descendants(child))]


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_for(running: subprocess.Popen[bytes], records: Path, size: int) -> None:
    while running.poll() is None:
        if records.exists() and records.stat().st_size >= size:
            return
        time.sleep(0.001)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--pages", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    chance = random.Random(args.seed)
    with tempfile.TemporaryDirectory() as folder:
        dump, whole, out = (Path(folder) / name for name in ("dump.jsonl", "whole", "out"))
        dump.write_text("".join(page(n, chance) + "\n" for n in range(args.pages)))
        since = time.monotonic()
        start(dump, whole).wait()
        took, size = time.monotonic() - since, whole.stat().st_size
        records = Path(folder) / ".out.newsparse" / "records.jsonl"
        kills = through = resumed = late = 0
        while kills < args.kills:
            done = records.stat().st_size if records.exists() else 0
            resumed += done > 0
            running = start(dump, out)
            if chance.random() < 0.5:
                time.sleep(chance.uniform(0, took))
            else:
                wait_for(running, records, done + chance.randrange(1, size // 2))
            family = descendants(running.pid)
            running.send_signal(signal.SIGKILL)
            said = running.communicate()[1].decode()
            assert "Traceback" not in said, said
            kills += running.returncode == -signal.SIGKILL
            late += out.exists() and records.parent.exists()
            end = time.monotonic() + 60
            while any(map(is_alive, family)) and time.monotonic() < end:
                time.sleep(0.01)
            assert not any(map(is_alive, family)), "a process was left behind"
            if out.exists():
                assert out.read_bytes() == whole.read_bytes(), "the bytes differ"
                through += 1
                out.unlink()
        code = start(dump, out).wait()
        assert out.read_bytes() == whole.read_bytes(), "the bytes differ"
        left = sorted(each.name for each in Path(folder).iterdir())
        assert (code, left) == (1, ["dump.jsonl", "out", "quarantine", "whole"])
        print(
            f"{kills} kills, {through + 1} runs came through, {resumed} starts went on from what"
            f" was there, {late} kills between output and cleaning up: all outputs byte-identical"
            f" ({size:,} bytes), no process left, no file left"
        )


if __name__ == "__main__":
    main()
