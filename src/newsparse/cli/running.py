"""The options of the engine, shared by the commands that parse dumps."""

from __future__ import annotations

import importlib.util
import math
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsparse.engine.flow import Settings
    from newsparse.engine.work import Filter, ParseWork
    from newsparse.options import Options
    from newsparse.writers import OutputOptions

FILTERED = ("page_type", "language", "flags")
_DAY = 86_400  # seconds
_PEBIBYTE = 1 << 30  # MiB; the kernel's timers and limits overflow somewhere above


class _Number(click.FloatRange):
    """A number of a range, which `nan` is in none."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """The number as written."""
        found: float = super().convert(value, param, ctx)
        if math.isnan(found):
            self.fail(f"{value!r} is not a number.", param, ctx)
        return found


_OPTIONS = (
    click.option("-o", "--output", default="-", metavar="FILE", help="Write here, all or nothing."),
    click.option(
        "-j", "--jobs", type=click.IntRange(0), metavar="N", help="Worker processes. Default: the "
        "CPUs that this process may use. 0: parse in this very process, without its safety."),
    click.option("--unordered", is_flag=True, help="Write records as they are done."),
    click.option(
        "--deadline", type=_Number(0, _DAY), default=30.0, show_default=True, metavar="SECONDS",
        help="CPU time for a document, and ten times that on the clock; 0 sets none."),
    click.option(
        "--memory", type=click.IntRange(0, _PEBIBYTE), default=2048, show_default=True,
        metavar="MIB",
        help="Memory for a worker process beyond what it begins with; 0 sets no limit."),
    click.option("--limit", type=click.IntRange(0), metavar="N", help="Stop after N documents."),
    click.option(
        "--sample", type=_Number(0, 1), metavar="SHARE",
        help="Take this share of the documents, the same in every run (by a hash of the id)."),
    click.option(
        "--filter", "filters", multiple=True, metavar="FIELD=VALUE,…",
        help=f"Write only records with one of the values. FIELD: {', '.join(FILTERED)}."),
    click.option(
        "--quarantine", metavar="FILE", help="Where documents go that cannot be parsed (.jsonl, "
        ".jsonl.gz, .jsonl.zst). Default: quarantine/NAME.jsonl.zst beside an output file."),
    click.option(
        "--max-error-rate", type=_Number(0, 1), metavar="SHARE", help="Take so many "
        "quarantined documents as success; exit with 3 if there are more."),
    click.option("--summary-json", metavar="FILE", help="Write the balance of the run here."),
    click.option("-q", "--quiet", is_flag=True, help="Say only what ends the run."),
)  # fmt: skip


def engine_options(command: Callable[..., None]) -> Callable[..., None]:
    """Adds `--jobs` and its kin to a command, which passes them on to `Running`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class Running:
    """What a command was told of the engine and the output."""

    writing: OutputOptions
    output: str
    jobs: int | None
    unordered: bool
    deadline: float
    memory: int
    limit: int | None
    sample: float | None
    filters: tuple[str, ...]
    quarantine: str | None
    max_error_rate: float | None
    summary_json: str | None
    quiet: bool

    def settings(self) -> Settings:
        """How the engine goes."""
        from newsparse.engine.flow import Settings
        from newsparse.engine.limits import Limits, available_cpus

        jobs = self.jobs if self.jobs is not None else available_cpus()
        if not hasattr(os, "fork"):
            jobs = 0
        return Settings(jobs, not self.unordered, Limits(self.deadline, self.memory))

    def work(self, options: Options) -> ParseWork:
        """What is done with documents.

        Raises:
            click.UsageError: an option cannot be had.
        """
        from newsparse.engine.work import ParseWork

        if options.repair_mojibake and importlib.util.find_spec("ftfy") is None:
            raise click.UsageError(
                "--repair-mojibake needs ftfy: pip install 'newsparse[mojibake]'"
            )
        return ParseWork(options, self.writing.spans, self._filters())

    def is_stream(self) -> bool:
        """Whether the output is standard output, a pipe or a device, written as records come."""
        path = Path(self.output)
        return self.output == "-" or (path.exists() and not path.is_file() and not path.is_dir())

    def quarantine_places(self) -> tuple[Path, ...]:
        """Where the quarantine goes, then where an earlier run may have left one.

        A stream has one only if asked for.
        """
        from newsparse.engine.delivery import quarantines_beside

        if self.quarantine:
            return (Path(self.quarantine).resolve(),)
        return () if self.is_stream() else quarantines_beside(Path(self.output).resolve())

    def _filters(self) -> tuple[Filter, ...]:
        return tuple(map(_filter, self.filters))


def _filter(text: str) -> Filter:
    from newsparse.engine.work import Filter
    from newsparse.taxonomy import Flag, PageType

    field, _, values = text.lower().replace(" ", "").partition("=")
    if field not in FILTERED or not values:
        raise click.UsageError(
            f"--filter {text!r} is not FIELD=VALUE with a field of {', '.join(FILTERED)}"
        )
    chosen = tuple(values.split(","))
    if "" in chosen:
        raise click.UsageError(f"--filter {text!r} has an empty value")
    known = {"page_type": PageType, "flags": Flag}.get(field)
    for value in chosen:
        if known is not None and value not in {str(each) for each in known}:
            raise click.UsageError(f"--filter: {field} is never {value!r}, but {', '.join(known)}")
    return Filter(field, chosen)
