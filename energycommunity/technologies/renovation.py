"""Renovation: a package of measures on a building, chosen as a whole or not at all.

    saved[t] = sum over packages of (heat as it stands[t] − heat under the package[t]) · chosen
    sum of chosen ≤ 1
    peak = peak as it stands − sum of (peak as it stands − peak under the package) · chosen   (agreement "peak of b")

The heat under each package is known before the programme (demand.heated_building, optimization.heated_buildings); its
costs stand in chosen_package.py. `investment_eur`, `lifetime_years` and `fixed_om_eur_per_year` of the asset itself are
paid beside them with whichever package is taken, as for a project or an audit; no grant is reckoned on them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field, model_validator

from energycommunity.demand.grants import GrantProgramme
from energycommunity.demand.heated_building import HeatedBuilding, PackageHeat
from energycommunity.demand.renovation import NONE
from energycommunity.parameters.renovation_measures import package_names
from energycommunity.quantities import FloatArray, refusal
from energycommunity.technologies.base import AssetContext, Profiles, Technology
from energycommunity.technologies.chosen_package import package_costs
from energycommunity.technologies.ledger import Agreement, Contributions, Cost, Flow, Term, Values
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    from energycommunity.technologies.block import Block, Variable


@dataclass(frozen=True)
class RenovationProfiles(Profiles):
    """What each package saves, and the building that it is known of."""

    building: HeatedBuilding | None = None


class Renovation(Technology):
    """Packages of measures on a building, of which the programme chooses one or none."""

    label_en: ClassVar[str] = "Renovation"
    label_lv: ClassVar[str] = "Ēkas atjaunošana"
    heats_alone: ClassVar[bool] = False

    type: Literal["renovation"] = "renovation"
    at: str = Field(description="Building that is renovated, or each_building")
    packages: tuple[str, ...] | None = Field(
        default=None,
        min_length=1,
        description="Packages to choose from, of the catalogue or of renovation_packages; without `none` one is taken. "
        "All of the catalogue if not given",
    )
    package: str | None = Field(default=None, description="Instead: the package that is decided")
    grant: str | GrantProgramme | None = Field(
        default=None, description="Programme of the catalogue that pays a part, or the terms of one"
    )

    @model_validator(mode="after")
    def _chosen_or_decided(self) -> Renovation:
        if self.package is not None and self.packages is not None:
            raise refusal("technologies_two_capacities", first="packages", second="package")
        if self.existing is not None:
            raise refusal("technologies_renovation_existing")
        return self

    @property
    def possible_packages(self) -> tuple[str, ...]:
        """The packages that may be taken."""
        if self.package is not None:
            return (self.package,)
        return package_names() if self.packages is None else self.packages

    def profiles(self, context: AssetContext) -> Profiles:
        """What each package saves of the heat for the rooms [kW]."""
        building = context.heated_buildings[self.at]
        before = building.packages[NONE].rooms_kw
        series = {
            f"{name}_saved_heat_kw": before - building.packages[name].rooms_kw
            for name in self.possible_packages
            if name != NONE
        }
        return RenovationProfiles(series, building=building)

    def add_to(self, block: Block, time: TimeGrid, profiles: Profiles) -> Contributions:
        """One decision for each package; what it saves goes to the building, and its measures cost."""
        if not isinstance(profiles, RenovationProfiles) or profiles.building is None:
            raise TypeError(f"{block.asset}: not the profiles of a renovation")
        chosen = {name: block.choose(name) for name in self.possible_packages if name != NONE}
        together = sum(each.decision for each in chosen.values())
        if chosen and NONE in self.possible_packages:
            block.constrain_once("at_most_one", together <= 1.0)
        elif chosen:
            block.constrain_once("one", together == 1.0)
        part = self._part_of_demand(block, profiles.building.packages[NONE])
        flows: list[Flow] = []
        found = Contributions()
        for name, variable in chosen.items():
            saved_kw = profiles[f"{name}_saved_heat_kw"] * part
            block.known[f"{name}_saved_heat_kw"] = saved_kw
            flows.append(Flow(block.surroundings.places[self.at].bus, 1, (Term(variable, saved_kw),)))
            found += package_costs(block, profiles.building.packages[name], variable)
            found += self._costs_of_any(block, variable)
        return Contributions(flows=tuple(flows), agreements=tuple(self._agreements(block, chosen))) + found

    def _agreements(self, block: Block, chosen: Mapping[str, Variable]) -> Iterator[Agreement]:
        """The highest heat of the building under the package that is taken, by which its network lays pipes [kW]."""
        peaks_kw = block.surroundings.peaks_by_package_kw.get(self.at)
        if peaks_kw is None or block.surroundings.places[self.at].network is None:
            return
        as_it_stands_kw = peaks_kw.get(NONE, 0.0)  # without `none` one of the packages is taken
        saved = tuple(Term(variable, as_it_stands_kw - peaks_kw[name]) for name, variable in chosen.items())
        yield Agreement.on_peak(self.at, (Term(None, -as_it_stands_kw), *saved))

    def _costs_of_any(self, block: Block, chosen: Variable) -> Contributions:
        """What is paid with whichever package is taken, such as the project: its annuity, and a yearly upkeep."""
        lifetime_years = self.lifetime_years or block.surroundings.economics.horizon_years
        upkeep = Cost(block.asset, self.owner, "fixed_om", (Term(chosen, self.fixed_om_eur_per_year or 0.0),))
        money = (Term(chosen, self.investment_eur),) if self.investment_eur else ()
        return self._spread(block, money, 0.0, lifetime_years) + Contributions(costs=(upkeep,))

    def _part_of_demand(self, block: Block, as_it_stands: PackageHeat) -> float:
        """Part of the heat for the rooms that is asked of the plants: less than all where one of them has failed."""
        demand = block.surroundings.demands.get(f"{self.at}.space_heat")
        whole_kw = float(as_it_stands.rooms_kw.sum())
        return 1.0 if demand is None or whole_kw == 0.0 else float(demand.power_kw.sum()) / whole_kw

    def read(self, block: Block, solution: Values) -> dict[str, FloatArray]:
        """Heat that is saved [kW]."""
        saved_kw = np.zeros(block.time.steps)
        for name, variable in self._decisions(block).items():
            saved_kw += block.known[f"{name}_saved_heat_kw"] * solution.of(variable)
        return {"saved_heat_kw": np.maximum(saved_kw, 0.0)}

    def chosen_package(self, block: Block, solution: Values) -> str:
        """The package that is taken."""
        decisions = self._decisions(block)
        return next((name for name, variable in decisions.items() if solution.of(variable)[0] > 0.5), NONE)

    def _decisions(self, block: Block) -> dict[str, Variable]:
        return {name: block.variables[name] for name in self.possible_packages if name != NONE}

    @classmethod
    def example(cls) -> Renovation:
        """A house that may be renovated a little or deeply."""
        return cls(owner="association", at="house")
