"""Which results rest on figures that nobody has confirmed, and the mark they get."""

from __future__ import annotations

from energycommunity.reporting.edition import Edition, technology_of
from energycommunity.reporting.voice import DAGGER
from energycommunity.scenario.defaults import MODEL_SOURCE
from energycommunity.scenario.renovations import choices_of_packages
from energycommunity.scenario.schema import Scenario
from energycommunity.technologies.heating_choice import HeatingChoice
from energycommunity.texts.spoken import HARD_SPACE


def is_unconfirmed(edition: Edition, name: str, asset: str) -> bool:
    """Whether an asset of a variant rests on figures that nobody has confirmed.

    It says so itself (`assumed: true`), a catalogue value behind it is unverified, or its contract is assumed.
    """
    result = edition.variants[name]
    scenario = result.scenario
    technology = technology_of(scenario, asset)
    if technology is None:
        building = scenario.buildings.get(asset.rsplit(".", 1)[0])
        guessed = any(not used.verified and _stands_behind(used.path, asset) for used in result.defaults_used)
        return guessed or (building is not None and building.assumed)
    contracts = [getattr(technology, field, None) for field in ("purchase", "sale", "fuel", "booster_electricity")]
    if isinstance(technology, HeatingChoice):
        contracts += [source.tariff for source in technology.sources.values()]
    if technology.assumed or any(c in scenario.tariffs and scenario.tariffs[c].assumed for c in contracts if c):
        return True
    prefixes = (f"assets.{asset}.", f"heat_networks.{asset}.", *_of_packages(scenario, asset))
    return any(
        used.path.startswith(prefixes) and not used.verified and used.source != MODEL_SOURCE
        for used in result.defaults_used
    )


def _of_packages(scenario: Scenario, asset: str) -> tuple[str, ...]:
    """Where the figures stand of the packages that an asset may choose."""
    choice = choices_of_packages(scenario).get(asset)
    return () if choice is None else tuple(f"renovation_packages.{package}." for package in choice.packages)


def _stands_behind(path: str, demand: str) -> bool:
    """Whether a figure is behind the demand of a building; the rooms' heat may follow from its envelope."""
    building, _, what = demand.rpartition(".")
    return path == f"buildings.{demand}" or (
        what == "space_heat" and path.startswith(f"buildings.{building}.envelope.")
    )


def marked(edition: Edition, name: str, asset: str) -> str:
    """The name of an asset, with a dagger where it rests on unconfirmed figures."""
    return asset + (f"{HARD_SPACE}{DAGGER}" if is_unconfirmed(edition, name, asset) else "")


def rests_on_unconfirmed(edition: Edition, name: str) -> bool:
    """Whether anything in a variant is unconfirmed."""
    scenario = edition.variants[name].scenario
    assets = [*scenario.assets, *scenario.meters, *scenario.heat_networks]
    assumed = any(building.assumed for building in scenario.buildings.values())
    return assumed or any(is_unconfirmed(edition, name, asset) for asset in assets)
