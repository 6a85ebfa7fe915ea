"""Documents into records over worker processes: nothing lost, nothing twice, never a hang.

`run` takes what a reader yields to a sink; `docs/engine.md` tells what holds and why.
"""

from __future__ import annotations

from newsparse.engine.balance import Balance, LostDocumentsError
from newsparse.engine.batches import Batch
from newsparse.engine.flow import Settings, StreamSink, run
from newsparse.engine.limits import Limits, available_cpus
from newsparse.engine.nursery import WorkersFailedError
from newsparse.engine.work import Done, Failed, ParseWork, Work

__all__ = [
    "Balance",
    "Batch",
    "Done",
    "Failed",
    "Limits",
    "LostDocumentsError",
    "ParseWork",
    "Settings",
    "StreamSink",
    "Work",
    "WorkersFailedError",
    "available_cpus",
    "run",
]
