"""The command line, one module a command; a thin shell on readers, parser, writers.

What takes long to import (numpy, the parser) is imported inside the commands, so that help and
usage errors come at once.
"""

from __future__ import annotations

import signal
import sys

import click

from newsparse.cli import parse, retry, schema, show, sniff, stats
from newsparse.cli.completion import SHELLS, print_completion
from newsparse.cli.configuration import defaults
from newsparse.cli.ending import EXIT_CODES, Program

_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group("newsparse", cls=Program, context_settings=_SETTINGS, epilog=EXIT_CODES)
@click.version_option(package_name="newsparse", message="%(prog)s %(version)s")
@click.option(
    "--completion",
    type=click.Choice(SHELLS),
    is_eager=True,
    expose_value=False,
    callback=print_completion,
    help='Print what the shell needs to complete: eval "$(newsparse --completion bash)"',
)
@click.option(
    "--config",
    metavar="FILE",
    help="Defaults of options. Default: newsparse.toml, or [tool.newsparse] of pyproject.toml.",
)
@click.pass_context
def cli(ctx: click.Context, config: str | None) -> None:
    """Scraped news pages in, typed articles out.

    Takes flattened pages (text without markup, as in Common Crawl WET, a get_text() dump or a
    copied page) apart into ticker, headline, dateline, paragraphs and typed boilerplate.

    \b
    Examples:
      newsparse parse page.txt                       one page to one line of JSON
      newsparse parse pages/ -o articles.jsonl       a folder, written all or nothing
      newsparse sniff dump.jsonl.gz                  what it holds, how it would be read
      newsparse parse dump.jsonl.gz --text-field body | jq .headline
      newsparse parse crawl.wet.gz -o a.parquet      WARC, WET, CSV, tar, zip … in, Parquet out
      newsparse show page.txt --reasons              the page with the kind of every line
      newsparse stats articles.jsonl                 what a run came to, in counts

    Data goes to standard output, messages to standard error as "newsparse: FILE:LINE: message".
    """  # noqa: D301 (\\b is click's mark for lines that stay as they are)
    ctx.default_map = defaults(cli.commands, config)


for command in (
    parse.parse,
    retry.retry,
    sniff.sniff,
    show.show,
    stats.stats,
    schema.schema,
):
    cli.add_command(command)


def _terminate(signal_number: int, _frame: object) -> None:
    sys.exit(128 + signal_number)  # unwinds, so that no temporary file stays behind


def main() -> None:
    """The program `newsparse`."""
    signal.signal(signal.SIGTERM, _terminate)
    cli()
