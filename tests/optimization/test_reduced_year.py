"""The shorter year: hours of a segment become one, as written here by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from energycommunity.optimization.case import PlacedAsset
from energycommunity.optimization.reduced_year import reduced_year, segments
from energycommunity.technologies.base import Profiles
from energycommunity.technologies.photovoltaics import Photovoltaics
from energycommunity.technologies.solar_thermal import SolarThermal
from energycommunity.technologies.wind_turbine import WindTurbine
from energycommunity.time_grid import TimeGrid
from tests.optimization.hand_made_matrices import storage_and_grid
from tests.technologies.surrounded import village

SEGMENTS = np.array([0, 0, 1, 1])


def test_four_hours_in_two_segments():
    """Proves: columns of a segment are added and rows are averaged; the content rises by the power times two hours.

    Sensitivity: 1 in place of 0.5 at the contents if a segment of two hours counted as one.
    Hand calculation: content of hours 0 and 1: (c1 - c0) + (c2 - c1), over two rows: 0.5 of the next segment's content
    less 0.5 of its own. Grid at 0.1 + 0.2 = 0.3 and 0.3 + 0.4 = 0.7.
    """
    year = reduced_year(storage_and_grid([0.1, 0.2, 0.3, 0.4]), SEGMENTS)
    expected = [
        # grid     charge   discharge  content     size
        [1.0, 0, -1, 0, 1, 0, 0, 0, 0],
        [0, 1.0, 0, -1, 0, 1, 0, 0, 0],
        [0, 0, -1.0, 0, 1, 0, -0.5, 0.5, 0],
        [0, 0, 0, -1.0, 0, 1, 0.5, -0.5, 0],
        [0, 0, 0, 0, 0, 0, 1.0, 0, -1],
        [0, 0, 0, 0, 0, 0, 0, 1.0, -1],
    ]
    matrix = year.matrix
    assert matrix.a.toarray() == pytest.approx(np.array(expected))
    assert matrix.row_lower.tolist() == [1, 1, 0, 0, -np.inf, -np.inf]
    assert matrix.row_upper.tolist() == [1, 1, 0, 0, 0, 0]
    assert matrix.cost == pytest.approx([0.3, 0.7, 0, 0, 0, 0, 0, 0, 0])
    assert matrix.upper.tolist() == [50, 50, 50, 50, 50, 50, 10, 10, 10]
    assert matrix.row_step.tolist() == [0, 1, 0, 1, 0, 1]
    assert matrix.column_step.tolist() == [0, 1, 0, 1, 0, 1, 0, 1, -1]
    assert matrix.investment.tolist() == [False] * 8 + [True]
    assert {v.name: index.tolist() for v, index in matrix.columns.items()} == {
        "grid": [0, 1],
        "charge": [2, 3],
        "discharge": [4, 5],
        "content": [6, 7],
        "size": [8],
    }


def test_segments_of_different_length_and_a_month_over_both():
    """Proves: bounds are means over a segment, however long; what belongs to no step stays as it is.

    Hand calculation: three hours and one: grid at 0.1 + 0.2 + 0.3 = 0.6 and 0.4; the month's peak stays one column.
    """
    year = reduced_year(storage_and_grid([0.1, 0.2, 0.3, 0.4], months=[0] * 4), np.array([0, 0, 0, 1]))
    matrix = year.matrix
    assert matrix.cost == pytest.approx([0.6, 0.4, 0, 0, 0, 0, 0, 0, 1, 0])
    content = matrix.a.toarray()[2:4, 6:8]
    assert content == pytest.approx(np.array([[-1 / 3, 1 / 3], [1.0, -1.0]]))
    assert matrix.a.toarray()[6:8, [0, 1, 8]] == pytest.approx(np.array([[1.0, 0.0, -1.0], [0.0, 1.0, -1.0]]))


def test_prices_of_segments_are_shared_by_their_hours():
    """Proves: a price of a segment's mean row is spread over its hours.

    Hand calculation: 6 EUR over the two hours of a segment is 3 EUR for each; 6, 8, … by rule and segment.
    """
    year = reduced_year(storage_and_grid([0.1, 0.2, 0.3, 0.4]), SEGMENTS)
    prices = year.prices_of_all_steps(np.array([6.0, 8.0, 10.0, 12.0, 14.0, 16.0]))
    assert prices.tolist() == [3.0, 3.0, 4.0, 4.0, 5.0, 5.0, 6.0, 6.0, 7.0, 7.0, 8.0, 8.0]


@pytest.mark.parametrize(
    ("technology", "name"),
    [
        (Photovoltaics, "production_kw_per_kwp"),
        (WindTurbine, "production_kw_per_kw"),
        (SolarThermal, "production_kw_per_m2"),
    ],
)
def test_hours_are_told_apart_by_whatever_sun_and_wind_offer(technology, name):
    """Proves: production of each kind begins segments where it changes.

    Sensitivity: no segment begins at hours 30 and 41 of five even days if the name is not known.
    """
    time = TimeGrid(pd.Timestamp("2025-01-15", tz="UTC"), 120, 1.0, "Etc/GMT", annual=False)
    production = np.where((np.arange(120) >= 30) & (np.arange(120) < 41), 0.8, 0.0)
    plant = PlacedAsset("plant", technology.example(), Profiles({name: production}))
    begins = np.flatnonzero(np.diff(segments(replace(village(None, time), assets=(plant,))))) + 1
    assert {30, 41} <= set(begins.tolist())
