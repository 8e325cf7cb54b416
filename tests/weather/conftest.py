"""Weather that several tests start from."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from energycommunity.weather import read_weather

SHIPPED = Path(__file__).resolve().parents[2] / "data" / "weather"


@pytest.fixture(scope="session")
def shipped_gulbene():
    """The shipped year of Gulbene; copy it before damaging it."""
    return read_weather(SHIPPED / "gulbene.csv")


@pytest.fixture(scope="session")
def denver_file():
    """The weather file of BESTEST, which is not part of the project."""
    folder = os.environ.get("ECSIM_VALIDATION_DATA")
    if not folder:
        pytest.skip("ECSIM_VALIDATION_DATA does not name the folder of published cases")
    path = Path(folder) / "bestest" / "USA_CO_Denver.Intl.AP.725650_TMY3.epw"
    if not path.is_file():
        pytest.skip(f"{path.name} is not in the folder of published cases")
    return path


@pytest.fixture(scope="session")
def denver(denver_file):
    """The weather of BESTEST, read."""
    return read_weather(denver_file)
