"""One edition of a report: the results, the language, and what several tables and figures ask of both."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from energycommunity.quantities import FloatArray
from energycommunity.reporting.flows import Flow, burnt_by, flows_of
from energycommunity.reporting.voice import Voice, gas_name
from energycommunity.results import Results, VariantResult
from energycommunity.results.finance_plans import MemberFinance, finance_plans, is_financed
from energycommunity.scenario.schema import Scenario
from energycommunity.technologies.base import Technology
from energycommunity.technologies.load import Load
from energycommunity.time_grid import TimeGrid


def technology_of(scenario: Scenario, asset: str) -> Technology | None:
    """The technology of an asset, meter or network; None for the demands of buildings."""
    return scenario.assets.get(asset) or scenario.meters.get(asset) or scenario.heat_networks.get(asset)


@dataclass(frozen=True, eq=False)
class Edition:
    """Results told in one language."""

    results: Results
    voice: Voice

    @cached_property
    def scenario(self) -> Scenario:
        """The baseline's scenario, which names title, question and terms of money."""
        return self.baseline.scenario

    @property
    def baseline(self) -> VariantResult:
        """The variant that the others are compared with."""
        return self.results.variants[self.results.baseline]

    @property
    def variants(self) -> dict[str, VariantResult]:
        """All variants, in the order of the file."""
        return self.results.variants

    @cached_property
    def titles(self) -> dict[str, str]:
        """What each variant is called."""
        return {name: self.voice.variant(result.scenario) for name, result in self.variants.items()}

    @cached_property
    def flows(self) -> dict[str, tuple[Flow, ...]]:
        """By variant: who gives and takes how much in each step."""
        return {name: flows_of(result) for name, result in self.variants.items()}

    @property
    def gas(self) -> str:
        """CO₂ or CO₂e."""
        return gas_name(self.baseline.assessment.factors.gas)

    @cached_property
    def is_annual(self) -> bool:
        """Whether amounts are those of a year; else of the window that was computed."""
        return self.scenario.time.annual

    def per_year(self, unit: str) -> str:
        """The unit of an amount of the year, such as EUR/a; of a window that is not scaled to a year, EUR."""
        return self.voice.unit(f"{unit}/a") if self.is_annual else unit

    @property
    def eur(self) -> str:
        """Unit of yearly money."""
        return self.per_year("EUR")

    @property
    def cost_heading(self) -> str:
        """Heading of the cost of a year, or of the window."""
        return self.voice.say("yearly_cost" if self.is_annual else "window_cost")

    def a_year(self, unit: str) -> str:
        """The unit of an amount of the year inside a sentence; of a window that is not scaled to a year, the unit."""
        return str(getattr(self.scenario.time.a_year(unit), self.voice.language))

    def yearly_kwh(self, power_kw: FloatArray) -> float:
        """Energy of a year [kWh]."""
        grid = self.grid
        return float(power_kw.sum()) * grid.step_h * grid.weight

    @cached_property
    def grid(self) -> TimeGrid:
        """The steps of the run."""
        return self.scenario.grid()

    @cached_property
    def finance_plans(self) -> dict[str, tuple[MemberFinance, ...]]:
        """By variant that states how it is paid for: the plan of each member, and that of all together."""
        return {
            name: finance_plans(self.results, name)
            for name, result in self.variants.items()
            if name != self.results.baseline and is_financed(result.scenario)
        }

    def kind_of(self, name: str, asset: str) -> str:
        """What people call the kind of an asset, with what it burns."""
        scenario = self.variants[name].scenario
        technology = technology_of(scenario, asset)
        if technology is None:
            what = asset.rsplit(".", 1)[-1]
            return self.voice.say(f"demand_{what}") if what in DEMANDS else self.voice.label(Load)
        label, carrier = self.voice.label(technology), burnt_by(scenario, technology)
        return self.voice.with_fuel(label, carrier) if carrier else label


#: What the demands of buildings are called in the names of series.
DEMANDS = ("electricity", "common_electricity", "space_heat", "hot_water", "hot_water_booster", "cooling")
