"""Hand a matrix to HiGHS in one piece and take its vectors back, believing no status on its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Literal

import highspy
import numpy as np
from scipy import sparse

from energycommunity.errors import Fault, SolverError
from energycommunity.optimization.matrix import Matrix
from energycommunity.quantities import BoolArray, FloatArray
from energycommunity.stopping import Stop

#: How often the waiting thread wakes up; where the system can't interrupt a wait, Ctrl-C is heard so much later.
WAKES_AFTER_S = 0.1
#: How long a stop waits for HiGHS to end; in the root of an integer search it may not look up for minutes.
PATIENCE_S = 2.0

Method = Literal["simplex", "interior_point", "integer"]


@dataclass(frozen=True, eq=False)
class Answer:
    """What HiGHS returned: primal vector, row duals; for integer programmes zeros, and its own bound.

    `cut_off`: whether it was stopped before its end. Then the vectors are as far as they came, and may break rows; `x`
    is NaN where an integer search had found nothing.
    """

    x: FloatArray
    row_dual: FloatArray
    integer_bound: float
    cut_off: bool


@dataclass(frozen=True)
class HighsOptions:
    """How to solve: the gap counts for integer programmes, `stop` cuts the work off."""

    method: Method
    gap: float = 1e-4
    presolve: bool = True
    stop: Stop = field(default_factory=Stop)


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
    found: list[FloatArray] = []
    if not run_until(highs, options.stop, found):
        best = found[-1] if found else np.full(len(cost), np.nan)
        return Answer(best, np.zeros(len(matrix.row_lower)), -np.inf, True)
    info, solution, status = highs.getInfo(), highs.getSolution(), highs.getModelStatus()
    cut_off = status in (highspy.HighsModelStatus.kInterrupt, highspy.HighsModelStatus.kTimeLimit)
    if not solution.value_valid and not cut_off:
        raise SolverError(Fault("solver_no_answer", {"status": highs.modelStatusToString(status)}))
    x = np.array(solution.col_value) if solution.value_valid else np.full(len(cost), np.nan)
    dual = np.array(solution.row_dual) if solution.dual_valid else np.zeros(len(matrix.row_lower))
    bound = float(info.mip_dual_bound) if options.method == "integer" else -np.inf
    return Answer(x, dual, bound, cut_off)


def run_until(highs: highspy.Highs, stop: Stop, found: list[FloatArray]) -> bool:
    """Run HiGHS until it is done or the stop is wanted, and return whether it has ended.

    HiGHS works in a thread of its own: Python hears Ctrl-C only between its own lines, which the main thread then has.
    Where HiGHS does not end in time it is left to itself, and must not be asked for anything any more. `found` receives
    the best solution of an integer search, and the stop is told that there is one.
    """
    interrupted = Event()
    _keep_asking(highs, stop, interrupted, found)
    worker = Thread(target=_work, args=(highs,), daemon=True)
    try:
        worker.start()
        while worker.is_alive():
            worker.join(WAKES_AFTER_S)
            if stop.wanted():
                worker.join(PATIENCE_S)
                break
    except KeyboardInterrupt:
        interrupted.set()
        if worker.is_alive():
            worker.join(PATIENCE_S)
        raise
    return not worker.is_alive()


def _keep_asking(highs: highspy.Highs, stop: Stop, interrupted: Event, found: list[FloatArray]) -> None:
    """Let HiGHS ask between its steps whether to end, and hand over each better solution of an integer search."""

    def ask(event: highspy.highs.HighsCallbackEvent) -> None:
        if interrupted.is_set() or stop.wanted():
            event.interrupt()

    def tell(event: highspy.highs.HighsCallbackEvent) -> None:
        found[:] = [np.array(event.data_out.mip_solution)]
        stop.found = True

    highs.setOptionValue("time_limit", stop.left_s())
    for looking_up in (highs.cbSimplexInterrupt, highs.cbIpmInterrupt, highs.cbMipInterrupt):
        looking_up.subscribe(ask)
    highs.cbMipImprovingSolution.subscribe(tell)


def _work(highs: highspy.Highs) -> None:
    highs.run()
    highspy.Highs.resetGlobalScheduler(False)  # on Windows, the end of a thread would wait for its helpers for ever


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
    columns = np.flatnonzero(integer).astype(np.int32)
    kinds = np.full(len(columns), int(highspy.HighsVarType.kInteger), dtype=np.uint8)
    highs.changeColsIntegrality(len(columns), columns, kinds)
