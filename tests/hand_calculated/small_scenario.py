"""Scenarios of a few steps, written as a file with a CSV beside it and run through the whole line.

A company that deducts VAT owns one meter and buys at a fixed price; a test overlays the sections it is about. The
window begins on Wednesday, 15 January 2025, 00:00 in Riga and is not scaled to a year; the discount rate is zero.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from energycommunity.pipeline import run_variant
from energycommunity.quantities import FloatArray
from energycommunity.results import VariantResult
from energycommunity.scenario.loader import load_scenario
from energycommunity.technologies.registry import ASSET_TYPES

FRAME = """
name: small
site: {latitude_deg: 57.2, longitude_deg: 26.7}
time: {start: "2025-01-15", steps: 4, annual: false}
solver: {gap: 1.0e-9}
economics: {price_year: 2025, real_discount_rate: 0.0, horizon_years: 20}
members: {owner: {kind: company, deducts_vat: true}}
tariffs: {purchase: {type: fixed, price_eur_per_kwh: 0.10}}
meters: {main: {member: owner, import: purchase, import_limit_kw: 100, export_limit_kw: 100}}
"""

#: Values without effect, by the beginning or end of a field's name, where the catalogue would fill another.
WITHOUT_EFFECT: tuple[tuple[str, float], ...] = (
    ("investment_eur_per", 0),
    ("fixed_om_eur_per_", 0),
    ("variable_om", 0),
    ("lifetime_years", 20),
    ("charge_efficiency", 1),
    ("discharge_efficiency", 1),
    ("loss_per_h", 0),
    ("compressor_electricity", 0),
    ("area_m2", 5),
)


def without_effect(kind: str) -> dict[str, float]:
    """What a test's asset of a kind gets where the test says nothing."""
    (technology,) = (asset for asset in ASSET_TYPES if asset.model_fields["type"].default == kind)
    values = {
        name: value
        for name, field in technology.model_fields.items()
        for beginning, value in WITHOUT_EFFECT
        if name.startswith(beginning) and field.default is None
    }
    return values | ({"power_kw_per_kwh": 1} if kind == "battery" else {})


def run_small(
    folder: Path, sections: str | Sequence[str], columns: Mapping[str, Sequence[float]] | None = None, **overrides: Any
) -> VariantResult:
    """Run the frame with the given sections laid over it; `columns` become `series.csv`, and `$name` names one there.

    Assets get zero for every cost that they do not state, so that only what a test writes has an effect. `overrides`
    replace single keys of sections: `time__steps=2`.
    """
    document = yaml.safe_load(FRAME)
    for section, content in _read([sections] if isinstance(sections, str) else sections):
        if section in ("time", "members", "tariffs", "meters", "economics") and isinstance(content, dict):
            document[section] = {**document.get(section, {}), **content}
        else:
            document[section] = content
    for path, value in overrides.items():
        section, key = path.split("__")
        document.setdefault(section, {})[key] = value
    for asset in document.get("assets", {}).values():
        for key, value in without_effect(asset["type"]).items():
            asset.setdefault(key, value)
    if columns:
        rows = [",".join(columns), *(",".join(map(str, row)) for row in zip(*columns.values(), strict=True))]
        (folder / "series.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    path = folder / "small.yaml"
    path.write_text(yaml.safe_dump(document, sort_keys=False, allow_unicode=True), encoding="utf-8")
    file = load_scenario(path)
    return run_variant(file, file.variants[file.baseline])


def _read(texts: Sequence[str]) -> Iterator[tuple[str, Any]]:
    for text in texts:
        written = re.sub(r"\$(\w+)", r"{file: series.csv, column: \1}", text)
        yield from yaml.safe_load(written).items()


def cost(result: VariantResult, **wanted: str) -> float:
    """Sum of the cost lines whose fields have the given values [EUR/a]."""
    return sum(
        entry.eur_per_year
        for entry in result.assessment.accounts.costs
        if all(getattr(entry, field) == value for field, value in wanted.items())
    )


def bill(result: VariantResult, amount: str = "eur", **wanted: str) -> float:
    """Sum of the bill lines whose member, meter or kind have the given values [EUR]."""
    bills = result.bills
    chosen = np.ones(bills.sizes["line"], dtype=bool)
    for field, value in wanted.items():
        chosen &= bills[field].values == value
    return float(bills[amount].values[chosen].sum())


def series(result: VariantResult, name: str) -> FloatArray:
    """One array of the dispatch, `asset.quantity_unit`."""
    return np.asarray(result.dispatch[name].values, dtype=np.float64)
