"""Runs that are interrupted, and what the same command makes of them."""

from __future__ import annotations

import gzip
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsparse import Document
from newsparse.engine import batches
from newsparse.engine.balance import Balance
from newsparse.engine.fingerprint import data_hash, identity
from newsparse.engine.flow import Settings, run
from newsparse.engine.journal import Journal, OutputBusyError
from newsparse.engine.limits import Limits
from newsparse.engine.quarantine import read_quarantine
from newsparse.engine.work import Done
from newsparse.readers import ReadDocument, ReadError
from tests.faults import FaultyWork

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsparse.readers import Item

ROOT = Path(__file__).parent.parent
PROGRAM = [sys.executable, "-c", "from tests.faults import main; main()"]
PAGE = "Old mill reopens\n\nHANOI: The mill by the river opened its doors again on Monday."
PAGES = 480
BAD = {
    7: '{"text": "RAISE"}',
    100: '{"text": "broken',
    101: '{"text": ""}',
    300: '{"text": "KILL"}',
}
WAIT = 120  # seconds; a busy machine is slow


@pytest.fixture(scope="module")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dump") / "dump.jsonl"
    write_dump(path)
    return path


def write_dump(path: Path, **changed: str) -> None:
    lines = [json.dumps({"text": f"{PAGE}\n\nNumber {n}.", "id": str(n)}) for n in range(PAGES)]
    for number, line in (BAD | {int(key[1:]): value for key, value in changed.items()}).items():
        lines[number] = line
    path.write_text("\n".join(lines) + "\n")


