"""Heat loss of pipes in the ground."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from energycommunity.quantities import FloatArray

#: Specific heat of water between 40 and 90 degC, within 0.5 % [J/(kg K)].
WATER_HEAT_CAPACITY = 4190.0


@dataclass(frozen=True)
class PairU:
    """Heat loss of two equal pipes side by side, told apart by what they do together.

    The supply pipe loses `us ((Ts + Tr) / 2 - Tg) + ua (Ts - Tr) / 2`, the return pipe the same with a minus between.

    Parameters
    ----------
    symmetric_w_per_m_k : float
        us: loss of each pipe when both are equally warm [W/(m K)]; what makers print.
    antisymmetric_w_per_m_k : float
        ua: loss of the one to the other when one is as much above the ground as the other is below [W/(m K)].
    """

    symmetric_w_per_m_k: float
    antisymmetric_w_per_m_k: float

    @property
    def exchange_w_per_m_k(self) -> float:
        """What passes straight from the supply to the return pipe per kelvin between them [W/(m K)].

        References
        ----------
        The loss of the supply pipe written as `us (Ts - Tg) + x (Ts - Tr)`: then `x = (ua - us) / 2`.

        Examples
        --------
        >>> PairU(0.25, 0.5).exchange_w_per_m_k
        0.125
        """
        return (self.antisymmetric_w_per_m_k - self.symmetric_w_per_m_k) / 2.0


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


def pair_u(pair: BuriedPair) -> PairU:
    """Heat loss of the pipes of a pair per kelvin [W/(m K)].

    Resistances in series: foam, casing, soil; and the warming of each pipe's soil by the other.

    Parameters
    ----------
    pair : BuriedPair
        Sizes and conductivities.

    References
    ----------
    EN 13941-1 (heat loss of buried pipe pairs) in the form of Wallentén, Steady-state heat loss from insulated pipes,
    Lund 1991: the symmetric and the antisymmetric problem of two pipes, zeroth order.

    Examples
    --------
    DN50, casing 125 mm; the maker ISOPLUS prints 0.2013. The neighbour's part of the resistance is 0.31 of 5.03 m K/W:

    >>> u = pair_u(BuriedPair(0.0603, 0.125, 0.003, insulation_w_per_m_k=0.026))
    >>> round(u.symmetric_w_per_m_k, 3), round(u.antisymmetric_w_per_m_k, 3), round(u.exchange_w_per_m_k, 3)
    (0.199, 0.227, 0.014)
    """
    inside = pair.casing_diameter_m - 2.0 * pair.casing_thickness_m
    axis_depth = _axis_depth_m(pair.cover_m, pair.casing_diameter_m, pair.soil_w_per_m_k)
    distance = pair.gap_m + pair.casing_diameter_m
    foam = np.log(inside / pair.outer_diameter_m) / (2.0 * np.pi * pair.insulation_w_per_m_k)
    casing = np.log(pair.casing_diameter_m / inside) / (2.0 * np.pi * pair.casing_w_per_m_k)
    soil = np.log(4.0 * axis_depth / pair.casing_diameter_m) / (2.0 * np.pi * pair.soil_w_per_m_k)
    neighbour = np.log(1.0 + (2.0 * axis_depth / distance) ** 2) / (4.0 * np.pi * pair.soil_w_per_m_k)
    alone = foam + casing + soil
    return PairU(float(1.0 / (alone + neighbour)), float(1.0 / (alone - neighbour)))


@dataclass(frozen=True)
class BuriedTwin:
    """A supply and a return pipe side by side in the foam of one casing, in the ground.

    Parameters
    ----------
    outer_diameter_m : float
        Of each medium pipe [m].
    casing_diameter_m : float
        Of the common casing; its thin wall counts as foam [m].
    gap_m : float
        Between the walls of the medium pipes [m].
    insulation_w_per_m_k : float
        Conductivity of the foam [W/(m K)].
    soil_w_per_m_k : float
        Conductivity of the soil [W/(m K)]; 1.0 is usual in the makers' tables (general knowledge).
    cover_m : float
        Soil above the casing [m].
    """

    outer_diameter_m: float
    casing_diameter_m: float
    gap_m: float
    insulation_w_per_m_k: float
    soil_w_per_m_k: float = 1.0
    cover_m: float = 0.8


def twin_u(twin: BuriedTwin) -> PairU:
    """Heat loss of each pipe of a twin pipe per kelvin [W/(m K)].

    Against the conduction solved in full, the symmetric part is right within 0.3 %, the antisymmetric one, which moves
    heat from supply to return but not to the ground, up to 7 % too low.

    Parameters
    ----------
    twin : BuriedTwin
        Sizes and conductivities.

    References
    ----------
    Wallentén, Steady-state heat loss from insulated pipes, Lund 1991: two pipes in a circular insulation, first order,
    in the form read in the pipe models of IBPSA's Annex 60 (modelica-ibpsa, IsoPlusDouble), with the square of the
    first-order term; EN 13941-1 refers to it.

    Examples
    --------
    DN50 in a casing of 200 mm; each pipe loses three fifths of what a single one of series 1 does:

    >>> u = twin_u(BuriedTwin(0.0603, 0.200, 0.020, insulation_w_per_m_k=0.027))
    >>> round(u.symmetric_w_per_m_k, 3), round(u.antisymmetric_w_per_m_k, 3)
    (0.122, 0.264)
    """
    foam, soil = twin.insulation_w_per_m_k, twin.soil_w_per_m_k
    pipe, casing = twin.outer_diameter_m / 2.0, twin.casing_diameter_m / 2.0
    half = (twin.gap_m + twin.outer_diameter_m) / 2.0  # from the casing's axis to that of a pipe
    depth = _axis_depth_m(twin.cover_m, twin.casing_diameter_m, soil)
    sigma = (foam - soil) / (foam + soil)
    gamma = 2.0 * (1.0 - sigma**2) / (1.0 - sigma * (casing / (2.0 * depth)) ** 2)
    near, rest = pipe / (2.0 * half), casing**4 - half**4
    mirrored = 2.0 * sigma * pipe * casing**2 * half / rest
    symmetric = (
        2.0 * foam / soil * np.log(2.0 * depth / casing)
        + np.log(casing**2 / (2.0 * half * pipe))
        + sigma * np.log(casing**4 / rest)
        - (near - 2.0 * sigma * pipe * half**3 / rest) ** 2 / (1.0 + near**2 + mirrored**2 / sigma)
    )
    first_order = near - gamma * half * pipe / (4.0 * depth**2) + mirrored
    turned = 2.0 * sigma * pipe**2 * casing**2 * (casing**4 + half**4) / rest**2
    antisymmetric = (
        np.log(2.0 * half / pipe)
        + sigma * np.log((casing**2 + half**2) / (casing**2 - half**2))
        - first_order**2 / (1.0 - near**2 - gamma * (pipe / (2.0 * depth)) ** 2 + turned)
        - gamma * (half / (2.0 * depth)) ** 2
    )
    around = 2.0 * np.pi * foam
    return PairU(float(around / symmetric), float(around / antisymmetric))


def _axis_depth_m(cover_m: float, casing_diameter_m: float, soil_w_per_m_k: float) -> float:
    """Depth of the axis [m]; the film of air at the surface counts as a little more soil."""
    return cover_m + casing_diameter_m / 2.0 + 0.0685 * soil_w_per_m_k


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
