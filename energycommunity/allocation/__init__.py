"""Allocation keys: one file per way of sharing what is given in an interval among those who draw."""
