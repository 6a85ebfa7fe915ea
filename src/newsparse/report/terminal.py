"""The sections as a table of plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsparse.report.sections import Row, Section, sections, share

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsparse.stats import Stats

_NAME, _COUNT, _SHARE, _BAR = 24, 11, 9, 24  # columns
_EIGHTHS = " ▏▎▍▌▋▊▉█"


def _cut(name: str) -> str:
    return name if len(name) <= _NAME else f"{name[: _NAME - 1]}…"


def table(stats: Stats) -> Iterator[str]:
    """The lines, 80 columns at most."""
    yield headline(stats)
    for section in sections(stats):
        yield ""
        yield f"{section.title} ({section.told})"
        for row in _shown(section):
            bar = _bar(row.count / section.base if section.base else 0)
            cells = (
                f"  {_cut(row.name):<{_NAME}}{row.count:>{_COUNT},}",
                f"{share(row.count, section.base):>{_SHARE}}  ",
                row.note or bar,
            )
            yield "".join(cells).rstrip()


def headline(stats: Stats) -> str:
    """How many pages there are, and how many could not be read.

    >>> from newsparse.stats import Stats
    >>> headline(Stats(broken=1))
    '0 pages, 1 line or file unreadable'
    """
    pages, broken = stats.total.pages, stats.broken
    told = f"{pages:,} page{'s' * (pages != 1)}"
    if not broken:
        return told
    return f"{told}, {broken:,} {'lines or files' if broken != 1 else 'line or file'} unreadable"


def _shown(section: Section) -> list[Row]:
    """Of a histogram no empty classes at its ends."""
    rows = list(section.rows)
    if section.histogram:
        while rows and not rows[0].count:
            del rows[0]
        while rows and not rows[-1].count:
            del rows[-1]
    return rows


def _bar(part: float) -> str:
    """A bar for a share of 0..1.

    >>> _bar(0.5), _bar(0.0)
    ('████████████', '')
    """
    eighths = round(part * _BAR * 8)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()
