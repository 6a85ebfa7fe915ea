"""A worker process: batches of documents in, their outcomes out, until the pipe closes.

The deadline is a kernel timer whose signal ends the process: it needs no thread, interrupts C code
(which Python's signal handlers do not), and goes off too when the engine itself is gone. It counts
the process's own CPU time, so that a busy machine quarantines no more than an idle one; a second
timer, on the wall clock, is for what waits without working.
"""

from __future__ import annotations

import gc
import os
import pickle
import resource
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from newsparse.engine.limits import PATIENCE
from newsparse.engine.work import one_by_one

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from multiprocessing.connection import Connection

    from newsparse.document import Document
    from newsparse.engine.limits import Limits
    from newsparse.engine.work import Outcome, Work

_MIB = 1 << 20
_COLLECT_EVERY = 50_000
"""New objects after which cycles are looked for: pages leave none, and the search took a twentieth
of the time."""
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss


def confine(limits: Limits) -> None:
    """Bind this process to its limits, before it sees the first document."""
    for number in (signal.SIGPROF, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the engine's
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError):  # Linux: where the machine runs out of memory, workers go first
        Path("/proc/self/oom_score_adj").write_text("500")
    if limits.memory:
        with suppress(OSError, ValueError):  # macOS has no such limit
            most = _mapped() + limits.memory * _MIB
            resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _mapped() -> int:
    """Bytes of address space in use."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * os.sysconf("SC_PAGESIZE")


def serve(connection: Connection, work: Work, limits: Limits) -> None:
    """Answer batches until the pipe closes, or until it is time for a new worker.

    A request is `(documents, careful)`. An answer is `(outcomes, retiring)`; careful batches get
    one for each document, so that the engine knows which document ended the process.
    """
    gc.set_threshold(_COLLECT_EVERY)
    done = 0
    while True:
        try:
            documents, careful = pickle.loads(connection.recv_bytes())  # noqa: S301 (our engine's)
        except EOFError:
            return
        left = len(documents)
        for outcomes in _answers(work, documents, careful, limits.deadline):
            left -= len(outcomes)
            done += len(outcomes)
            retiring = not left and _is_spent(done, limits)
            connection.send_bytes(pickle.dumps((outcomes, retiring)))
            if retiring:
                return


def _answers(
    work: Work, documents: Sequence[Document], careful: bool, deadline: float
) -> Iterator[Sequence[Outcome]]:
    def start_clock() -> None:
        _set_clock(deadline)

    if not careful:
        start_clock()
        try:
            outcomes = work(documents)
        except Exception:  # whose fault it is shows when each is alone
            careful = True
        else:
            _set_clock(0)
            yield outcomes
    if careful:
        for outcome in one_by_one(work, documents, start_clock):
            _set_clock(0)
            yield [outcome]


def _set_clock(deadline: float) -> None:
    signal.setitimer(signal.ITIMER_PROF, deadline)
    signal.setitimer(signal.ITIMER_REAL, deadline * PATIENCE)


def _is_spent(done: int, limits: Limits) -> bool:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _RSS_UNIT
    return done >= limits.recycle_documents or peak >= limits.recycle_memory * _MIB
