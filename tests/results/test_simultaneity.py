"""The result states how far the peaks of groups of buildings fall together."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import xarray as xr

from energycommunity.results.simultaneity import simultaneities


def result(buildings, **series_kw):
    """A result with these buildings (seed, group) and demands."""
    named = {name: SimpleNamespace(seed=seed, group=group) for name, (seed, group) in buildings.items()}
    profiles = xr.Dataset({f"{name.replace('__', '.')}.power_kw": ("time", kw) for name, kw in series_kw.items()})
    return SimpleNamespace(scenario=SimpleNamespace(buildings=named), profiles=profiles)


def test_groups_and_all_that_have_a_seed():
    """Hand calculation: a and b peak at 2 and 3, together at 4 of 5; with c, which peaks at 2, at 5 of 7."""
    found = simultaneities(
        result(
            {"a": (1, "row"), "b": (2, "row"), "c": (3, None), "hall": (None, None)},
            a__electricity=[2.0, 1.0],
            b__electricity=[1.0, 3.0],
            c__electricity=[2.0, 1.0],
            hall__electricity=[100.0, 0.0],
        )
    )
    told = {(group, demand): (f.buildings, f.peak_of_sum_kw, f.sum_of_peaks_kw) for group, demand, f in found}
    assert told == {("", "electricity"): (3, 5.0, 7.0), ("row", "electricity"): (2, 4.0, 5.0)}


@pytest.mark.parametrize("buildings", [{"a": (None, None), "b": (None, None)}, {"a": (1, "row"), "b": (None, None)}])
def test_no_group_of_one_and_none_without_seeds(buildings):
    series = {"a__electricity": [1.0, 2.0], "b__electricity": [1.0, 2.0]}
    assert list(simultaneities(result(buildings, **series))) == []


def test_demands_are_kept_apart():
    found = simultaneities(
        result(
            {"a": (1, None), "b": (2, None)},
            a__hot_water=[1.0, 0.0],
            b__hot_water=[0.0, 1.0],
            a__electricity=[1.0, 0.0],
            b__electricity=[1.0, 0.0],
        )
    )
    assert {demand: f.factor for _, demand, f in found} == {"electricity": 1.0, "hot_water": 0.5}
