"""The same programme with a binary for every meter and every storage in every step, solved by another door.

What the project states with few binaries must cost the same as this.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from scipy import optimize, sparse

from energycommunity.optimization.matrix import Matrix, assemble
from energycommunity.optimization.programme import Programme
from energycommunity.optimization.spell_rows import shortage_columns, with_spells
from energycommunity.quantities import FloatArray, IntArray
from energycommunity.technologies.block import Variable
from energycommunity.technologies.grid_connection import GridConnection


def cost_with_all_binaries(programme: Programme, gap: float = 1e-7) -> float:
    """The optimum when nothing may run in both directions in any step [EUR/a]."""
    matrix = assemble(programme)
    return _exclusive_cost(matrix, list(_pairs(programme, matrix)), gap)


def cost_with_loose_exclusions(programme: Programme, gap: float = 1e-7) -> float:
    """The same without what the programme itself states of directions: binaries of meters, storages, and of the pool.

    Flows are bounded by nothing but the limits of meters and storages.
    """
    matrix = assemble(programme)
    stays = np.ones(len(matrix.row_lower), dtype=bool)
    for name, rows in matrix.row_names.items():
        stays[rows] = not name.rpartition(".")[2].startswith(("direction", "buying", "beyond"))
    integer, upper = matrix.integer.copy(), matrix.upper.copy()
    for direction in programme.directions:
        integer[matrix.columns[direction.switch]] = False
    for variable, most_kw in _loose_bounds(programme):
        upper[matrix.columns[variable]] = most_kw
    loose = replace(
        matrix,
        a=matrix.a[stays],
        row_lower=matrix.row_lower[stays],
        row_upper=matrix.row_upper[stays],
        integer=integer,
        upper=upper,
    )
    return _exclusive_cost(loose, [*_pairs(programme, matrix), *_pairs_of_the_pool(programme, matrix)], gap)


def _loose_bounds(programme: Programme) -> Iterator[tuple[Variable, float]]:
    for asset in programme.case.assets:
        technology, variables = asset.technology, programme.blocks[asset.name].variables
        most_kw: dict[str, float] = {}
        if "charge_kw" in variables:
            per_content = getattr(technology, "power_kw_per_kwh", None) or 1.0 / programme.case.time.step_h
            power_kw = float(variables["content_kwh"].upper.max()) * per_content
            most_kw = dict.fromkeys(("charge_kw", "discharge_kw"), power_kw)
        if isinstance(technology, GridConnection):
            most_given_kw = technology.export_limit_kw or 0.0 if technology.sale else 0.0
            most_kw = dict.fromkeys(("bought_kw", "shared_in_kw"), technology.import_limit_kw or 0.0)
            most_kw |= dict.fromkeys(("sold_kw", "shared_out_kw"), most_given_kw)
        yield from ((variables[name], most_kw[name]) for name in most_kw if name in variables)


def _exclusive_cost(matrix: Matrix, pairs: list[tuple[IntArray, IntArray]], gap: float) -> float:
    columns, rows = matrix.a.shape[1], matrix.a.shape[0]
    entries: list[tuple[int, int, float]] = []
    upper: list[float] = []
    for number, (one, other) in enumerate(pairs):
        switch = columns + number
        for side, sign in ((one, -1.0), (other, 1.0)):
            most = float(matrix.upper[side].sum())
            entries += [(len(upper), int(column), 1.0) for column in side] + [(len(upper), switch, sign * most)]
            upper.append(0.0 if sign < 0 else most)
    row, column, value = (np.array(part) for part in zip(*entries, strict=True))
    further = sparse.csr_array((value, (row, column)), shape=(len(upper), columns + len(pairs)))
    stated = sparse.hstack([matrix.a, sparse.csr_array((rows, len(pairs)))])
    answer = optimize.milp(
        np.concatenate([matrix.search_cost, np.zeros(len(pairs))]),
        integrality=np.concatenate([matrix.integer, np.ones(len(pairs))]),
        bounds=optimize.Bounds(
            np.concatenate([matrix.lower, np.zeros(len(pairs))]), np.concatenate([matrix.upper, np.ones(len(pairs))])
        ),
        constraints=[
            optimize.LinearConstraint(stated, matrix.row_lower, matrix.row_upper),
            optimize.LinearConstraint(further, -np.inf, np.array(upper)),
        ],
        options={"mip_rel_gap": gap},
    )
    assert answer.status == 0, answer.message
    return _cost_when_decided(matrix, pairs, answer.x)


def _cost_when_decided(matrix: Matrix, pairs: list[tuple[IntArray, IntArray]], found: FloatArray) -> float:
    """The cost with all integers as found, so that no fraction of a binary lets power through a loose bound."""
    lower, upper = matrix.lower.copy(), matrix.upper.copy()
    lower[matrix.integer] = upper[matrix.integer] = np.round(found[: len(upper)][matrix.integer])
    for (one, other), switch in zip(pairs, found[len(upper) :], strict=True):
        upper[other if switch > 0.5 else one] = 0.0
    answer = optimize.milp(
        matrix.search_cost,
        bounds=optimize.Bounds(lower, upper),
        constraints=optimize.LinearConstraint(matrix.a, matrix.row_lower, matrix.row_upper),
    )
    assert answer.status == 0, answer.message
    return float(answer.fun) + matrix.constant


def enclosed_optimum(programme: Programme, gap: float, *, switches: bool = True) -> tuple[float, float]:
    """Two numbers between which the optimum of the whole matrix lies [EUR/a].

    There are no shortages, in a design spell neither, and no emissions above their cap. Without `switches` only what
    decides sizes is integer.
    """
    matrix = with_spells(programme)
    upper = matrix.upper.copy()
    for shortage in programme.shortages.values():
        upper[matrix.columns[shortage]] = 0.0
    for rows in matrix.spells:
        places = rows.columns[shortage_columns(rows.spell, rows.matrix)]
        upper[places[places >= 0]] = 0.0
    if programme.co2_excess is not None:
        upper[matrix.columns[programme.co2_excess]] = 0.0
    answer = optimize.milp(
        matrix.cost,
        integrality=matrix.integer & (matrix.investment | switches),
        bounds=optimize.Bounds(matrix.lower, upper),
        constraints=optimize.LinearConstraint(matrix.a, matrix.row_lower, matrix.row_upper),
        options={"mip_rel_gap": gap},
    )
    assert answer.status == 0, answer.message
    least = answer.fun if answer.mip_dual_bound is None else min(answer.fun, answer.mip_dual_bound)
    return float(least) + matrix.constant, float(answer.fun) + matrix.constant


def _pairs(programme: Programme, matrix: Matrix) -> list[tuple[IntArray, IntArray]]:
    """Columns that exclude each other, step by step: drawn and given of a meter, charge and discharge of a storage."""
    pairs: list[tuple[IntArray, IntArray]] = []
    for asset in programme.case.assets:
        variables = programme.blocks[asset.name].variables
        if isinstance(asset.technology, GridConnection):
            drawn, given = ("bought_kw", "shared_in_kw"), ("sold_kw", "shared_out_kw")
        elif "charge_kw" in variables:
            drawn, given = ("charge_kw",), ("discharge_kw",)
        else:
            continue
        sides = [np.array([matrix.columns[variables[n]] for n in side if n in variables]).T for side in (drawn, given)]
        pairs += list(zip(*sides, strict=True))
    return pairs


def _pairs_of_the_pool(programme: Programme, matrix: Matrix) -> list[tuple[IntArray, IntArray]]:
    """Columns of what all that share buy, and of what they sell, step by step."""
    sharing = [block.variables for block in programme.blocks.values() if "shared_in_kw" in block.variables]
    sides = [np.array([matrix.columns[of[name]] for of in sharing]).T for name in ("bought_kw", "sold_kw")]
    return list(zip(*sides, strict=True))
