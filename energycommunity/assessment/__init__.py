"""Costs, cash flows, emissions and indicators of a solved year: pure functions over its ledgers."""
