"""A sheet of long columns of numbers, written a row at a time instead of a cell at a time.

A year of hours has half a million cells a variant. XlsxWriter takes, keeps and writes each of them on its own, which
was most of the time of a report; a row that is one line of text with gaps for its numbers takes a fifth of that.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from energycommunity.quantities import FloatArray


class SeriesSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter tells no types
    """A worksheet whose rows below the heading are columns of numbers, given at once."""

    columns: Sequence[FloatArray] = ()

    def fill(self, columns: Sequence[FloatArray], first_format: Format) -> None:
        """Give the numbers below row 1, each column of shape (rows,); the first column has a format of its own.

        Raises
        ------
        ValueError
            If a number is not finite: Excel would call the file damaged.
        """
        if not all(np.isfinite(column).all() for column in columns):
            raise ValueError("a series that is not finite cannot be written to a workbook")
        self.columns, self.first_format = columns[: self.xls_colmax], first_format
        self._check_dimensions(len(columns[0]), len(self.columns) - 1)

    def _write_rows(self) -> None:
        """The heading as ever, then the numbers; XlsxWriter calls this when it writes the sheet."""
        super()._write_rows()
        if not self.columns:
            return
        style = f' s="{self.first_format._get_xf_index()}"'
        names = [xl_col_to_name(place) for place in range(len(self.columns))]
        cells = [f'<c r="{name}#"{"" if place else style}><v>%.16G</v></c>' for place, name in enumerate(names)]
        row = f'<row r="#">{"".join(cells)}</row>'
        for number, values in enumerate(zip(*(column.tolist() for column in self.columns), strict=True), 2):
            self.fh.write(row.replace("#", str(number)) % values)
