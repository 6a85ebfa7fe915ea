"""The engine beside a loop over `parse_many`: overhead, scaling, memory.

    python -m benchmarks.engine CORPUS [--pages 20000] [--memory 2000 20000 200000 --cut 1000]

The dump repeats the texts of `lines.jsonl` of the corpus with new ids. CPU times are those of all
processes together; on a busy machine they tell what wall times do not. The loop reads, parses and
writes the same records in one process without any safety. What two workers can reach on two idle
cores follows from the share of the engine's own process, which runs beside them: with one worker it
has a core to itself. Memory is the sum of the peaks of all
processes of the run (pages that they share count for each).
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

LOOP = """
import sys
from newsparse.parser import parse_many
from newsparse.readers import read
from newsparse.writers.jsonl import json_line
with open(sys.argv[2], "wb") as out:
    for article in parse_many(item.document for item in read([sys.argv[1]])):
        out.write(json_line(article))
"""
PARSE = """
import json, resource
from newsparse.cli import main
try:
    main()
finally:
    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps([each.ru_utime + each.ru_stime for each in used]))
"""


def make_dump(corpus: Path, path: Path, pages: int, cut: int | None = None) -> None:
    with (corpus / "lines.jsonl").open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    with path.open("w", encoding="utf-8") as out:
        for number in range(pages):
            text = texts[number % len(texts)][:cut]
            out.write(json.dumps({"id": str(number), "text": text}, ensure_ascii=False) + "\n")


def timed(command: list[str]) -> tuple[float, float]:
    """Wall and CPU seconds of a command with all its processes."""
    before, since = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wall, after = time.monotonic() - since, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def engine(dump: Path, out: Path, jobs: int, *options: str) -> list[str]:
    return [
        sys.executable,
        "-c",
        PARSE,
        "parse",
        str(dump),
        "-o",
        str(out),
        "-j",
        str(jobs),
        *options,
    ]


def family(pid: int) -> list[int]:
    try:
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [each for child in map(int, found) for each in (child, *family(child))]


def peaks(command: list[str]) -> tuple[int, int]:
    """Peak MiB of the process itself, and the largest sum over it and its descendants."""
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    own = total = 0
    while running.poll() is None:
        sizes = [_resident(pid) for pid in (running.pid, *family(running.pid))]
        own, total = max(own, sizes[0]), max(total, sum(sizes))
        time.sleep(0.05)
    return own, total


def _resident(pid: int) -> int:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGESIZE") >> 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", type=int, nargs="*", default=[2_000, 20_000])
    parser.add_argument("--cut", type=int, help="Characters of a page where memory is measured")
    args = parser.parse_args()
    if not (args.corpus / "lines.jsonl").exists():
        sys.exit(f"no corpus here: {args.corpus}/lines.jsonl is missing; measured where it is")
    with tempfile.TemporaryDirectory() as folder:
        if not args.rounds:
            measure_memory(args, Path(folder))
            return
        dump, out = Path(folder) / "dump.jsonl", Path(folder) / "out.jsonl"
        make_dump(args.corpus, dump, args.pages)
        runs = {
            "loop over parse_many": [sys.executable, "-c", LOOP, str(dump), str(out)],
            "engine, 1 worker": engine(dump, out, 1),
            "engine, 2 workers": engine(dump, out, 2),
        }
        took: dict[str, list[tuple[float, float]]] = {name: [] for name in runs}
        for _ in range(args.rounds):
            for name, command in runs.items():
                took[name].append(timed(command))
        wall, cpu = ({name: median(each[i] for each in times) for name, times in took.items()}
                     for i in (0, 1))  # fmt: skip
        base, one, two = runs
        for name in runs:
            print(f"{name:22}{wall[name]:8.1f} s wall{cpu[name]:8.1f} s CPU"
                  f"{args.pages / wall[name]:8.0f} pages/s")  # fmt: skip
        print(f"overhead of the engine, 1 worker: {cpu[one] / cpu[base] - 1:+.1%} CPU")
        print(f"2 workers: {wall[one] / wall[two]:.2f} x one on the clock,"
              f" {cpu[two] / cpu[one]:.2f} x its CPU time")  # fmt: skip
        done = subprocess.run(runs[two], check=True, capture_output=True)
        own, workers = json.loads(done.stdout)
        print(
            f"CPU with 2 workers: {own:.1f} s in the engine's process, {workers:.1f} s in workers;"
        )
        print(f"on two idle cores that is {2 / (1 + own / workers):.2f} x one worker at most")
        measure_memory(args, Path(folder))


def measure_memory(args: argparse.Namespace, folder: Path) -> None:
    dump, out = folder / "dump.jsonl", folder / "out.jsonl"
    for pages in args.memory:
        make_dump(args.corpus, dump, pages, args.cut)
        own, total = peaks(engine(dump, out, 2))
        print(f"{pages:8,} pages: engine {own} MiB, with nursery and 2 workers {total} MiB")


if __name__ == "__main__":
    main()
