"""Hand a matrix to HiGHS in one piece and take its vectors back, believing no status on its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import highspy
import numpy as np

from energycommunity.errors import Fault, SolverError
from energycommunity.optimization.matrix import Matrix
from energycommunity.quantities import FloatArray

Method = Literal["simplex", "interior_point", "integer"]


@dataclass(frozen=True, eq=False)
class Answer:
    """What HiGHS returned: primal vector, row duals (zeros for integer programmes), its own bound and seconds."""

    x: FloatArray
    row_dual: FloatArray
    claimed_bound: float
    feasible: bool
    seconds: float


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
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    _choose(highs, options)
    if (
        highs.passModel(_model(matrix, cost, lower, upper, integer=options.method == "integer"))
        == highspy.HighsStatus.kError
    ):
        raise SolverError(Fault("solver_refused"))
    highs.run()
    info, solution = highs.getInfo(), highs.getSolution()
    if not solution.value_valid:
        raise SolverError(Fault("solver_no_answer", {"status": highs.modelStatusToString(highs.getModelStatus())}))
    dual = np.array(solution.row_dual) if solution.dual_valid else np.zeros(len(matrix.row_lower))
    claimed = float(info.mip_dual_bound) if options.method == "integer" else float(info.objective_function_value)
    return Answer(np.array(solution.col_value), dual, claimed, info.primal_solution_status == 2, highs.getRunTime())


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


def _model(matrix: Matrix, cost: FloatArray, lower: FloatArray, upper: FloatArray, *, integer: bool) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(cost), len(matrix.row_lower)
    model.col_cost_, model.col_lower_, model.col_upper_ = cost, lower, upper
    model.row_lower_, model.row_upper_ = matrix.row_lower, matrix.row_upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_ = matrix.a.indptr, matrix.a.indices
    model.a_matrix_.value_ = matrix.a.data
    if integer:
        kinds = np.where(matrix.integer, int(highspy.HighsVarType.kInteger), int(highspy.HighsVarType.kContinuous))
        model.integrality_ = [highspy.HighsVarType(int(kind)) for kind in kinds]
    return model
