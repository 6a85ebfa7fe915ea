"""`newsparse sniff`: what paths hold and how they would be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from newsparse.cli.ending import ALL_DONE, EXIT_CODES, NOTHING_DONE, SOME_FAILED
from newsparse.cli.reading import as_html, read_options, reading_options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsparse.readers.survey import Group, Survey

_SHOWN_ERRORS, _SHOWN_KEYS = 10, 20


@click.command(epilog=EXIT_CODES)
@click.argument("paths", nargs=-1, required=True, metavar="PATH… | -")
@click.option(
    "--records", default=1000, show_default=True, metavar="N", help="Read so many; 0 reads all."
)
@reading_options
def sniff(paths: tuple[str, ...], records: int, **settings: Any) -> None:
    """Say what paths hold and how parse would read them, and parse nothing.

    Of each path: its compression and format, which keys give the text, the URL and the rest, how
    many records and errors its first records give, and titles of some.

    \b
    Examples:
      newsparse sniff dump.jsonl.gz
      newsparse sniff --records 0 CC-NEWS-*.warc.gz
    """  # noqa: D301 (\\b is click's mark for lines that stay as they are)
    from newsparse.readers.survey import survey

    options = read_options(settings)
    found = []
    for path in paths:
        found.append(survey(path, options, files=records, records=records))
        click.echo(_printable(path))
        for name, value in _lines(found[-1]):
            click.echo(f"  {name:<10} {_printable(value)}")
    documents, errors = sum(s.documents for s in found), sum(len(s.errors) for s in found)
    code = (SOME_FAILED if documents else NOTHING_DONE) if errors else ALL_DONE
    raise click.exceptions.Exit(code)


def _lines(found: Survey) -> Iterator[tuple[str, str]]:
    for group in found.groups:
        yield from _of_group(group)
    html = f", {found.html:,} of them HTML" if found.html else ""
    more = "" if found.whole else " in the first records (--records 0 reads all)"
    yield "pages", f"{found.documents:,}{html}{more}"
    if found.tags:
        keys = [keys[0] for group in found.groups if (keys := group.fields.get("text"))]
        yield "", f"{found.tags:,} taken for text hold the tags of HTML: {as_html(*keys[:1])}"
    for number, title in enumerate(found.titles):
        yield "" if number else "titles", title if len(title) <= 80 else f"{title[:79]}…"
    if found.passed_over:
        kinds = sorted(found.passed_over.items())
        yield "not read", ", ".join(f"{count:,} {suffix}" for suffix, count in kinds)
    if found.errors:
        yield "errors", f"{len(found.errors):,}"
    for error in found.errors[:_SHOWN_ERRORS]:
        place = "" if error.record is None else f":{error.record}"
        yield "", f"{error.source}{place}: {error.message}"


def _of_group(group: Group) -> Iterator[tuple[str, str]]:
    packed = "".join(f" in {codec}" for codec in reversed(group.codecs))
    files = f", {group.files:,} files such as {group.example}" if group.files > 1 else ""
    yield "format", f"{group.format}{packed}{files}"
    if group.fields:
        used = (f"{part} from {' or '.join(keys)}" for part, keys in group.fields.items())
        yield "fields", ", ".join(used)
    if group.unused:
        more = ", …" if len(group.unused) > _SHOWN_KEYS else ""
        yield "not used", ", ".join(group.unused[:_SHOWN_KEYS]) + more


def _printable(text: str) -> str:
    """The text on one line, with nothing that drives a terminal."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)
