"""Tables of data: which lines of a page are the cells of one row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

_CELL, _LONG_CELL = 120, 500  # characters up to which a cell is data, the latter in a sure table
_CELL_LINES = 5  # lines up to which it is so
_ROWS, _GRID_ROWS = 2, 3  # rows of cells that make a table without header cells, and a grid
_CELLS = frozenset({"td", "th"})

Row = list[list[int]]
"""The lines of each cell that has any."""


@dataclass(frozen=True, slots=True)
class Tables:
    """The lines of a page and the elements that they begin in."""

    tags: Sequence[str]
    """The elements of the page in document order."""
    parents: Sequence[int]
    ends: Sequence[int]
    """One past the last element inside each."""
    texts: list[str]
    """The lines."""
    owners: Sequence[int]
    """The element that each begins in."""
    gaps: Sequence[int]
    """Whether the edge of a block element stands before each, not a mere break."""

    def joints(self) -> dict[int, str]:
        r"""What stands before a line that goes on with the row of data of the line before.

        Pages of old are laid out in tables whose cells hold lines of their own: other tables,
        paragraphs, long text. Their rows stay as they are.

        >>> tags = "table", "tr", "td", "td", "tr", "td", "td"
        >>> elements = tags, (0, 0, 1, 1, 0, 4, 4), (7, 4, 3, 4, 7, 6, 7)
        >>> tables = Tables(*elements, ["Oslo", "4 mm", "Rome", "9 mm"], (2, 3, 5, 6), (1,) * 4)
        >>> tables.joints()
        {1: '\t', 3: '\t'}
        >>> tables.texts[1] = "The council met for three hours. " * 5
        >>> tables.joints()
        {}
        """
        joints: dict[int, str] = {}
        for table, rows in self._tables():
            for row in self._data(rows, headed="th" in self.tags[table : self.ends[table]]):
                joints.update((cell[0], "\t") for cell in row[1:])
                joints.update((line, " ") for cell in row for line in cell[1:])
        return joints

    def _tables(self) -> Iterator[tuple[int, list[Row]]]:
        """The tables that hold no other, with their rows."""
        tags, ends = self.tags, self.ends
        cells: dict[int, tuple[int, int, int]] = {}  # table, row and cell of an element
        tables = [place for place, tag in enumerate(tags) if tag == "table"]
        for table, following in pairwise([*tables, len(tags)]):
            if following < ends[table]:
                continue
            cells[table] = table, table, table
            for place in range(table + 1, ends[table]):
                _, row, cell = cells[self.parents[place]]
                if tags[place] == "tr":
                    row = cell = place
                elif tags[place] in _CELLS:
                    cell = place
                cells[place] = table, row, cell
        lines = [(*cells[owner], line) for line, owner in enumerate(self.owners) if owner in cells]
        for table, of_table in groupby(lines, lambda line: line[0]):
            rows = [
                [[line[3] for line in cell] for _, cell in groupby(of_row, lambda line: line[2])]
                for row, of_row in groupby(of_table, lambda line: line[1])
                if row != table
            ]
            yield table, rows

    def _data(self, rows: list[Row], *, headed: bool) -> list[Row]:
        """The rows of a table that hold data in several cells."""
        grid = len(rows) >= _GRID_ROWS and len({*map(len, rows)}) == 1
        limit = _LONG_CELL if headed or grid else _CELL
        data = [
            row for row in rows if all(self._is_data(cell, limit, headed or grid) for cell in row)
        ]
        wide = [row for row in data if len(row) > 1]
        if headed or (len(wide) >= _ROWS and len(wide) > len(rows) - len(data)):
            return wide
        return []

    def _is_data(self, cell: list[int], limit: int, sure: bool) -> bool:
        """Whether the lines of a cell are data: short, few, with mere breaks between."""
        return (
            len(cell) <= _CELL_LINES
            and sum(len(self.texts[line]) for line in cell) <= limit
            and (sure or not any(self.gaps[line] for line in cell[1:]))
        )
