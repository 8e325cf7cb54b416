"""Contracts: one file per kind, each one formula that the optimiser and the settlement both read."""
