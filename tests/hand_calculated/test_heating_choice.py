"""The choice of a building's heating, checked by hand. Money is spread over 20 years without interest."""

from __future__ import annotations

from typing import Any

import pytest

from energycommunity.demand.heated_building import PackageHeat
from energycommunity.technologies.heating_choice import HeatingChoice
from energycommunity.technologies.ledger import Goods
from tests.technologies.choosing_house import ChoosingHouse, package

NOTHING = {"fixed_om_eur_per_kw_year": 0.0, "variable_om_eur_per_kwh": 0.0, "lifetime_years": 20.0}
PELLETS = {"type": "boiler", "fuel": "pellets", "efficiency": 0.5, "investment_eur_per_kw": 1.0, **NOTHING}
HEATER = {"type": "electric", "electricity": "purchase", "efficiency": 1.0, **NOTHING}
#: 8 kWh in four hours.
AS_IT_STANDS = package("none", [3, 0, 1, 4])


def deep(walls_eur: float, grant_eur: float = 0.0) -> PackageHeat:
    """Half the heat, for insulation that lives 20 years and windows of 1 EUR that live 10."""
    investments = {"walls": (walls_eur, 20.0), "windows": (1.0, 10.0)}
    return package("deep", [1.5, 0, 0.5, 2], investments=investments, grant_eur=grant_eur)


def choice(sources: dict[str, Any], packages: tuple[str, ...] = ("none", "deep"), **further: Any) -> HeatingChoice:
    """A choice of the owner for the house."""
    return HeatingChoice.model_validate(
        {"owner": "owner", "at": "house", "packages": packages, "sources": sources, **further}
    )


@pytest.mark.parametrize(
    ("pellets_eur", "walls_eur", "chosen", "expected_eur"),
    [
        (0.05, 5.0, "deep_heater", 0.75),
        (0.02, 5.0, "none_pellets", 0.52),
        (0.02, 1.0, "deep_pellets", 0.41),
        (0.05, 8.0, "none_heater", 0.80),
    ],
)
def test_the_cheapest_of_packages_and_supplies_is_taken(pellets_eur, walls_eur, chosen, expected_eur):
    """Proves: a package with a supply costs its measures by their lives, equipment by its own peak, and its energy.

    Sensitivity: the first would be 0.70 if the windows were paid for once in 20 years; the third 0.51 if the boiler had
    the size of the building as it stands; the second 0.36 if the boiler burnt no more than its heat.
    Hand calculation: as it stands pellets cost 16 kWh x price and the boiler 4 kW x 1 / 20 = 0.20, the heater 8 kWh x
    0.10 = 0.80. Deep, measures cost walls / 20 + 1 / 10, pellets 8 kWh x price + 2 kW x 1 / 20, the heater 0.40. In the
    order none_pellets, none_heater, deep_pellets, deep_heater: 1.00, 0.80, 0.85, 0.75; 0.52, 0.80, 0.61, 0.75; 0.52,
    0.80, 0.41, 0.55; 1.00, 0.80, 1.00, 0.90.
    """
    packages = (AS_IT_STANDS, deep(walls_eur))
    prices = {"purchase": 0.10, "pellets": pellets_eur}
    answer = ChoosingHouse(choice({"pellets": PELLETS, "heater": HEATER}), packages, prices).solved()
    assert answer.chosen == chosen
    assert answer.cost_eur == pytest.approx(expected_eur)


def test_ledgers_hold_energy_taxes_grant_and_money_of_what_was_chosen():
    """Proves: bought and final energy, VAT by goods on all but the grant, the grant once, and the money by its lives.

    Sensitivity: 0.4575 with VAT on the grant; 0.4761 with the full rate on wood; 0.0817 if the grant came every year.
    Hand calculation: deep pellets of the test above: 0.15 + 0.10 = 0.25 of annuities with 21 % VAT 0.0525; pellets 0.16
    with 12 % VAT 0.0192; a grant of 0.40 once in 20 years 0.02. Together 0.25 + 0.0525 + 0.16 + 0.0192 - 0.02 = 0.4617.
    """
    vat: dict[tuple[str, Goods], float] = {("owner", "other"): 0.21, ("owner", "wood_fuel"): 0.12}
    prices = {"purchase": 0.10, "pellets": 0.02}
    packages = (AS_IT_STANDS, deep(1.0, grant_eur=0.40))
    answer = ChoosingHouse(choice({"pellets": PELLETS, "heater": HEATER}), packages, prices, vat).solved()
    assert answer.chosen == "deep_pellets"
    assert answer.cost_eur == pytest.approx(0.4617)
    assert (answer.cost("annuity"), answer.cost("fuel")) == pytest.approx((0.25 - 0.02, 0.16))
    assert (answer.cost("investment_tax"), answer.cost("tax")) == pytest.approx((0.0525, 0.0192))
    assert answer.energy_kwh("pellets", "bought") == answer.energy_kwh("pellets", "final") == pytest.approx(8.0)
    assert answer.energy_kwh("electricity", "bought") == 0.0
    money = sorted((use.lifetime_years, round(use.eur, 6)) for use in answer.accounts.investments)
    assert money == [(10.0, 1.21), (20.0, 1.21), (20.0, 2.42)]  # windows, walls, boiler


def test_a_heat_pump_makes_each_heat_at_its_own_temperature_from_the_meter():
    """Proves: rooms at the flow of the package, hot water at its own, electricity from the meter where none is named.

    Sensitivity: 1.8173 kWh if all heat were made at the flow of the rooms, 2.6817 at that of hot water.
    Hand calculation: half of Carnot's COP from 0 °C is 308.15 / 35 / 2 = 4.4021 to 35 °C, 328.15 / 55 / 2 = 2.9832 to
    55 °C: 6 kWh / 4.4021 + 2 kWh / 2.9832 = 1.3630 + 0.6704 = 2.0334 kWh.
    """
    pump = {"type": "heat_pump", "source_c": 0.0, "quality_grade": 0.5, **NOTHING}
    warm = package("none", [3, 3], [0, 2], flow_c=35.0)
    answer = ChoosingHouse(choice({"pump": pump}, ("none",), meter="main"), (warm,)).solved()
    bought_kw = answer.solution.values.of(answer.programme.blocks["main"].variables["bought_kw"])
    assert bought_kw.sum() == pytest.approx(2.0334, abs=1e-4)
    assert bought_kw[0] == pytest.approx(3 / 4.4021, abs=1e-4)
    assert answer.energy_kwh("electricity", "final") == pytest.approx(2.0334, abs=1e-4)
    assert answer.energy_kwh("electricity", "bought") == 0.0
