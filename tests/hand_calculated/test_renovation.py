"""Renovation packages, checked by hand. Money is spread over 20 years without interest."""

from __future__ import annotations

import pytest

from tests.hand_calculated.small_scenario import cost, run_small, series

#: 100 m2 of a private house; 8 kW of heat for its rooms in each of four hours, from pellets at 0.05 EUR/kWh.
HOUSE = """
tariffs:
  purchase: {type: fixed, price_eur_per_kwh: 0.10}
  pellets: {type: fuel, carrier: pellets, price_eur_per_kwh: 0.05}
buildings:
  house: {meter: main, sector: residential, type: private_house, heated_area_m2: 100, space_heat: {power_kw: 8}}
"""
BOILER = "boiler: {type: fuel_boiler, owner: owner, at: house, fuel: pellets, efficiency: 0.5, capacity_heat_kw: 50}"
#: Saves a quarter without touching the envelope: what is measured is the arithmetic of the choice.
PACKAGES = """
renovation_packages:
  quarter: {balancing_and_thermostats: {saved_fraction: 0.25, investment_eur: $quarter, lifetime_years: 20}}
  half: {balancing_and_thermostats: {saved_fraction: 0.5, investment_eur: $half, lifetime_years: 10}}
"""
#: A kWh of heat counts as one of primary energy.
WEIGHTS = "primary_energy: {carriers: {heat: {renewable_factor: 0.5, non_renewable_factor: 0.5}}}"


def packages(quarter: float, half: float) -> str:
    """The two packages with their costs."""
    return PACKAGES.replace("$quarter", str(quarter)).replace("$half", str(half))


@pytest.mark.parametrize(
    ("quarter_eur", "half_eur", "saved_kw", "expected_eur"),
    [(4, 20, 2.0, 2.60), (4, 9, 4.0, 2.50), (20, 20, 0.0, 3.20)],
)
def test_the_package_is_chosen_that_is_cheapest_over_its_own_life(
    tmp_path, quarter_eur, half_eur, saved_kw, expected_eur
):
    """Proves: one package at most, its saving in every step, each measure by its own life.

    Sensitivity: 2.05 if the half cost 9 / 20 a year; 1.90 - and nothing left to heat - if both could be taken at once.
    Hand calculation: 32 kWh of heat burn 64 kWh of pellets: 3.20 EUR. The quarter saves 0.80 EUR for 4 / 20 = 0.20 EUR:
    2.60 EUR. The half saves 1.60 EUR for 20 / 10 = 2.00 EUR, which is too dear, or for 9 / 10 = 0.90 EUR: 2.50 EUR. For
    20 / 20 = 1.00 EUR the quarter is too dear as well.
    """
    renovation = "renovation: {type: renovation, at: house, owner: owner, packages: [none, quarter, half]}"
    result = run_small(tmp_path, [HOUSE, packages(quarter_eur, half_eur), f"assets: {{{BOILER}, {renovation}}}"])
    assert series(result, "renovation.saved_heat_kw") == pytest.approx([saved_kw] * 4)
    assert series(result, "boiler.heat_kw") == pytest.approx([8.0 - saved_kw] * 4)
    assert result.annual_cost_eur == pytest.approx(expected_eur)
    final = result.assessment.secap.final_energy_mwh.loc["residential"].sum()
    assert final == pytest.approx(0.002 * (32.0 - 4.0 * saved_kw))


def test_a_building_without_heat_may_be_left_as_it_stands(tmp_path):
    """Proves: a renovation that is decided to be none asks for no heat, as where a variant takes it back everywhere.

    Sensitivity: no result at all if its peak of heat were looked up.
    Hand calculation: four hours of 3 kW at 0.10 EUR/kWh: 1.20 EUR.
    """
    house = HOUSE.replace("space_heat: {power_kw: 8}", "electricity: {power_kw: 3}")
    result = run_small(
        tmp_path, [house, "assets: {renovation: {type: renovation, at: house, owner: owner, package: none}}"]
    )
    assert result.annual_cost_eur == pytest.approx(1.20)


