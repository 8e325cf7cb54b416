"""Settings of all tests."""

from __future__ import annotations

import pytest
from hypothesis import settings

# No test depends on how fast a machine is, and the same tests run everywhere: a failure in one place can be repeated.
settings.register_profile("ecsim", deadline=None, derandomize=True, database=None)
settings.load_profile("ecsim")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch that writes golden figures anew."""
    parser.addoption("--update-golden", action="store_true", help="write the golden figures anew")
