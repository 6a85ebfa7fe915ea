"""The options that say how records are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsparse.writers import OutputOptions

_FORMATS = ("jsonl", "parquet", "csv", "text", "markdown")
"""As `newsparse.writers` has them, which is not imported for the sake of a help text."""


def writing_options(command: Callable[..., None]) -> Callable[..., None]:
    """Adds the options of writing to a command, which passes them on to `output_options`."""
    command = click.option(
        "--spans", is_flag=True, help="Add the page text and its blocks with positions."
    )(command)
    command = click.option(
        "--compress",
        type=click.Choice(["gz", "zst", "none"]),
        help="Default: as the output's suffix says (.jsonl.gz, .csv.zst).",
    )(command)
    return click.option(
        "--output-format",
        type=click.Choice(_FORMATS),
        help="Default: as the output's suffix says, else jsonl. text and markdown make a folder "
        "with a file for each page.",
    )(command)


def output_options(output: str, settings: dict[str, Any]) -> OutputOptions:
    """The options of writing, taken out of a command's settings.

    Raises:
        UsageError: they do not go together.
    """
    from newsparse.writers import OutputOptions, format_of

    names = ("output_format", "compress", "spans")
    options = OutputOptions(*(settings.pop(name) for name in names))
    try:
        format_of(output, options)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    return options
