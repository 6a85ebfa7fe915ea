"""Defaults of options from a file, for what one repeats; the command line wins.

encoding = "cp1252"        # for every command that has --encoding
[parse]
jobs = 4
filter = ["page_type=article"]
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Mapping

OWN_FILE, PROJECT_FILE = "newsparse.toml", "pyproject.toml"


def defaults(commands: Mapping[str, click.Command], named: str | None) -> dict[str, dict[str, Any]]:
    """For each command the values of its options by the names of its parameters.

    Looks in the file named, else in `newsparse.toml` and `pyproject.toml` of the current folder.

    Raises:
        click.UsageError: the file cannot be read, or a key or value in it means nothing.
    """
    name, table = _table(named)
    keys = {command: _options(commands[command]) for command in commands}
    found: dict[str, dict[str, Any]] = {command: {} for command in commands}
    everywhere = {key: value for key, value in table.items() if not isinstance(value, dict)}
    for key, value in everywhere.items():
        holders = [command for command in commands if key in keys[command]]
        if not holders:
            raise _unknown(name, key, [*commands, *set().union(*keys.values())])
        for command in holders:
            _set(found[command], keys[command][key], value, f"{name}: {key}")
    for command, values in table.items():
        if not isinstance(values, dict):
            continue
        if command not in commands:
            raise _unknown(name, command, commands)
        for key, value in values.items():
            if key not in keys[command]:
                raise _unknown(name, f"{command}.{key}", [f"{command}.{k}" for k in keys[command]])
            _set(found[command], keys[command][key], value, f"{name}: {command}.{key}")
    return found


def _table(named: str | None) -> tuple[str, dict[str, Any]]:
    """The name of the file that counts, and its table."""
    if named is not None:
        return named, _read(named)
    if Path(OWN_FILE).is_file():
        return OWN_FILE, _read(OWN_FILE)
    if Path(PROJECT_FILE).is_file():
        try:
            return PROJECT_FILE, _read(PROJECT_FILE)
        except click.UsageError:  # somebody else's file: theirs to mend
            return PROJECT_FILE, {}
    return OWN_FILE, {}


def _read(name: str) -> dict[str, Any]:
    import tomllib

    try:
        table = tomllib.loads(Path(name).read_text("utf-8"))
    except OSError as error:
        raise click.UsageError(f"{name}: {error.strerror}") from None
    except ValueError as error:  # not TOML, or not UTF-8
        raise click.UsageError(f"{name}: {error}") from None
    if Path(name).name == PROJECT_FILE:
        tools = table.get("tool")
        table = tools.get("newsparse", {}) if isinstance(tools, dict) else {}
    if not isinstance(table, dict):
        raise click.UsageError(f"{name}: tool.newsparse is not a table")
    return table


def _options(command: click.Command) -> dict[str, click.Option]:
    """The options of a command by their long names, with dashes or underscores."""
    found: dict[str, click.Option] = {}
    for option in command.params:
        for name in option.opts:
            if isinstance(option, click.Option) and name.startswith("--"):
                found[name[2:]] = found[name[2:].replace("-", "_")] = option
    return found


def _set(values: dict[str, Any], option: click.Option, value: Any, place: str) -> None:
    """Put a value in if the option takes it."""
    if option.is_flag and not isinstance(value, bool):
        raise click.UsageError(f"{place}: true or false, not {value!r}")
    if option.multiple and isinstance(value, str):
        value = [value]
    try:
        option.type_cast_value(click.Context(click.Command(None)), value)
    except (click.BadParameter, TypeError) as error:
        said = error.message if isinstance(error, click.BadParameter) else f"{value!r} is no value"
        raise click.UsageError(f"{place}: {said}") from None
    assert option.name is not None
    values[option.name] = value


def _unknown(name: str, key: str, known: Any) -> click.UsageError:
    import difflib

    close = difflib.get_close_matches(key, list(known), 1)
    hint = f" (did you mean {close[0]!r}?)" if close else ""
    return click.UsageError(f"{name}: unknown key {key!r}{hint}")
