"""`newsparse retry`: what a run put aside, parsed again."""

from __future__ import annotations

from typing import Any

import click

from newsparse.cli.ending import EXIT_CODES
from newsparse.cli.execution import execute
from newsparse.cli.reading import encoding_option
from newsparse.cli.running import Running, engine_options
from newsparse.cli.writing import output_options, writing_options


@click.command(epilog=EXIT_CODES)
@click.argument("quarantines", nargs=-1, required=True, metavar="QUARANTINE…")
@writing_options
@encoding_option
@click.option("--repair-mojibake", is_flag=True, help='Undo a wrong decoding ("donâ€™t").')
@engine_options
def retry(
    quarantines: tuple[str, ...], encoding: str | None, repair_mojibake: bool, **settings: Any
) -> None:
    """Parse what is in a quarantine again.

    Use it with a longer --deadline, with more --memory, or with a newer version. What fails again
    is quarantined again; records that could not be read have no document and stay there.

    \b
    Example:
      newsparse retry quarantine/articles.jsonl.zst -o rescued.jsonl --deadline 300
    """  # noqa: D301 (\\b is click's mark for lines that stay as they are)
    from itertools import chain

    from newsparse.engine.quarantine import read_quarantine
    from newsparse.options import Options

    writing = output_options(settings["output"], settings)
    running = Running(writing, **settings)
    work = running.work(Options(encoding, repair_mojibake))
    items = chain.from_iterable(map(read_quarantine, quarantines))
    raise click.exceptions.Exit(execute(items, work, running, quarantines))
