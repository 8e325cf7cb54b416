"""What a run found out: one result per variant, and what each is worth beside the baseline."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from energycommunity.assessment.assess import Assessment
from energycommunity.assessment.cash_flow import Profitability, profitability
from energycommunity.errors import Fault
from energycommunity.optimization.level_race import LevelOutcome
from energycommunity.optimization.margins import DesignWinter
from energycommunity.results.checks import AnswerCheck
from energycommunity.results.community_worth import CommunityWorth
from energycommunity.results.flow_temperatures import FlowTemperature
from energycommunity.results.laid_networks import LaidNetwork
from energycommunity.results.network_hydraulics import NetworkHydraulics
from energycommunity.results.renovations import RenovatedBuilding
from energycommunity.results.told_apart import is_told_apart
from energycommunity.scenario.defaults import DefaultUsed
from energycommunity.scenario.schema import Scenario
from energycommunity.settlement.bills import Contract

if TYPE_CHECKING:
    import xarray as xr

    from energycommunity.results.heat_map import HeatMap


#: `optimal`: within the gap that was asked for; `feasible`: ended with a larger one; `stopped`: by Ctrl-C or a limit.
Status = Literal["optimal", "feasible", "stopped"]


@dataclass(frozen=True)
class ShorterYearAnswer:
    """What a shorter year alone would have answered, beside the answer of all steps: the error that was avoided.

    Costs are those of a dispatch before the sharing key and before directions that exclude each other are fixed, for
    the shorter year knows nothing of either.

    Parameters
    ----------
    steps : int
        Steps of the shorter year.
    claimed_eur_per_year : float
        What its best sizes cost in it.
    true_eur_per_year : float or None
        What they cost over all steps; None where they do not serve every demand, and so have no cost.
    answer_eur_per_year : float
        What the sizes of the answer cost over all steps.
    """

    steps: int
    claimed_eur_per_year: float
    true_eur_per_year: float | None
    answer_eur_per_year: float

    @property
    def claim_error_eur_per_year(self) -> float:
        """What it claimed less what the answer costs [EUR/a]."""
        return self.claimed_eur_per_year - self.answer_eur_per_year

    @property
    def sizes_error_eur_per_year(self) -> float | None:
        """What its sizes cost over all steps less what the answer costs [EUR/a]."""
        return None if self.true_eur_per_year is None else self.true_eur_per_year - self.answer_eur_per_year

    def fraction(self, error_eur_per_year: float | None) -> float | None:
        """An error over the size of the answer's cost."""
        return None if error_eur_per_year is None else error_eur_per_year / max(abs(self.answer_eur_per_year), 1.0)


@dataclass(frozen=True)
class Proof:
    """How good the reported cost is: cost, proven lower bound, and what was recomputed.

    `key_cost_eur_per_year`: what the sharing key costs beyond the dispatch that the bound belongs to; part of the gap.
    Below zero where bills that share within a longer period than a step come to less than that dispatch.
    `directions_cost_eur_per_year`: what it costs to fix directions that exclude each other (draw or give, charge or
    discharge), where the bound leaves them open; part of the gap too, and zero where the bound knows of them.
    `shorter_year`: None where the search did not begin with one.
    """

    status: Status
    objective_eur_per_year: float
    lower_bound_eur_per_year: float
    optimality_gap: float
    largest_violation: float
    rows: int
    columns: int
    key_cost_eur_per_year: float = 0.0
    directions_cost_eur_per_year: float = 0.0
    shorter_year: ShorterYearAnswer | None = None

    @property
    def open_eur_per_year(self) -> float:
        """What the search leaves open: cost before the sharing key, less the bound [EUR/a]."""
        return self.objective_eur_per_year - self.key_cost_eur_per_year - self.lower_bound_eur_per_year


