"""Surplus sold by net billing above a part of the production, which a draft law of 2023 meant to limit."""

from __future__ import annotations

from collections.abc import Iterator

from energycommunity.errors import Fault
from energycommunity.optimization.programme import Programme
from energycommunity.scenario.schema import Scenario
from energycommunity.settlement.settle import Settlement
from energycommunity.tariffs.net_billing import NetBilling
from energycommunity.technologies.ledger import total

#: A surplus is above the cap if it is more than rounding above it.
_TOLERANCE = 1e-6


def surplus_warnings(scenario: Scenario, programme: Programme, settlement: Settlement) -> Iterator[Fault]:
    """The meters that sell more than the cap of their contract, with what is above it; the bills are left as they are.

    Counted is what is sold after sharing: the draft had no cap on what members share.
    """
    for meter, connection in scenario.meters.items():
        contract = scenario.tariffs.get(connection.sale or "")
        cap = contract.surplus_cap_fraction if isinstance(contract, NetBilling) else None
        sold_kwh = _kwh(programme, settlement, meter, "exported")
        produced_kwh = sum(_kwh(programme, settlement, meter, role) for role in ("produced", "cogenerated"))
        if cap is None or produced_kwh <= 0.0 or sold_kwh <= cap * produced_kwh * (1.0 + _TOLERANCE):
            continue
        lines = (line for line in settlement.lines if line.meter == meter and line.kind == "revenue")
        earned_eur = -sum(float(line.eur.sum()) for line in lines)
        excess_kwh = sold_kwh - cap * produced_kwh
        values: dict[str, object] = {
            "meter": meter,
            "percent": 100.0 * sold_kwh / produced_kwh,
            "cap": 100.0 * cap,
            "excess": excess_kwh,
            "eur": earned_eur * excess_kwh / sold_kwh,
            "unit": scenario.time.a_year("EUR"),
            "unit_kwh": scenario.time.a_year("kWh"),
        }
        yield Fault("surplus_cap_exceeded", values, path=f"meters.{meter}.export")


def _kwh(programme: Programme, settlement: Settlement, meter: str, role: str) -> float:
    """Electricity of a role behind a meter in a year, as it is billed [kWh/a]."""
    uses = (use for use in programme.contributions.energy if (use.place, use.carrier) == (meter, "electricity"))
    return sum(total(use.terms, settlement.values) for use in uses if use.role == role)
