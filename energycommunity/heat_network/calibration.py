"""What a year's books of an existing network say: heat produced, heat sold, fuel burnt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from pydantic import Field, model_validator

from energycommunity.errors import ParameterError
from energycommunity.fuel_energy import WETTEST, Measure, fuel_energy
from energycommunity.quantities import Carrier, Model, refusal

_KWH_OF = {"kWh": 1.0, "MWh": 1e3, "GWh": 1e6}
_MEASURES: dict[str, Measure] = {"t": "t", "loose": "loose_m3", "stacked": "stacked_m3", "solid": "solid_m3"}
_AMOUNT = re.compile(
    r"^\s*(?P<number>\d[\d\s]*(?:[.,]\d+)?)\s*(?P<unit>[kMG]Wh|t|(?:loose|stacked|solid)\s*m[3³])\s+(?P<carrier>\w+)\s*$"
)


class CalibrationYear(Model):
    """Heat and fuel of one year of an existing network."""

    produced_kwh: float = Field(gt=0, description="Heat that left the plant.")
    sold_kwh: float = Field(gt=0, description="Heat measured at the customers.")
    fuel_kwh: float | None = Field(default=None, gt=0, description="Fuel burnt, by its lower heating value.")
    fuel: Carrier | None = Field(
        default=None,
        description='Carrier of the fuel; "980 MWh firewood", "400 loose m3 firewood" (stacked, solid) or "250 t '
        'wood_chips" gives amount and carrier at once.',
    )
    fuel_measure: Measure | None = Field(
        default=None, description="What the fuel was measured in, where it is reckoned to energy; written by ecsim."
    )
    moisture_fraction: float | None = Field(
        default=None, ge=0, le=WETTEST, description="Water over the weight of the fuel; else the catalogue's usual one."
    )
    year: int | None = Field(default=None, description="Year of the figures.")
    assumed: bool = Field(default=False, description="True where nobody has confirmed the figures.")

    @model_validator(mode="before")
    @classmethod
    def _split_fuel(cls, data: Any) -> Any:
        if not isinstance(data, dict) or not isinstance(data.get("fuel"), str):
            return data
        found = _AMOUNT.match(data["fuel"])
        if not found and re.match(r"\s*\d", data["fuel"]):
            raise refusal("network_fuel_unreadable", given=data["fuel"])
        if not found:
            return data
        number = float(re.sub(r"\s", "", found["number"]).replace(",", "."))
        carrier, unit = found["carrier"], found["unit"]
        if unit in _KWH_OF:
            return data | {"fuel": carrier, "fuel_kwh": number * _KWH_OF[unit]}
        measure = _MEASURES[re.sub(r"\s*m[3³]", "", unit)]
        return data | {
            "fuel": carrier,
            "fuel_measure": measure,
            "fuel_kwh": number * _energy(carrier, measure, data.get("moisture_fraction")),
        }

    @model_validator(mode="after")
    def _energy_falls_on_its_way(self) -> CalibrationYear:
        if self.sold_kwh > self.produced_kwh:
            raise refusal("network_sold_above_produced", sold=self.sold_kwh, produced=self.produced_kwh)
        # Condensing boilers give up to about 1.1 of the lower heating value.
        if self.fuel_kwh is not None and self.produced_kwh > 1.15 * self.fuel_kwh:
            raise refusal("network_produced_above_fuel", produced=self.produced_kwh, fuel=self.fuel_kwh)
        return self


def _energy(carrier: str, measure: Measure, moisture: Any) -> float:
    """Energy of one unit of the fuel [kWh]; 1 where the moisture is no fraction, which its own field refuses."""
    if moisture is not None and not (isinstance(moisture, int | float) and 0 <= moisture <= WETTEST):
        return 1.0
    try:
        return fuel_energy(carrier, measure, moisture).kwh_per_unit
    except ParameterError as error:
        given = measure.replace("_", " ")
        raise refusal("tariffs_fuel_energy_unknown", carrier=carrier, measure=given) from error


@dataclass(frozen=True)
class NetworkCalibration:
    """What the year's figures say of the network.

    Parameters
    ----------
    loss_kwh : float
        Produced less sold [kWh].
    loss_share : float
        Of the heat produced.
    efficiency : float or None
        Heat produced per fuel burnt; None where the fuel is not known.
    table_loss_kwh : float
        What the pipe table gives for that year's temperatures [kWh].
    ratio_to_table : float
        Measured over table: the factor for `network_loss_kw`. Far from 1, the pipes or the figures are not what they
        are said to be (measured losses contain leaks and meter errors).
    """

    loss_kwh: float
    loss_share: float
    efficiency: float | None
    table_loss_kwh: float
    ratio_to_table: float


def calibrate(year: CalibrationYear, table_loss_kwh: float) -> NetworkCalibration:
    """The losses and the efficiency that follow from a year's figures.

    Parameters
    ----------
    year : CalibrationYear
        The figures.
    table_loss_kwh : float
        Loss of the same pipes over a year by the catalogue, above 0 [kWh].

    Examples
    --------
    590 MWh produced from 980 MWh of wood and 420 MWh sold: 170 MWh lost, 28.8 %; efficiency 60.2 %.

    >>> year = CalibrationYear(produced_kwh=590e3, sold_kwh=420e3, fuel="980 MWh firewood", year=2016)
    >>> found = calibrate(year, table_loss_kwh=136e3)
    >>> found.loss_kwh, round(found.loss_share, 3), round(found.efficiency, 3), found.ratio_to_table
    (170000.0, 0.288, 0.602, 1.25)
    """
    loss_kwh = year.produced_kwh - year.sold_kwh
    return NetworkCalibration(
        loss_kwh=loss_kwh,
        loss_share=loss_kwh / year.produced_kwh,
        efficiency=None if year.fuel_kwh is None else year.produced_kwh / year.fuel_kwh,
        table_loss_kwh=table_loss_kwh,
        ratio_to_table=loss_kwh / table_loss_kwh,
    )
