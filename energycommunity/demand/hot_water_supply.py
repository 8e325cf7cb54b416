"""How hot water is made: its temperature, and what of its heat a network gives and a booster.

A network lifts the water as far as it can, the booster the rest. Circulation comes back warm, so that a network cooler
than that gives nothing to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from pydantic import Field, model_validator

from energycommunity.parameters.heat_emission import hot_water_rule
from energycommunity.parameters.reader import Parameter
from energycommunity.physics.heat_pump import regression_cop
from energycommunity.quantities import FloatArray, Model, refusal
from energycommunity.time_grid import TimeGrid

System = Literal["storage", "fresh_water_station"]
Booster = Literal["none", "electric", "heat_pump"]

#: The rule that gives the temperature of each system.
RULES: Mapping[System, str] = {"storage": "storage_c", "fresh_water_station": "fresh_water_station_c"}
#: A store is heated up against legionella on the first of so many days, from this hour of the clock on, as long.
_DISINFECTION_DAYS, _DISINFECTION_FROM_H, _DISINFECTION_H = 7, 2, 2


@dataclass(frozen=True, eq=False)
class HotWaterSplit:
    """Who gives the heat of hot water in each step, shape (steps,) [kW].

    Together they are the hot water: `network_kw + electricity_kw`. What a booster heat pump draws from the network is
    the network's. Without a booster all is the network's, however cool.

    `boosted_kw`: heat that the booster gives, made of its electricity and of what it draws.
    """

    network_kw: FloatArray
    electricity_kw: FloatArray
    boosted_kw: FloatArray


class HotWaterSupply(Model):
    """Where hot water is made in a building, how hot, and what lifts it where a network is too cool."""

    system: System = Field(
        default="storage",
        description="storage: a store kept at 60 °C against legionella; fresh_water_station: made as it is drawn, with "
        "less than 3 l of pipe behind it, at 50 °C.",
    )
    temperature_c: float | None = Field(
        default=None, ge=40, le=90, description="Temperature at which it is made; else that of the rule (unverified)."
    )
    disinfection_c: float | None = Field(
        default=None, ge=60, le=90, description="To which a store below 60 °C is heated every seventh night."
    )
    cold_water_c: float | None = Field(
        default=None, ge=0, le=25, description="Temperature of the cold water; else that of the catalogue."
    )
    approach_k: float | None = Field(
        default=None, ge=0, le=20, description="Between a network's supply and the water behind the heat exchanger."
    )
    booster: Booster = Field(
        default="none", description="What heats it further where the network is too cool: electric or heat_pump."
    )
    booster_source: Literal["network_supply", "network_return"] = Field(
        default="network_supply", description="Where a booster heat pump takes its heat."
    )
    booster_power_kw: float | None = Field(
        default=None, gt=0, description="Heat of the booster by which its cost counts; else the most it gives."
    )
    booster_investment_eur: float | None = Field(
        default=None, ge=0, description="Cost of the booster; else by its heat from the catalogue."
    )

    @model_validator(mode="after")
    def _safe(self) -> HotWaterSupply:
        least = hot_water_rule(RULES[self.system]).value
        if self.hot_c < least and self.disinfection_c is None:
            key = "hot_water_store_too_cool" if self.system == "storage" else "hot_water_station_too_cool"
            raise refusal(key, given=f"{self.hot_c:g}", least=f"{least:g}")
        if self.system == "fresh_water_station" and self.disinfection_c is not None:
            raise refusal("hot_water_disinfection_without_store")
        return self

    def figures(self) -> Mapping[str, Parameter]:
        """Figures of the catalogue for what is not stated, by the name of the field.

        >>> sorted(HotWaterSupply(temperature_c=62.0).figures())
        ['approach_k', 'cold_water_c']
        """
        rules = {"temperature_c": RULES[self.system], "cold_water_c": "cold_water_c", "approach_k": "approach_k"}
        return {name: hot_water_rule(rule) for name, rule in rules.items() if getattr(self, name) is None}

    @property
    def hot_c(self) -> float:
        """Temperature at which hot water is made [degC].

        >>> HotWaterSupply().hot_c, HotWaterSupply(system="fresh_water_station").hot_c
        (60.0, 50.0)
        """
        return self._value("temperature_c", RULES[self.system])

    @property
    def network_supply_c(self) -> float:
        """Supply of a network that makes it without a booster [degC].

        >>> HotWaterSupply().network_supply_c
        65.0
        """
        return self.hot_c + self._value("approach_k", "approach_k")

    def _value(self, name: str, rule: str) -> float:
        stated: float | None = getattr(self, name)
        return hot_water_rule(rule).value if stated is None else stated

    def made_c(self, grid: TimeGrid) -> FloatArray:
        """Temperature at which it is made in each step, shape (steps,) [degC]: hotter in nights of disinfection.

        >>> supply = HotWaterSupply(temperature_c=50.0, disinfection_c=65.0)
        >>> made_c = supply.made_c(TimeGrid.year(2025, "Europe/Riga"))
        >>> made_c[:5].tolist(), made_c[24:29].tolist()
        ([50.0, 50.0, 65.0, 65.0, 50.0], [50.0, 50.0, 50.0, 50.0, 50.0])
        """
        made = np.full(grid.steps, self.hot_c)
        if self.disinfection_c is not None:
            hour, day = grid.local.hour.to_numpy(), grid.local.dayofyear.to_numpy() - 1
            at_night = (hour >= _DISINFECTION_FROM_H) & (hour < _DISINFECTION_FROM_H + _DISINFECTION_H)
            made[at_night & (day % _DISINFECTION_DAYS == 0)] = self.disinfection_c
        return made

    def lifted_fraction(self, network_supply_c: npt.ArrayLike, cold_c: npt.ArrayLike | None = None) -> FloatArray:
        """Part of the heat from cold to hot that a network's supply can give, shape of the temperatures [-].

        Parameters
        ----------
        network_supply_c : array_like
            Supply at the building [degC].
        cold_c : array_like, optional
            Temperature from which the water is heated [degC]; else that of cold water.

        Examples
        --------
        From 10 to 60 degC with a supply of 50 and 5 K of approach: (45 - 10) / 50.

        >>> HotWaterSupply().lifted_fraction([50.0, 65.0, 10.0]).tolist()
        [0.7, 1.0, 0.0]
        """
        cold = np.asarray(self._value("cold_water_c", "cold_water_c") if cold_c is None else cold_c, dtype=np.float64)
        reached = np.asarray(network_supply_c, dtype=np.float64) - self._value("approach_k", "approach_k")
        lift = np.maximum(self.hot_c - cold, 1e-9)
        return np.asarray(np.clip((reached - cold) / lift, 0.0, 1.0), dtype=np.float64)

    def split(
        self,
        hot_water_kw: npt.ArrayLike,
        network_supply_c: npt.ArrayLike,
        cold_water_c: npt.ArrayLike | None = None,
        network_return_c: npt.ArrayLike | None = None,
        circulation_kw: npt.ArrayLike = 0.0,
    ) -> HotWaterSplit:
        """What the network gives of the heat, and the electricity of the booster; together exactly the heat.

        Parameters
        ----------
        hot_water_kw : array_like
            Heat of hot water with its circulation, shape (steps,) [kW].
        network_supply_c : array_like
            Supply at the building [degC].
        cold_water_c : array_like, optional
            Cold water [degC]; else as stated.
        network_return_c : array_like, optional
            Return of the network [degC], from which a booster heat pump may take its heat.
        circulation_kw : array_like
            The part of the heat that circulation loses [kW].

        Raises
        ------
        ValueError
            If the booster takes its heat from a return that is not given.

        Examples
        --------
        10 kW with 50 degC supply: the network lifts 7 kW. An electric booster gives the other 3; a heat pump with a
        COP of 6.118 (lift 60 - 50, counted as 15 K, less 15 % for the field) takes 3 kW / COP.

        >>> supply = HotWaterSupply(booster="electric")
        >>> [round(float(part[0]), 3) for part in (supply.split([10.0], 50.0).network_kw,
        ...                                        supply.split([10.0], 50.0).electricity_kw)]
        [7.0, 3.0]
        >>> with_pump = HotWaterSupply(booster="heat_pump").split([10.0], 50.0)
        >>> round(float(with_pump.electricity_kw[0]), 3), float((with_pump.network_kw + with_pump.electricity_kw)[0])
        (0.49, 10.0)
        """
        heat, supply = np.asarray(hot_water_kw, dtype=np.float64), np.asarray(network_supply_c, dtype=np.float64)
        if self.booster == "none":
            return HotWaterSplit(np.array(heat), np.zeros_like(heat), np.zeros_like(heat))
        circulated = np.minimum(np.asarray(circulation_kw, dtype=np.float64), heat)
        back_c = min(hot_water_rule("circulation_return_c").value, self.hot_c)
        lifted = (heat - circulated) * self.lifted_fraction(supply, cold_water_c)
        lifted = lifted + circulated * self.lifted_fraction(supply, back_c)
        rest = heat - lifted
        electricity = rest
        if self.booster == "heat_pump":
            source_c = network_return_c if self.booster_source == "network_return" else supply
            if source_c is None:
                raise ValueError("network_return_c is needed: the booster takes its heat from the network's return")
            electricity = rest / regression_cop("water", self.hot_c, source_c)
        return HotWaterSplit(np.asarray(heat - electricity), np.asarray(electricity), np.asarray(rest))

    def booster_eur(self, split: HotWaterSplit) -> float:
        """What the booster of a split costs without VAT, by its heat from the catalogue where it is not stated [EUR].

        Nothing where the network does without it.

        Examples
        --------
        3 kW of heat; of a heat pump all of it counts, not its electricity:

        >>> for booster in ("electric", "heat_pump", "none"):
        ...     supply = HotWaterSupply(booster=booster)
        ...     supply.booster_eur(supply.split([10.0], 50.0)), supply.booster_eur(supply.split([10.0], 65.0))
        (300.0, 0.0)
        (2700.0, 0.0)
        (0.0, 0.0)
        """
        if not split.electricity_kw.any():
            return 0.0
        if self.booster_investment_eur is not None:
            return self.booster_investment_eur
        most_kw = float(split.boosted_kw.max()) if self.booster_power_kw is None else self.booster_power_kw
        return hot_water_rule(f"booster_{self.booster}_eur_per_kw").value * most_kw
