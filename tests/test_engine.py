"""What the engine does with pages that raise, hang, crash or eat memory, and with all others."""

from __future__ import annotations

import io
import json
import os
import pickle
import signal
import socket
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsparse import Document, parse_many
from newsparse.engine import pool as pool_module
from newsparse.engine.balance import EMPTY, Balance, LostDocumentsError
from newsparse.engine.batches import SHARD_ITEMS, Digest, batches
from newsparse.engine.flow import Settings, StreamSink, _by_shard, run
from newsparse.engine.limits import Limits, available_cpus
from newsparse.engine.nursery import Nursery, Seedling, WorkersFailedError
from newsparse.engine.pool import Finished, Pool
from newsparse.engine.quarantine import from_line
from newsparse.engine.selection import select, share
from newsparse.engine.work import Done, Failed, Filter, ParseWork
from newsparse.engine.worker import serve
from newsparse.readers import ReadDocument, ReadError
from newsparse.writers.jsonl import json_line
from tests.faults import FAULTS, BrokenWork, FaultyWork

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsparse.engine.work import Work
    from newsparse.readers import Item

PAGE = "Old mill reopens\n\nHANOI: The mill by the river opened its doors again on Monday."
QUICK = Limits(deadline=1.0, memory=256)
ERRORS = {
    "RAISE": "RuntimeError",
    "SPIN": "DeadlineExceeded",
    "SLEEP": "DeadlineExceeded",
    "ABORT": "WorkerCrashed",
    "KILL": "WorkerKilled",
    "SEGFAULT": "WorkerCrashed",
    "EAT": "MemoryError",
    "EXIT": "WorkerCrashed",
    "LEAVE": "WorkerCrashed",
}


@dataclass
class Seen:
    """An observer that remembers."""

    failures: list[tuple[str, int | None, str]] = field(default_factory=list)
    parts: list[Balance] = field(default_factory=list)

    def failed(self, item: Item, message: str) -> None:
        self.failures.append((item.source, item.record, message))

    def done(self, part: Balance) -> None:
        self.parts.append(part)


@dataclass
class Outcome:
    balance: Balance
    records: list[dict[str, Any]]
    quarantine: list[dict[str, Any]]
    seen: Seen

    @property
    def ids(self) -> list[str]:
        return [record["id"] for record in self.records]


def items(texts: Iterable[str]) -> list[Item]:
    return [
        ReadDocument("d.jsonl", number, Document(text, id=str(number)))
        for number, text in enumerate(texts, 1)
    ]


def engine(given_items: Iterable[Item], work: Work, **how: Any) -> Outcome:
    records, aside, seen = io.BytesIO(), io.BytesIO(), Seen()
    balance = run(
        given_items, work, Settings(**{"limits": QUICK, **how}), StreamSink(records, aside), seen
    )
    written, kept = [[json.loads(line) for line in each.getvalue().splitlines()]
             for each in (records, aside)]  # fmt: skip
    return Outcome(balance, written, kept, seen)


# ---- faults


@pytest.mark.parametrize("fault", sorted(FAULTS.keys() - {"SLEEP"}))
def test_a_page_that_misbehaves_costs_itself_only(fault: str) -> None:
    texts = [PAGE, f"{fault} at 3am", *[PAGE] * 70, "", fault]
    done = engine(items(texts), FaultyWork())
    bad = [2, len(texts)]
    assert done.ids == [str(n) for n in range(1, len(texts) + 1) if n not in bad]
    assert [entry["record"] for entry in done.quarantine] == bad
    assert {entry["error"] for entry in done.quarantine} == {ERRORS[fault]}
    assert [failure[:2] for failure in done.seen.failures] == [("d.jsonl", n) for n in bad]
    counts = done.balance
    assert (counts.read, counts.parsed, counts.empty, counts.quarantined) == (74, 71, 1, 2)


def test_what_is_quarantined_is_whole_and_says_why() -> None:
    [page] = items(["SPIN \ud800 für immer"])
    [entry] = engine([page], FaultyWork(), jobs=1).quarantine
    assert from_line(json.dumps(entry).encode()) == page
    assert (entry["source"], entry["record"], entry["id"]) == ("d.jsonl", 1, "1")
    assert entry["message"] == "took longer than 1 s"
    assert 0.9 < entry["seconds"] < 60


