"""Numbers as people write them: which sign parts the decimals, and which one thousands.

    1.5   0,250   1234,500   1.000,4   1.000.000      can be read in one way
    1.250                                             one and a quarter, or twelve hundred and fifty

What can be read in two ways follows what stands with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from energycommunity.errors import Fault
from energycommunity.quantities import FloatArray, IntArray

DecimalSign = Literal[",", "."]
#: A row with a decimal comma, one with a decimal point, and that of both which is the exception.
Clash = tuple[int, int, int]

#: A blank or an apostrophe between thousands.
_BETWEEN_THOUSANDS = re.compile(r"(?<=\d)[\s\u00a0\u202f'’](?=\d{3}(?!\d))")
_LIKE_A_NUMBER = r"[+-]?[\d.,]*\d[\d.,]*(?:[eE][+-]?\d+)?"
_TWO_WAYS = r"[+-]?[1-9]\d{0,2}[.,]\d{3}"


@dataclass(frozen=True, eq=False)
class DecimalSigns:
    """The rows of numbers with a decimal comma, with a point, and of those where either may part thousands instead.

    `with_groups`: whether some number certainly has thousands parted by a comma or a point.
    """

    comma: IntArray
    point: IntArray
    comma_or_thousands: IntArray
    point_or_thousands: IntArray
    with_groups: bool

    @classmethod
    def of(cls, columns: Iterable[DecimalSigns]) -> DecimalSigns:
        """What columns tell together."""
        found = [_NOTHING, *columns]
        return cls(
            np.concatenate([each.comma for each in found]),
            np.concatenate([each.point for each in found]),
            np.concatenate([each.comma_or_thousands for each in found]),
            np.concatenate([each.point_or_thousands for each in found]),
            any(each.with_groups for each in found),
        )

    @property
    def sign(self) -> DecimalSign | None:
        """The one that is certain, if any; meaningless where they `clash`."""
        return "," if self.comma.size else "." if self.point.size else None

    @property
    def either(self) -> int | None:
        """The row of a number that can be read in two ways, while none that stands with it tells."""
        open_rows = np.concatenate([self.comma_or_thousands, self.point_or_thousands])
        return int(open_rows[0]) if self.sign is None and open_rows.size else None

    @property
    def clash(self) -> Clash | None:
        """Where a decimal comma stands with a decimal point, if anywhere."""
        commas, points = self.comma, self.point
        if not self.with_groups:
            commas = np.concatenate([commas, self.comma_or_thousands])
            points = np.concatenate([points, self.point_or_thousands])
        if not (commas.size and points.size):
            return None
        first = int(commas[0]), int(points[0])
        return *first, first[0] if commas.size <= points.size else first[1]


_NO_ROWS: IntArray = np.zeros(0, dtype=np.int64)
_NOTHING = DecimalSigns(_NO_ROWS, _NO_ROWS, _NO_ROWS, _NO_ROWS, with_groups=False)


def decimal_signs(cells: pd.Series) -> DecimalSigns:
    """What the numbers of a column tell, by the rows of its index.

    >>> found = decimal_signs(pd.Series(["7", "1.250", "0,4"], index=[2, 3, 4]))
    >>> found.sign, found.clash
    (',', (4, 3, 4))
    >>> decimal_signs(pd.Series(["1.250", "1.000,4"])).clash is None
    True
    >>> decimal_signs(pd.Series(["1.250", "870"])).either
    0
    """
    place, texts = _distinct(cells)
    texts = texts.where(texts.str.fullmatch(_LIKE_A_NUMBER), "")
    commas, points = texts.str.count(","), texts.str.count(r"\.")
    two_ways = texts.str.fullmatch(_TWO_WAYS)
    one_kind_twice = ((commas > 1) & (points == 0)) | ((points > 1) & (commas == 0))
    comma_last = texts.str.rfind(",") > texts.str.rfind(".")
    is_comma = comma_last ^ one_kind_twice  # of 1.000.000 the point parts thousands, so a comma would part decimals
    certain = (commas + points > 0) & ~two_ways
    kinds = (certain & is_comma, certain & ~is_comma, two_ways & comma_last, two_ways & ~comma_last)
    lines = cells.index.to_numpy(dtype=np.int64)
    comma, point, comma_or, point_or = (lines[kind.to_numpy(dtype=np.bool_)[place]] for kind in kinds)
    with_groups = bool((one_kind_twice | ((commas > 0) & (points > 0))).any())
    return DecimalSigns(comma, point, comma_or, point_or, with_groups)


def may_have_thousands(text: str) -> bool:
    """Whether a number can be read in two ways.

    >>> [may_have_thousands(text) for text in ("1.250", "1.2500", "0.250")]
    [True, False, False]
    """
    return re.fullmatch(_TWO_WAYS, text) is not None


def mixed_decimals(column: str, clash: Clash, file: str) -> Fault:
    """That a column has both decimal signs, told at the exception."""
    comma, point, line = clash
    values: dict[str, object] = {"column": column, "comma": comma, "point": point}
    return Fault("profile_mixed_decimals", values, file=file, line=line)


def numbers_by_sign(cells: pd.Series, sign: DecimalSign) -> FloatArray:
    """The numbers of a column by its decimal sign, shape (rows,); not a number (NaN) where a cell makes none.

    The other sign, blanks and apostrophes may part thousands, each of three digits.

    >>> numbers_by_sign(pd.Series(["1.000,4", "1 200", "0,5", "1.00,4", "-"]), ",").tolist()
    [1000.4, 1200.0, 0.5, nan, nan]
    """
    place, texts = _distinct(cells)
    other = "." if sign == "," else ","
    grouped = texts.str.fullmatch(rf"[+-]?\d{{1,3}}(?:\{other}\d{{3}})+(?:\{sign}\d*)?")
    texts = texts.where(grouped | ~texts.str.contains(other, regex=False))
    texts = texts.str.replace(other, "", regex=False).str.replace(sign, ".", regex=False)
    return pd.to_numeric(texts, errors="coerce").to_numpy(dtype=np.float64)[place]


def _distinct(cells: pd.Series) -> tuple[IntArray, pd.Series]:
    """The place of each cell among the different texts, and these without blanks between thousands."""
    place, texts = pd.factorize(cells.map(str).str.strip())
    return place.astype(np.int64), pd.Series(texts, dtype=str).str.replace(_BETWEEN_THOUSANDS, "", regex=True)