@dataclass(frozen=True, eq=False)
class VariantResult:
    """One variant: sizes, hourly series, bills, assessment, proof.

    Parameters
    ----------
    scenario : Scenario
        As it was computed, with defaults filled in.
    capacities : dict
        Chosen or given sizes by `asset.capacity_<unit>`.
    weather, profiles, dispatch : xarray.Dataset
        Series over `time` (UTC, start of the step). Variables of profiles and dispatch are named `asset.series_unit`.
    bills : xarray.Dataset
        `eur` and `vat_eur` over `line` and `month`; coordinates member, meter and kind of each line.
    contracts : dict of str to Contract
        What each meter, and each plant that buys a fuel, is billed by.
    checks : tuple of AnswerCheck
        What was looked at once more when the answer was there; all of it holds.
    design_winter : DesignWinter or None
        What the sizes can carry in the design spell, where there is one.
    renovated : tuple of RenovatedBuilding
        Buildings that have a choice of packages, with what was chosen.
    levels : tuple of LevelOutcome
        What became of each temperature level, where there were several to choose from.
    networks : tuple of LaidNetwork
        Connections and pipes of heat networks, where they were decided.
    flow_temperatures : tuple of FlowTemperature
        How warm the water of buildings has to be, beside what their network offers.
    network_hydraulics : tuple of NetworkHydraulics
        What the water does in each heat network whose pipes are known.
    community : CommunityWorth or None
        What the community is worth to each member, where that was asked for.
    """

    scenario: Scenario
    proof: Proof
    capacities: dict[str, float]
    weather: xr.Dataset | None
    profiles: xr.Dataset
    dispatch: xr.Dataset
    bills: xr.Dataset
    contracts: dict[str, Contract]
    assessment: Assessment
    defaults_used: tuple[DefaultUsed, ...]
    warnings: tuple[Fault, ...]
    checks: tuple[AnswerCheck, ...]
    timings_s: dict[str, float]
    peak_memory_mb: float
    design_winter: DesignWinter | None = None
    renovated: tuple[RenovatedBuilding, ...] = ()
    levels: tuple[LevelOutcome, ...] = ()
    networks: tuple[LaidNetwork, ...] = ()
    flow_temperatures: tuple[FlowTemperature, ...] = ()
    network_hydraulics: tuple[NetworkHydraulics, ...] = ()
    community: CommunityWorth | None = None

    @property
    def annual_cost_eur(self) -> float:
        """Yearly cost of all members [EUR/a]."""
        return self.proof.objective_eur_per_year

    @property
    def emissions_kg_per_year(self) -> float:
        """Emissions counted, in the gas of the factors [kg/a]."""
        return self.assessment.emissions_kg_per_year


@dataclass(frozen=True, eq=False)
class Results:
    """All variants of a scenario file.

    Parameters
    ----------
    name : str
        Short name of the scenario.
    source : Path
        The scenario file.
    baseline : str
        The variant that the others are compared with.
    variants : dict of str to VariantResult
        In the order of the file.
    folder : Path or None
        Where they are saved.
    not_computed : tuple of str
        Variants of the file that a stop left out.
    warnings : tuple of Fault
        What readers should know of the run as a whole.
    heat_maps : dict of str to HeatMap
        By variant, where the scenario asks for one.
    """

    name: str
    source: Path
    baseline: str
    variants: dict[str, VariantResult]
    folder: Path | None = None
    timings_s: dict[str, float] = field(default_factory=dict)
    not_computed: tuple[str, ...] = ()
    warnings: tuple[Fault, ...] = ()
    heat_maps: dict[str, HeatMap] = field(default_factory=dict)

    @property
    def status(self) -> Status:
        """`stopped` where any variant was, or is missing; `optimal` where all are."""
        found = {result.proof.status for result in self.variants.values()}
        if self.not_computed or "stopped" in found:
            return "stopped"
        return "optimal" if found == {"optimal"} else "feasible"

    def all_warnings(self) -> tuple[Fault, ...]:
        """The warnings of the run and of its variants, each once."""
        faults = [*self.warnings, *(fault for result in self.variants.values() for fault in result.warnings)]
        return tuple(fault for place, fault in enumerate(faults) if fault not in faults[:place])

    def profitability(self, variant: str) -> Profitability:
        """What a variant is worth beside the baseline: present value, rate of return, payback."""
        rate = self.variants[variant].scenario.economics.real_discount_rate
        own, base = (self.variants[name].assessment.cash_flow for name in (variant, self.baseline))
        return profitability(own, base, rate)

    def distinguishable(self, variant: str) -> bool:
        """Whether the difference of yearly cost to the baseline stands out of the gaps of both.

        What the sharing key costs is known, and no part of that doubt.
        """
        return self.told_apart(variant, self.baseline)

    def told_apart(self, one: str, other: str) -> bool:
        """Whether the difference of two variants' yearly costs stands out of the gaps of both."""
        costs = [self.variants[name].annual_cost_eur for name in (one, other)]
        return is_told_apart(costs[0] - costs[1], self.open_eur(one, other))

    def open_eur(self, one: str, other: str) -> float:
        """What the proofs of two variants leave open together [EUR/a]."""
        return sum(self.variants[name].proof.open_eur_per_year for name in (one, other))
