"""Heat networks: pipes, their sizes, the heat they lose, what the water in them does, and the books of a year."""

from energycommunity.heat_network.calibration import CalibrationYear, NetworkCalibration, calibrate
from energycommunity.heat_network.hydraulics import Hydraulics
from energycommunity.heat_network.losses import ground_series_c, network_loss_kw, network_u_w_per_k
from energycommunity.heat_network.pipes import Pipe, sized_pipes
from energycommunity.heat_network.segments import Segment
from energycommunity.heat_network.steady_state import Customers, SteadyState, Water, steady_state
from energycommunity.heat_network.year_of_operation import Operation, YearOfOperation, year_of_operation

__all__ = [
    "CalibrationYear",
    "Customers",
    "Hydraulics",
    "NetworkCalibration",
    "Operation",
    "Pipe",
    "Segment",
    "SteadyState",
    "Water",
    "YearOfOperation",
    "calibrate",
    "ground_series_c",
    "network_loss_kw",
    "network_u_w_per_k",
    "sized_pipes",
    "steady_state",
    "year_of_operation",
]
