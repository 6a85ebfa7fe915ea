"""`newsparse show`: a page with the kind of every block."""

from __future__ import annotations

from dataclasses import replace

import click

from newsparse.cli.ending import EXIT_CODES
from newsparse.cli.reading import encoding_option
from newsparse.cli.tally import Tally


@click.command(epilog=EXIT_CODES)
@click.argument("file", metavar="FILE | -")
@click.option("--reasons", is_flag=True, help="Show for each block the cues that decided.")
@click.option("--title", metavar="T", help="The page's title, which helps to find the headline.")
@encoding_option
def show(file: str, reasons: bool, title: str | None, encoding: str | None) -> None:
    """Show a page with every block coloured by its kind.

    Before each block stand its label and how sure it is (0 to 1). Of a dump (see newsparse sniff)
    every page is shown. Colours go to a terminal only, and not where NO_COLOR is set.
    """
    from newsparse.options import Options
    from newsparse.parser import explain, parse_many
    from newsparse.readers import ReadOptions, read
    from newsparse.show import Screen, render

    options = Options(encoding=encoding)
    screen = Screen.of_stdout()
    tally = Tally()
    for record in tally.documents(read([file], ReadOptions(encoding=encoding))):
        with tally.record(record):
            page = replace(record.document, title=title or record.document.title)
            [article] = parse_many([page], options=options)
            whys = explain(page, options=options) if reasons else None
            for line in render(article, screen, whys):
                click.echo(line, color=screen.colour)
    raise click.exceptions.Exit(tally.exit_code)
