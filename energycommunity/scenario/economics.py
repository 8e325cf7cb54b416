"""Terms of money and emissions, the community's sharing, and limits for the whole."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from energycommunity.quantities import Model

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
        description="Real change of a kind of cost a year, fraction, from the price year on; VAT is of the kind tax",
    )


class EmissionRules(Model):
    """Which emission factors count, and how."""

    set: Literal["ipcc", "lca"] = Field(default="ipcc", description="ipcc: CO2 of burning; lca: CO2e of the life cycle")
    electricity: str | None = Field(
        default=None,
        description="Factor of grid electricity; else latvia_official for ipcc, latvia_consumption_lca for lca",
    )
    purchased_heat: str = Field(default="latvia_official", description="Factor of heat bought from outside")
    biomass: Literal["sustainable", "unsustainable"] = Field(
        default="sustainable", description="Whether the wood grows back"
    )
    export_credit: Literal["none", "grid"] = Field(
        default="none", description="none: electricity given to the grid earns no emission credit"
    )

    @property
    def electricity_factor_name(self) -> str:
        """The factor of electricity: that which is asked for, or the one that counts the gas of the set."""
        return self.electricity or {"ipcc": "latvia_official", "lca": "latvia_consumption_lca"}[self.set]


class Community(Model):
    """How members share what they produce."""

    sharing: Literal["none", "by_interval"] = Field(
        default="none", description="by_interval: what one gives and another takes in the same interval is shared"
    )
    key: Literal["proportional"] = Field(default="proportional", description="Who gets what of the shared energy")
    internal_price_eur_per_kwh: float = Field(default=0.0, ge=0, description="Price between members")


class Limits(Model):
    """Limits that hold for all members together."""

    co2_cap_kg_co2e: float | None = Field(default=None, ge=0, description="Most emissions a year; none: no limit")
    investment_eur: float | None = Field(
        default=None, ge=0, description="Most money for building, with the VAT that is not deducted; none: no limit"
    )
