"""One contract that every technology of the registry keeps; a new one is held to it without a further test."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
import yaml
from pydantic import BaseModel

from energycommunity.assessment.accounts import accounts_of
from energycommunity.optimization.matrix import assemble
from energycommunity.optimization.programme import state
from energycommunity.quantities import Bus, FloatArray
from energycommunity.technologies.base import Capacity, Technology
from energycommunity.technologies.energy_sharing import EnergySharing
from energycommunity.technologies.registry import ASSET_TYPES, FRAME_TYPES
from tests.technologies.surrounded import Run, day, place_of, run, village

ALL = (*ASSET_TYPES, *FRAME_TYPES)


def _size_field(technology: type[Technology]) -> str | None:
    """The field of the size that the example uses."""
    example = technology.example()
    return next((name for name in technology.size_fields() if getattr(example, name) is not None), None)


SIZED = tuple(technology for technology in ALL if _size_field(technology) is not None)
#: Which array a size limits, by what the size counts; electricity is what it takes or, if it makes some, that.
LIMITED = {
    "capacity_kwp": ("used_kw",),
    "capacity_kw": ("used_kw", "power_kw"),
    "capacity_m2": ("heat_kw",),
    "capacity_kwh": ("content_kwh",),
    "capacity_heat_kw": ("heat_kw",),
    "capacity_cooling_kw": ("cooling_kw",),
    "capacity_electric_kw": ("generated_kw", "electricity_kw"),
    "capacity_fuel_kw": ("fuel_kw",),
    "extent": ("saved_electricity_kw",),
}
#: What the sizes of the tests are multiplied with: nothing is bought more than whole.
SCALE = {"extent": 0.01}


@cache
def _run(technology: type[Technology], step_h: float = 1.0, annual: bool = False) -> Run:
    return run(technology.example(), day(step_h, annual))


def _with_size(technology: type[Technology], size: Capacity | float, **further: float) -> Technology:
    name = _size_field(technology)
    assert name is not None
    return technology.model_validate({**technology.example().model_dump(), name: size, **further})


def _name(technology: type[Technology]) -> str:
    return technology.__name__


@pytest.mark.parametrize("technology", ALL, ids=_name)
def test_example_survives_yaml(technology):
    example = technology.example()
    written = yaml.safe_dump(example.model_dump(mode="json", by_alias=True, exclude_none=True))
    assert technology.model_validate(yaml.safe_load(written)) == example


@pytest.mark.parametrize("technology", ALL, ids=_name)
def test_unknown_keys_are_refused_and_fields_are_frozen(technology):
    example = technology.example()
    with pytest.raises(ValueError, match="Extra inputs"):
        technology.model_validate({**example.model_dump(), "colour": "red"})
    with pytest.raises(ValueError, match="frozen"):
        example.owner = "somebody"


@pytest.mark.parametrize("technology", ALL, ids=_name)
def test_has_a_label_in_both_languages_and_a_type_of_its_own(technology):
    labels = {technology.label_en, technology.label_lv}
    assert all(labels)
    assert len(labels) == 2
    types = [other.model_fields["type"].default for other in ALL]
    assert types.count(technology.model_fields["type"].default) == 1


@pytest.mark.parametrize("technology", ALL, ids=_name)
def test_every_field_is_described(technology):
    lacking = [name for name, field in technology.model_fields.items() if not field.description and name != "type"]
    assert not lacking


@pytest.mark.parametrize("technology", SIZED, ids=_name)
def test_another_bound_of_the_size_changes_no_coefficient(technology):
    """Investments stand on right-hand sides only, so the matrix does not know how large anything may become."""
    scale = SCALE.get(_size_field(technology) or "", 1.0)
    mosts = (10.0 * scale, 77.0 * scale)
    matrices = [assemble(state(village(_with_size(technology, Capacity(max=most)), day()))) for most in mosts]
    assert (matrices[0].a != matrices[1].a).nnz == 0
    assert np.array_equal(matrices[0].cost, matrices[1].cost)
    sizes = np.flatnonzero(matrices[0].investment)
    assert sizes.size >= 1
    assert matrices[1].upper[sizes].sum() - matrices[0].upper[sizes].sum() == pytest.approx(67.0 * scale)


@pytest.mark.parametrize("technology", SIZED, ids=_name)
@pytest.mark.parametrize("size", [0.0, 3.0, 20.0])
def test_size_is_respected(technology, size):
    if size == 0.0 and technology.is_demand:
        return  # what has to be served needs some size
    size *= SCALE.get(_size_field(technology) or "", 1.0)
    arrays = run(_with_size(technology, size), day()).read("tested")
    (limited,) = (name for name in LIMITED[_size_field(technology) or ""] if name in arrays)
    assert arrays[limited].max() <= size * (1.0 + 1e-6) + 1e-6


@pytest.mark.parametrize("technology", [t for t in SIZED if not t.is_demand], ids=_name)
def test_zero_size_leaves_only_standing_charges(technology):
    nothing = run(_with_size(technology, 0.0, investment_eur=1000.0, fixed_om_eur_per_year=7.0), day())
    costs = [c for c in accounts_of(nothing.programme, nothing.solution.values).costs if c.asset == "tested"]
    upkeep_eur = sum(cost.eur_per_year for cost in costs if cost.kind == "fixed_om")
    if technology.cost_basis == "whole":  # nothing of the whole costs nothing
        assert not costs
    else:
        assert {cost.kind for cost in costs} == {"annuity", "fixed_om"}
        assert upkeep_eur == pytest.approx(7.0)
    without = run(None, day()).solution.objective_eur_per_year
    standing = sum(cost.eur_per_year for cost in costs)
    assert nothing.solution.objective_eur_per_year == pytest.approx(without + standing)


@pytest.mark.parametrize("technology", ALL, ids=_name)
def test_energy_is_conserved_at_every_bus(technology):
    solved = _run(technology)
    rest: dict[Bus, FloatArray] = {}
    for flow in solved.programme.contributions.flows:
        for term in flow.terms:
            power = flow.sign * term.values(solved.solution.values)
            rest[flow.bus] = rest.get(flow.bus, np.zeros(day().steps)) + power
    assert rest
    for bus, power in rest.items():
        assert np.abs(power).max() <= 1e-6, bus


@pytest.mark.parametrize("technology", [t for t in ALL if t is not EnergySharing], ids=_name)
def test_what_it_shows_is_of_the_length_of_the_run_and_not_negative(technology):
    solved = _run(technology)
    arrays = solved.read(place_of(technology.example()))
    assert arrays
    for quantity, array in arrays.items():
        assert array.shape == (day().steps,), quantity
        assert array.min() >= -1e-7, quantity


@pytest.mark.parametrize("technology", ALL, ids=_name)
@pytest.mark.parametrize("step_h", [0.5, 0.25])
def test_shorter_steps_give_the_same_answer(technology, step_h):
    hourly = _run(technology).solution.objective_eur_per_year
    assert _run(technology, step_h).solution.objective_eur_per_year == pytest.approx(hourly, rel=1e-3)


@pytest.mark.parametrize("technology", ALL, ids=_name)
def test_the_29th_of_february_is_a_day_like_another(technology):
    tuesdays = ("2028-02-22", "2028-02-29")
    costs = [run(technology.example(), day(date=date)).solution.objective_eur_per_year for date in tuesdays]
    assert costs[1] == pytest.approx(costs[0], rel=1e-6)


@pytest.mark.parametrize("technology", ALL, ids=_name)
@pytest.mark.parametrize(("date", "days"), [("2025-01-15", 365.0), ("2028-01-12", 366.0)])
def test_a_day_that_stands_for_a_year_is_scaled(technology, date, days):
    """Operation counts 365 times, in leap years 366; twelve months of standing charges replace a day's part of 31."""
    size = 5.0 * SCALE.get(_size_field(technology) or "", 1.0)
    fixed = _with_size(technology, size) if technology in SIZED else technology.example()
    by_kind: list[dict[str, float]] = []
    for annual in (False, True):
        solved = run(fixed, day(annual=annual, date=date))
        kinds: dict[str, float] = {}
        for cost in accounts_of(solved.programme, solved.solution.values).costs:
            kinds[cost.kind] = kinds.get(cost.kind, 0.0) + cost.eur_per_year
        by_kind.append(kinds)
    once, yearly = by_kind
    assert set(once) == set(yearly)
    for kind, eur in once.items():
        factor = {"annuity": 1.0, "fixed_om": 1.0, "network": 12.0 * 31.0}.get(kind, days)
        assert yearly[kind] == pytest.approx(factor * eur, rel=1e-6), kind


def test_the_registry_holds_models_only():
    assert all(issubclass(technology, BaseModel) for technology in ALL)
