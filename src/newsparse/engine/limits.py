"""What one document may cost, and how long a worker process lives."""

from __future__ import annotations

import os
from dataclasses import dataclass

PATIENCE = 10
"""Times its deadline that a document may take on the clock: other programs want the CPUs too."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on a worker process; a document beyond them is quarantined."""

    deadline: float = 30.0
    """Seconds of CPU time for a document, and `PATIENCE` times as many on the clock; 0 sets none.
    A batch gets no longer than one document: one that overruns is done again, page by page."""
    memory: int = 2048
    """MiB that a worker may map beyond what it has when it starts; 0 sets none. Short lines cost
    most: 5 MB of them took 730 MiB."""
    recycle_documents: int = 5000
    """Documents after which a worker gives way to a new one: libxml2 keeps every name of a tag or
    attribute that it has seen."""
    recycle_memory: int = 1024
    """MiB of peak memory after which it does."""


def available_cpus() -> int:
    """CPUs that this process may run on, as its affinity has it (containers, `taskset`)."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
