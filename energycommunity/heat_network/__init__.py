"""Heat networks: pipes, their sizes, the heat they lose and what a year of operation says of it."""

from energycommunity.heat_network.calibration import CalibrationYear, NetworkCalibration, calibrate
from energycommunity.heat_network.losses import ground_series_c, network_loss_kw, network_u_w_per_k
from energycommunity.heat_network.pipes import Pipe, sized_pipes

__all__ = [
    "CalibrationYear",
    "NetworkCalibration",
    "Pipe",
    "calibrate",
    "ground_series_c",
    "network_loss_kw",
    "network_u_w_per_k",
    "sized_pipes",
]
