"""What all figures share: numbers made short, axes, stacked areas."""

from __future__ import annotations

from typing import Any

import numpy as np

from energycommunity.quantities import FloatArray

#: A figure as plotly.js takes it: `data` and `layout`.
Figure = dict[str, Any]


def short(values: FloatArray, digits: int = 4) -> list[float | int | None]:
    """Numbers with a few telling digits of the largest one, gaps as None: what a screen can show, in few characters.

    >>> short(np.array([1234.567, 0.0123, float("nan")]))
    [1235, 0, None]
    """
    finite = np.abs(values[np.isfinite(values)])
    most = float(finite.max()) if finite.size else 0.0
    places = max(digits - 1 - int(np.floor(np.log10(most))), 0) if most > 0.0 else 0
    rounded = np.round(np.where(np.isfinite(values), values, 0.0), places)
    numbers: list[float | int | None] = (rounded.astype(int) if places == 0 else rounded).tolist()
    for gap in np.flatnonzero(~np.isfinite(values)):
        numbers[int(gap)] = None
    return numbers


def area(name: str, colour: str, values: FloatArray, x: dict[str, Any], stack: str) -> dict[str, Any]:
    """A stacked area of steps."""
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "y": short(values),
        **x,
        "stackgroup": stack,
        "line": {"width": 0, "shape": "hv", "color": colour},
        "fillcolor": colour,
        "legendgroup": name,
    }


def line(name: str, colour: str, values: FloatArray, x: dict[str, Any], dash: str = "solid") -> dict[str, Any]:
    """A line of steps."""
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "y": short(values),
        **x,
        "line": {"width": 1.8, "shape": "hv", "color": colour, "dash": dash},
        "legendgroup": name,
    }


def once_in_legend(traces: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The traces, each name shown in the legend once."""
    told: set[str] = set()
    for trace in traces:
        if trace["name"] in told:
            trace["showlegend"] = False
        told.add(trace["name"])
    return traces


def axis(title: str, **more: Any) -> dict[str, Any]:
    """An axis with a title."""
    return {"title": {"text": title}, **more}


def domains(count: int, gap: float) -> list[list[float]]:
    """Equal parts of a figure from 0 to 1, with gaps between them.

    >>> domains(2, 0.1), domains(1, 0.1)
    ([[0.0, 0.45], [0.55, 1.0]], [[0.0, 1.0]])
    """
    each = (1.0 - gap * (count - 1)) / max(count, 1)
    return [[round(part * (each + gap), 4), round(part * (each + gap) + each, 4)] for part in range(count)]
