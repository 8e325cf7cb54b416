"""Heat loss of pipes in the ground."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from energycommunity.quantities import FloatArray

#: Specific heat of water between 40 and 90 degC, within 0.5 % [J/(kg K)].
WATER_HEAT_CAPACITY = 4190.0


@dataclass(frozen=True)
class BuriedPair:
    """A supply and a return pipe beside each other in the ground.

    Parameters
    ----------
    outer_diameter_m : float
        Of the medium pipe [m].
    casing_diameter_m : float
        Outside of the casing [m].
    casing_thickness_m : float
        Of the casing's wall [m].
    insulation_w_per_m_k : float
        Conductivity of the foam [W/(m K)].
    soil_w_per_m_k : float
        Conductivity of the soil [W/(m K)]; 1.0 is usual in the makers' tables (general knowledge).
    cover_m : float
        Soil above the casing [m].
    gap_m : float
        Between the casings [m].
    casing_w_per_m_k : float
        Conductivity of the casing's polyethylene [W/(m K)].
    """

    outer_diameter_m: float
    casing_diameter_m: float
    casing_thickness_m: float
    insulation_w_per_m_k: float
    soil_w_per_m_k: float = 1.0
    cover_m: float = 0.8
    gap_m: float = 0.15
    casing_w_per_m_k: float = 0.40


def pair_u_w_per_m_k(pair: BuriedPair) -> float:
    """Heat loss of one pipe of the pair per kelvin between the pair's mean temperature and the ground [W/(m K)].

    Resistances in series: foam, casing, soil, and the warming of each pipe's soil by the other.

    Parameters
    ----------
    pair : BuriedPair
        Sizes and conductivities.

    References
    ----------
    EN 13941-1 (heat loss of buried pipe pairs) in the form of Wallentén, Steady-state heat loss from insulated pipes,
    Lund 1991: the symmetric problem of two pipes, zeroth order.

    Examples
    --------
    DN50, casing 125 mm; the maker ISOPLUS prints 0.2013:

    >>> round(pair_u_w_per_m_k(BuriedPair(0.0603, 0.125, 0.003, insulation_w_per_m_k=0.026)), 3)
    0.199
    """
    inside = pair.casing_diameter_m - 2.0 * pair.casing_thickness_m
    axis_depth = pair.cover_m + pair.casing_diameter_m / 2.0
    distance = pair.gap_m + pair.casing_diameter_m
    # A film of air at the surface counts as a little more soil.
    axis_depth += 0.0685 * pair.soil_w_per_m_k
    foam = np.log(inside / pair.outer_diameter_m) / (2.0 * np.pi * pair.insulation_w_per_m_k)
    casing = np.log(pair.casing_diameter_m / inside) / (2.0 * np.pi * pair.casing_w_per_m_k)
    soil = np.log(4.0 * axis_depth / pair.casing_diameter_m) / (2.0 * np.pi * pair.soil_w_per_m_k)
    neighbour = np.log(1.0 + (2.0 * axis_depth / distance) ** 2) / (4.0 * np.pi * pair.soil_w_per_m_k)
    return float(1.0 / (foam + casing + soil + neighbour))


def insulated_u_w_per_m_k(
    inner_diameter_m: float,
    outer_diameter_m: float,
    insulation_m: float,
    wall_w_per_m_k: float,
    insulation_w_per_m_k: float,
) -> float:
    """Heat loss of one insulated pipe per kelvin between its water and the outside of the insulation [W/(m K)].

    Parameters
    ----------
    inner_diameter_m, outer_diameter_m : float
        Of the medium pipe [m].
    insulation_m : float
        Thickness of the insulation [m].
    wall_w_per_m_k, insulation_w_per_m_k : float
        Conductivities of the pipe's wall and of the insulation [W/(m K)].

    References
    ----------
    Fourier's law in a hollow cylinder: resistance `ln(d_outer / d_inner) / (2 pi lambda)`, layers in series.

    Examples
    --------
    ln(25/20.4)/(2 pi 0.35) + ln(93/25)/(2 pi 0.026) = 0.0925 + 8.0415 m K/W:

    >>> round(insulated_u_w_per_m_k(0.0204, 0.025, 0.034, 0.35, 0.026), 4)
    0.1229
    """
    wall = np.log(outer_diameter_m / inner_diameter_m) / (2.0 * np.pi * wall_w_per_m_k)
    around = np.log(1.0 + 2.0 * insulation_m / outer_diameter_m) / (2.0 * np.pi * insulation_w_per_m_k)
    return float(1.0 / (wall + around))


def pair_loss_w_per_m(
    u_w_per_m_k: npt.ArrayLike, supply_c: npt.ArrayLike, return_c: npt.ArrayLike, ground_c: npt.ArrayLike
) -> FloatArray:
    """Heat loss of supply and return pipe together, `u (Ts - Tg) + u (Tr - Tg)` per metre of trench [W/m].

    Parameters
    ----------
    u_w_per_m_k : array_like
        Of one pipe [W/(m K)].
    supply_c, return_c, ground_c : array_like
        Temperatures of the water and of the undisturbed ground [degC]; shapes that broadcast.

    References
    ----------
    EN 13941-1: heat loss of a pair is the sum over its pipes.

    Examples
    --------
    DN50 in series 1 at 80/60, then at 55/35 degC, ground at 8 degC: 0.2013 * (72 + 52) = 25 W/m and 15 W/m.

    >>> pair_loss_w_per_m(0.2013, [80.0, 55.0], [60.0, 35.0], 8.0).round(1).tolist()
    [25.0, 14.9]
    """
    u, ground = np.asarray(u_w_per_m_k, dtype=np.float64), np.asarray(ground_c, dtype=np.float64)
    above = np.asarray(supply_c, dtype=np.float64) + np.asarray(return_c, dtype=np.float64) - 2.0 * ground
    return np.asarray(u * above, dtype=np.float64)


def outlet_c(
    inlet_c: npt.ArrayLike,
    ground_c: npt.ArrayLike,
    u_w_per_m_k: float,
    length_m: float,
    flow_kg_per_s: npt.ArrayLike,
    heat_capacity_j_per_kg_k: float = WATER_HEAT_CAPACITY,
) -> FloatArray:
    """Temperature of the water at the end of a pipe in steady flow [degC].

    Parameters
    ----------
    inlet_c, ground_c : array_like
        Temperature at the start and of the surroundings [degC].
    u_w_per_m_k : float
        Heat loss of the pipe per length and kelvin [W/(m K)].
    length_m : float
        Of the pipe [m].
    flow_kg_per_s : array_like
        Mass flow, above 0 [kg/s].
    heat_capacity_j_per_kg_k : float
        Of the water [J/(kg K)].

    References
    ----------
    Energy balance of a length element: `m c dT = -U (T - Tg) dx`.

    Examples
    --------
    100 m of 75 mm pipe losing 100 W/(m2 K), 90 degC in surroundings of 20 degC, 3 kg/s (OpenModelica: 78.26 degC):

    >>> outlet_c(90.0, 20.0, 100 * np.pi * 0.075, 100.0, 3.0).round(2).item()
    78.04
    """
    ground = np.asarray(ground_c, dtype=np.float64)
    flow = np.asarray(flow_kg_per_s, dtype=np.float64)
    kept = np.exp(-u_w_per_m_k * length_m / (flow * heat_capacity_j_per_kg_k))
    return np.asarray(ground + (np.asarray(inlet_c, dtype=np.float64) - ground) * kept, dtype=np.float64)
