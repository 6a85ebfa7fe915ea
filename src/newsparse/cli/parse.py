"""`newsparse parse`: pages into records."""

from __future__ import annotations

from typing import Any

import click

from newsparse.cli.ending import EXIT_CODES
from newsparse.cli.execution import execute
from newsparse.cli.reading import FIELDS, encoding_option, field_options
from newsparse.cli.running import Running, engine_options


@click.command(epilog=EXIT_CODES)
@click.argument("paths", nargs=-1, required=True, metavar="PATH… | -")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["auto", "text", "jsonl"]),
    default="auto",
    help="auto (default): .jsonl and .ndjson are JSON Lines, other files and - are text.",
)
@field_options
@encoding_option
@click.option("--repair-mojibake", is_flag=True, help='Undo a wrong decoding ("donâ€™t").')
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
    from newsparse.options import Options
    from newsparse.readers import Fields, ReadOptions, read

    options = Options(encoding, settings.pop("repair_mojibake"))
    fields = Fields(**{name: settings.pop(f"{name}_field") for name in FIELDS})
    running = Running(**settings)
    work = running.work(options)
    reading = ReadOptions(None if format_ == "auto" else format_, fields, encoding)
    raise click.exceptions.Exit(execute(read(paths, reading), work, running, paths))
