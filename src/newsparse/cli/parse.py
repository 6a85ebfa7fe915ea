"""`newsparse parse`: pages into records."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsparse.cli.ending import EXIT_CODES, NOTHING_DONE
from newsparse.cli.reading import parseable, read_options, reading_options
from newsparse.cli.tally import Tally
from newsparse.cli.writing import output_options, writing_options

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsparse.article import Article
    from newsparse.options import Options
    from newsparse.readers import ReadDocument

_BATCH_PAGES, _BATCH_CHARS = 64, 1_000_000  # bounds memory, and what a failing page costs


@click.command(epilog=EXIT_CODES)
@click.argument("paths", nargs=-1, required=True, metavar="PATH… | -")
@click.option("-o", "--output", default="-", metavar="FILE", help="Write here, all or nothing.")
@writing_options
@reading_options
@click.option("--repair-mojibake", is_flag=True, help='Undo a wrong decoding ("donâ€™t").')
def parse(paths: tuple[str, ...], output: str, repair_mojibake: bool, **settings: Any) -> None:
    """Parse pages into records, one JSON object a line if nothing else is asked for.

    PATH is a file, a folder (with subfolders, sorted, hidden files left out), a pattern ("*.gz"),
    a URL, or - for standard input. Text, HTML, JSON Lines, JSON, CSV, Parquet, WARC and WET are
    told by their bytes, and so are tar and zip archives of them and gzip, zstandard, bzip2 and xz
    around them: see newsparse sniff PATH.

    A file or record that cannot be read gives one line on standard error; the rest is done.

    \b
    Examples:
      newsparse parse page.txt | python -m json.tool --no-ensure-ascii
      newsparse parse a/ b/ dump.jsonl -o articles.jsonl
      newsparse parse --format jsonl --text-field page_text --id-field uuid - < dump
      newsparse parse CC-MAIN-*.wet.gz -o articles.parquet
      newsparse parse pages.txt --split 3 -o pages/ --output-format markdown
    """  # noqa: D301 (as above)
    from newsparse.options import Options
    from newsparse.readers import read
    from newsparse.writers import open_writer

    if repair_mojibake and importlib.util.find_spec("ftfy") is None:
        raise click.UsageError("--repair-mojibake needs ftfy: pip install 'newsparse[mojibake]'")
    if "" in (*paths, output):
        raise click.UsageError("an empty path names no file (an unset variable?)")
    if output != "-" and any(_stands_in(output, path) for path in paths):
        raise click.UsageError(f"{output}: the output stands among the inputs")
    writing = output_options(output, settings)
    reading = read_options(settings)
    parsing = Options(encoding=reading.encoding, repair_mojibake=repair_mojibake)
    tally = Tally()
    with open_writer(output, writing) as writer:
        for batch in _batches(tally.documents(parseable(read(paths, reading)))):
            for record, article in _parsed(batch, parsing, tally):
                with tally.record(record):
                    writer.write(article.to_dict(spans=writing.spans))
        if tally.exit_code == NOTHING_DONE:  # an output file that is there stays
            raise click.exceptions.Exit(NOTHING_DONE)
    raise click.exceptions.Exit(tally.exit_code)


def _stands_in(output: str, path: str) -> bool:
    """Whether a file is an input, or lies in a folder that is one."""
    target = Path(output).resolve()
    return Path(path).resolve() in (target, *target.parents)


def _parsed(
    batch: list[ReadDocument], options: Options, tally: Tally
) -> Iterator[tuple[ReadDocument, Article]]:
    """The articles of a batch; if parsing raises, of each page that does not."""
    from newsparse.parser import parse_many

    try:
        articles = list(parse_many([each.document for each in batch], options=options))
    except Exception as error:
        if len(batch) == 1:
            tally.broken(batch[0], error)
        else:
            for each in batch:
                yield from _parsed([each], options, tally)
    else:
        yield from zip(batch, articles, strict=True)


def _batches(found: Iterable[ReadDocument]) -> Iterator[list[ReadDocument]]:
    batch: list[ReadDocument] = []
    size = 0
    for each in found:
        batch.append(each)
        size += len(each.document.content)
        if len(batch) == _BATCH_PAGES or size > _BATCH_CHARS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