def test_a_page_that_waits_forever_is_given_up() -> None:
    done = engine(items([PAGE, "SLEEP", PAGE]), FaultyWork(), limits=Limits(deadline=0.4))
    assert done.ids == ["1", "3"]
    assert [entry["message"] for entry in done.quarantine] == ["waited longer than 4 s"]


def test_every_fault_in_one_dump_among_thousands() -> None:
    texts = [PAGE] * 2500
    places = dict(zip(range(100, 2500, 300), sorted(FAULTS.keys() - {"SLEEP"}), strict=True))
    for place, fault in places.items():
        texts[place] = fault
    done = engine(items(texts), FaultyWork(), jobs=2)
    assert [entry["record"] - 1 for entry in done.quarantine] == list(places)
    assert len(done.records) == 2500 - len(places)
    assert sum((part for part in done.seen.parts), Balance()) == done.balance


def test_without_processes_an_exception_costs_its_page_only() -> None:
    done = engine(items(["one", "RAISE", "three"]), FaultyWork(), jobs=0)
    assert done.ids == ["1", "3"]
    assert [entry["error"] for entry in done.quarantine] == ["RuntimeError"]


def test_a_worker_killed_from_outside_costs_nothing() -> None:
    killed: list[object] = []

    class Sniper(Seen):
        def done(self, part: Balance) -> None:
            super().done(part)
            if len(killed) < 3:
                worker = pools[0]._workers[0]
                os.kill(worker.process.pid, signal.SIGKILL)
                killed.append(worker)

    pools: list[Pool] = []

    class Watched(Pool):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            pools.append(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("newsparse.engine.flow.Pool", Watched)
        records = io.BytesIO()
        balance = run(items([PAGE] * 640), ParseWork(), Settings(2), StreamSink(records), Sniper())
    assert len(killed) == 3
    assert (balance.parsed, balance.quarantined) == (640, 0)


def test_the_nursery_killed_from_outside_costs_nothing() -> None:
    with Pool(FaultyWork(), QUICK, 1) as pool:
        os.kill(pool._nursery._process.pid, signal.SIGKILL)
        [finished] = pool.run(batches(items([PAGE, "KILL"])))
    assert isinstance(finished.outcomes[0], Done)
    assert not isinstance(finished.outcomes[1], Done)


def test_workers_outlive_their_nursery() -> None:
    limits = Limits(recycle_documents=128)
    with Pool(FaultyWork(), limits, 2) as pool:
        running = pool.run(batches(items([PAGE] * 1280)))
        done = list(next(running).outcomes)
        os.kill(pool._nursery._process.pid, signal.SIGKILL)
        os.kill(pool._workers[0].process.pid, signal.SIGKILL)
        for finished in running:
            done += finished.outcomes
    assert len(done) == 1280
    assert all(isinstance(outcome, Done) for outcome in done)


def answers(work: Work, limits: Limits, *requests: tuple[list[str], bool]) -> list[Any]:
    """What a worker answers, here in this very process."""
    ours, theirs = socket.socketpair()
    with ours, Connection(ours.detach()) as near, Connection(theirs.detach()) as far:
        for texts, careful in requests:
            near.send_bytes(pickle.dumps(([Document(text) for text in texts], careful)))
        with socket.socket(fileno=os.dup(near.fileno())) as end:
            end.shutdown(socket.SHUT_WR)
        serve(far, work, limits)
        far.close()
        found = []
        while True:
            try:
                found.append(pickle.loads(near.recv_bytes()))  # noqa: S301 (our own)
            except (EOFError, ConnectionResetError):  # the latter where it left requests unread
                return found


def test_a_worker_answers_a_batch_at_once_and_a_careful_one_page_by_page() -> None:
    quick, *careful = answers(FaultyWork(), Limits(), ([PAGE, PAGE], False), ([PAGE, ""], True))
    assert [type(outcome) for outcome in quick[0]] == [Done, Done]
    assert [len(outcomes) for outcomes, _ in careful] == [1, 1]
    broken = answers(FaultyWork(), Limits(), ([PAGE, "RAISE", PAGE], False))
    assert [type(outcome) for [outcome], _ in broken] == [Done, Failed, Done]


def test_a_worker_retires_behind_its_last_page() -> None:
    limits = Limits(recycle_documents=3)
    found = answers(FaultyWork(), limits, ([PAGE] * 2, False), ([PAGE] * 2, True), ([PAGE], False))
    assert [retiring for _, retiring in found] == [False, False, True]


def test_workers_that_cannot_start_are_one_line() -> None:
    with pytest.raises(WorkersFailedError, match=r"cannot start: ImportError: no module named x$"):
        engine(items([PAGE]), BrokenWork(), jobs=1)


def test_no_process_is_left_behind() -> None:
    texts = [*[PAGE] * 64, "SLEEP", *[PAGE] * 640]
    with Pool(FaultyWork(), Limits(deadline=600), 2) as pool:
        next(pool.run(batches(items(texts))))
        pids = [each.process.pid for each in pool._workers]
        pids.append(pool._nursery._process.pid)
    assert len(pids) == 3
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


# ---- equal results, in order, whatever the number of processes


def test_records_are_those_of_parse_many_in_order() -> None:
    texts = [f"{PAGE}\n\nNumber {number}." for number in range(300)]
    documents = [item.document for item in items(texts) if isinstance(item, ReadDocument)]
    expected = b"".join(map(json_line, parse_many(documents)))
    for jobs in (0, 1, 3):
        records = io.BytesIO()
        run(items(texts), ParseWork(), Settings(jobs), StreamSink(records), Seen())
        assert records.getvalue() == expected
    done = engine(items(texts), ParseWork(), jobs=2, ordered=False)
    assert sorted(done.ids, key=int) == [document.id for document in documents]


def test_a_page_that_hangs_does_not_hold_others_back_where_order_does_not_matter() -> None:
    texts = ["SPIN", *[PAGE] * 640]
    done = engine(items(texts), FaultyWork(), jobs=2, ordered=False)
    assert done.ids[:64] != [str(number) for number in range(2, 66)]
    assert len(done.ids) == 640


@pytest.mark.parametrize("limits", [Limits(recycle_documents=64), Limits(recycle_memory=1)])
def test_workers_are_recycled(limits: Limits, monkeypatch: pytest.MonkeyPatch) -> None:
    forked = []

    def counted(nursery: Nursery) -> Seedling:
        forked.append(fork(nursery))
        return forked[-1]

    fork = Nursery.fork
    monkeypatch.setattr(Nursery, "fork", counted)
    done = engine(items([PAGE] * 256), ParseWork(), limits=limits)
    assert (done.balance.parsed, len(forked)) == (256, 4)


def test_little_is_read_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool_module, "_WINDOW", {True: 3, False: 3})
    taken = 0

    def endless() -> Iterator[Item]:
        nonlocal taken
        while True:
            taken += 1
            yield ReadDocument("d", taken, Document("SPIN" if taken == 1 else PAGE))

    with Pool(FaultyWork(), QUICK, 1) as pool:
        next(pool.run(batches(endless())))
    assert taken <= 64 * 6


