"""The command line: `newsparse parse`, `show`, `schema`; a thin shell on readers, parser, writers.

What takes long to import (numpy, the parser) is imported inside the commands, so that help and
usage errors come at once.
"""

from __future__ import annotations

import importlib.util
import json
import signal
import sys
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from newsparse.article import Article
    from newsparse.options import Options
    from newsparse.readers import ReadDocument, ReadError

ALL_DONE, SOME_FAILED, NOTHING_DONE, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 130, 141
_BATCH_PAGES, _BATCH_CHARS = 64, 1_000_000  # bounds memory, and what a failing page costs

_EXIT_CODES = """\b
Exit codes:
  0    every record was done
  1    some inputs could not be read or parsed; all others were done
  2    wrong usage, nothing could be read, or the output could not be written
  130  interrupted (Ctrl-C); 141 the reader of our output closed the pipe
"""


@contextmanager
def _one_line_endings() -> Iterator[None]:
    """Ends in one line and an exit code where a traceback would come."""
    from newsparse.writers import abandon_stdout

    try:
        yield
        return
    except BrokenPipeError:
        code = PIPE_CLOSED
    except OSError as error:
        _say(f"{error.filename or 'standard output'}: {error.strerror or error}")
        code = NOTHING_DONE
    except KeyboardInterrupt:
        _say("interrupted")
        code = INTERRUPTED
    abandon_stdout()
    raise click.exceptions.Exit(code)


class _Program(click.Group):
    def make_context(self, *arguments: Any, **settings: Any) -> click.Context:
        with _one_line_endings():
            return super().make_context(*arguments, **settings)

    def invoke(self, ctx: click.Context) -> Any:
        with _one_line_endings():
            return super().invoke(ctx)


_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group("newsparse", cls=_Program, context_settings=_SETTINGS, epilog=_EXIT_CODES)
@click.version_option(package_name="newsparse", message="%(prog)s %(version)s")
def cli() -> None:
    """Scraped news pages in, typed articles out.

    Takes flattened pages (text without markup, as in Common Crawl WET, a get_text() dump or a
    copied page) apart into ticker, headline, dateline, paragraphs and typed boilerplate.

    \b
    Examples:
      newsparse parse page.txt                       one page to one line of JSON
      newsparse parse pages/ -o articles.jsonl       a folder, written all or nothing
      newsparse parse dump.jsonl --text-field body   JSON Lines in, JSON Lines out
      zcat dump.jsonl.gz | newsparse parse --format jsonl - | jq .headline
      newsparse show page.txt --reasons              the page with the kind of every line

    Data goes to standard output, messages to standard error as "newsparse: FILE:LINE: message".
    """  # noqa: D301 (\\b is click's mark for lines that stay as they are)


