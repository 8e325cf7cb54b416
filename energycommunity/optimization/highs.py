"""Hand a matrix to HiGHS in one piece and take its vectors back, believing no status on its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import highspy
import numpy as np
from scipy import sparse

from energycommunity.errors import Fault, SolverError
from energycommunity.optimization.matrix import Matrix
from energycommunity.quantities import BoolArray, FloatArray

Method = Literal["simplex", "interior_point", "integer"]


@dataclass(frozen=True, eq=False)
class Answer:
    """What HiGHS returned: primal vector, row duals (zeros for integer programmes), its own bound.

    `out_of_time`: whether it stopped at the time limit, with the best it had.
    """

    x: FloatArray
    row_dual: FloatArray
    claimed_bound: float
    out_of_time: bool


@dataclass(frozen=True)
class HighsOptions:
    """How to solve: the gap counts for integer programmes."""

    method: Method
    gap: float = 1e-4
    time_limit_s: float | None = None
    presolve: bool = True


def run(matrix: Matrix, cost: FloatArray, lower: FloatArray, upper: FloatArray, options: HighsOptions) -> Answer:
    """Solve the matrix with the given cost and column bounds.

    Raises
    ------
    SolverError
        If HiGHS refuses the matrix or returns no vectors.
    """
    highs = hand_over(matrix.a, cost, (lower, upper), (matrix.row_lower, matrix.row_upper))
    if options.method == "integer":
        make_integer(highs, matrix.integer)
    _choose(highs, options)
    highs.run()
    info, solution = highs.getInfo(), highs.getSolution()
    if not solution.value_valid:
        raise SolverError(Fault("solver_no_answer", {"status": highs.modelStatusToString(highs.getModelStatus())}))
    dual = np.array(solution.row_dual) if solution.dual_valid else np.zeros(len(matrix.row_lower))
    claimed = float(info.mip_dual_bound) if options.method == "integer" else float(info.objective_function_value)
    out_of_time = highs.getModelStatus() == highspy.HighsModelStatus.kTimeLimit
    return Answer(np.array(solution.col_value), dual, claimed, out_of_time)


def _choose(highs: highspy.Highs, options: HighsOptions) -> None:
    if options.method == "simplex":
        highs.setOptionValue("solver", "simplex")
    elif options.method == "interior_point":
        highs.setOptionValue("solver", "hipo")
        highs.setOptionValue("run_crossover", "off")
        highs.setOptionValue("hipo_system", "augmented")
        highs.setOptionValue("hipo_ordering", "amd")
    else:
        highs.setOptionValue("mip_rel_gap", options.gap / 2.0)
        highs.setOptionValue("mip_feasibility_tolerance", 1e-9)
    if options.time_limit_s is not None:
        highs.setOptionValue("time_limit", options.time_limit_s)
    if not options.presolve:
        highs.setOptionValue("presolve", "off")


def hand_over(
    a: sparse.sparray,
    cost: FloatArray,
    columns: tuple[FloatArray, FloatArray],
    rows: tuple[FloatArray, FloatArray],
) -> highspy.Highs:
    """A silent HiGHS instance that holds  min cost·x,  lower <= x <= upper,  row_lower <= a x <= row_upper.

    Parameters
    ----------
    a : sparse array
        Coefficients, shape (rows, columns).
    cost : FloatArray
        Cost of each column.
    columns, rows : pair of FloatArray
        Lower and upper bounds of the columns and of the rows.

    Raises
    ------
    SolverError
        If HiGHS refuses the arrays.
    """
    matrix = sparse.csc_array(a)
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = matrix.shape
    model.col_cost_ = cost
    model.col_lower_, model.col_upper_ = columns
    model.row_lower_, model.row_upper_ = rows
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_ = matrix.indptr, matrix.indices
    model.a_matrix_.value_ = matrix.data
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)
    if highs.passModel(model) == highspy.HighsStatus.kError:
        raise SolverError(Fault("solver_refused"))
    return highs


def solve_to_optimum(highs: highspy.Highs) -> None:
    """Solve from where the instance stands; where that does not end at an optimum, afresh and without presolve.

    Raises
    ------
    SolverError
        If there is no optimum that way either: then no value and no bound of the instance means anything.
    """
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        highs.clearSolver()
        highs.setOptionValue("presolve", "off")
        highs.run()
        highs.setOptionValue("presolve", "choose")
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise SolverError(Fault("solver_no_answer", {"status": highs.modelStatusToString(highs.getModelStatus())}))


def make_integer(highs: highspy.Highs, integer: BoolArray) -> None:
    """Declare some columns integer."""
    kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
    count = len(integer)
    chosen = np.array([kinds[int(each)] for each in integer])
    highs.changeColsIntegrality(count, np.arange(count, dtype=np.int32), chosen)
