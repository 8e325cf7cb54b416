"""The seasonal COP of heat pumps in a run: heat over electricity, and what it was reckoned with."""

from __future__ import annotations

from dataclasses import dataclass

from energycommunity.reporting.edition import Edition
from energycommunity.reporting.voice import within
from energycommunity.scenario.heat_levels import heat_levels
from energycommunity.technologies.air_conditioner import AirConditioner
from energycommunity.technologies.heat_pump import HeatPump
from energycommunity.texts.spoken import HARD_SPACE


@dataclass(frozen=True)
class SeasonalCop:
    """Alike heat pumps of a variant: what they are called, and heat and electricity of the run [kWh/a]."""

    kind: str
    basis: str
    heat_kwh: float
    electricity_kwh: float

    @property
    def cop(self) -> float:
        """Heat over electricity [-]."""
        return self.heat_kwh / self.electricity_kwh


def seasonal_cops(edition: Edition, name: str) -> tuple[SeasonalCop, ...]:
    """Those of a variant that ran, alike ones (of one kind, with one basis) together."""
    dispatch, found = edition.variants[name].dispatch, dict[tuple[str, str], SeasonalCop]()
    for asset, technology in edition.variants[name].scenario.assets.items():
        if not isinstance(technology, HeatPump):
            continue
        heat_kwh, electricity_kwh = (
            edition.yearly_kwh(dispatch[f"{asset}.{flow}"].values) for flow in ("heat_kw", "electricity_kw")
        )
        if electricity_kwh > 0.0:
            key = (within(edition.kind_of(name, asset)), cop_basis(edition, name, technology))
            known = found.get(key, SeasonalCop(*key, 0.0, 0.0))
            found[key] = SeasonalCop(*key, known.heat_kwh + heat_kwh, known.electricity_kwh + electricity_kwh)
    return tuple(found.values())


def cop_basis(edition: Edition, name: str, technology: HeatPump) -> str:
    """Flow temperature and field factor behind a COP that is modelled; else that the file gives it."""
    say, voice = edition.voice.say, edition.voice
    if technology.cop is not None:
        return say("cop_given")
    flow = _flow(edition, name, technology)
    if technology.certified is None and technology.quality_grade is not None:
        return say("cop_quality_grade", flow=flow, grade=voice.rounded(technology.quality_grade))
    model = "test_points" if technology.certified is not None else "regression"
    return say(f"cop_{model}", flow=flow, factor=voice.rounded(technology.field_factor))


def _flow(edition: Edition, name: str, technology: HeatPump) -> str:
    """The flow of a heat pump as people read it: a temperature, or that it varies."""
    flow_c, scenario = technology.flow_c, edition.variants[name].scenario
    if flow_c is None:
        level, building = heat_levels(scenario)[technology.at], scenario.buildings.get(technology.at)
        follows_weather = scenario.weather is not None and building is None and level.minimum_supply_c is not None
        if follows_weather or (building is not None and building.radiators is not None):
            return edition.voice.say("cop_flow_hourly")
        flow_c = level.supply_c
    return edition.voice.amount(flow_c, "°C") if isinstance(flow_c, float) else edition.voice.say("cop_flow_series")


def ratio_meaning(edition: Edition, name: str, asset: str) -> str:
    """What output per input is: a seasonal COP with its basis, a round trip, or an efficiency."""
    technology = edition.variants[name].scenario.assets.get(asset)
    if isinstance(technology, AirConditioner):
        return edition.voice.say("ratio_eer")
    if isinstance(technology, HeatPump):
        ratio = edition.voice.say("ratio_cop" if technology.cooling is None else "ratio_cop_and_eer")
        return f"{ratio}:{HARD_SPACE}{cop_basis(edition, name, technology)}"
    stores = any(flow.asset == asset and flow.part == "charged" for flow in edition.flows[name])
    return edition.voice.say("ratio_round_trip" if stores else "ratio_efficiency")
