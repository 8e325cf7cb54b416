"""What buildings need: electricity, heat for their rooms, hot water."""

from energycommunity.demand.electricity import ElectricityDemand
from energycommunity.demand.envelope import Envelope
from energycommunity.demand.heat_bill import HeatBill
from energycommunity.demand.hot_water import HotWaterDemand
from energycommunity.demand.space_heat import SpaceHeatDemand

__all__ = ["ElectricityDemand", "Envelope", "HeatBill", "HotWaterDemand", "SpaceHeatDemand"]