def test_jobs_honour_the_affinity() -> None:
    before = os.sched_getaffinity(0)
    try:
        os.sched_setaffinity(0, {min(before)})
        assert available_cpus() == 1
    finally:
        os.sched_setaffinity(0, before)
    assert available_cpus() == len(before)


# ---- the balance


KINDS: dict[str, Item] = {
    "page": ReadDocument("d", 1, Document(PAGE)),
    "empty": ReadDocument("d", 1, Document(" \n")),
    "raises": ReadDocument("d", 1, Document("RAISE")),
    "broken record": ReadError("d", 1, "not valid JSON"),
    "broken input": ReadError("d", None, "no such file"),
}


@settings(max_examples=25)
@given(st.lists(st.sampled_from(sorted(KINDS)), max_size=200), st.sampled_from([0, 1]))
def test_nothing_is_lost(kinds: list[str], jobs: int) -> None:
    done = engine([KINDS[kind] for kind in kinds], FaultyWork(), jobs=jobs)
    balance = done.balance
    assert balance.read == balance.parsed + balance.empty + balance.quarantined
    assert balance.read == len(kinds) - kinds.count("broken input")
    assert balance.unreadable_inputs == kinds.count("broken input")
    assert balance.quarantined == len(done.quarantine)
    assert balance.written == len(done.records) == balance.parsed + balance.empty
    assert balance.empty == kinds.count("empty") == balance.page_types[EMPTY]