def start(dump: Path, out: Path, *options: str, **settings: Any) -> subprocess.Popen[bytes]:
    slow, full = settings.pop("slow", "0"), settings.pop("full", "")
    return subprocess.Popen(
        [*PROGRAM, "parse", str(dump), "-o", str(out), "--jobs=2", *options],
        cwd=ROOT,
        env=os.environ | {"SLOW": slow, "FULL": full, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        **settings,
    )


def finish(running: subprocess.Popen[bytes]) -> str:
    said = running.communicate(timeout=WAIT)[1].decode()
    assert "Traceback" not in said
    return said


def work_folder(out: Path) -> Path:
    return out.with_name(f".{out.name}.newsparse")


def wait_for_records(running: subprocess.Popen[bytes], out: Path, size: int) -> None:
    """Until so many bytes of records are there, or the run has ended."""
    records = work_folder(out) / "records.jsonl"
    end = time.monotonic() + WAIT
    while running.poll() is None and time.monotonic() < end:
        try:
            if records.stat().st_size >= size:
                return
        except FileNotFoundError:
            pass
        time.sleep(0.002)


@pytest.fixture(scope="module")
def whole(dump: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of a run that nobody interrupted."""
    out = tmp_path_factory.mktemp("whole") / "out.jsonl"
    running = start(dump, out)
    said = finish(running)
    assert running.returncode == 1
    assert "read 480 = parsed 476 + empty 1 + quarantined 3" in said
    return out


def quarantined(out: Path) -> list[tuple[int | None, str]]:
    [path] = (out.parent / "quarantine").iterdir()
    items = list(read_quarantine(str(path)))
    return [(item.record, type(item).__name__) for item in items]


def test_random_kills_end_in_the_same_bytes(dump: Path, whole: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    where = random.Random(7)
    size = whole.stat().st_size
    kills = done = 0
    while kills < 10:
        running = start(dump, out)
        wait_for_records(running, out, done + where.randrange(size // 4))
        time.sleep(where.uniform(0, 0.02))
        running.kill()
        finish(running)
        kills += running.returncode == -signal.SIGKILL
        if out.exists():
            assert out.read_bytes() == whole.read_bytes()
            out.unlink()
        records = work_folder(out) / "records.jsonl"
        done = records.stat().st_size if records.exists() else 0
    finish(start(dump, out))
    assert out.read_bytes() == whole.read_bytes()
    assert quarantined(out) == quarantined(whole)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["out.jsonl", "quarantine"]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_run_says_what_it_keeps_and_goes_on_from_there(
    dump: Path, whole: Path, tmp_path: Path, number: int, code: int
) -> None:
    out = tmp_path / "out.jsonl"
    running = start(dump, out, slow="0.002")
    wait_for_records(running, out, whole.stat().st_size // 2)
    running.send_signal(number)
    said = finish(running)
    assert running.returncode == code
    assert "documents are done and kept: the same command goes on from there" in said
    assert not out.exists()
    again = start(dump, out, slow="0.002")
    said = finish(again)
    assert "read 480 = parsed 476 + empty 1 + quarantined 3" in said
    assert "RuntimeError" not in said  # page 7 was done, and is not done twice
    assert out.read_bytes() == whole.read_bytes()


def test_a_killed_run_leaves_no_process(dump: Path, tmp_path: Path) -> None:
    running = start(dump, tmp_path / "out.jsonl", slow="0.05")
    wait_for_records(running, tmp_path / "out.jsonl", 1)
    [nursery] = children(running.pid)
    workers = children(nursery)
    assert len(workers) == 2
    running.kill()
    finish(running)
    end = time.monotonic() + WAIT
    while any(map(alive, [nursery, *workers])) and time.monotonic() < end:
        time.sleep(0.01)
    assert not any(map(alive, [nursery, *workers]))


def children(pid: int) -> list[int]:
    return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_full_disk_is_one_line_and_loses_nothing(dump: Path, whole: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    full = whole.stat().st_size * 2 // 3
    running = start(
        dump, out, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (full, full))
    )
    said = finish(running)
    assert running.returncode == 2
    assert said.splitlines()[-1] == f"newsparse: {out}: File too large"
    assert not out.exists()
    finish(start(dump, out))
    assert out.read_bytes() == whole.read_bytes()


@pytest.mark.parametrize(
    ("full", "named", "kept"),
    [
        ("1 journal", "out.jsonl.gz", False),
        ("3 records.jsonl", "out.jsonl.gz", True),
        ("3 quarantine.jsonl", "out.jsonl.gz", True),
        ("4 journal", "out.jsonl.gz", True),
        ("1 .tmp", "quarantine/out.jsonl.zst", True),
        ("2 .tmp", "out.jsonl.gz", True),
    ],
)
def test_whatever_file_fills_the_disk_is_named_and_nothing_is_lost(
    dump: Path, whole: Path, tmp_path: Path, full: str, named: str, kept: bool
) -> None:
    out = tmp_path / "out.jsonl.gz"
    running = start(dump, out, full=full)
    said = finish(running)
    assert running.returncode == 2
    assert said.splitlines()[-1] == f"newsparse: {tmp_path / named}: No space left on device"
    assert ("documents are done and kept" in said) == work_folder(out).exists() == kept
    assert not out.exists()
    assert not list(tmp_path.rglob("*.tmp"))
    finish(start(dump, out))
    assert gzip.decompress(out.read_bytes()) == whole.read_bytes()
    assert quarantined(out) == quarantined(whole)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["out.jsonl.gz", "quarantine"]


def test_changed_options_do_all_anew(dump: Path, whole: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    running = start(dump, out, slow="0.002")
    wait_for_records(running, out, whole.stat().st_size // 2)
    running.kill()
    finish(running)
    said = finish(start(dump, out, "--deadline=20", slow="0.002"))
    assert "an interrupted run had other limits: all is done anew" in said
    assert "RuntimeError" in said  # page 7 was done again
    assert out.read_bytes() == whole.read_bytes()


def test_two_runs_do_not_write_one_output(dump: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    first = start(dump, out, slow="0.05")
    wait_for_records(first, out, 1)
    second = start(dump, out)
    assert finish(second) == "newsparse: another run is writing this output\n"
    assert second.returncode == 2
    first.kill()
    finish(first)


# ---- the journal alone, with work that is quick


class Echo:
    def warm(self) -> None:
        """Nothing to load."""

    def __call__(self, documents: Sequence[Document], /) -> list[Done]:
        return [Done(f"{document.content!s}\n".encode(), "other") for document in documents]


class Silent:
    def failed(self, item: Item, message: str) -> None:
        pass

    def done(self, part: Balance) -> None:
        pass


def numbers(count: int, *broken: int) -> Iterator[Item]:
    for number in range(count):
        if number in broken:
            yield ReadError("d", number, "broken")
        else:
            yield ReadDocument("d", number, Document(str(number)))


def go_on(target: Path, items: Iterator[Item], stop: int | None = None) -> Balance:
    """A run that stops dead after so many batches."""
    seen = Counter[str]()

    class Stopping(Silent):
        def done(self, _part: Balance) -> None:
            seen["batches"] += 1
            if seen["batches"] == stop:
                raise KeyboardInterrupt

    with Journal(target, {"options": "x"}) as journal:
        balance = run(journal.unfinished(items), Echo(), Settings(0), journal, Stopping())
        journal.finish()
        shutil.copy(journal.records, target.parent / "records")
        return journal.kept + balance


FILES = ("journal", "records.jsonl", "quarantine.jsonl")
DIRT = (b"", b"\0\0", b"{}\n", b'{"items": ', b"\xff\n")
BROKEN = {3, 50}


@contextmanager
def interrupted(batches_done: int) -> Iterator[Path]:
    """The target of a run over numbers in small shards that was cut off after so many batches."""
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setattr(batches, "SHARD_ITEMS", 8)
        patch.setattr(batches, "BATCH_ITEMS", 4)
        patch.setattr("newsparse.engine.growing.os.fsync", lambda _: None)  # slow, and not at issue
        with pytest.raises(KeyboardInterrupt):
            go_on(Path(folder) / "out", numbers(100, *BROKEN), stop=batches_done)
        yield Path(folder) / "out"


@given(st.data())
@settings(max_examples=150)
def test_whatever_of_the_files_is_lost_the_records_are_the_same(data: st.DataObject) -> None:
    with interrupted(data.draw(st.integers(3, 20))) as target:
        for name in data.draw(st.sets(st.sampled_from(FILES))):
            path = work_folder(target) / name
            kept = path.read_bytes()
            kept = kept[: data.draw(st.integers(0, len(kept)))]
            path.write_bytes(kept + data.draw(st.sampled_from(DIRT)))
        balance = go_on(target, numbers(100, *BROKEN))
        assert (target.parent / "records").read_text() == "".join(
            f"{number}\n" for number in range(100) if number not in BROKEN
        )
        assert (balance.read, balance.parsed, balance.quarantined) == (100, 98, 2)


@given(st.integers(0, 99), st.sampled_from(["changed", "gone", "new"]), st.integers(3, 20))
def test_an_input_that_changed_is_done_anew_from_there(where: int, what: str, stop: int) -> None:
    items = list(numbers(100))
    page = ReadDocument("d", where, Document("other"))
    items[where : where + (what != "new")] = [] if what == "gone" else [page]
    with interrupted(stop) as target:
        go_on(target, iter(items))
        assert (target.parent / "records").read_text() == "".join(
            f"{item.document.content!s}\n" for item in items if isinstance(item, ReadDocument)
        )


def test_what_is_done_is_not_done_again() -> None:
    with interrupted(20) as target:
        seen = Balance()

        class Adding(Silent):
            def done(self, part: Balance) -> None:
                nonlocal seen
                seen = seen + part

        with Journal(target, {"options": "x"}) as journal:
            items = numbers(100, *BROKEN)
            run(journal.unfinished(items), Echo(), Settings(0), journal, Adding())
            assert (journal.kept.read, seen.read) == (72, 28)
            assert journal.changed == []


def test_a_busy_output_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "out"
    with Journal(target, {}) as journal:
        with pytest.raises(OutputBusyError):
            Journal(target, {})
        assert journal.records.exists()


def test_an_identity_holds_what_decides_the_records() -> None:
    mine = identity(FaultyWork(), Limits())
    assert mine == identity(FaultyWork(), Limits())
    assert mine != identity(FaultyWork(), Limits(deadline=1))
    assert mine != identity(FaultyWork(slow=1), Limits())
    assert mine["weights"] == data_hash()
