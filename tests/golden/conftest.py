"""`--update-golden` writes today's figures in place of the kept ones; the changelog then says what changed and why."""

from __future__ import annotations

import pytest


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether the kept figures are to be written anew."""
    return bool(request.config.getoption("--update-golden"))