def test_a_loss_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LostDocumentsError):
        Balance(read=2, parsed=1).check()

    class Losing(Pool):
        def run(self, parts: Any) -> Any:
            yield from list(super().run(parts))[1:]

    monkeypatch.setattr("newsparse.engine.flow.Pool", Losing)
    with pytest.raises(LostDocumentsError):
        engine(items([PAGE] * 130), ParseWork())


def test_a_balance_reads_like_one() -> None:
    balance = Balance(read=1002, parsed=1000, empty=1, quarantined=1, written=900)
    assert str(balance) == ("read 1,002 = parsed 1,000 + empty 1 + quarantined 1; wrote 900")
    assert Balance.from_dict(json.loads(json.dumps(balance.to_dict()))) == balance


# ---- batches, shards, samples


@given(st.lists(st.sampled_from([10, 600_000]), max_size=200))
def test_batches_hold_every_item_in_order(sizes: list[int]) -> None:
    given_items = items("x" * size for size in sizes)
    parts = list(batches(given_items))
    assert [item for part in parts for item in part.items] == given_items
    assert [part.number for part in parts] == list(range(len(parts)))
    assert all(len(part.items) <= 64 for part in parts)


@given(st.permutations(range(80)), st.integers(1, 40))
def test_shards_come_out_whole_whatever_the_order(order: Sequence[int], every: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("newsparse.engine.batches.SHARD_ITEMS", every)
        patch.setattr("newsparse.engine.batches.BATCH_ITEMS", 1)
        parts = list(batches(items(map(str, range(80)))))
    out = list(_by_shard(Finished(parts[number], []) for number in order))
    shards = [finished.batch.shard for finished, _ in out]
    assert shards == sorted(shards)
    assert sorted(finished.batch.number for finished, _ in out) == list(range(80))
    closed = [digest for _, digest in out if digest is not None]
    assert closed == [part.closes for part in parts if part.closes is not None]
    ends = [place for place, (_, digest) in enumerate(out) if digest is not None]
    assert all(place + 1 == len(out) or shards[place + 1] > shards[place] for place in ends)


def test_a_digest_tells_what_was_read_apart() -> None:
    page = Document("a", id="1", url="u")
    different: list[list[Item]] = [
        [ReadDocument("d", 1, page)],
        [ReadDocument("d", 2, page)],
        [ReadDocument("e", 1, page)],
        [ReadDocument("d", 1, Document(b"a", id="1", url="u"))],
        [ReadDocument("d", 1, Document("a", id="1u", url=""))],
        [ReadDocument("d", 1, Document("a", id="None", url="u"))],
        [ReadDocument("d", 1, Document("a", id=None, url="u"))],
        [ReadError("d", 1, "a")],
        [ReadDocument("d", 1, page)] * 2,
        [],
    ]
    found = set()
    for each in different:
        digest = Digest()
        for item in each:
            digest.add(item)
        found.add(digest.hex())
    assert len(found) == len(different)


def test_a_sample_is_the_same_in_every_run_and_within_larger_ones() -> None:
    given_items = items(map(str, range(2000)))
    small, large = (list(select(given_items, sample=rate)) for rate in (0.1, 0.3))
    assert 150 < len(small) < 250
    assert all(item in large for item in small)
    assert list(select(given_items, limit=5, sample=0.1)) == small[:5]
    assert list(select(given_items, limit=0)) == []
    assert 0 <= share("x") < 1


def test_filters_keep_records_and_the_balance_tells() -> None:
    work = ParseWork(filters=(Filter("page_type", ("empty", "index")),))
    done = engine(items([PAGE, "", PAGE]), work)
    assert done.ids == ["2"]
    assert (done.balance.parsed, done.balance.empty, done.balance.written) == (2, 1, 1)
    assert engine(items([PAGE]), ParseWork(filters=(Filter("flags", ("none",)),))).ids == []


def test_a_shard_is_a_bounded_part() -> None:
    closing = [part for part in batches(items(["x"] * 5000)) if part.closes]
    assert [part.number for part in closing] == [SHARD_ITEMS // 64 - 1, SHARD_ITEMS // 32 - 1]


def test_how_a_worker_ended_is_known_while_its_nursery_lives() -> None:
    nursery = Nursery(ParseWork(), QUICK)
    worker = nursery.fork()
    worker.connection.close()
    assert nursery.reap(worker) == 0
    nursery.close()
    assert nursery.reap(worker) is None
