"""Names of modules say what is in them; names of quantities say their unit."""

from __future__ import annotations

import ast
import importlib
import re
import typing
from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from energycommunity.quantities import UNIT_SUFFIXES, unit_of
from tests.architecture import source_tree

BANNED = {"utils", "util", "helpers", "helper", "common", "core", "manager", "handler", "misc"}

#: Numbers without a unit. A name is excused when it is one of these or ends with `_` and one of these.
DIMENSIONLESS = {
    "efficiency": "energy out over energy in",
    "share": "part of a whole, 0-1",
    "fraction": "part of a whole, 0-1",
    "extent": "part of a measure that is bought, 0-1",
    "factor": "multiplier",
    "ratio": "quantity over a quantity of the same kind",
    "rate": "of interest, inflation, VAT, degradation: a fraction, per year where it accrues",
    "inflation": "a rate",
    "clearness": "irradiation over extraterrestrial irradiation",
    "turbidity": "Linke turbidity: the hazy atmosphere as a number of clean ones",
    "reynolds": "the Reynolds number",
    "roughness": "relative: height of the roughness over the diameter",
    "g": "solar heat that glass lets in over light that strikes it squarely; the field's own word",
    "absorptance": "light absorbed over light received",
    "emissivity": "radiation over that of a black body",
    "quality_grade": "COP over the COP of Carnot",
    "probability": "0-1",
    "steepness": "parameter of a distribution",
    "concentration": "parameter of a distribution",
    "persistence": "correlation with the step before",
    "innovations": "standard normal numbers",
    "values": "of any unit, which the result keeps",
    "count": "how many",
    "seed": "which draw of chance",
    "year": "a calendar year",
    "built": "a calendar year",
    "gap": "relative distance of bound and objective",
    "version": "of a file format",
    "steps": "how many",
    "persons": "how many",
    "dwellings": "how many",
    "flats": "how many",
    "months": "of the calendar, 1-12",
    "hours": "of the clock, 0-23",
    "workdays": "numbers of the periods of a schedule",
    "weekends": "numbers of the periods of a schedule",
    "min": "in the unit of the key it stands under",
    "max": "in the unit of the key it stands under",
    "step": "in the unit of the key it stands under",
    "content": "of a storage, over its capacity",
    "cop": "heat out over electricity in; the field's own word",
    "cop_on": "COP while the heat pump runs",
    "shares": "parts of a whole by name, 0-1",
    "simultaneity": "highest load of several together over the sum of their highest",
    "eer": "cold over electricity; the field's own word",
    "spread": "standard deviation over mean",
    "exponent": "n of EN 442: heat of a radiator by its over-temperature",
    "aperture": "window area over heated area",
    "albedo": "reflected over incident irradiance",
    "losses": "part of the production, 0-1",
    "modifier": "incidence-angle modifier of a solar collector: what it feels over what falls on it",
    "incidence_b0": "parameter of such a modifier",
    "bifaciality": "efficiency of the back over that of the front",
    "escalation": "real change a year, fraction",
}


def numeric_types(annotation: object) -> bool:
    """Whether an annotation lets a number in; bool is no number."""
    if annotation in (float, int):
        return True
    return any(numeric_types(part) for part in typing.get_args(annotation))


def has_unit_or_needs_none(name: str) -> bool:
    """Whether a name carries a known unit suffix or is known to be dimensionless."""
    if name in UNIT_SUFFIXES or unit_of(name) is not None:
        return True
    parts = name.split("_")
    return any("_".join(parts[start:]) in DIMENSIONLESS for start in range(len(parts)))


def models() -> list[type[BaseModel]]:
    """Every pydantic model of the package, found after importing all of its modules."""
    for path in source_tree.package_modules():
        parts = path.relative_to(source_tree.ROOT).with_suffix("").parts
        importlib.import_module(".".join(part for part in parts if part != "__init__"))
    return sorted(descendants(BaseModel), key=lambda model: (model.__module__, model.__qualname__))


def descendants(parent: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """All subclasses that the package defines, at any depth."""
    for child in parent.__subclasses__():
        if child.__module__.startswith("energycommunity"):
            yield child
        yield from descendants(child)


@pytest.mark.parametrize("path", source_tree.package_modules(), ids=source_tree.name_of)
def test_module_has_a_telling_name(path):
    parts = path.relative_to(source_tree.ROOT).with_suffix("").parts
    words = {word for part in parts for word in part.strip("_").split("_")}
    assert words & BANNED == set()
    assert not re.search(r"\d", path.stem), "numbers do not belong in the name of a module"


def test_every_number_in_a_model_says_its_unit():
    unknown = [
        f"{model.__module__}.{model.__qualname__}.{name}"
        for model in models()
        for name, field in model.model_fields.items()
        if numeric_types(field.annotation) and not has_unit_or_needs_none(name)
    ]
    assert unknown == []


@pytest.mark.parametrize(
    "path", [*source_tree.package_modules("physics"), *source_tree.package_modules("finance")], ids=source_tree.name_of
)
def test_every_number_given_to_a_formula_says_its_unit(path):
    unknown = [
        f"{function.name}({parameter.arg})"
        for function in source_tree.functions_of(source_tree.tree_of(path))
        for parameter in source_tree.parameters_of(function)
        if parameter.annotation is not None
        and re.search(r"\b(float|int|FloatArray|ArrayLike)\b", ast.unparse(parameter.annotation))
        and not function.name.startswith("_")
        and not has_unit_or_needs_none(parameter.arg)
    ]
    assert unknown == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [("capacity_heat_kw", True), ("boiler_efficiency", True), ("efficiency", True), ("power", False), ("kw", True)],
)
def test_rule_for_names(name, expected):
    assert has_unit_or_needs_none(name) is expected


@pytest.mark.parametrize(
    ("annotation", "expected"), [(float | None, True), (dict[str, float], True), (bool, False), (str | None, False)]
)
def test_rule_for_numeric_types(annotation, expected):
    assert numeric_types(annotation) is expected
