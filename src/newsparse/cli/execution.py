"""One run of the engine for the commands that parse dumps: from items to output and exit code."""

from __future__ import annotations

import json
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsparse.cli.ending import ALL_DONE, NOTHING_DONE, SOME_FAILED, TOO_MANY_FAILED, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from newsparse.cli.progress import Progress
    from newsparse.cli.running import Running
    from newsparse.engine.balance import Balance
    from newsparse.engine.journal import Journal
    from newsparse.engine.work import Work
    from newsparse.readers import Item


def execute(
    items: Iterable[Item],
    work: Work,
    running: Running,
    inputs: tuple[str, ...],
    hint: Callable[[Item], str | None] = lambda _: None,
) -> int:
    """Run the engine; the exit code of the program.

    The first thing that `hint` has to say of an item is said.
    """
    from newsparse.cli.progress import Progress
    from newsparse.engine.balance import LostDocumentsError
    from newsparse.engine.delivery import rehearse, rehearse_quarantine
    from newsparse.engine.journal import OutputBusyError
    from newsparse.engine.nursery import WorkersFailedError
    from newsparse.engine.selection import select

    _refuse_to_overwrite(running, inputs)
    if not running.is_stream():
        rehearse(running.output, running.writing)
        if running.quarantine:
            rehearse_quarantine(running.quarantine_places()[0])
    items = select(items, running.limit, running.sample)
    to_output = _to_stream if running.is_stream() else _to_file
    try:
        with Progress(inputs, running.quiet, hint) as progress:
            balance = to_output(items, work, running, progress)
    except (LostDocumentsError, WorkersFailedError, OutputBusyError) as error:
        say(str(error))
        return NOTHING_DONE
    code = exit_code(balance, running.max_error_rate)
    if running.summary_json:
        _summarize(running, balance, progress.seconds, code)
    if not running.quiet and (progress.is_shown or not running.is_stream()):
        say(str(balance))
    return code


def _refuse_to_overwrite(running: Running, inputs: tuple[str, ...]) -> None:
    """Make sure that nothing is written where something is read, nor one thing over another.

    Raises:
        click.UsageError: it would be.
    """
    if "" in (*inputs, running.output):
        raise click.UsageError("an empty path names no file (an unset variable?)")
    outputs = [("output", running.output), ("summary", running.summary_json or "-")]
    outputs += [("quarantine", str(place)) for place in running.quarantine_places()]
    taken: dict[Path, str] = {}
    for what, name in outputs:
        if name == "-":
            continue
        if any(_stands_in(name, path) for path in inputs):
            raise click.UsageError(f"{name}: the {what} stands among the inputs")
        place = Path(name).resolve()
        is_device = place.exists() and not place.is_file()
        if not is_device and taken.setdefault(place, what) != what:
            raise click.UsageError(f"{name}: the {taken[place]} and the {what} are one file")


def _stands_in(output: str, path: str) -> bool:
    """Whether a file is an input, or lies in a folder that is one."""
    target = Path(output).resolve()
    return Path(path).resolve() in (target, *target.parents)


def exit_code(balance: Balance, max_error_rate: float | None = None) -> int:
    """As `EXIT_CODES` tells."""
    if max_error_rate is not None and balance.quarantine_rate > max_error_rate:
        return TOO_MANY_FAILED
    if _nothing_done(balance):
        return NOTHING_DONE
    failed = balance.unreadable_inputs + (balance.quarantined if max_error_rate is None else 0)
    return SOME_FAILED if failed else ALL_DONE


def _nothing_done(balance: Balance) -> bool:
    done = balance.parsed + balance.empty
    return not done and bool(balance.quarantined or balance.unreadable_inputs)


def _to_stream(items: Iterable[Item], work: Work, running: Running, progress: Progress) -> Balance:
    from newsparse.engine.delivery import compression_of
    from newsparse.engine.flow import StreamSink, run
    from newsparse.writers import compressing, open_lines, open_output

    with ExitStack() as stack:
        aside = None
        for place in running.quarantine_places():
            raw = stack.enter_context(open_output(str(place)))
            aside = stack.enter_context(compressing(raw, compression_of(place)))
        records = stack.enter_context(open_lines(running.output, running.writing))
        sink = StreamSink(records, aside)
        return run(progress.watching(items), work, running.settings(), sink, progress)


def _to_file(items: Iterable[Item], work: Work, running: Running, progress: Progress) -> Balance:
    from newsparse.engine.fingerprint import identity
    from newsparse.engine.flow import run
    from newsparse.engine.journal import INPUT, Journal

    target = Path(running.output).resolve()
    places = running.quarantine_places()
    settings = running.settings()
    with (
        _named(running.output, but=places[0]),
        Journal(target, identity(work, settings.limits)) as journal,
        _saying_what_is_kept(journal),
    ):
        if journal.changed:
            say(f"an interrupted run had other {', '.join(journal.changed)}: all is done anew")
        rest = journal.unfinished(iter(progress.watching(items)))
        balance = run(rest, work, settings, journal, progress)
        if journal.changed == [INPUT]:
            say(
                f"the input has changed behind document {journal.kept.read:,}: done anew from there"
            )
        balance = journal.kept + balance
        _deliver(journal, target, places, running, balance)
    return balance


def _deliver(
    journal: Journal, target: Path, places: tuple[Path, ...], running: Running, balance: Balance
) -> None:
    from newsparse.engine.delivery import deliver, deliver_quarantine

    journal.finish()
    if deliver_quarantine(journal, places) and not running.quiet:
        say(f"{places[0]}: {balance.quarantined:,} quarantined (see newsparse retry)")
    if not _nothing_done(balance):  # an output file that is there stays
        deliver(journal, target, running.writing)
    journal.discard()


@contextmanager
def _named(name: str, but: Path) -> Iterator[None]:
    """Errors of files beside the target under the name that the user gave, `but` under its own."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        shown = error.filename if error.filename == str(but) else name
        raise OSError(error.errno, error.strerror, shown) from error


@contextmanager
def _saying_what_is_kept(journal: Journal) -> Iterator[None]:
    try:
        yield
    except BaseException:
        if journal.shards:
            say(
                f"{sum(shard.items for shard in journal.shards):,} documents are done and kept:"
                " the same command goes on from there"
            )
        raise


def _summarize(running: Running, balance: Balance, seconds: float, code: int) -> None:
    from importlib.metadata import version

    from newsparse.writers import open_output

    assert running.summary_json is not None
    summary = balance.to_dict() | {
        "seconds": round(seconds, 3),
        "documents_per_second": round(balance.read / seconds, 1) if seconds else None,
        "quarantine_rate": balance.quarantine_rate,
        "exit_code": code,
        "output": running.output,
        "version": version("newsparse"),
    }
    with open_output(running.summary_json) as stream:
        stream.write(json.dumps(summary, indent=2, ensure_ascii=False).encode() + b"\n")
