"""How a load may be stated."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from energycommunity.technologies.load import Load

ENERGY = {"annual_kwh": 1000, "profile": "street_lighting"}


@pytest.mark.parametrize(
    ("stated", "error"),
    [
        ({"meter": "main"}, "demand_not_stated"),
        ({"meter": "main", "power_kw": 1, "electricity": ENERGY}, "demand_stated_twice"),
        ({"at": "house", "electricity": ENERGY}, "technologies_load_of_heat_by_electricity"),
        ({"meter": "main", "at": "house", "power_kw": 1}, "technologies_load_without_bus"),
    ],
)
def test_a_load_is_stated_once(stated, error):
    with pytest.raises(ValidationError) as caught:
        Load.model_validate({"owner": "parish"} | stated)
    assert [one["type"] for one in caught.value.errors()] == [error]
