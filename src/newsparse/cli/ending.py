"""How the program ends: exit codes, and one line where a traceback would come."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

ALL_DONE, SOME_FAILED, NOTHING_DONE, TOO_MANY_FAILED = 0, 1, 2, 3
INTERRUPTED, PIPE_CLOSED = 130, 141

EXIT_CODES = """\b
Exit codes:
  0    every record was done
  1    some inputs could not be read or parsed; all others were done
  2    wrong usage, nothing could be read, or the output could not be written
  3    more documents were quarantined than --max-error-rate allows
  130  interrupted (Ctrl-C); 141 the reader of our output closed the pipe
"""


def say(message: str) -> None:
    """One line on standard error, whatever the message holds."""
    line = "".join(c if c.isprintable() else repr(c)[1:-1] for c in message)
    click.echo(f"newsparse: {line}", err=True)


class Program(click.Group):
    """A group of commands that ends in one line, not in a traceback, when input or output fail."""

    def make_context(self, *arguments: Any, **settings: Any) -> click.Context:
        """Reads the arguments; help may meet a full disk or a closed pipe too."""
        with _one_line_endings():
            return super().make_context(*arguments, **settings)

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command."""
        with _one_line_endings():
            return super().invoke(ctx)


@contextmanager
def _one_line_endings() -> Iterator[None]:
    """Ends in one line and an exit code where a traceback would come."""
    from newsparse.extras import MissingExtraError
    from newsparse.writers import abandon_stdout

    try:
        yield
        return
    except BrokenPipeError:
        code = PIPE_CLOSED
    except OSError as error:
        say(f"{error.filename or 'standard output'}: {error.strerror or error}")
        code = NOTHING_DONE
    except MissingExtraError as error:
        say(str(error))
        code = NOTHING_DONE
    except KeyboardInterrupt:
        say("interrupted")
        code = INTERRUPTED
    abandon_stdout()
    raise click.exceptions.Exit(code)
