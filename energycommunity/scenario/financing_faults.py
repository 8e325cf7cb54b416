"""What is wrong with how things are paid for, with the flats of houses, and with the rules of the effect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from energycommunity.demand.grants import programme_of
from energycommunity.errors import EnergyCommunityError, Fault
from energycommunity.parameters import Parameter
from energycommunity.parameters.grants import grant_figures
from energycommunity.parameters.guarantees import guaranteed_share
from energycommunity.scenario.financing import Financing
from energycommunity.scenario.schema import Scenario
from energycommunity.scenario.schema_tree import nearest


def financing_faults(scenario: Scenario) -> Iterator[Fault]:
    """Assets of somebody else, paid for twice or leased by their owner; grants and guarantees that cannot be."""
    yield from _of_plans(scenario)
    for name, plan in scenario.financing.items():
        yield from _terms(scenario, plan, f"financing.{name}")
    for name, lease in scenario.leases.items():
        for asset, technology in scenario.assets.items():
            if _leased(asset, lease.assets) and technology.owner == lease.user:
                values: dict[str, object] = {"asset": asset, "user": lease.user}
                yield Fault("financing_lease_to_owner", values, path=f"leases.{name}.user")


def _of_plans(scenario: Scenario) -> Iterator[Fault]:
    """Assets that a plan pays for and another owns, or that two plans pay for."""
    seen: dict[str, str] = {}
    for name, plan in scenario.financing.items():
        if plan.assets is None:
            other = seen.setdefault(f"rest of {plan.member}", name)
            if other != name:
                values: dict[str, object] = {"member": plan.member, "other": other}
                yield Fault("financing_rest_twice", values, path=f"financing.{name}")
            continue
        for asset, technology in scenario.assets.items():
            if plan.pays_for(asset):
                yield from _of_asset(asset, technology.owner, (name, plan), seen.setdefault(asset, name))


def _of_asset(asset: str, owner: str, named: tuple[str, Financing], first: str) -> Iterator[Fault]:
    name, plan = named
    if owner != plan.member:
        values: dict[str, object] = {"asset": asset, "owner": owner, "member": plan.member}
        yield Fault("financing_of_another", values, path=f"financing.{name}.assets")
    if first != name:
        yield Fault("financing_twice", {"asset": asset, "other": first}, path=f"financing.{name}.assets")


def _leased(asset: str, names: tuple[str, ...]) -> bool:
    return any(asset == name or asset.startswith(f"{name}.") for name in names)


def _terms(scenario: Scenario, plan: Financing, path: str) -> Iterator[Fault]:
    """Grants and guarantees that the catalogue does not have, and conditions that only a renovation can keep."""
    year = scenario.economics.price_year
    try:
        programme = None if plan.grant is None else programme_of(plan.grant)
        if programme is not None and programme.asks_for_savings:
            yield Fault("financing_grant_of_renovation", {}, path=f"{path}.grant")
    except EnergyCommunityError as error:
        for fault in error.faults:
            yield Fault(fault.key, fault.values, path=f"{path}.grant")
    for place, loan in enumerate(plan.loans):
        try:
            if isinstance(loan.guarantee, str):
                guaranteed_share(loan.guarantee, year)
        except EnergyCommunityError as error:
            for fault in error.faults:
                yield Fault(fault.key, fault.values, path=f"{path}.loans.{place}.guarantee")


def flats_faults(scenario: Scenario) -> Iterator[Fault]:
    """Flats of a building that the file does not have, or whose loans and upkeep cannot be told from another's."""
    for name in scenario.flats:
        if name not in scenario.buildings:
            yield _unknown(name, "buildings", list(scenario.buildings), f"flats.{name}")
            continue
        payer = _member_of(scenario, name)
        others = [other for other in scenario.buildings if other != name and _member_of(scenario, other) == payer]
        if payer is not None and others:
            values: dict[str, object] = {"building": name, "member": payer, "others": ", ".join(others)}
            yield Fault("flats_member_of_more", values, path=f"flats.{name}")


def _member_of(scenario: Scenario, building: str) -> str | None:
    """Who pays at the meter of a building."""
    meter = scenario.meters.get(scenario.buildings[building].meter)
    return None if meter is None else meter.owner


def impact_faults(scenario: Scenario) -> Iterator[Fault]:
    """Local contracts that the file does not have."""
    if scenario.impact is not None:
        for name in scenario.impact.local_tariffs:
            if name not in scenario.tariffs:
                yield _unknown(name, "tariffs", list(scenario.tariffs), "impact.local_tariffs")


def _unknown(given: str, section: str, known: list[str], path: str) -> Fault:
    near = nearest(given, known)
    key = "scenario_unknown_name_nearest" if near else "scenario_unknown_name"
    values: dict[str, object] = {"given": given, "section": section, "nearest": near, "allowed": ", ".join(known)}
    return Fault(key, values, path=path)


def never_built(variants: Mapping[str, Scenario]) -> Iterator[Fault]:
    """Assets of a plan or lease that no variant has."""
    known = list(dict.fromkeys(asset for scenario in variants.values() for asset in scenario.assets))
    for section in ("financing", "leases"):
        told: set[tuple[str, str]] = set()
        for scenario in variants.values():
            for name, plan in getattr(scenario, section).items():
                for asset in plan.assets or ():
                    if (name, asset) not in told and not any(_leased(each, (asset,)) for each in known):
                        told.add((name, asset))
                        yield _unknown(asset, "assets", known, f"{section}.{name}.assets")


def figures_of_financing(scenario: Scenario) -> Iterator[tuple[str, Parameter]]:
    """Figures of the catalogue in use with their paths: of grants and guarantees.

    Raises
    ------
    ParameterError
        What `financing_faults` tells.
    """
    for name, plan in scenario.financing.items():
        if isinstance(plan.grant, str):
            for field, figure in grant_figures(plan.grant).items():
                yield f"financing.{name}.grant.{field}", figure
        for place, loan in enumerate(plan.loans):
            if isinstance(loan.guarantee, str):
                figure = guaranteed_share(loan.guarantee, scenario.economics.price_year)
                yield f"financing.{name}.loans.{place}.guarantee.share", figure
