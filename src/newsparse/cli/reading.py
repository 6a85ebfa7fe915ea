"""The options that say how inputs are read, shared by the commands that read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsparse.readers import Item, ReadOptions, Split

FORMATS = ("text", "html", "jsonl", "json", "csv", "parquet", "warc")
"""As `newsparse.readers` has them, which is not imported for the sake of a help text."""

FIELDS = {
    "text": "the page text. Default: the first there of text, content, raw_content, maintext, "
    "plain_text, article, body",
    "html": "the page as HTML. Default: where there is no text, html, raw_html, …",
    "id": "the record's id. Default: id, _id, doc_id, …, else FILE:LINE",
    "url": "the URL. Default: url, requested_url, …",
    "title": "the page's title, which helps to find the headline. Default: title, headline, …",
    "date": "the publication date. Default: date_publish, publish_date, published, …",
    "language": "the language. Default: language, lang",
}


def _charset(_ctx: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """Refuse the name of a charset that no page is written in."""
    from newsparse.options import Options

    try:
        return Options(encoding=value).encoding
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def _split(_ctx: click.Context, _option: click.Parameter, value: str | None) -> Split | None:
    from newsparse.readers import Split

    try:
        return None if value is None else Split.parse(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


encoding_option = click.option(
    "--encoding", metavar="CHARSET", callback=_charset, help="Default: UTF-8, else detected."
)


def field_options(command: Callable[..., None]) -> Callable[..., None]:
    """Adds `--text-field` and its kin to a command."""
    for name, told in reversed(FIELDS.items()):
        command = click.option(f"--{name}-field", metavar="KEY", help=f"Key of {told}")(command)
    return command


def reading_options(command: Callable[..., None]) -> Callable[..., None]:
    """Adds all options of reading to a command, which passes them on to `read_options`."""
    command = encoding_option(command)
    command = click.option(
        "--split",
        metavar="WHERE",
        callback=_split,
        help="Text files hold several pages: N (so many blank lines between them), formfeed, or "
        "a pattern of the lines between them.",
    )(command)
    command = field_options(command)
    return click.option(
        "--format",
        "format_",
        type=click.Choice(["auto", *FORMATS]),
        default="auto",
        help="auto (default): told by the bytes of each file, by its suffix where they tie.",
    )(command)


def as_html(key: str | None = None) -> str:
    """The option that reads as HTML what is taken for text."""
    option = f"--html-field {key}" if key else "--format html (of files), --html-field KEY"
    return f"{option} reads such as HTML"


def hint_at_tags(item: Item) -> str | None:
    """What to say of a page that is taken for text and holds the tags of HTML."""
    from newsparse.readers import ReadError
    from newsparse.readers.fields import holds_tags

    if isinstance(item, ReadError) or item.document.html or not holds_tags(item.document.content):
        return None
    how = "--format html" if item.record is None else "--html-field KEY (see newsparse sniff)"
    return f"taken for text, but it holds the tags of HTML: {how} reads such pages as HTML"


def read_options(settings: dict[str, Any]) -> ReadOptions:
    """The options of reading, taken out of a command's settings."""
    from newsparse.readers import Fields, ReadOptions

    fields = Fields(**{name: settings.pop(f"{name}_field") for name in FIELDS})
    form = settings.pop("format_")
    return ReadOptions(
        None if form == "auto" else form, fields, settings.pop("encoding"), settings.pop("split")
    )
