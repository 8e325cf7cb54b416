"""Results of a run: frozen in memory, saved as a folder, read back."""

from energycommunity.results.run_results import Results, VariantResult

__all__ = ["Results", "VariantResult"]
