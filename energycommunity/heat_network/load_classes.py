"""A year of hours as a few load classes: hours of similar load, and how long each class lasts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from energycommunity.quantities import FloatArray, IntArray

#: With so many classes, and the peak hour one of its own, the energy for pumping is within 2 % of that of all hours.
CLASSES = 24


@dataclass(frozen=True, eq=False)
class LoadClasses:
    """Hours of similar load put together.

    Parameters
    ----------
    class_of_step : IntArray
        Class of each step, shape (steps,); class 0 is the step of the highest load alone.
    weights_h : FloatArray
        How long each class lasts [h], shape (classes,).
    """

    class_of_step: IntArray
    weights_h: FloatArray

    def means(self, series: FloatArray) -> FloatArray:
        """Mean of a series in each class, shape (classes,)."""
        count = len(self.weights_h)
        steps = np.bincount(self.class_of_step, minlength=count)
        return np.bincount(self.class_of_step, weights=series, minlength=count) / steps

    def total(self, of_classes: FloatArray) -> float:
        """Sum over the year of a power that each class has, such as [kW] to [kWh]."""
        return float(self.weights_h @ of_classes)


def load_classes(heat_kw: Mapping[str, FloatArray], hours_per_step: float, classes: int = CLASSES) -> LoadClasses:
    """Classes of the total load: the peak, then the other steps in their order, equally much heat in each.

    High loads thus have short classes, where flow and pressure change fast; steps without any load are one class.

    Parameters
    ----------
    heat_kw : mapping of str to FloatArray
        Heat that each customer takes, of shape (steps,) [kW].
    hours_per_step : float
        How long each step lasts [h]; in a window that stands for a year, its part of the year.
    classes : int
        At most so many; fewer where there are fewer steps or equal loads.

    Examples
    --------
    One step of 5 kW, then 4 + 4 and 2 + 1 + 1 kW of the rest, and one without load:

    >>> found = load_classes({"house": np.array([4.0, 1.0, 5.0, 0.0, 4.0, 1.0, 2.0])}, 1.0, classes=3)
    >>> found.class_of_step.tolist(), found.weights_h.tolist()
    ([1, 2, 0, 3, 1, 2, 2], [1.0, 2.0, 3.0, 1.0])
    >>> found.means(np.array([4.0, 1.0, 5.0, 0.0, 4.0, 1.0, 2.0])).round(2).tolist()
    [5.0, 4.0, 1.33, 0.0]
    """
    total = np.sum(list(heat_kw.values()), axis=0)
    order = np.argsort(-total, kind="stable")
    falling = total[order]
    rest_kw = falling[1:].sum()
    before_kw = np.cumsum(falling[1:]) - falling[1:]
    places = np.zeros(len(order), dtype=np.int64)
    if rest_kw > 0.0:
        places[1:] = 1 + np.minimum((before_kw / rest_kw * (classes - 1)).astype(np.int64), classes - 2)
    places[1:][falling[1:] <= 0.0] = classes
    names, numbered = np.unique(places, return_inverse=True)
    class_of_step = np.empty_like(numbered)
    class_of_step[order] = numbered
    steps = np.bincount(numbered, minlength=len(names)).astype(np.float64)
    return LoadClasses(class_of_step, hours_per_step * steps)
