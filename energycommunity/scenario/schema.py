"""The scenario file: what may stand at its top level. Sections have files of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from energycommunity.demand.renovation import RenovationPackage
from energycommunity.quantities import Model
from energycommunity.scenario.economics import Community, Economics, EmissionRules, Limits, PrimaryEnergyRules
from energycommunity.scenario.financing import Financing, Lease
from energycommunity.scenario.flats import FlatRules
from energycommunity.scenario.heat_map_rules import HeatMapRules
from energycommunity.scenario.impact_rules import ImpactRules
from energycommunity.scenario.members_and_buildings import Building, Member
from energycommunity.scenario.reserve import Reserve
from energycommunity.scenario.site_and_time import Site, SolverChoice, TimeFrame, WeatherSource, Words
from energycommunity.tariffs.registry import AnyTariff
from energycommunity.technologies.grid_connection import GridConnection
from energycommunity.technologies.heat_network import HeatNetwork
from energycommunity.technologies.registry import AnyAsset
from energycommunity.time_grid import TimeGrid


class Scenario(Model):
    """One variant of a scenario file, complete: what a run needs to know."""

    schema_version: Literal[1] = Field(default=1, description="Version of this format")
    name: str = Field(description="Short name of the scenario; names its folder of results")
    variant: str = Field(default="baseline", description="Which variant of the file this is; written by ecsim")
    variant_title: Words | str | None = Field(default=None, description="Heading of the variant; written by ecsim")
    tables: tuple[str, ...] = Field(default=(), description="Tables whose rows are in it; written by ecsim")
    title: Words | str | None = Field(default=None, description="Heading of the report")
    question: Words | str | None = Field(default=None, description="The question that the scenario answers")
    language: Literal["en", "lv"] = Field(default="en", description="Language of the report")
    site: Site = Field(description="Where the community is")
    time: TimeFrame = Field(description="Which steps are computed")
    mode: Literal["size", "dispatch"] = Field(
        default="size", description="size: choose sizes and operation; dispatch: operation of given sizes"
    )
    weather: WeatherSource | None = Field(default=None, description="Needed by sun, heat pumps and heat demands")
    solver: SolverChoice = Field(default=SolverChoice(), description="How the programme is solved")
    economics: Economics = Field(description="Terms of money")
    emissions: EmissionRules = Field(default=EmissionRules(), description="Which emission factors count")
    primary_energy: PrimaryEnergyRules = Field(default=PrimaryEnergyRules(), description="How energy is weighed")
    tariffs: dict[str, AnyTariff] = Field(default_factory=dict, description="Contracts by name")
    members: dict[str, Member] = Field(default_factory=dict, description="Who pays, by name")
    meters: dict[str, GridConnection] = Field(default_factory=dict, description="Connection points by name")
    buildings: dict[str, Building] = Field(default_factory=dict, description="Buildings by name")
    renovation_packages: dict[str, RenovationPackage] = Field(
        default_factory=dict, description="Packages of renovation by name, beside those of the catalogue"
    )
    heat_networks: dict[str, HeatNetwork] = Field(default_factory=dict, description="Heat networks by name")
    assets: dict[str, AnyAsset] = Field(default_factory=dict, description="What is built or stands there, by name")
    community: Community = Field(default=Community(), description="How members share")
    limits: Limits = Field(default=Limits(), description="Limits for all members together")
    heat_map: HeatMapRules | None = Field(default=None, description="Where heat is needed, on a map of the report")
    financing: dict[str, Financing] = Field(
        default_factory=dict, description="How members pay for what they build: own funds, grants, loans; by name"
    )
    leases: dict[str, Lease] = Field(
        default_factory=dict, description="Assets that a company owns and another member pays for using; by name"
    )
    flats: dict[str, FlatRules] = Field(
        default_factory=dict, description="By building: how its costs come to its flats, with a sheet for each"
    )
    impact: ImpactRules | None = Field(default=None, description="What the effect on the place is measured by")
    reserve: Reserve = Field(default=Reserve(), description="Cold days and failures that sizes must carry")

    def grid(self) -> TimeGrid:
        """The steps of the run."""
        return self.time.grid(self.site.time_zone)

    def months(self) -> tuple[str, ...]:
        """The civil months of the run."""
        return self.time.months(self.site.time_zone)

    def weather_file(self, folder: Path) -> Path | None:
        """Where the weather stands that the scenario file in a folder names; None where it names none."""
        return folder / self.weather.series if self.weather else None

    @property
    def income_tax_rates(self) -> dict[str, float]:
        """Part of its running costs that each member saves in income tax."""
        return {name: member.income_tax_rate for name, member in self.members.items() if member.income_tax_rate}

    def heading(self, language: str) -> str:
        """The title in a language, or the name where there is none."""
        title = self.title or self.name
        return title.of(language) if isinstance(title, Words) else title
