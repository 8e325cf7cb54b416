"""Terms of money and emissions, the community's sharing, and limits for the whole."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator, model_validator

from energycommunity.allocation.registry import AnyKey, KeyName
from energycommunity.allocation.sharing_period import SHARING_PERIOD_MEANS, SharingPeriod
from energycommunity.parameters import Parameter, electricity_factor
from energycommunity.quantities import Carrier, Model, refusal

#: The key of a file's own factor of electricity, by the set of the other factors.
OWN_FACTORS = {"ipcc": "electricity_kg_co2_per_kwh", "lca": "electricity_kg_co2e_per_kwh"}

EscalatedKind = Literal["fixed_om", "variable_om", "fuel", "energy", "network", "tax", "revenue"]


class Economics(Model):
    """The money of the run: real euros of `price_year`, without VAT."""

    price_year: int = Field(ge=2015, le=2035, description="Year whose price level all euros have")
    real_discount_rate: float = Field(ge=0, le=0.5, description="Real discount rate a year, fraction")
    inflation: float = Field(default=0.02, ge=-0.1, le=0.5, description="Yearly inflation, for nominal tables only")
    horizon_years: int = Field(default=25, ge=1, le=100, description="Years over which cash flows are compared")
    co2_price_eur_per_kg_co2e: float = Field(default=0.0, ge=0, description="Price put on emissions in the objective")
    escalation: dict[EscalatedKind, float] = Field(
        default_factory=dict,
        description="Real change of a kind of cost a year, fraction, from the price year on; its VAT grows with it",
    )

    @property
    def last_day(self) -> str:
        """The last day of the price year, whose rates of VAT hold for the years of the plan."""
        return f"{self.price_year}-12-31"


class EmissionRules(Model):
    """Which emission factors count, and how."""

    set: Literal["ipcc", "lca"] = Field(default="ipcc", description="ipcc: CO2 of burning; lca: CO2e of the life cycle")
    electricity: str | None = Field(
        default=None,
        description="Factor of grid electricity; else latvia_official for ipcc, latvia_consumption_lca for lca",
    )
    electricity_kg_co2_per_kwh: float | None = Field(
        default=None, ge=0, description="Own factor of grid electricity in place of a name, with the set ipcc"
    )
    electricity_kg_co2e_per_kwh: float | None = Field(
        default=None, ge=0, description="Own factor of grid electricity in place of a name, with the set lca"
    )
    purchased_heat: str = Field(default="latvia_official", description="Factor of heat bought from outside")
    biomass: Literal["sustainable", "unsustainable"] = Field(
        default="sustainable", description="Whether the wood grows back"
    )
    export_credit: Literal["none", "grid"] = Field(
        default="none", description="none: electricity given to the grid earns no emission credit"
    )

    @model_validator(mode="after")
    def _one_factor_of_its_gas(self) -> EmissionRules:
        right = OWN_FACTORS[self.set]
        for name in OWN_FACTORS.values():
            if getattr(self, name) is not None and name != right:
                raise refusal("scenario_factor_of_other_gas", name=name, set=self.set, right=right)
        if self.electricity is not None and self.has_own_factor:
            raise refusal("technologies_two_capacities", first="electricity", second=right)
        return self

    @property
    def has_own_factor(self) -> bool:
        """Whether the file states the factor of grid electricity as a number."""
        return getattr(self, OWN_FACTORS[self.set]) is not None

    @property
    def electricity_factor_name(self) -> str:
        """The factor of electricity: that which is asked for, or the one that counts the gas of the set."""
        return self.electricity or {"ipcc": "latvia_official", "lca": "latvia_consumption_lca"}[self.set]

    def grid_factor(self) -> Parameter:
        """Emission factor of electricity from the grid: the file's own, or that of the catalogue [kg/kWh]."""
        if not self.has_own_factor:
            return electricity_factor(self.electricity_factor_name)
        unit = {"ipcc": "kg CO2/kWh", "lca": "kg CO2e/kWh"}[self.set]
        name = OWN_FACTORS[self.set]
        return Parameter(f"emissions.{name}", getattr(self, name), unit, "", "scenario", verified=True)


class CarrierWeights(Model):
    """Primary energy per energy of a carrier that is brought to the place; what is not given has the catalogue's."""

    renewable_factor: float | None = Field(default=None, ge=0, description="Renewable primary energy")
    non_renewable_factor: float | None = Field(default=None, ge=0, description="Non-renewable primary energy")

    @model_validator(mode="after")
    def _both_or_none(self) -> CarrierWeights:
        if (self.renewable_factor is None) != (self.non_renewable_factor is None):
            raise refusal("scenario_half_a_weight")
        return self


class PrimaryEnergyRules(Model):
    """Weights of energy after EN ISO 52000-1: what is burnt and bought, made on site, and exported."""

    carriers: dict[Carrier, CarrierWeights] = Field(
        default_factory=dict, description="Weights by carrier in place of the catalogue's"
    )
    own_electricity_factor: float = Field(
        default=1.0, ge=0, description="Renewable primary energy per electricity made on site"
    )
    ambient_heat_factor: float = Field(
        default=1.0,
        ge=0,
        description="Renewable primary energy per heat that heat pumps draw from air, ground or water",
    )
    export_credit_factor: float = Field(
        default=0.0, ge=0, le=1, description="Part of exports credited with what they replace in the grid, k_exp"
    )


class Community(Model):
    """How members share what they produce."""

    sharing: Literal["none", "by_interval"] = Field(
        default="none", description="by_interval: what one gives and another takes in the same interval is shared"
    )
    key: KeyName | AnyKey = Field(default="dynamic", description="Allocation key: who gets what of the shared energy")
    other_keys: tuple[KeyName | AnyKey, ...] = Field(
        default=(), description="Keys whose bills are shown beside those of `key`; dynamic and equal are without"
    )
    internal_price_eur_per_kwh: float = Field(default=0.0, ge=0, description="Price between members")
    sharing_period: SharingPeriod = Field(default="interval", description=SHARING_PERIOD_MEANS)
    network_fee_reduction_fraction: float = Field(
        default=0.0,
        ge=0,
        le=1,
        description="Part of the network's fee per kWh that shared energy is spared; no such rule is known today",
    )
    one_trader: bool = Field(
        default=False, description="Whether all who share must have one trader, as a draft of 2023 asked"
    )
    analysis: Literal["none", "sizes_fixed", "sizes_free"] = Field(
        default="none",
        description="What each member gains by joining, adds and is owed by contribution. sizes_fixed (or true): every "
        "coalition of members is dispatched with the sizes found; sizes_free: its plants are sized anew, which takes "
        "much longer",
    )

    @field_validator("analysis", mode="before")
    @classmethod
    def _yes_or_no(cls, given: object) -> object:
        return {True: "sizes_fixed", False: "none"}[given] if isinstance(given, bool) else given

    @model_validator(mode="after")
    def _analysis_shares_by_interval(self) -> Community:
        if self.analysed and self.sharing_period != "interval":
            raise refusal("scenario_analysis_by_interval", period=self.sharing_period)
        return self

    @property
    def analysed(self) -> bool:
        """Whether members share and it is asked what each gains."""
        return self.analysis != "none" and self.sharing != "none"


class Limits(Model):
    """Limits that hold for all members together."""

    co2_cap_kg_co2e: float | None = Field(default=None, ge=0, description="Most emissions a year; none: no limit")
    investment_eur: float | None = Field(
        default=None, ge=0, description="Most money for building, with the VAT that is not deducted; none: no limit"
    )
