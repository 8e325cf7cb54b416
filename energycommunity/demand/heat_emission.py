"""Radiators and floor heating of a building: the water they need for a load, and what cooler water leaves short."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from pydantic import Field, model_validator

from energycommunity.errors import Fault, ScenarioError
from energycommunity.parameters.heat_emission import EmitterKind, emitter_defaults, enlarging_eur_per_kw
from energycommunity.parameters.reader import Parameter
from energycommunity.physics.radiator import (
    NominalPoint,
    given_heat,
    logarithmic_over_temperature_k,
    needed_flow_c,
    needed_temperatures_c,
    relative_heat,
)
from energycommunity.quantities import FloatArray, Model, refusal

#: What radiators are sold by: EN 442's temperatures of flow, return and room.
SOLD_AT = NominalPoint(75.0, 65.0, 20.0)
#: A lack below this part of the installed heat is rounding.
_ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class FlowNeed:
    """Temperatures of the water that a load needs in each step, shape (steps,) [degC]."""

    flow_c: FloatArray
    return_c: FloatArray


@dataclass(frozen=True)
class Shortfall:
    """Heat that rooms lack in a year.

    Parameters
    ----------
    kwh : float
        Energy of all steps together [kWh/a].
    duration_h : float
        Hours of steps with a lack [h/a].
    most_kw : float
        The greatest lack of a step [kW].
    """

    kwh: float
    duration_h: float
    most_kw: float


@dataclass(frozen=True)
class Enlargement:
    """Radiator capacity that removes a lack.

    Parameters
    ----------
    design_kw : float
        Extra heat at the design temperatures of the building; infinite where no size suffices [kW].
    nominal_kw : float
        The same at EN 442's 75/65/20 degC, by which radiators are sold [kW].
    investment_eur : float
        What they cost by the catalogue, without VAT [EUR].
    """

    design_kw: float
    nominal_kw: float
    investment_eur: float


class Radiators(Model):
    """Radiators or floor heating: the temperatures they were designed for, and how much larger they are than needed."""

    kind: EmitterKind = Field(
        default="radiators", description="Radiators or floor heating; what is not given is that of the catalogue."
    )
    design_flow_c: float | None = Field(
        default=None, gt=0, le=130, description="Flow at the design outdoor temperature: 90 or 95 in old houses."
    )
    design_return_c: float | None = Field(
        default=None, gt=0, le=130, description="Return at the design outdoor temperature, stated with the flow."
    )
    design_room_c: float | None = Field(
        default=None, ge=10, le=30, description="Rooms for which the radiators were designed."
    )
    design_outdoor_c: float | None = Field(
        default=None, ge=-45, le=40, description="Design outdoor temperature; else that of the site."
    )
    exponent: float | None = Field(
        default=None, ge=1, le=1.6, description="n of EN 442: about 1.3 of radiators, 1.1 of floor heating."
    )
    oversized_fraction: float | None = Field(
        default=None, ge=0, le=3, description="How much more heat they give than the design asks for; 0.2 for a fifth."
    )
    installed_kw: float | None = Field(
        default=None, gt=0, description="Design heat for which they were chosen; else that of the building as it is."
    )

    @model_validator(mode="after")
    def _in_order(self) -> Radiators:
        given = [name for name in ("design_flow_c", "design_return_c") if getattr(self, name) is not None]
        if len(given) == 1:
            missing = "design_return_c" if given[0] == "design_flow_c" else "design_flow_c"
            raise refusal("radiators_half_given", given=given[0], missing=missing)
        point = self.nominal
        if point.return_c >= point.flow_c:
            raise refusal("radiators_return_above_flow", given=f"{point.return_c:g}", flow=f"{point.flow_c:g}")
        if point.return_c <= point.room_c:
            raise refusal("radiators_return_below_room", given=f"{point.return_c:g}", room=f"{point.room_c:g}")
        if self.design_outdoor_c is not None and self.design_outdoor_c >= point.room_c:
            raise refusal("radiators_outdoor_above_room", given=f"{self.design_outdoor_c:g}", room=f"{point.room_c:g}")
        return self

    def figures(self) -> Mapping[str, Parameter]:
        """Figures of the catalogue for what is not stated, by the name of the field.

        >>> sorted(Radiators(design_flow_c=80, design_return_c=60).figures())
        ['design_room_c', 'exponent', 'oversized_fraction']
        """
        return {name: found for name, found in emitter_defaults(self.kind).items() if getattr(self, name) is None}

    def _value(self, name: str) -> float:
        stated: float | None = getattr(self, name)
        return emitter_defaults(self.kind)[name].value if stated is None else stated

    @property
    def nominal(self) -> NominalPoint:
        """Temperatures at which they give their nominal heat, and their exponent."""
        names = ("design_flow_c", "design_return_c", "design_room_c", "exponent")
        return NominalPoint(*(self._value(name) for name in names))

    def nominal_kw(self, installed_kw: float) -> float:
        """Heat that they give at their design temperatures [kW]; `installed_kw`: what the design asked for.

        >>> Radiators(oversized_fraction=0.2).nominal_kw(100.0)
        120.0
        """
        return installed_kw * (1.0 + self._value("oversized_fraction"))

    def needed(self, rooms_kw: npt.ArrayLike, installed_kw: float, indoor_c: npt.ArrayLike | None = None) -> FlowNeed:
        """Flow and return that the rooms need in each step at the design's mass flow.

        Parameters
        ----------
        rooms_kw : array_like
            Heat for the rooms, shape (steps,) [kW].
        installed_kw : float
            Design heat for which the radiators were chosen, that of the building before renovation [kW].
        indoor_c : array_like, optional
            Temperature of the rooms [degC]; else that of the design.

        Examples
        --------
        Half the load of 90/70 radiators a fifth larger than the design asked for:

        >>> need = Radiators(oversized_fraction=0.2).needed([50.0], installed_kw=100.0)
        >>> need.flow_c.round(1).item(), need.return_c.round(1).item()
        (54.7, 46.3)
        """
        nominal_kw = self.nominal_kw(installed_kw)
        rooms = np.asarray(rooms_kw, dtype=np.float64)
        load = np.divide(rooms, nominal_kw, out=np.zeros_like(rooms), where=rooms > 0.0)
        return FlowNeed(*needed_temperatures_c(load, self.nominal, self._indoor_c(indoor_c)))

    def weather_compensated(self, outdoor_c: npt.ArrayLike, load_fraction: float = 1.0) -> FlowNeed:
        """The heating curve that a controller follows: flow and return by the outdoor temperature.

        The load falls in a straight line from the design outdoor temperature to none at the temperature of the rooms.

        Parameters
        ----------
        outdoor_c : array_like
            Outdoor temperature, shape (steps,) [degC].
        load_fraction : float
            Design heat of the building as it is over that for which the radiators were chosen [-].

        Raises
        ------
        ScenarioError
            If the design outdoor temperature is not known.

        Examples
        --------
        >>> curve = Radiators(design_outdoor_c=-24.0).weather_compensated([-24.0, -2.0, 20.0])
        >>> curve.flow_c.round(1).tolist(), curve.return_c.round(1).tolist()
        ([90.0, 60.1, 20.0], [70.0, 50.1, 20.0])
        """
        if self.design_outdoor_c is None:
            raise ScenarioError(Fault("radiators_without_outdoor"))
        room_c = self.nominal.room_c
        outdoor = np.asarray(outdoor_c, dtype=np.float64)
        load = np.maximum(room_c - outdoor, 0.0) / (room_c - self.design_outdoor_c) * load_fraction
        return FlowNeed(*needed_temperatures_c(load / self.nominal_kw(1.0), self.nominal, room_c))

    def supplied(
        self, rooms_kw: npt.ArrayLike, design_kw: float, installed_kw: float, outdoor_c: npt.ArrayLike | None
    ) -> FlowNeed:
        """The water that the rooms get in each step: by the heating curve, or by the load where none can be had.

        Parameters
        ----------
        rooms_kw : array_like
            Heat for the rooms, shape (steps,) [kW].
        design_kw, installed_kw : float
            Design heat of the rooms, and that for which the radiators were chosen [kW].
        outdoor_c : array_like or None
            Outdoor temperature, shape (steps,) [degC]; None without weather.

        Examples
        --------
        On a sunny day of -2 degC the rooms need little, yet the controller sees the cold alone:

        >>> curve = Radiators(design_outdoor_c=-24.0)
        >>> [curve.supplied([10.0], 100.0, 100.0, cold).flow_c.round(1).item() for cold in ([-2.0], None)]
        [60.1, 31.1]
        """
        if outdoor_c is None or self.design_outdoor_c is None:
            return self.needed(rooms_kw, installed_kw)
        return self.weather_compensated(outdoor_c, design_kw / installed_kw)

    def short_kw(
        self,
        rooms_kw: npt.ArrayLike,
        installed_kw: float,
        indoor_c: npt.ArrayLike | None,
        available_flow_c: npt.ArrayLike,
    ) -> FloatArray:
        """Heat that the rooms lack in each step with all valves open, shape (steps,) [kW].

        Parameters
        ----------
        rooms_kw, installed_kw, indoor_c
            As of `needed`.
        available_flow_c : array_like
            Flow that there is, at the radiators [degC].

        Examples
        --------
        100 kW of 90/70 radiators give half of it with 60.11 degC:

        >>> Radiators().short_kw([100.0, 50.0, 20.0], 100.0, 20.0, 60.11).round(1).tolist()
        [50.0, 0.0, 0.0]
        """
        nominal_kw = self.nominal_kw(installed_kw)
        given_kw = nominal_kw * given_heat(available_flow_c, self.nominal, self._indoor_c(indoor_c))
        lack = np.maximum(np.asarray(rooms_kw, dtype=np.float64) - given_kw, 0.0)
        return np.asarray(np.where(lack > _ROUNDING * nominal_kw, lack, 0.0), dtype=np.float64)

    def mean_return_c(
        self, rooms_kw: npt.ArrayLike, installed_kw: float, available_flow_c: npt.ArrayLike
    ) -> float | None:
        """Return at the design's mass flow in the mean of the heat that the rooms get; None without any [degC].

        Parameters
        ----------
        rooms_kw, installed_kw
            As of `needed`.
        available_flow_c : array_like
            Flow that there is, at the radiators [degC]; mixed down where it is warmer than needed.

        Examples
        --------
        100 kW of 90/70 radiators return full load with 70 and half of it with 50.11 degC; with a flow of 60.11 degC
        they give half of it in both steps:

        >>> [round(Radiators().mean_return_c([100.0, 50.0], 100.0, flow_c), 2) for flow_c in (95.0, 60.11)]
        [63.37, 50.11]
        """
        rooms, nominal_kw = np.asarray(rooms_kw, dtype=np.float64), self.nominal_kw(installed_kw)
        given_kw = np.minimum(rooms, nominal_kw * given_heat(available_flow_c, self.nominal, self.nominal.room_c))
        given_kwh = float(given_kw.sum())
        return_c = self.needed(given_kw, installed_kw).return_c
        return float((return_c * given_kw).sum()) / given_kwh if given_kwh > 0.0 else None

    def enlargement_kw(
        self,
        rooms_kw: npt.ArrayLike,
        installed_kw: float,
        available_flow_c: npt.ArrayLike,
        available_return_c: float | None = None,
    ) -> Enlargement:
        """Radiators to add so that no step lacks heat with the flow that there is then, and what they cost.

        Parameters
        ----------
        rooms_kw : array_like
            Heat for the rooms, shape (steps,), or their highest [kW].
        installed_kw : float
            Design heat for which the radiators were chosen [kW].
        available_flow_c : array_like
            Flow that there is, shape of the heat, or one for all steps [degC].
        available_return_c : float, optional
            Return that is to be kept [degC]; else the mass flow stays that of the design.

        Examples
        --------
        100 kW of 90/70 radiators with 60/50 and a peak of 100 kW: the mean over-temperature 34.76 K gives
        (34.76 / 59.44) ** 1.3 = 0.498 of the nominal heat, so 100 / 0.498 - 100 = 100.9 kW more:

        >>> more = Radiators().enlargement_kw(100.0, 100.0, 60.0, 50.0)
        >>> round(more.design_kw, 1), round(more.nominal_kw, 1), round(more.investment_eur)
        (100.9, 80.2, 16040)
        """
        point, nominal_kw = self.nominal, self.nominal_kw(installed_kw)
        rooms, flow_c = np.broadcast_arrays(*(np.asarray(each, dtype=float) for each in (rooms_kw, available_flow_c)))
        kept_c = flow_c - (point.flow_c - point.return_c) * rooms / nominal_kw
        if available_return_c is not None:
            kept_c = np.full(flow_c.shape, available_return_c)
        part = relative_heat(flow_c, kept_c, point, point.room_c)
        needed_kw = np.where(rooms > 0.0, np.inf, 0.0)
        np.divide(rooms, part, out=needed_kw, where=(rooms > 0.0) & (part > 0.0))
        design_kw = float(needed_kw.max(initial=0.0)) - nominal_kw
        if design_kw <= _ROUNDING * nominal_kw:
            return Enlargement(0.0, 0.0, 0.0)
        sold_kw = design_kw * float(relative_heat(SOLD_AT.flow_c, SOLD_AT.return_c, point, SOLD_AT.room_c))
        return Enlargement(design_kw, sold_kw, sold_kw * enlarging_eur_per_kw().value)

    def enlarged(self, installed_kw: float, more: Enlargement) -> Radiators:
        """The radiators with what was added, as those of a cooler design with the same heat and mass flow.

        Of more surface, the same heat takes a smaller over-temperature: times (before / after) ** (1 / n).

        Examples
        --------
        Twice the surface, n = 1.3: 59.44 K become 59.44 / 2 ** (1 / 1.3) = 34.87 K, and the flow of 90 degC
        20 + 20 / (1 - exp(-20 / 34.87)) = 65.8 degC:

        >>> larger = Radiators().enlarged(100.0, Enlargement(100.0, 79.5, 15900.0))
        >>> round(larger.nominal.flow_c, 1), round(larger.nominal.return_c, 1)
        (65.8, 45.8)
        """
        point, nominal_kw = self.nominal, self.nominal_kw(installed_kw)
        spread_k = point.flow_c - point.return_c
        over_k = float(logarithmic_over_temperature_k(point.flow_c, point.return_c, point.room_c))
        over_k *= (nominal_kw / (nominal_kw + more.design_kw)) ** (1.0 / point.exponent)
        flow_c = point.room_c + spread_k / -np.expm1(-spread_k / over_k)
        cooler = {"design_flow_c": float(flow_c), "design_return_c": float(flow_c) - spread_k}
        return self.model_copy(update=cooler)

    def flow_for_return_c(self, rooms_kw: npt.ArrayLike, installed_kw: float, return_c: npt.ArrayLike) -> FloatArray:
        """Flow that the rooms need in each step where valves hold the return, shape (steps,) [degC].

        >>> Radiators().flow_for_return_c([100.0], 100.0, 70.0).round(3).tolist()
        [90.0]
        """
        load = np.asarray(rooms_kw, dtype=np.float64) / self.nominal_kw(installed_kw)
        return needed_flow_c(load, return_c, self.nominal, self.nominal.room_c)

    def _indoor_c(self, indoor_c: npt.ArrayLike | None) -> FloatArray:
        return np.asarray(self.nominal.room_c if indoor_c is None else indoor_c, dtype=np.float64)


def shortfall(short_kw: FloatArray, step_h: float, weight: float = 1.0) -> Shortfall:
    """What rooms lack in a year.

    Parameters
    ----------
    short_kw : FloatArray
        Heat lacking in each step, shape (steps,) [kW].
    step_h : float
        Length of a step [h].
    weight : float
        Steps of a year for which each stands [-].

    Examples
    --------
    >>> shortfall(np.array([0.0, 2.0, 4.0]), 0.5)
    Shortfall(kwh=3.0, duration_h=1.0, most_kw=4.0)
    """
    hours_each = step_h * weight
    lacking = int(np.count_nonzero(short_kw > 0.0))
    return Shortfall(float(short_kw.sum()) * hours_each, lacking * hours_each, float(short_kw.max(initial=0.0)))