def _charset(_ctx: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """Refuse the name of a charset that no page is written in."""
    from newsparse.options import Options

    try:
        return Options(encoding=value).encoding
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


_encoding_option = click.option(
    "--encoding", metavar="CHARSET", callback=_charset, help="Default: UTF-8, else detected."
)

_FIELDS = {
    "text": "the page text. Default: the first there of text, content, raw_content, maintext, "
    "plain_text, article, body",
    "id": "the record's id. Default: id, _id, doc_id, …, else FILE:LINE",
    "url": "the URL. Default: url, requested_url, …",
    "title": "the page's title, which helps to find the headline. Default: title, headline, …",
    "date": "the publication date. Default: date_publish, publish_date, published, …",
}


def _field_options(command: Callable[..., None]) -> Callable[..., None]:
    for name, told in reversed(_FIELDS.items()):
        command = click.option(f"--{name}-field", metavar="KEY", help=f"Key of {told}")(command)
    return command


@cli.command(epilog=_EXIT_CODES)
@click.argument("paths", nargs=-1, required=True, metavar="PATH… | -")
@click.option("-o", "--output", default="-", metavar="FILE", help="Write here, all or nothing.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["auto", "text", "jsonl"]),
    default="auto",
    help="auto (default): .jsonl and .ndjson are JSON Lines, other files and - are text.",
)
@_field_options
@_encoding_option
@click.option("--repair-mojibake", is_flag=True, help='Undo a wrong decoding ("donâ€™t").')
@click.option("--spans", is_flag=True, help="Add the page text and its blocks with positions.")
def parse(paths: tuple[str, ...], output: str, format_: str, spans: bool, **reading: Any) -> None:
    """Parse pages into one JSON record a line.

    PATH is a text file (one page), a JSON Lines file (one page a line), a folder (its .txt, .text,
    .jsonl, .ndjson files and those without suffix, with subfolders, sorted, hidden ones left out),
    or - for standard input.

    A file or record that cannot be read gives one line on standard error; the rest is done.

    \b
    Examples:
      newsparse parse page.txt | python -m json.tool --no-ensure-ascii
      newsparse parse a/ b/ dump.jsonl -o articles.jsonl
      newsparse parse --format jsonl --text-field page_text --id-field uuid - < dump
    """  # noqa: D301 (as above)
    from newsparse.options import Options
    from newsparse.readers import Fields, ReadOptions, read
    from newsparse.writers import JsonlWriter, open_output

    if reading["repair_mojibake"] and importlib.util.find_spec("ftfy") is None:
        raise click.UsageError("--repair-mojibake needs ftfy: pip install 'newsparse[mojibake]'")
    if "" in (*paths, output):
        raise click.UsageError("an empty path names no file (an unset variable?)")
    if output != "-" and any(_stands_in(output, path) for path in paths):
        raise click.UsageError(f"{output}: the output stands among the inputs")
    parsing = Options(encoding=reading["encoding"], repair_mojibake=reading["repair_mojibake"])
    fields = Fields(**{name: reading[f"{name}_field"] for name in _FIELDS})
    options = ReadOptions(None if format_ == "auto" else format_, fields, parsing.encoding)
    tally = _Tally()
    with open_output(output) as stream:
        writer = JsonlWriter(stream, spans)
        for batch in _batches(tally.documents(read(paths, options))):
            for record, article in _parsed(batch, parsing, tally):
                with tally.record(record):
                    writer.write(article)
        if tally.exit_code == NOTHING_DONE:  # an output file that is there stays
            raise click.exceptions.Exit(NOTHING_DONE)
    raise click.exceptions.Exit(tally.exit_code)


def _stands_in(output: str, path: str) -> bool:
    """Whether a file is an input, or lies in a folder that is one."""
    target = Path(output).resolve()
    return Path(path).resolve() in (target, *target.parents)


@cli.command(epilog=_EXIT_CODES)
@click.argument("file", metavar="FILE | -")
@click.option("--reasons", is_flag=True, help="Show for each block the cues that decided.")
@click.option("--title", metavar="T", help="The page's title, which helps to find the headline.")
@_encoding_option
def show(file: str, reasons: bool, title: str | None, encoding: str | None) -> None:
    """Show a page with every block coloured by its kind.

    Before each block stand its label and how sure it is (0 to 1). Of a JSON Lines file every page
    is shown. Colours go to a terminal only, and not where NO_COLOR is set.
    """
    from newsparse.options import Options
    from newsparse.parser import explain, parse_many
    from newsparse.readers import ReadOptions, read
    from newsparse.show import Screen, render

    options = Options(encoding=encoding)
    screen = Screen.of_stdout()
    tally = _Tally()
    for record in tally.documents(read([file], ReadOptions(encoding=encoding))):
        with tally.record(record):
            page = replace(record.document, title=title or record.document.title)
            [article] = parse_many([page], options=options)
            whys = explain(page.content, title=page.title, options=options) if reasons else None
            for line in render(article, screen, whys):
                click.echo(line, color=screen.colour)
    raise click.exceptions.Exit(tally.exit_code)


@cli.command()
@click.option("--spans", is_flag=True, help="Of the records that `parse --spans` writes.")
def schema(spans: bool) -> None:
    """Print the JSON Schema of the records."""
    from newsparse.schema import record_schema

    click.echo(json.dumps(record_schema(spans), indent=2, ensure_ascii=False))


@dataclass(slots=True)
class _Tally:
    """Counts what was done and what failed, and says each failure in one line."""

    done: int = 0
    failed: int = 0

    @property
    def exit_code(self) -> int:
        if not self.failed:
            return ALL_DONE
        return SOME_FAILED if self.done else NOTHING_DONE

    def fail(self, source: str, record: int | None, message: str) -> None:
        self.failed += 1
        _say(f"{source}: {message}" if record is None else f"{source}:{record}: {message}")

    def documents(self, found: Iterable[ReadDocument | ReadError]) -> Iterator[ReadDocument]:
        """The documents; errors are said where they come."""
        from newsparse.readers import ReadError

        for each in found:
            if isinstance(each, ReadError):
                self.fail(each.source, each.record, each.message)
            else:
                yield each

    @contextmanager
    def record(self, record: ReadDocument) -> Iterator[None]:
        """Counts one record as done, or as failed; a failing output is everyone's end."""
        try:
            yield
        except OSError:
            raise
        except Exception as error:
            self.broken(record, error)
        else:
            self.done += 1

    def broken(self, record: ReadDocument, error: Exception) -> None:
        """Say a record that broke the parser: a defect of ours must not cost the others."""
        why = f"could not be parsed ({type(error).__name__}: {error})"
        self.fail(record.source, record.record, why)


def _parsed(
    batch: list[ReadDocument], options: Options, tally: _Tally
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


def _say(message: str) -> None:
    """One line on standard error, whatever the message holds."""
    line = "".join(c if c.isprintable() else repr(c)[1:-1] for c in message)
    click.echo(f"newsparse: {line}", err=True)


def _terminate(signal_number: int, _frame: object) -> None:
    sys.exit(128 + signal_number)  # unwinds, so that no temporary file stays behind


def main() -> None:
    """The program `newsparse`."""
    signal.signal(signal.SIGTERM, _terminate)
    cli()
