"""Batches over worker processes: whatever a document does to its worker, it costs itself only.

A batch that ends its worker (crash, memory, deadline) is given to another one page by page; the
page that ends a worker alone is the culprit. So a worker that the system killed for no fault of the
page's costs nothing.
"""

from __future__ import annotations

import pickle
import signal
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from os import kill
from typing import TYPE_CHECKING, NamedTuple, Self

from newsparse.engine.limits import PATIENCE
from newsparse.engine.nursery import Nursery, Seedling
from newsparse.engine.work import Failed, Outcome, one_by_one

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from newsparse.engine.batches import Batch
    from newsparse.engine.limits import Limits
    from newsparse.engine.work import Work
    from newsparse.readers import ReadDocument

_WINDOW = {True: 16, False: 64}
"""Batches a worker may run ahead of the oldest unfinished one, by whether order is kept: a page
that hangs holds back what follows it, and that must not fill the memory."""


class Finished(NamedTuple):
    """A batch with the outcome of each of its documents."""

    batch: Batch
    outcomes: list[Outcome]


@dataclass(slots=True, eq=False)
class _Task:
    """A batch on its way."""

    batch: Batch
    documents: tuple[ReadDocument, ...]
    outcomes: list[Outcome] = field(default_factory=list)
    careful: bool = False
    """Whether it goes page by page, for a worker has ended over it."""
    since: float = 0.0

    @property
    def is_done(self) -> bool:
        return len(self.outcomes) == len(self.documents)

    def request(self) -> bytes:
        left = self.documents[len(self.outcomes) :]
        return pickle.dumps(([each.document for each in left], self.careful))


@dataclass(slots=True, eq=False)
class _Worker:
    process: Seedling
    task: _Task | None = None

    def give(self, task: _Task) -> None:
        self.task = task
        task.since = time.monotonic()
        with suppress(OSError):  # it has ended: its pipe will tell
            self.process.connection.send_bytes(task.request())


class Pool:
    """Some worker processes; as a context manager it leaves none behind."""

    def __init__(self, work: Work, limits: Limits, jobs: int, ordered: bool = True) -> None:
        self._nursery = Nursery(work, limits)
        self._limits = limits
        self._jobs = jobs
        self._ordered = ordered
        self._workers: list[_Worker] = []
        self._ready: deque[_Task] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
        /,
    ) -> None:
        for worker in self._workers:  # nobody waits for them, and their pids are not reused yet
            with suppress(ProcessLookupError):
                kill(worker.process.pid, signal.SIGKILL)
            worker.process.connection.close()
        self._nursery.close()

    def run(self, batches: Iterator[Batch]) -> Iterator[Finished]:
        """Every batch with its outcomes, in order or as they finish, lazily.

        Raises:
            WorkersFailedError: no worker can be started.
        """
        window = _WINDOW[self._ordered] * self._jobs
        pending: dict[int, _Task] = {}
        more = True
        while more or pending:
            self._hand_out()
            oldest = next(iter(pending), None)
            newest = next(reversed(pending), 0)
            reading = (
                more
                and len(self._ready) < self._jobs
                and (oldest is None or newest - oldest < window)
            )
            if reading:
                batch = next(batches, None)
                if batch is None:
                    more = False
                else:
                    task = pending[batch.number] = _Task(batch, batch.documents)
                    if task.documents:
                        self._ready.append(task)
            self._hand_out()
            self._listen(block=not reading)
            yield from self._finished(pending)

    def _finished(self, pending: dict[int, _Task]) -> Iterator[Finished]:
        for number, task in list(pending.items()):
            if task.is_done:
                del pending[number]
                yield Finished(task.batch, task.outcomes)
            elif self._ordered:
                return

    def _hand_out(self) -> None:
        for worker in self._workers:
            if self._ready and worker.task is None:
                worker.give(self._ready.popleft())
        while self._ready and len(self._workers) < self._jobs:
            worker = _Worker(self._nursery.fork())
            self._workers.append(worker)
            worker.give(self._ready.popleft())

    def _listen(self, block: bool) -> None:
        busy = {each.process.connection: each for each in self._workers if each.task is not None}
        for connection in wait(list(busy), None if block and busy else 0):
            worker = busy[connection]  # type: ignore[index]  # only connections went in
            self._hear(worker)

    def _hear(self, worker: _Worker) -> None:
        task = worker.task
        assert task is not None
        try:
            answer = worker.process.connection.recv_bytes()
        except (EOFError, OSError):
            self._workers.remove(worker)
            self._bury(task, self._nursery.reap(worker.process))
            return
        outcomes, retiring = pickle.loads(answer)  # noqa: S301 (our worker's)
        task.outcomes += outcomes
        task.since = time.monotonic()
        if task.is_done:
            worker.task = None
        if retiring:
            self._workers.remove(worker)
            self._nursery.reap(worker.process)

    def _bury(self, task: _Task, ended: int | None) -> None:
        """Go on with a task over which a worker has ended."""
        if task.careful:
            task.outcomes.append(self._verdict(ended, time.monotonic() - task.since))
        task.careful = True
        if not task.is_done:
            self._ready.appendleft(task)

    def _verdict(self, ended: int | None, seconds: float) -> Failed:
        seconds = round(seconds, 3)
        if ended in (-signal.SIGPROF, -signal.SIGALRM):
            deadline = f"took longer than {self._limits.deadline:g} s"
            if ended == -signal.SIGALRM:
                deadline = f"waited longer than {self._limits.deadline * PATIENCE:g} s"
            return Failed("DeadlineExceeded", deadline, seconds)
        if ended == -signal.SIGKILL:
            return Failed("WorkerKilled", "its process was killed (out of memory?)", seconds)
        return Failed("WorkerCrashed", f"its process ended: {_told(ended)}", seconds)


def _told(ended: int | None) -> str:
    if ended is None:
        return "nobody knows how"
    if ended >= 0:
        return f"exit code {ended}"
    try:
        return signal.Signals(-ended).name
    except ValueError:
        return f"signal {-ended}"


def in_process(work: Work, batches: Iterator[Batch]) -> Iterator[Finished]:
    """The same without processes: exceptions cost their document only, hangs and crashes all."""
    for batch in batches:
        documents = [each.document for each in batch.documents]
        outcomes: list[Outcome]
        try:
            outcomes = list(work(documents)) if documents else []
        except Exception:
            outcomes = list(one_by_one(work, documents))
        yield Finished(batch, outcomes)
