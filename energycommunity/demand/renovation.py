"""Renovation packages: measures on a building, what they change of its envelope, and what they cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, get_args

from pydantic import Field

from energycommunity.demand.envelope import Envelope
from energycommunity.demand.heated_building import PackageInvestment
from energycommunity.demand.room_heat import AIR_WH_PER_M3_K, opaque_w_per_k
from energycommunity.errors import Fault, ScenarioError
from energycommunity.parameters import Parameter
from energycommunity.parameters.renovation_measures import measure_defaults, measures_of, package_names
from energycommunity.quantities import Model
from energycommunity.texts import text

#: The package that leaves a building as it stands.
NONE = "none"

MeasureName = Literal[
    "walls", "roof", "cellar_ceiling", "windows", "ventilation", "balancing_and_thermostats", "radiators"
]
MEASURES: tuple[MeasureName, ...] = get_args(MeasureName)


class Measure(Model):
    """One measure on a building; figures that are not given are those of the catalogue."""

    #: The area of the envelope that its cost is counted by.
    priced_by: ClassVar[str] = "heated_area_m2"
    #: Figures of the envelope that it changes, by its own fields.
    changes: ClassVar[Mapping[str, str]] = {}

    investment_eur_per_m2: float | None = Field(
        default=None,
        ge=0,
        description="Cost per area: of wall, roof, cellar ceiling or windows, else of heated floor",
    )
    investment_eur: float | None = Field(default=None, ge=0, description="Instead: cost of the measure at one building")
    lifetime_years: float | None = Field(default=None, gt=0, description="Technical life; then it is renewed")


class WallMeasure(Measure):
    """Insulated outer walls."""

    priced_by: ClassVar[str] = "wall_m2"
    changes: ClassVar[Mapping[str, str]] = {
        "u_w_per_m2_k": "wall_u_w_per_m2_k",
        "thermal_bridges_w_per_m2_k": "thermal_bridges_w_per_m2_k",
    }

    u_w_per_m2_k: float | None = Field(default=None, gt=0, le=6, description="U-value after the measure")
    thermal_bridges_w_per_m2_k: float | None = Field(
        default=None, ge=0, le=1, description="Supplement on all parts of the envelope for thermal bridges, afterwards"
    )


class RoofMeasure(Measure):
    """An insulated roof or attic floor."""

    priced_by: ClassVar[str] = "roof_m2"
    changes: ClassVar[Mapping[str, str]] = {"u_w_per_m2_k": "roof_u_w_per_m2_k"}

    u_w_per_m2_k: float | None = Field(default=None, gt=0, le=6, description="U-value after the measure")


class CellarMeasure(Measure):
    """An insulated cellar ceiling."""

    priced_by: ClassVar[str] = "cellar_m2"
    changes: ClassVar[Mapping[str, str]] = {"u_w_per_m2_k": "cellar_u_w_per_m2_k"}

    u_w_per_m2_k: float | None = Field(default=None, gt=0, le=6, description="U-value after the measure")


class WindowMeasure(Measure):
    """New windows and outer doors."""

    priced_by: ClassVar[str] = "window_m2"
    changes: ClassVar[Mapping[str, str]] = {
        "u_w_per_m2_k": "window_u_w_per_m2_k",
        "solar_fraction": "window_g",
        "infiltration_per_h": "infiltration_per_h",
    }

    u_w_per_m2_k: float | None = Field(default=None, gt=0, le=6, description="U-value after the measure")
    solar_fraction: float | None = Field(
        default=None, ge=0, le=1, description="Part of the sun on the new glass that comes in as heat, g"
    )
    infiltration_per_h: float | None = Field(
        default=None, ge=0, le=5, description="Air changes through joints after the measure"
    )


class VentilationMeasure(Measure):
    """Ventilation with heat recovery."""

    changes: ClassVar[Mapping[str, str]] = {"heat_recovery_fraction": "heat_recovery_fraction"}

    heat_recovery_fraction: float | None = Field(
        default=None, ge=0, lt=1, description="Part of the heat of the air that is kept"
    )


class BalancingMeasure(Measure):
    """Balanced heating with thermostats: no room is warmer than it is wanted."""

    saved_fraction: float | None = Field(
        default=None, ge=0, lt=1, description="Part of the heat for the rooms that is saved by ending overheating"
    )


class RadiatorMeasure(Measure):
    """Larger radiators, which need a cooler flow; no heat is saved by them."""

    larger_by_fraction: float | None = Field(
        default=None, ge=0, le=10, description="By which part of their power the radiators are larger"
    )


#: What each measure may say.
MEASURE_TYPES: dict[MeasureName, type[Measure]] = {
    "walls": WallMeasure,
    "roof": RoofMeasure,
    "cellar_ceiling": CellarMeasure,
    "windows": WindowMeasure,
    "ventilation": VentilationMeasure,
    "balancing_and_thermostats": BalancingMeasure,
    "radiators": RadiatorMeasure,
}


class RenovationPackage(Model):
    """Measures that are taken together; `{}` is a measure with the figures of the catalogue."""

    from_: str | None = Field(default=None, alias="from", description="Package whose measures it begins with")
    without: tuple[MeasureName, ...] = Field(default=(), description="Measures of that package that it leaves out")
    walls: WallMeasure | None = Field(default=None, description="Insulation of the outer walls")
    roof: RoofMeasure | None = Field(default=None, description="Insulation of roof or attic floor")
    cellar_ceiling: CellarMeasure | None = Field(default=None, description="Insulation of the cellar ceiling")
    windows: WindowMeasure | None = Field(default=None, description="New windows and outer doors")
    ventilation: VentilationMeasure | None = Field(default=None, description="Ventilation with heat recovery")
    balancing_and_thermostats: BalancingMeasure | None = Field(
        default=None, description="Balancing of the heating, thermostats at the radiators"
    )
    radiators: RadiatorMeasure | None = Field(default=None, description="Larger radiators, for a cooler flow")


@dataclass(frozen=True)
class PackageMeasure:
    """A measure with all its figures by field, and those of them that the catalogue supplied."""

    name: MeasureName
    figures: Mapping[str, float]
    defaults: tuple[Parameter, ...] = ()

    def investment(self, envelope: Envelope) -> PackageInvestment:
        """What it costs at a building, without VAT."""
        whole_eur = self.figures.get("investment_eur")
        if whole_eur is None:
            area_m2 = float(getattr(envelope, MEASURE_TYPES[self.name].priced_by))
            whole_eur = self.figures["investment_eur_per_m2"] * area_m2
        return PackageInvestment(self.name, whole_eur, self.figures["lifetime_years"])

    def changes(self) -> dict[str, float]:
        """Figures of the envelope after it."""
        fields = MEASURE_TYPES[self.name].changes
        return {of_envelope: self.figures[own] for own, of_envelope in fields.items() if own in self.figures}


@dataclass(frozen=True)
class Package:
    """A renovation package, complete.

    Examples
    --------
    >>> deep = package_of("deep", {}, 2025)
    >>> house = Envelope.of_series("103", 1000.0)
    >>> house.wall_u_w_per_m2_k, deep.applied_to(house).wall_u_w_per_m2_k
    (1.05, 0.23)
    >>> round(sum(cost.investment_eur for cost in deep.investments(house)), 0)
    352000.0
    """

    name: str
    measures: tuple[PackageMeasure, ...] = ()

    def applied_to(self, envelope: Envelope) -> Envelope:
        """The envelope after all measures; what is better already stays."""
        changes: dict[str, float] = {}
        for measure in self.measures:
            changes |= measure.changes()
        return envelope.with_changes(**changes) if changes else envelope

    def investments(self, envelope: Envelope) -> tuple[PackageInvestment, ...]:
        """What its measures cost at a building, without VAT."""
        return tuple(measure.investment(envelope) for measure in self.measures)

    def figure(self, field: str) -> float:
        """A figure that one measure alone has, such as `saved_fraction`; 0 where no measure has it."""
        return next((measure.figures[field] for measure in self.measures if field in measure.figures), 0.0)


def package_of(name: str, own: Mapping[str, RenovationPackage], price_year: int) -> Package:
    """A package of the file or of the catalogue, with every figure.

    Parameters
    ----------
    name : str
        Its name.
    own : mapping of str to RenovationPackage
        Packages that the file defines.
    price_year : int
        Year of the prices.

    Raises
    ------
    ScenarioError
        If a package begins with itself, or leaves out what it does not have.
    ParameterError
        If no package has the name.

    Examples
    --------
    >>> windows = RenovationPackage.model_validate({"from": "shallow", "without": ["roof"], "windows": {}})
    >>> [measure.name for measure in package_of("mine", {"mine": windows}, 2025).measures]
    ['cellar_ceiling', 'windows', 'balancing_and_thermostats']
    """
    written = _written(name, own, ())
    return Package(
        name, tuple(_complete(measure, written[measure], price_year) for measure in MEASURES if measure in written)
    )


def _written(
    name: str, own: Mapping[str, RenovationPackage], before: tuple[str, ...]
) -> dict[MeasureName, dict[str, Any]]:
    """By measure: the figures that the file states, along the packages that a package begins with."""
    if name in before:
        raise ScenarioError(Fault("renovation_circle", {"packages": " → ".join((*before, name))}))
    if name not in own:
        return {_known(measure): {} for measure in measures_of(name)}
    package = own[name]
    found = _written(package.from_, own, (*before, name)) if package.from_ is not None else {}
    for measure in package.without:
        if measure not in found:
            raise ScenarioError(
                Fault("renovation_not_in_package", {"measure": measure, "package": package.from_ or "–"})
            )
        del found[measure]
    for measure in MEASURES:
        given: Measure | None = getattr(package, measure)
        if given is not None:
            stated = given.model_dump(exclude_none=True)
            found[measure] = _without_other_cost(found.get(measure, {}), stated) | stated
    return found


def _known(measure: str) -> MeasureName:
    return next(name for name in MEASURES if name == measure)


def _without_other_cost(before: dict[str, Any], stated: dict[str, Any]) -> dict[str, Any]:
    """A cost stated anew takes the place of the other form of it."""
    costs = {"investment_eur", "investment_eur_per_m2"}
    return {field: value for field, value in before.items() if not (field in costs and costs & stated.keys())}


def _complete(measure: MeasureName, stated: dict[str, Any], price_year: int) -> PackageMeasure:
    offered = measure_defaults(measure, price_year)
    left_out = {"investment_eur_per_m2"} if "investment_eur" in stated else set()
    taken = {field: figure for field, figure in offered.items() if field not in stated and field not in left_out}
    figures = {**{field: figure.value for field, figure in taken.items()}, **stated}
    return PackageMeasure(measure, figures, tuple(taken.values()))


def known_packages(own: Mapping[str, RenovationPackage]) -> tuple[str, ...]:
    """Names of all packages: the catalogue's, and those of the file.

    >>> known_packages({"mine": RenovationPackage()})
    ('none', 'shallow', 'deep', 'mine')
    """
    return (*package_names(), *own)


def package_name(package: str, language: str) -> str:
    """What people call a package of the catalogue; one of the file keeps its name.

    >>> package_name("deep", "lv"), package_name("mine", "lv")
    ('kompleksa atjaunošana', 'mine')
    """
    return text(f"renovation_package_{package}", language) if package in package_names() else package


def loss_w_per_k(envelope: Envelope) -> float:
    """Heat that a building loses per kelvin to the outdoors: through its parts, and with its air [W/K].

    Parameters
    ----------
    envelope : Envelope
        Areas, U-values with the supplement for thermal bridges, air changes and heat recovery.

    Returns
    -------
    float
        Transmission with thermal bridges, the cellar's with its factor, and 1/3 Wh/(m3 K) for the air that is changed,
        less what a plant recovers (outside the hours in which it is bypassed).

    References
    ----------
    EN ISO 13790:2008, as in `demand.room_heat`.

    Examples
    --------
    1000 m2 heated of the series 103: 927.8 W/K through opaque parts, 170 m2 of windows at 2.6 are 442 W/K, and 2700 m3
    of air changed 0.6 times an hour 540 W/K.

    >>> round(loss_w_per_k(Envelope.of_series("103", 1000.0)), 1)
    1909.8
    """
    changed_per_h = envelope.infiltration_per_h + envelope.ventilation_per_h * (1.0 - envelope.heat_recovery_fraction)
    air = AIR_WH_PER_M3_K * envelope.volume_m3 * changed_per_h
    return opaque_w_per_k(envelope) + envelope.window_u_w_per_m2_k * envelope.window_m2 + air
