"""The cells of the inputs that a rate of a bill is made of, so that it follows when they change."""

from __future__ import annotations

import math
from collections.abc import Sequence

from energycommunity.reporting.check_sheet.annuity import size_cell
from energycommunity.reporting.check_sheet.charged import Charged
from energycommunity.reporting.check_sheet.lines import Lines
from energycommunity.reporting.formula import Formula, added, number
from energycommunity.tariffs.base import Purchase
from energycommunity.tariffs.charges import Charge, DemandCharge

#: What a contract and a network ask for a connection each month.
STANDING = "standing_charge_eur_per_month"
#: What a flat rate is the sum of, below its tariff, by the kind of the charge.
PARTS = {
    "fuel": ("price_eur_per_kwh",),
    "energy": ("price_eur_per_kwh", "margin_eur_per_kwh"),
    "revenue": ("price_eur_per_kwh",),
    "network": ("network.energy_eur_per_kwh",),
}


def rate_of_charge(lines: Lines, meter: str, side: str, charge: Charge, rate: float) -> float | Formula:
    """A flat rate as the inputs it is the sum of, where they come to it; else as a number."""
    tariff = _tariff(lines, meter, side)
    paths = [f"tariffs.{tariff}.{part}" for part in PARTS.get(charge.kind, ())]
    return linked(lines, paths, rate)


def rate_of_fixed_charge(charged: Charged, eur_per_month: float) -> float | Formula:
    """What is due each month as the inputs it is made of, where they come to it; else as a number."""
    parts = _network_parts(charged) if charged.charge.kind == "network" else _supplier_parts(charged)
    total, meter = added(parts), charged.lines.result.scenario.meters.get(charged.meter)
    of_all = total if meter is None or meter.count == 1 else number(meter.count) * total
    return _or_number(of_all, eur_per_month) if parts else eur_per_month


def _network_parts(charged: Charged) -> list[Formula]:
    """The network's charge for the main fuse, and for the connection."""
    lines, meter = charged.lines, charged.lines.result.scenario.meters[charged.meter]
    network = f"{_path(charged)}.network"
    of_plan = f"fixed_{'single' if meter.phases == 1 else 'three'}_phase_eur_per_a_month"
    rate = lines.input(f"{network}.capacity_eur_per_a_month") or lines.input(f"{network}.{of_plan}")
    fuse, standing = lines.input(f"meters.{charged.meter}.fuse_a"), lines.input(f"{network}.{STANDING}")
    parts = [rate * fuse if rate is not None and fuse is not None else None, standing]
    return [part for part in parts if part is not None]


def _supplier_parts(charged: Charged) -> list[Formula]:
    """The supplier's charge for the connection, and of heat for each connected kW."""
    lines, path = charged.lines, _path(charged)
    standing, per_kw = lines.input(f"{path}.{STANDING}"), lines.input(f"{path}.capacity_charge_eur_per_kw_month")
    of_size = None if per_kw is None else per_kw * size_cell(lines, charged.meter)
    return [part for part in (standing, of_size) if part is not None]


def rate_of_demand_charge(charged: Charged, eur_per_kw_month: float) -> float | Formula:
    """The rate on the highest power as the input of the contract, or of a period of its schedule."""
    scenario, path, position = charged.lines.result.scenario, _path(charged), _among_peaks(charged)
    tariff = scenario.tariffs.get(_tariff(charged.lines, charged.meter, charged.side) or "")
    if not isinstance(tariff, Purchase):
        return eur_per_kw_month
    of_contract = [f"{path}.demand_charges.{n}.price_eur_per_kw_month" for n in range(len(tariff.demand_charges))]
    schedule = tariff.demand_schedule
    periods = () if schedule is None else schedule.billed_periods(charged.lines.edition.grid)
    of_schedule = [f"{path}.demand_schedule.prices_eur_per_kw_month.{period}" for period in periods]
    return linked(charged.lines, ([*of_contract, *of_schedule][position],), eur_per_kw_month)


def share_of_ratchet(charged: Charged, share: float) -> float | Formula:
    """The part of earlier peaks that is billed at least, as the input of the contract."""
    path = f"{_path(charged)}.demand_charges.{_among_peaks(charged)}.ratchet_share"
    return linked(charged.lines, (path,), share)


def payout_of(charged: Charged, fraction: float) -> float | Formula:
    """The part of expired credit that is paid out, as the input of the contract."""
    return linked(charged.lines, (f"{_path(charged)}.payout_fraction",), fraction)


def _among_peaks(charged: Charged) -> int:
    """The position of a charge on power among those of its contract."""
    before = charged.lines.result.contracts[charged.meter].charges()[: charged.place]
    return sum(isinstance(charge, DemandCharge) for _, charge in before)


def limit_of_block(charged: Charged, place: int, limit_kwh: float) -> float | Formula:
    """The limit of a block as the input times the connections of the meter, where that is it."""
    meter = charged.lines.result.scenario.meters.get(charged.meter)
    limit = charged.lines.input(f"{_blocks(charged)}.{place}.up_to_kwh")
    if limit is None or meter is None:
        return limit_kwh
    return _or_number(limit if meter.count == 1 else limit * number(meter.count), limit_kwh)


def surcharge_of_block(charged: Charged, place: int, eur_per_kwh: float) -> float | Formula:
    """What the block above a limit costs more, as the difference of both prices of the inputs."""
    paths = (f"{_blocks(charged)}.{block}.price_eur_per_kwh" for block in (place, place + 1))
    below, above = (charged.lines.input(path) for path in paths)
    return eur_per_kwh if below is None or above is None else _or_number(above - below, eur_per_kwh)


def _blocks(charged: Charged) -> str:
    return f"{_path(charged)}.blocks"


def _path(charged: Charged) -> str:
    """Where the contract of a charge stands among the inputs."""
    return f"tariffs.{_tariff(charged.lines, charged.meter, charged.side)}"


def _or_number(formula: Formula, rate: float) -> float | Formula:
    """The formula where it comes to the rate, else the rate."""
    return formula if math.isclose(formula.value, rate, rel_tol=1e-9) else rate


def linked(lines: Lines, paths: Sequence[str], rate: float) -> float | Formula:
    """The inputs added up where that is the rate, or the rate with the other sign; else the rate."""
    cells = [cell for path in paths if (cell := lines.input(path)) is not None]
    total = added(cells)
    for formula in (total, -total):
        if cells and math.isclose(formula.value, rate, rel_tol=1e-9):
            return formula
    return rate


def _tariff(lines: Lines, name: str, side: str) -> str | None:
    """The contract of a meter on that side, or that of a plant for its fuel or heat."""
    scenario = lines.result.scenario
    if name in scenario.meters:
        meter = scenario.meters[name]
        return meter.purchase if side == "purchase" else meter.sale
    asset = scenario.assets.get(name)
    return getattr(asset, "fuel", None) or getattr(asset, "purchase", None)