@pytest.mark.parametrize(
    ("terms", "grant_eur", "missed"),
    [
        ("share: 0.5", 10.0, []),
        ("share: 0.5, cap_eur: 8", 8.0, []),
        ("share: 0.5, min_primary_energy_saved_fraction: 0.5", 10.0, []),
        ("share: 0.5, min_primary_energy_saved_fraction: 0.6", 0.0, ["grant_saves_too_little"]),
        ("share: 0.5, max_heat_kwh_per_m2: 0.15", 0.0, ["grant_needs_too_much"]),
        ("share: 0.5, max_investment_eur_per_kwh: 1.2", 0.0, ["grant_too_dear"]),
        ("share: 0.5, max_investment_eur_per_kwh: 1.3", 10.0, []),
        ("share: 0.5, who: [household], state: closed", 0.0, ["grant_closed", "grant_other_applicant"]),
        ("share: 0.5, supports: [heating], until_year: 2024", 0.0, ["grant_other_years", "grant_other_purpose"]),
    ],
)
def test_a_grant_is_had_once_where_its_conditions_are_kept(tmp_path, terms, grant_eur, missed):
    """Proves: share, cap and each condition; a grant is spread over the horizon, not the life; society does not see it.

    Sensitivity: 2.60 if a grant of 10 EUR were had again with the second purchase, after 10 years.
    Hand calculation: half of 3.20 EUR is saved; 20 EUR every 10 years cost 2.00 EUR a year: 3.60 EUR. A grant of 10 EUR
    once in 20 years is worth 0.50 EUR a year. 16 of 32 kWh are saved, with the primary energy factor of 1 for heat:
    0.16 kWh/m2 are left, and a kWh saved costs 1.25 EUR.
    """
    renovation = f"renovation: {{type: renovation, at: house, owner: owner, package: half, grant: {{{terms}}}}}"
    result = run_small(tmp_path, [HOUSE, WEIGHTS, packages(4, 20), f"assets: {{{BOILER}, {renovation}}}"])
    (renovated,) = result.renovated
    assert renovated.grant_eur == pytest.approx(grant_eur)
    assert [fault.key for _, fault in renovated.missed_conditions] == missed
    assert {warning.key for warning in result.warnings} >= ({"renovation_notice_grant_missed"} if missed else set())
    assert result.annual_cost_eur == pytest.approx(3.60 - grant_eur / 20.0)
    assert result.assessment.society_eur_per_year == pytest.approx(3.60)
    assert result.assessment.cash_flow.grants_eur[0] == pytest.approx(grant_eur)
    assert renovated.annuity_eur_per_year == pytest.approx(cost(result, asset="renovation"))


def test_vat_is_laid_on_the_measures_and_not_on_the_grant(tmp_path):
    """Proves: who cannot deduct VAT pays it on the whole investment, of which the grant pays its share without VAT.

    Sensitivity: 1.815 if VAT of 21 % were taken off the grant too.
    Hand calculation: 20 EUR over 10 years are 2.00 EUR a year, with VAT 2.42 EUR; 10 EUR of grant 0.50 EUR: 1.92 EUR.
    """
    renovation = "renovation: {type: renovation, at: house, owner: owner, package: half, grant: {share: 0.5}}"
    members = "members: {owner: {kind: household, deducts_vat: false}}"
    result = run_small(tmp_path, [HOUSE, members, packages(4, 20), f"assets: {{{BOILER}, {renovation}}}"])
    assert cost(result, asset="renovation", kind="investment_tax") == pytest.approx(0.42)
    assert cost(result, asset="renovation") == pytest.approx(1.92)


@pytest.mark.parametrize(("project_eur", "saved_kw", "expected_eur"), [(8, 4.0, 2.95), (14, 0.0, 3.20)])
def test_the_project_is_paid_only_if_a_package_is_taken(tmp_path, project_eur, saved_kw, expected_eur):
    """Proves: what the renovation itself costs comes with a package, and can make it too dear.

    Sensitivity: 2.90 EUR if its upkeep were left out; 3.95 EUR if the project were paid for without a package too.
    Hand calculation: the half saves 1.60 EUR for 9 / 10 = 0.90 EUR: 2.50 EUR. A project of 8 EUR over 20 years is
    0.40 EUR and 0.05 EUR of upkeep: 2.95 EUR. With one of 14 EUR it is 3.25 EUR, more than 3.20 EUR without.
    """
    renovation = (
        f"renovation: {{type: renovation, at: house, owner: owner, packages: [none, half], "
        f"investment_eur: {project_eur}, lifetime_years: 20, fixed_om_eur_per_year: 0.05}}"
    )
    result = run_small(tmp_path, [HOUSE, packages(4, 9), f"assets: {{{BOILER}, {renovation}}}"])
    assert series(result, "renovation.saved_heat_kw") == pytest.approx([saved_kw] * 4)
    assert result.annual_cost_eur == pytest.approx(expected_eur)


def test_a_choice_of_heating_tells_its_package_and_has_the_same_grant(tmp_path):
    """Proves: package and source are chosen together, with the grant of the package, and told as a renovation is.

    Sensitivity: 3.60 EUR and `none` without the grant, for then 3.20 EUR is cheaper.
    Hand calculation: as it stands 64 kWh of pellets are 3.20 EUR. Half of it is 1.60 EUR, for 20 EUR over 10 years,
    less a grant of 10 EUR once in 20 years: 1.60 + 2.00 - 0.50 = 3.10 EUR.
    """
    choice = (
        "heating: {type: heating_choice, owner: owner, at: house, packages: [none, half], grant: {share: 0.5}, "
        "sources: {stove: {type: boiler, fuel: pellets, efficiency: 0.5, investment_eur_per_kw: 0, lifetime_years: 20, "
        "fixed_om_eur_per_kw_year: 0, variable_om_eur_per_kwh: 0}}}"
    )
    result = run_small(tmp_path, [HOUSE, packages(4, 20), f"assets: {{{choice}}}"])
    (renovated,) = result.renovated
    assert (renovated.asset, renovated.package) == ("heating", "half")
    assert renovated.grant_eur == pytest.approx(10.0)
    assert result.annual_cost_eur == pytest.approx(3.10)
