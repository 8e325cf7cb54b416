"""What buildings need: electricity, heat and cold for their rooms, hot water."""

from energycommunity.demand.cooling import CoolingDemand
from energycommunity.demand.electricity import ElectricityDemand
from energycommunity.demand.envelope import Envelope
from energycommunity.demand.heat_bill import HeatBill
from energycommunity.demand.hot_water import HotWaterDemand
from energycommunity.demand.space_heat import SpaceHeatDemand

__all__ = ["CoolingDemand", "ElectricityDemand", "Envelope", "HeatBill", "HotWaterDemand", "SpaceHeatDemand"]
