"""Hot water in a heat bill: what the months without heating say of the whole year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from energycommunity.quantities import FloatArray

#: June, July and August: the heating of Latvian buildings is off in them.
SUMMER_MONTHS = (6, 7, 8)


@dataclass(frozen=True, eq=False)
class SeparatedHeat:
    """A year's bill in two parts, which together are the bill in every month.

    Parameters
    ----------
    hot_water_kwh : FloatArray
        Hot water, with the losses of its circulation if the bill has them, shape (12,).
    space_heat_kwh : FloatArray
        Heat for the rooms, shape (12,); 0 in the months without heating.
    summer_kwh_per_day : float
        Mean of the months without heating.
    """

    hot_water_kwh: FloatArray
    space_heat_kwh: FloatArray
    summer_kwh_per_day: float


def separate_hot_water(
    bill_kwh: npt.ArrayLike, days: npt.ArrayLike, summer_months: Sequence[int] = SUMMER_MONTHS
) -> SeparatedHeat:
    """Hot water and space heat of twelve months, from the mean of the months without heating.

    Hot water takes as much a day all year as in the months without heating on average, and never more than the bill of
    a month. In the months without heating the whole bill is hot water. So nothing is negative, and nothing is lost.

    Parameters
    ----------
    bill_kwh : array_like
        Heat of January to December, shape (12,) [kWh].
    days : array_like
        Length of these months, shape (12,) [d].
    summer_months : sequence of int
        Months without heating, 1 to 12; one at least.

    Examples
    --------
    June to August hold 30 + 31 + 31 days with 3.0 + 2.8 + 3.4 MWh: 100 kWh a day, so 3.1 MWh of January's 40.

    >>> bill = [40e3, 34e3, 28e3, 15e3, 5e3, 3.0e3, 2.8e3, 3.4e3, 4e3, 16e3, 26e3, 36e3]
    >>> parts = separate_hot_water(bill, [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
    >>> parts.summer_kwh_per_day, parts.hot_water_kwh[0].item(), parts.space_heat_kwh[0].item()
    (100.0, 3100.0, 36900.0)
    >>> parts.hot_water_kwh[5:8].tolist(), parts.space_heat_kwh[5:8].tolist()
    ([3000.0, 2800.0, 3400.0], [0.0, 0.0, 0.0])
    """
    bill, length = np.asarray(bill_kwh, dtype=np.float64), np.asarray(days, dtype=np.float64)
    summer = np.isin(np.arange(1, len(bill) + 1), summer_months)
    per_day = float(bill[summer].sum() / length[summer].sum())
    hot_water = np.where(summer, bill, np.minimum(per_day * length, bill))
    return SeparatedHeat(hot_water, bill - hot_water, per_day)
