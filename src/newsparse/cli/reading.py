"""The options that say how inputs are read, shared by the commands that read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable


def _charset(_ctx: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """Refuse the name of a charset that no page is written in."""
    from newsparse.options import Options

    try:
        return Options(encoding=value).encoding
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


encoding_option = click.option(
    "--encoding", metavar="CHARSET", callback=_charset, help="Default: UTF-8, else detected."
)

FIELDS = {
    "text": "the page text. Default: the first there of text, content, raw_content, maintext, "
    "plain_text, article, body",
    "id": "the record's id. Default: id, _id, doc_id, …, else FILE:LINE",
    "url": "the URL. Default: url, requested_url, …",
    "title": "the page's title, which helps to find the headline. Default: title, headline, …",
    "date": "the publication date. Default: date_publish, publish_date, published, …",
}


def field_options(command: Callable[..., None]) -> Callable[..., None]:
    """Adds `--text-field` and its kin to a command."""
    for name, told in reversed(FIELDS.items()):
        command = click.option(f"--{name}-field", metavar="KEY", help=f"Key of {told}")(command)
    return command
