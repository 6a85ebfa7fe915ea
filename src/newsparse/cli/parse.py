"""`newsparse parse`: pages into records."""

from __future__ import annotations

from typing import Any

import click

from newsparse.cli.ending import EXIT_CODES
from newsparse.cli.execution import execute
from newsparse.cli.reading import hint_at_tags, read_options, reading_options
from newsparse.cli.running import Running, engine_options
from newsparse.cli.writing import output_options, writing_options


@click.command(epilog=EXIT_CODES)
@click.argument("paths", nargs=-1, required=True, metavar="PATH… | -")
@writing_options
@reading_options
@click.option("--repair-mojibake", is_flag=True, help='Undo a wrong decoding ("donâ€™t").')
@engine_options
def parse(paths: tuple[str, ...], repair_mojibake: bool, **settings: Any) -> None:
    """Parse pages into records, one JSON object a line if nothing else is asked for.

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
      newsparse parse CC-MAIN-*.wet.gz -o articles.parquet --jobs 8 --filter page_type=article
      newsparse parse pages.txt --split 3 -o pages/ --output-format markdown
    """  # noqa: D301 (\\b is click's mark for lines that stay as they are)
    from newsparse.options import Options
    from newsparse.readers import read

    reading = read_options(settings)
    writing = output_options(settings["output"], settings)
    running = Running(writing, **settings)
    work = running.work(Options(reading.encoding, repair_mojibake))
    items = read(paths, reading)
    raise click.exceptions.Exit(execute(items, work, running, paths, hint_at_tags))
