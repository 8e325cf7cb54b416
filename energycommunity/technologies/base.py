"""The contract of a technology: what may be written in YAML, which series it needs, what it adds to the programme."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar, Literal, Self, get_args

from pydantic import Field, model_validator

from energycommunity.demand.heat_flows import HeatFlow
from energycommunity.demand.heated_building import HeatedBuilding
from energycommunity.errors import Fault, ScenarioError
from energycommunity.finance.annuity import annual_cost
from energycommunity.profiles import ProfileContext
from energycommunity.quantities import Carrier, FloatArray, Model, refusal
from energycommunity.tariffs.charges import Charge, marginal_eur_per_kwh
from energycommunity.technologies.ledger import Contributions, Cost, EnergyUse, InvestmentUse, Term, goods_of
from energycommunity.technologies.surroundings import Meter, Place

if TYPE_CHECKING:
    import xarray as xr

    from energycommunity.physics.tilted_plane import Plane
    from energycommunity.technologies.block import Block, Investment, Variable
    from energycommunity.technologies.ledger import Values
    from energycommunity.time_grid import TimeGrid


#: Sections of the scenario file that hold technologies.
Section = Literal["assets", "meters", "heat_networks", "community"]

#: Products whose levelised cost is told.
Product = Literal["heat", "electricity"]

#: What is balanced at the place that `at` names, besides electricity at a meter.
PlaceCarrier = Literal["heat", "cooling"]

#: The series of what a fuel costs.
FUEL_PRICE = "fuel_price_eur_per_kwh"


class Capacity(Model):
    """A size to be chosen: between `min` and `max` (in the unit of its key), in steps, at a cost if built at all."""

    min: float | None = Field(default=None, ge=0, description="Smallest size (if built, where building costs extra)")
    max: float | None = Field(default=None, ge=0, description="Largest size; derived from the demands if not given")
    step: float | None = Field(default=None, gt=0, description="Sizes are whole multiples of this")
    cost_if_built_eur: float | None = Field(default=None, ge=0, description="Paid once if the size is above zero")

    @model_validator(mode="after")
    def _in_order(self) -> Capacity:
        if self.min is not None and self.max is not None and self.min > self.max:
            raise refusal("scenario_min_above_max", low=f"{self.min:g}", high=f"{self.max:g}")
        return self

    @model_validator(mode="after")
    def _holds_a_step(self) -> Capacity:
        low = self.min or 0.0
        if self.step is not None and self.max is not None and low <= self.max:
            largest = math.floor(self.max / self.step + 1e-9) * self.step
            if largest < low * (1.0 - 1e-9):
                raise refusal("technologies_no_step", step=f"{self.step:g}", low=f"{low:g}", high=f"{self.max:g}")
        return self

    @classmethod
    def of(cls, value: Capacity | float | None) -> Capacity:
        """A number is a fixed size; nothing given leaves the size free."""
        if value is None:
            return cls()
        return value if isinstance(value, Capacity) else cls(min=value, max=value)

    def times(self, factor: float) -> Capacity:
        """The same size in another unit; what is paid once stays.

        >>> Capacity(min=10.0, max=20.0, cost_if_built_eur=5.0).times(2.0).max
        40.0
        """
        sizes = {name: getattr(self, name) for name in ("min", "max", "step")}
        scaled_sizes = {name: None if size is None else size * factor for name, size in sizes.items()}
        return self.model_copy(update=scaled_sizes)


Size = Capacity | float


class Existing(Model):
    """An asset that stands already: what was paid for it counts nothing; it is replaced when its life ends."""

    remaining_years: float = Field(ge=0, description="Years until it must be replaced")


@dataclass(frozen=True)
class AssetContext:
    """From what an asset makes its series.

    `charges(tariff, phases, fuse_a, count)` gives the formulas of a contract at a connection, `carriers` what each
    tariff trades, `planes` the directions of the roofs and `peak_heat_kw` the largest heat demand by building;
    `heated_buildings` what renovation packages make of a building that has a choice of them; `heat_flows` at which
    temperatures the heat of a building with known radiators is wanted; `renovating` the buildings with a demand of
    their own and a renovation that chooses. `member_kinds` and `price_year` are what grants ask for.
    """

    profile: ProfileContext
    places: Mapping[str, Place]
    meters: Mapping[str, Meter]
    charges: Callable[[str, int, float, int], tuple[Charge, ...]]
    carriers: Mapping[str, Carrier] = field(default_factory=dict)
    planes: Mapping[str, Plane] = field(default_factory=dict)
    peak_heat_kw: Mapping[str, float] = field(default_factory=dict)
    heated_buildings: Mapping[str, HeatedBuilding] = field(default_factory=dict)
    heat_flows: Mapping[str, tuple[HeatFlow, ...]] = field(default_factory=dict)
    renovating: tuple[str, ...] = ()
    member_kinds: Mapping[str, str] = field(default_factory=dict)
    price_year: int = 0

    def of_run(self) -> AssetContext | None:
        """In a design spell the context of the run whose sizes have to carry it; else None."""
        run = self.profile.spell_of
        return None if run is None else replace(self, profile=run)

    def weather(self) -> xr.Dataset:
        """The weather of the run.

        Raises
        ------
        ScenarioError
            If the scenario names none.
        """
        if self.profile.weather is None:
            raise ScenarioError(Fault("weather_needed", path="weather"))
        return self.profile.weather


@dataclass(frozen=True)
class Profiles:
    """The known series of an asset by name, each of shape (steps,), and the charges on the `carrier` it trades."""

    series: Mapping[str, FloatArray] = field(default_factory=dict)
    charges: Mapping[str, tuple[Charge, ...]] = field(default_factory=dict)
    carrier: Carrier = "electricity"

    def __getitem__(self, name: str) -> FloatArray:
        return self.series[name]


class Technology(Model):
    """One kind of asset. Subclasses are one file each; the registry finds them."""

    label_en: ClassVar[str]
    label_lv: ClassVar[str]
    #: The unit at the end of the capacity's key, by which costs are counted: kw, kwp or kwh; `whole` where the costs of
    #: the whole asset are those of the size 1.
    cost_basis: ClassVar[str] = "kw"
    #: Row of the dated catalogue that fills what the file does not state, unless `catalogue` names another.
    catalogue_default: ClassVar[str | None] = None
    #: The section of the scenario file it is written in.
    stands_under: ClassVar[Section] = "assets"
    #: The product whose levelised cost its cost belongs to; that of a plant which makes both is shared between them.
    serves: ClassVar[Product | Literal["heat_and_electricity"] | None] = None
    #: Whether it can keep a place warm with nothing else beside it, if it gives heat at all.
    heats_alone: ClassVar[bool] = True
    #: Which of them it gives, or takes, where `at` says.
    gives_at_place: ClassVar[PlaceCarrier] = "heat"
    #: Whether `at`, where it may be left out, says where its heat can be used.
    gives_waste_heat: ClassVar[bool] = False
    #: Whether it is a known demand: its series are made before those of plants, whose largest sizes follow from them.
    is_demand: ClassVar[bool] = False

    owner: str = Field(description="The member who pays for it and has its revenue")
    catalogue: str | None = Field(default=None, description="Row of the dated catalogue that fills what is not given")
    building_type: str | None = Field(
        default=None, description="With each_building: only at buildings of this type, such as private_house"
    )
    existing: Existing | None = Field(default=None, description="Given if it stands already")
    assumed: bool = Field(default=False, description="True while nobody has confirmed the figures")
    investment_eur: float | None = Field(
        default=None, ge=0, description="Cost of the whole asset, beside that per size"
    )
    lifetime_years: float | None = Field(default=None, gt=0, description="Technical life; then it is replaced")
    fixed_om_eur_per_year: float | None = Field(default=None, description="Yearly upkeep, beside that per size")

    @model_validator(mode="after")
    def _stands_at_a_size(self) -> Self:
        """What stands costs nothing until its end; were its size free, the largest would be had for nothing."""
        names = self.size_fields()
        if self.existing is not None and self.existing.remaining_years > 0.0 and names:
            given = [name for name in names if getattr(self, name) is not None]
            sizes = [Capacity.of(getattr(self, name)) for name in given]
            if not sizes or any(size.min is None or size.min != size.max for size in sizes):
                raise refusal("technologies_existing_without_size", name=(given or names)[0])
        return self

    @classmethod
    def size_fields(cls) -> tuple[str, ...]:
        """The fields that hold sizes, given or to be chosen."""
        return tuple(name for name, field in cls.model_fields.items() if Capacity in get_args(field.annotation))

    @property
    def needs_weather(self) -> bool:
        """Whether its series are made from the weather, as far as the file does not give them."""
        return False

    @property
    def by_products(self) -> tuple[Product, ...]:
        """What it must make along with something else, wanted or not: that can be worth less than nothing."""
        return ()

    def profiles(self, context: AssetContext) -> Profiles:
        """The series it needs; none by default."""
        return Profiles()

    def highest_kw(self, profiles: Profiles) -> FloatArray:
        """The highest power of a demand in each step [kW], shape (steps,), from which missing limits are derived."""
        return profiles["power_kw"]

    def add_to(self, block: Block, time: TimeGrid, profiles: Profiles) -> Contributions:
        """Declare variables and constraints in `block` and say what they contribute."""
        raise TypeError(f"{type(self).__name__} lacks add_to")

    def read(self, block: Block, solution: Values) -> dict[str, FloatArray]:
        """The named arrays of the result: by default each operation variable, shape (steps,)."""
        steps = block.time.steps
        return {name: solution.of(v) for name, v in block.variables.items() if v.span == "step" and v.shape == (steps,)}

    @classmethod
    def example(cls) -> Technology:
        """A valid instance, used in the documentation and by the contract test."""
        raise TypeError(f"{cls.__name__} lacks an example")

    def catalogue_row(self, *, on_network: bool, carrier: Carrier | None) -> str | None:
        """The row of the catalogue that fills what the file does not state.

        `on_network`: whether it stands at a heat network; `carrier`: what it buys by its fuel tariff, if it has one.
        """
        return self.catalogue or self.catalogue_default

    def label(self, language: str) -> str:
        """What people call it."""
        return self.label_lv if language == "lv" else self.label_en

    def capacity_costs(self, block: Block, investment: Investment | None, further_eur: float = 0.0) -> Contributions:
        """Annuity, fixed upkeep and the money for building: by the size, if it built at all, and for the whole asset.

        `further_eur` is added to what the whole asset costs.
        """
        basis, lifetime = self.cost_basis, self.lifetime_years or block.surroundings.economics.horizon_years
        whole_eur = (self.investment_eur or 0.0) + further_eur
        upkeep_eur = self.fixed_om_eur_per_year or 0.0
        terms: tuple[Term, ...] = ()
        yearly: tuple[Term, ...] = ()
        upkeep: tuple[Term, ...] = ()
        if investment is not None and basis == "whole":
            terms, upkeep = _term(investment.size, whole_eur), _term(investment.size, upkeep_eur)
            whole_eur = upkeep_eur = 0.0
        if investment is not None:
            terms += _term(investment.size, getattr(self, f"investment_eur_per_{basis}", None))
            yearly += _term(investment.size, getattr(self, f"annuity_eur_per_{basis}_year", None))
            upkeep += _term(investment.size, getattr(self, f"fixed_om_eur_per_{basis}_year", None))
            if investment.built is not None:
                terms += _term(investment.built, investment.cost_if_built_eur)
        return self._spread(block, terms, whole_eur, lifetime) + Contributions(
            costs=(
                Cost(block.asset, self.owner, "annuity", yearly),
                Cost(block.asset, self.owner, "fixed_om", upkeep, upkeep_eur),
            )
        )

    def part_costs(
        self, block: Block, investment: Investment, eur_per_size: float, lifetime_years: float | None
    ) -> Contributions:
        """Annuity and money for a part of the asset with its own life, such as an inverter."""
        lifetime = lifetime_years or self.lifetime_years or block.surroundings.economics.horizon_years
        return self._spread(block, _term(investment.size, eur_per_size), 0.0, lifetime)

    def _spread(
        self,
        block: Block,
        terms: tuple[Term, ...],
        whole_eur: float,
        lifetime_years: float,
        standing_years: float | None = None,
    ) -> Contributions:
        """Money for building, and its annuity; what exists costs nothing until it is replaced (finance.annuity).

        `standing_years`: until it is replaced, where that is not those of the whole asset.
        """
        economics = block.surroundings.economics
        first_year = self.existing.remaining_years if self.existing else 0.0
        first_year = first_year if standing_years is None else standing_years
        rate, horizon = economics.real_discount_rate, economics.horizon_years
        share = annual_cost(1.0, lifetime_years, rate, horizon, first_year)
        return Contributions(
            costs=(Cost(block.asset, self.owner, "annuity", scaled(terms, share), whole_eur * share),),
            investments=(InvestmentUse(block.asset, self.owner, lifetime_years, first_year, terms, whole_eur),),
        )

    def variable_costs(
        self, block: Block, energy: tuple[Term, ...], further: tuple[Term, ...] = ()
    ) -> tuple[Cost, ...]:
        """Upkeep by the energy of the given terms [kW], and further terms that are costs already [EUR/a]."""
        rate = getattr(self, "variable_om_eur_per_kwh", None) or 0.0
        terms = (scaled(energy, rate * hours(block.time)) if rate else ()) + further
        return (Cost(block.asset, self.owner, "variable_om", terms),) if terms else ()


def hours(time: TimeGrid) -> float:
    """Hours a year that one step stands for: turns kW in a step into kWh a year."""
    return time.step_h * time.weight


def consumed(block: Block, at: str, carrier: Carrier, power: tuple[Term, ...]) -> EnergyUse:
    """What a plant takes of a carrier [kW]: final energy in a building, supply where it feeds a network."""
    place = block.surroundings.places[at]
    role: Literal["supply", "final"] = "supply" if place.is_network else "final"
    return EnergyUse(block.asset, at, carrier, place.sector, role, scaled(power, hours(block.time)))


def fuel_profiles(fuel: str, context: AssetContext) -> Profiles:
    """The price in each step of the fuel bought by the tariff `fuel`, and the charges it comes from."""
    charges = context.charges(fuel, 3, 0.0, 1)
    price = marginal_eur_per_kwh(charges, context.profile.grid)
    return Profiles({FUEL_PRICE: price}, {fuel: charges}, context.carriers[fuel])


def burnt(block: Block, at: str, fuel: Variable, profiles: Profiles) -> Contributions:
    """Fuel that is bought as it is burnt [kW]: what it costs by its tariff, and its lines in the ledger of energy."""
    carrier, sector = profiles.carrier, block.surroundings.places[at].sector
    price = Term(fuel, profiles[FUEL_PRICE] * hours(block.time))
    bought = EnergyUse(block.asset, at, carrier, sector, "bought", (Term(fuel, hours(block.time)),))
    return Contributions(
        costs=(Cost(block.asset, block.owner, "fuel", (price,), goods=goods_of(carrier)),),
        energy=(bought, consumed(block, at, carrier, (Term(fuel),))),
    )


def heat_supplied(block: Block, at: str, heat: tuple[Term, ...]) -> tuple[EnergyUse, ...]:
    """What a plant gives to a network [kW]; heat made in a building is no line of its own, for its input is final."""
    place = block.surroundings.places[at]
    if not place.is_network:
        return ()
    supplied = scaled(heat, hours(block.time))
    return (EnergyUse(block.asset, at, "heat", place.sector, "supplied_heat", supplied),)


def scaled(terms: tuple[Term, ...], factor: float | FloatArray) -> tuple[Term, ...]:
    """The same terms times a number, or a number per step."""
    return tuple(term.times(factor) for term in terms)


def _term(variable: Variable, coefficient: float | None) -> tuple[Term, ...]:
    return (Term(variable, coefficient),) if coefficient else ()
