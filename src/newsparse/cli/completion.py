"""What a shell needs to complete the words of a command line."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

SHELLS = ("bash", "zsh", "fish")


def print_completion(ctx: click.Context, _option: click.Parameter, shell: str | None) -> None:
    """Print the script of a shell and end."""
    if shell is None:
        return
    found = get_completion_class(shell)
    assert found is not None
    script = found(ctx.command, {}, "newsparse", "_NEWSPARSE_COMPLETE").source()
    click.echo(script, nl=False)
    ctx.exit()
