"""Energy and emissions of a year, indicators, and months."""

from __future__ import annotations

from energycommunity.quantities import FloatArray
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.flows import GIVING, balance, monthly_kwh
from energycommunity.reporting.names import part_name
from energycommunity.reporting.table import Column, Row, Table, text_column, with_total
from energycommunity.reporting.voice import DAGGER
from energycommunity.scenario.defaults import WEIGHTS
from energycommunity.texts.spoken import HARD_SPACE

#: Carriers whose balance is shown by month and recomputed.
BALANCED = ("heat", "electricity", "cooling", "hydrogen")
#: Indicators shown as percent; the others have a unit in their name.
SHARES = ("self_consumption", "self_sufficiency", "renewable_share")
UNITS = {"_eur": "EUR", "_kwh": "kWh", "_kw": "kW", "_kg_co2": "kg CO₂", "_kg_co2e": "kg CO₂e"}


def emissions(edition: Edition, name: str) -> Table:
    """Emissions by what is burnt and bought."""
    say, assessment = edition.voice.say, edition.variants[name].assessment
    columns = (
        text_column(say("carrier")),
        text_column(say("origin")),
        Column(say("energy"), edition.per_year("MWh"), digits=1),
        Column(say("factor"), f"t {edition.gas}/MWh", digits=4),
        Column(edition.gas, edition.per_year("t"), digits=2),
    )
    summed = assessment.emissions.groupby(["carrier", "origin"], sort=False).sum(numeric_only=True).reset_index()
    rows: list[Row] = [
        (edition.voice.carrier(carrier), say(f"origin_{origin}"), kwh / 1e3, assessment.factors.of(carrier), kg / 1e3)
        for carrier, origin, kwh, kg in summed.itertuples(index=False, name=None)
    ]
    avoided = edition.voice.number(assessment.avoided_emissions_kg / 1e3, 2)
    note = say("avoided_note", tonnes=avoided, gas=edition.gas) if assessment.avoided_emissions_kg > 0.0 else ""
    return with_total(
        Table("emissions", say("emissions", gas=edition.gas), columns, tuple(rows), note=note),
        say("total"),
        over=(2, 4),
    )


def indicators(edition: Edition) -> Table:
    """Figures by which variants are compared, a column for each variant."""
    say = edition.voice.say
    columns = (
        text_column(say("indicator")),
        text_column(say("unit")),
        *(Column(edition.titles[name], kind="telling") for name in edition.variants),
    )
    rows: list[Row] = []
    for key in edition.baseline.assessment.indicators:
        values = [result.assessment.indicators.get(key) for result in edition.variants.values()]
        unit, factor = _unit_and_factor(key)
        label = say(f"indicator_{key}") + (f"{HARD_SPACE}{DAGGER}" if _rests_on_weights(edition, key) else "")
        rows.append((label, unit, *(None if v is None else factor * v for v in values)))
    return Table("indicators", say("indicators"), columns, tuple(rows), note=say("indicators_note"), repeated=2)


def _rests_on_weights(edition: Edition, indicator: str) -> bool:
    """Whether an indicator is weighed by factors of the catalogue that nobody has confirmed."""
    used = (default for result in edition.variants.values() for default in result.defaults_used)
    weighed = indicator.endswith("_primary_energy_kwh")
    return weighed and any(default.path.startswith(WEIGHTS) and not default.verified for default in used)


def _unit_and_factor(indicator: str) -> tuple[str, float]:
    """The unit in which an indicator is shown, and what its value is multiplied with for that."""
    if indicator in SHARES:
        return "%", 100.0
    if indicator.endswith("_eur_per_kwh"):
        return "ct/kWh", 100.0
    unit = next(unit for suffix, unit in UNITS.items() if indicator.endswith(suffix))
    return unit, 1.0


def monthly_balance(edition: Edition, name: str, carrier: str) -> Table:
    """What gives and takes a carrier in each month [kWh]; what takes is below zero. No rows where there is none."""
    say, grid = edition.voice.say, edition.grid
    columns = [text_column(say("month"))]
    parts: list[FloatArray] = []
    for part, group, power in balance(edition.flows[name], carrier):
        sign = 1.0 if part in GIVING else -1.0
        heading = part_name(edition.voice, part, group)
        columns.append(Column(heading, "kWh"))
        parts.append(sign * monthly_kwh(grid, power))
    rows: tuple[Row, ...] = tuple(
        (month, *(float(values[i]) for values in parts)) for i, month in enumerate(grid.months)
    )
    table = Table(f"monthly_{carrier}", say(f"monthly_{carrier}"), tuple(columns), rows if parts else ())
    return with_total(table, say("total")) if parts else table
