"""Sections as HTML: tables with a bar in every row, histograms as inline SVG."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from newsparse.report.sections import Row, Section, share
from newsparse.show import harmless

if TYPE_CHECKING:
    from collections.abc import Iterator

# Units of a histogram's viewBox.
_WIDTH, _TOP, _HEIGHT, _FOOT = 400, 14, 120, 18
_GAP = 2


def chart(section: Section) -> str:
    """One section as a figure; every number in it stands in a table, too."""
    body = _histogram(section) if section.histogram else _bars(section)
    return (
        f'<figure class="card" id="chart-{section.key}">'
        f"<figcaption><h2>{escape(section.title)}</h2><p>{escape(section.told)}</p></figcaption>"
        f"{body}</figure>"
    )


def _bars(section: Section) -> str:
    most = max(row.count for row in section.rows) or 1
    noted = any(row.note for row in section.rows)
    rows = "".join(_bar_row(row, section.base, most, noted) for row in section.rows)
    return f'<table class="bars"><thead class="unseen">{_head(noted)}</thead>{rows}</table>'


def _head(noted: bool) -> str:
    last = '<th scope="col">blocks</th>' if noted else ""
    return (
        '<tr><th scope="col">name</th><td></td><th scope="col">pages</th>'
        f'<th scope="col">share</th>{last}</tr>'
    )


def _bar_row(row: Row, base: int, most: int, noted: bool) -> str:
    family = f' class="f-{row.family}"' if row.family else ""
    note = f'<td class="note">{escape(row.note)}</td>' if noted else ""
    return (
        f'<tr{family}><th scope="row">{escape(harmless(row.name))}</th>'
        f'<td class="bar"><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="{100 * row.count / most:.2f}" height="10"/></svg></td>'
        f"<td>{row.count:,}</td><td>{share(row.count, base)}</td>{note}</tr>"
    )


def _histogram(section: Section) -> str:
    key, rows = section.key, section.rows
    peak = max(rows, key=lambda row: row.count)
    told = f"Most, {peak.count:,} of {section.base:,} pages, are in {peak.name}."
    return (
        f'<svg class="columns" role="img" aria-labelledby="{key}-t {key}-d" '
        f'viewBox="0 0 {_WIDTH} {_TOP + _HEIGHT + _FOOT}">'
        f'<title id="{key}-t">{escape(section.title)}</title>'
        f'<desc id="{key}-d">{escape(section.told)}. {escape(told)}</desc>'
        f"{''.join(_columns(section))}</svg>"
        f"<details><summary>Numbers</summary>{_bars(section)}</details>"
    )


def _columns(section: Section) -> Iterator[str]:
    rows = section.rows
    step = _WIDTH / len(rows)
    most = max(row.count for row in rows) or 1
    floor = _TOP + _HEIGHT
    for number, row in enumerate(rows):
        x, height = number * step, _HEIGHT * row.count / most
        said = f"{row.name}: {row.count:,} pages, {share(row.count, section.base)}"
        # The transparent column takes the pointer where a bar is too low to be hit.
        yield (
            f'<g class="column"><title>{escape(said)}</title>'
            f'<rect class="hit" x="{x:.1f}" y="0" width="{step:.1f}" height="{floor}"/>'
            f'<rect x="{x + _GAP / 2:.1f}" y="{floor - height:.1f}" '
            f'width="{step - _GAP:.1f}" height="{height:.1f}"/>'
        )
        if row.count == most:
            middle = min(max(x + step / 2, 30), _WIDTH - 30)
            yield (
                f'<text class="peak" x="{middle:.1f}" y="{_TOP - 4}">'
                f"{share(row.count, section.base)}</text>"
            )
        yield "</g>"
        if row.tick:
            yield f'<text class="tick" x="{x + 1:.1f}" y="{floor + 13}">{escape(row.tick)}</text>'
    yield f'<line x1="0" y1="{floor}" x2="{_WIDTH}" y2="{floor}"/>'
