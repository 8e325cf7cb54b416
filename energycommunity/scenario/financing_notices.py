"""What is legal in how things are paid for, but comes to something else than it looks like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from energycommunity.errors import Fault
from energycommunity.scenario.schema import Scenario


def financing_notices(scenario: Scenario) -> Iterator[Fault]:
    """Loans of which nothing is left to draw, and loans that run on when the plan has ended."""
    horizon = scenario.economics.horizon_years
    for name, plan in scenario.financing.items():
        taking_all = [place for place, loan in enumerate(plan.loans) if loan.amount_eur is None]
        for place, loan in enumerate(plan.loans):
            path = f"financing.{name}.loans.{place}"
            if taking_all and place > taking_all[0]:
                yield Fault("financing_notice_never_drawn", {"first": taking_all[0]}, path=path)
            if loan.years > horizon:
                values: dict[str, object] = {"years": loan.years, "horizon": horizon}
                yield Fault("financing_notice_beyond_horizon", values, path=f"{path}.years")


def financed_in_baseline(variants: Mapping[str, Scenario], baseline: str) -> Iterator[Fault]:
    """Assets that a plan names and that the baseline has just so: nobody lends for what is no part of the project."""
    known = variants[baseline].assets
    told: set[tuple[str, str]] = set()
    for variant, scenario in variants.items():
        for name, plan in scenario.financing.items() if variant != baseline else ():
            for asset, technology in scenario.assets.items():
                named = plan.assets is not None and plan.pays_for(asset)
                if named and known.get(asset) == technology and (name, asset) not in told:
                    told.add((name, asset))
                    values: dict[str, object] = {"asset": asset, "baseline": baseline}
                    yield Fault("financing_notice_in_baseline", values, path=f"financing.{name}.assets")
