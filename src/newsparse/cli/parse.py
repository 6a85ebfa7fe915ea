"""`newsparse parse`: pages into records."""

from __future__ import annotations

import importlib.util
from typing import Any

import click

from newsparse.cli.ending import EXIT_CODES
from newsparse.cli.execution import execute
from newsparse.cli.reading import FIELDS, encoding_option, field_options
from newsparse.cli.running import Running, engine_options


@click.command(epilog=EXIT_CODES)
@click.argument("paths", nargs=-1, required=True, metavar="PATH… | -")
@click.option("-o", "--output", default="-", metavar="FILE", help="Write here, all or nothing.")
@writing_options
@reading_options
@click.option("--repair-mojibake", is_flag=True, help='Undo a wrong decoding ("donâ€™t").')
@click.option("--spans", is_flag=True, help="Add the page text and its blocks with positions.")
@engine_options
def parse(paths: tuple[str, ...], format_: str, encoding: str | None, **settings: Any) -> None:
    """Parse pages into one JSON record a line.

    PATH is a file, a folder (with subfolders, sorted, hidden files left out), a pattern ("*.gz"),
    a URL, or - for standard input. Text, HTML, JSON Lines, JSON, CSV, Parquet, WARC and WET are
    told by their bytes, and so are tar and zip archives of them and gzip, zstandard, bzip2 and xz
    around them: see newsparse sniff PATH.

    A file or record that cannot be read gives one line on standard error; the rest is done. A
    page that cannot be parsed (it raises, hangs, takes too much memory) is quarantined. A run with
    an output file that was interrupted goes on where it was if the same command is given again.

    \b
    Examples:
      newsparse parse page.txt | python -m json.tool --no-ensure-ascii
      newsparse parse a/ b/ dump.jsonl -o articles.jsonl
      newsparse parse --format jsonl --text-field page_text --id-field uuid - < dump
      newsparse parse dump.jsonl -o news.jsonl --jobs 8 --filter page_type=article
    """  # noqa: D301 (\\b is click's mark for lines that stay as they are)
    from newsparse.engine import ParseWork
    from newsparse.options import Options
    from newsparse.readers import Fields, ReadOptions, read

    repair = settings.pop("repair_mojibake")
    if repair and importlib.util.find_spec("ftfy") is None:
        raise click.UsageError("--repair-mojibake needs ftfy: pip install 'newsparse[mojibake]'")
    fields = Fields(**{name: settings.pop(f"{name}_field") for name in FIELDS})
    spans = settings.pop("spans")
    running = Running(**settings)
    work = ParseWork(Options(encoding, repair), spans, running.chosen())
    reading = ReadOptions(None if format_ == "auto" else format_, fields, encoding)
    raise click.exceptions.Exit(execute(read(paths, reading), work, running, paths))
