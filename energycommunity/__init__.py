"""Energy communities and heat planning: sizes, dispatch, bills, costs and CO2 of a village's options.

`load_scenario` reads and checks a scenario file, `run` computes all its variants, `compare` puts saved runs side by
side. A script calls `run` below `if __name__ == "__main__":`, since processes of a run read the script anew. The names
are loaded when they are first used, so that the command line starts fast.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from energycommunity.pipeline import run
    from energycommunity.reporting.comparison import comparison_table as compare
    from energycommunity.results import Results
    from energycommunity.scenario.loader import load_scenario

__all__ = ["Results", "compare", "load_scenario", "run"]

_WHERE = {
    "load_scenario": ("energycommunity.scenario.loader", "load_scenario"),
    "run": ("energycommunity.pipeline", "run"),
    "compare": ("energycommunity.reporting.comparison", "comparison_table"),
    "Results": ("energycommunity.results", "Results"),
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    module, attribute = _WHERE[name]
    return getattr(import_module(module), attribute)
