"""`newsparse stats`: what a run of `newsparse parse` came to."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsparse.cli.ending import EXIT_CODES, NOTHING_DONE
from newsparse.cli.tally import Tally

if TYPE_CHECKING:
    from newsparse.report.sample import Sample
    from newsparse.stats import Stats

_PAGES = 200


@click.command(epilog=EXIT_CODES)
@click.argument("paths", nargs=-1, required=True, metavar="OUTPUT… | -")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as one JSON object.")
@click.option("--report", metavar="FILE", help="Write an HTML report: charts and a page browser.")
@click.option(
    "--pages",
    type=click.IntRange(min=0),
    default=_PAGES,
    show_default=True,
    metavar="N",
    help="Pages in the report: the same ones every time, spread over the confidences.",
)
@click.option("--worst", is_flag=True, help="Take the least confident pages instead of a spread.")
def stats(
    paths: tuple[str, ...], as_json: bool, report: str | None, pages: int, worst: bool
) -> None:
    """Count what a run came to: page types, fields, flags, confidence, lengths, boilerplate.

    OUTPUT is a file of records that `newsparse parse` wrote (JSON Lines, plain, .gz or .zst, or
    Parquet), or - for standard input; several are counted as one.

    The report is one HTML file that fetches nothing. Of records that `parse --spans` wrote it shows
    the blocks of the page, coloured by kind, beside the article; of others the article alone.

    A line or row that is no record gives one line on standard error; the rest is counted.

    \b
    Examples:
      newsparse stats articles.jsonl
      newsparse stats part-*.jsonl.zst --json | jq .total.flags
      newsparse stats articles.jsonl --report report.html --pages 50 --worst
    """  # noqa: D301 (\\b is click's mark for lines that stay as they are)
    from newsparse.report.sample import Sample
    from newsparse.report.terminal import table
    from newsparse.show import Screen

    _refuse_confusion(paths, report)
    tally = Tally()
    sample: Sample[dict[str, Any]] = Sample(pages if report else 0, worst)
    counted = _counted(paths, tally, sample)
    if tally.exit_code != NOTHING_DONE:
        if report is not None:
            _write_report(report, counted, sample, paths, worst)
        Screen.of_stdout()  # which may lack the characters of the bars
        text = json.dumps(counted.to_dict()) if as_json else "\n".join(table(counted))
        click.echo(text)
    raise click.exceptions.Exit(tally.exit_code)


def _refuse_confusion(paths: tuple[str, ...], report: str | None) -> None:
    if "" in (*paths, report):
        raise click.UsageError("an empty path names no file (an unset variable?)")
    if report == "-":
        raise click.UsageError("the report needs a file: standard output has the table")
    if report is not None and Path(report).resolve() in {Path(path).resolve() for path in paths}:
        raise click.UsageError(f"{report}: the report stands among the inputs")


def _counted(paths: tuple[str, ...], tally: Tally, sample: Sample[dict[str, Any]]) -> Stats:
    """The counts of all records; the sample fills on the way."""
    from newsparse.readers import ReadError
    from newsparse.records import NotARecordError, read_records
    from newsparse.report.view import view
    from newsparse.stats import Counting

    counting = Counting()
    for found in read_records(paths):
        if isinstance(found, ReadError):
            tally.fail(found.source, found.record, found.message)
            counting.add_broken()
            continue
        try:
            counting.add(found)
        except NotARecordError as error:
            tally.fail(found.source, found.number, str(error))
            counting.add_broken()
        else:
            tally.done += 1
            sample.offer(found.confidence, found.line, partial(view, found))
    return counting.stats()


def _write_report(
    name: str,
    counted: Stats,
    sample: Sample[dict[str, Any]],
    paths: tuple[str, ...],
    worst: bool,
) -> None:
    from newsparse.report.html import render
    from newsparse.writers import open_output

    chosen, total = len(sample.pages), counted.total.pages
    how = f"all {total:,} pages"
    if chosen < total:
        choice = "the least confident" if worst else "spread over the confidences"
        how = f"{chosen:,} of {total:,} pages, {choice}"
    page = render(counted, sample.pages, paths, how)
    with open_output(name) as stream:
        stream.write(page.encode())
