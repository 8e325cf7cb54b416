"""What each tariff charges, by hand, over the year's awkward hours: clock changes, months, workdays."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from energycommunity.tariffs.base import TariffContext
from energycommunity.tariffs.charges import Charge, DemandCharge, EnergyCharge, FixedCharge
from energycommunity.tariffs.demand_rate import DemandRate
from energycommunity.tariffs.export_fixed import ExportFixed
from energycommunity.tariffs.export_spot import ExportSpot
from energycommunity.tariffs.fixed import Fixed
from energycommunity.tariffs.fuel import Fuel
from energycommunity.tariffs.network import NetworkRates
from energycommunity.tariffs.scheduled import Scheduled
from energycommunity.tariffs.spot import Spot
from energycommunity.tariffs.time_of_use import PricePeriod, TimeOfUse
from energycommunity.tariffs.windows import in_window
from energycommunity.time_grid import TimeGrid


def _window(start: str, steps: int, step_h: float = 1.0, *, annual: bool = False) -> TimeGrid:
    begin = pd.Timestamp(start, tz="Europe/Riga").tz_convert("UTC")
    return TimeGrid(begin, steps, step_h, "Europe/Riga", annual)


def _context(time: TimeGrid, prices=(), phases=3, fuse_a=25.0, count=1) -> TariffContext:
    return TariffContext(time, lambda price: np.asarray(prices, dtype=float), phases, fuse_a, count)


def _bills(charges: tuple[Charge, ...], power_kw, time: TimeGrid) -> float:
    return float(sum(charge.bill(np.asarray(power_kw, dtype=float), time).sum() for charge in charges))


@pytest.mark.parametrize(
    ("day", "hours", "night_hours"),
    # On 30 March 2025 the civil hour 3 does not exist, on 26 October it comes twice; night is 0-6 o'clock.
    [("2025-03-30", 23, 5), ("2025-10-26", 25, 7), ("2025-06-15", 24, 6)],
)
def test_time_of_use_on_days_of_clock_change(day, hours, night_hours):
    """Proves: prices follow the civil clock, so a changed day has an hour of night less or more.

    Sensitivity: 6 hours of night on every day if hours were counted from midnight.
    Hand calculation: night_hours x 0.05 + the rest x 0.20 for 1 kW.
    """
    time = _window(day, hours)
    assert time.local[-1].hour == 23
    tariff = TimeOfUse(price_eur_per_kwh=0.20, periods=(PricePeriod(price_eur_per_kwh=0.05, hours=tuple(range(6))),))
    expected = night_hours * 0.05 + (hours - night_hours) * 0.20
    assert _bills(tariff.charges(_context(time)), np.ones(hours), time) == pytest.approx(expected)


def test_months_and_days_of_a_period_are_civil():
    """Proves: 31 January 22:00 UTC is February in Riga.

    Sensitivity: one hour of February less if months were those of UTC.
    Hand calculation: 31 January 2025 (Friday) 23:00 to 1 February (Saturday) 03:00: F, then three hours of weekend.
    """
    time = _window("2025-01-31T23:00", 4)
    everything = tuple(range(24))
    assert in_window(time, (2,), everything, "all").tolist() == [False, True, True, True]
    assert in_window(time, (1, 2), everything, "workdays").tolist() == [True, False, False, False]
    assert in_window(time, (1, 2), (1, 2), "weekends").tolist() == [False, False, True, True]


def test_months_of_the_year_with_clock_changes():
    """Proves: a civil year has twelve whole months: March an hour short, October an hour long; each bears one month.

    Sensitivity: 744 hours in both if months were cut in UTC by fixed offsets.
    Hand calculation: 31 x 24 - 1 = 743 h, 31 x 24 + 1 = 745 h; February 672 h.
    """
    time = TimeGrid.year(2025, "Europe/Riga")
    hours = np.bincount(time.month_of)
    assert hours[[1, 2, 9]].tolist() == [672, 743, 745]
    assert hours.sum() == 8760
    assert FixedCharge("energy", 10.0).bill(np.zeros(8760), time) == pytest.approx([10.0] * 12)


def test_demand_charge_of_a_year_by_month():
    """Proves: each month is billed by its own highest power in the hours that count.

    Sensitivity: 12 x 9 x 2 if the year's peak were billed each month.
    Hand calculation: 1 kW always; 5 kW on Saturday 15 March noon (does not count), 4 kW on Monday 17 March noon, 9 kW
    on Monday 17 March 03:00 (does not count): March 4 x 2 EUR, other months 1 x 2.
    """
    time = TimeGrid.year(2025, "Europe/Riga")
    power = pd.Series(1.0, index=time.local)
    for moment, kw in (("2025-03-15 12:00", 5.0), ("2025-03-17 12:00", 4.0), ("2025-03-17 03:00", 9.0)):
        power[pd.Timestamp(moment, tz="Europe/Riga")] = kw
    rate = DemandRate(price_eur_per_kw_month=2.0, hours=tuple(range(8, 20)), days="workdays")
    billed = rate.charge(time).bill(power.to_numpy(), time)
    assert billed == pytest.approx([2, 2, 8, 2, 2, 2, 2, 2, 2, 2, 2, 2])


def test_demand_charge_outside_its_months_is_nothing():
    """Proves: a winter charge bills the winter's months only.

    Sensitivity: 24 EUR if the months were not looked at.
    Hand calculation: January, February, December at 1 kW x 2 EUR.
    """
    time = TimeGrid.year(2025, "Europe/Riga")
    charge = DemandRate(price_eur_per_kw_month=2.0, months=(12, 1, 2)).charge(time)
    assert charge.bill(np.ones(8760), time) == pytest.approx([2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2])


def test_fixed_with_standing_charge_and_own_network_rates():
    """Proves: energy, margin, standing charge of trader and network, ampere charge and delivery make the bill.

    Sensitivity: 26.00 without the ampere charge; 63.50 if the phases multiplied it.
    Hand calculation: January, 100 h at 2 kW: 200 kWh x (0.08 + 0.02) = 20; network 200 x 0.01 = 2; ampere 25 x 0.5 =
    12.5; standing charges 1.5 + 2.5: 38.50 EUR.
    """
    time = _window("2025-01-01", 744)
    power = np.zeros(744)
    power[:100] = 2.0
    network = NetworkRates(energy_eur_per_kwh=0.01, capacity_eur_per_a_month=0.5, standing_charge_eur_per_month=2.5)
    tariff = Fixed(price_eur_per_kwh=0.08, margin_eur_per_kwh=0.02, standing_charge_eur_per_month=1.5, network=network)
    assert _bills(tariff.charges(_context(time)), power, time) == pytest.approx(38.50)


def test_spot_and_its_export():
    """Proves: purchase adds the margin to each interval's price, sale takes it off the paid-out share.

    Sensitivity: -0.02 for the sale if its margin were added.
    Hand calculation: prices 0.10 and -0.05, 2 kW for half an hour each: bought (0.11 - 0.04) x 1 kWh = 0.07; sold
    (0.9 x 0.10 - 0.01) + (0.9 x -0.05 - 0.01) = 0.08 - 0.055 = 0.025 earned.
    """
    time = _window("2025-01-15", 2, 0.5)
    context = _context(time, [0.10, -0.05])
    bought, sold = Spot(margin_eur_per_kwh=0.01), ExportSpot(price_share=0.9, margin_eur_per_kwh=0.01)
    assert _bills(bought.charges(context), [2, 2], time) == pytest.approx(0.07)
    assert _bills(sold.charges(context), [2, 2], time) == pytest.approx(-0.025)


def test_export_at_a_fixed_price_earns():
    """Proves: a revenue is a charge below zero.

    Sensitivity: +0.12.
    Hand calculation: 3 kWh x 0.04 = 0.12 EUR earned.
    """
    time = _window("2025-01-15", 2)
    assert _bills(ExportFixed(price_eur_per_kwh=0.04).charges(_context(time)), [1, 2], time) == pytest.approx(-0.12)


def test_fuel_by_tonne():
    """Proves: a price per tonne is spread over its heating value.

    Sensitivity: 4800 / 240 = 20 EUR/kWh if it were turned over.
    Hand calculation: 240 EUR/t / 4800 kWh/t = 0.05 EUR/kWh; 10 kWh: 0.50 EUR.
    """
    time = _window("2025-01-15", 1)
    tariff = Fuel(carrier="pellets", price_eur_per_t=240.0, lower_heating_value_kwh_per_t=4800.0)
    assert _bills(tariff.charges(_context(time)), [10], time) == pytest.approx(0.50)
    with pytest.raises(ValueError, match="give one price"):
        Fuel(carrier="pellets")
    with pytest.raises(ValueError, match="lower_heating_value"):
        Fuel(carrier="pellets", price_eur_per_t=240.0)


def test_a_week_that_stands_for_a_year():
    """Proves: energy is scaled by hours, monthly charges to twelve months, also where a week touches two months.

    Sensitivity: 10 x 168 / 744 for the standing charge, unscaled.
    Hand calculation: 1 kW, 168 h: 8760 x 0.10 = 876; 12 x 10 = 120; peak 1 kW x 3 EUR x 12 = 36 EUR.
    """
    time = _window("2025-01-29", 168, annual=True)
    charges: tuple[Charge, ...] = (
        EnergyCharge("energy", np.full(168, 0.10)),
        FixedCharge("energy", 10.0),
        DemandCharge("network", np.full(2, 3.0), np.ones(168, dtype=bool)),
    )
    bills = [float(charge.bill(np.ones(168), time).sum()) for charge in charges]
    assert bills == pytest.approx([876.0, 120.0, 36.0])


@pytest.mark.parametrize(
    ("written", "eur"),
    [
        ({"price_eur_per_loose_m3": 15.5}, 10 * 15.5 / 775),
        ({"price_eur_per_solid_m3": 40.0}, 10 * 40 / 1938),
        ({"price_eur_per_t": 60.0, "moisture_fraction": 0.5}, 10 * 60 / (5278 * 0.5 - 2443 / 3.6 * 0.5)),
        ({"price_eur_per_loose_m3": 15.5, "lower_heating_value_kwh_per_m3": 1000.0}, 0.155),
    ],
)
def test_fuel_by_volume_and_by_moist_tonne(written, eur):
    """Proves: a price per metre or moist tonne becomes one per kWh by the energy of it.

    Sensitivity: by the dry heating value a tonne with half water would cost half as much a kWh (0.1137 for 0.2609).
    Hand calculation: chips hold 775 kWh in a loose metre (40 % water); 15.5 / 775 = 0.02 EUR/kWh, 10 kWh: 0.20 EUR. A
    tonne with half water holds 2639 - 339.3 = 2299.7 kWh: 60 / 2299.7 x 10 = 0.2609 EUR.
    """
    time = _window("2025-01-15", 1)
    tariff = Fuel.model_validate({"carrier": "wood_chips"} | written)
    assert _bills(tariff.charges(_context(time)), [10], time) == pytest.approx(eur)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ({"price_eur_per_t": 60.0, "price_eur_per_loose_m3": 15.0}, "give one price"),
        ({"price_eur_per_t": 60.0, "moisture_fraction": 0.4, "lower_heating_value_kwh_per_t": 2900}, "stated twice"),
        ({"price_eur_per_t": 60.0, "lower_heating_value_kwh_per_m3": 900}, "says nothing for price_eur_per_t"),
        ({"price_eur_per_stacked_m3": 20.0}, "energy of wood_chips in stacked m3"),
    ],
)
def test_fuel_whose_energy_is_not_clear_is_refused(written, words):
    with pytest.raises(ValueError, match=words):
        Fuel.model_validate({"carrier": "wood_chips"} | written)


#: Period 1 on workdays from 8 to 11 o'clock in January, else 0.
MORNINGS = {
    "workdays": [[0] * 8 + [1] * 4 + [0] * 12, *[[0] * 24] * 11],
    "weekends": [[0] * 24] * 12,
}


def test_prices_by_schedule_follow_month_hour_and_kind_of_day():
    """Proves: the row is that of the month and of the kind of day, the column that of the civil hour.

    Sensitivity: hours 10 to 13 if they were those of UTC; 6.40 if Saturday were a workday of January.
    Hand calculation: Friday 31 January 2025 0-23, Saturday 1 February: 4 h x 0.30 + 44 h x 0.10 = 5.60 for 1 kW.
    """
    time = _window("2025-01-31", 48)
    tariff = Scheduled.model_validate({"schedule": {**MORNINGS, "prices_eur_per_kwh": [0.10, 0.30]}})
    charges = tariff.charges(_context(time))
    assert _bills(charges, np.ones(48), time) == pytest.approx(5.60)
    assert isinstance(charges[0], EnergyCharge)
    assert np.flatnonzero(charges[0].eur_per_kwh == 0.30).tolist() == [8, 9, 10, 11]


def test_demand_charges_by_schedule_bill_the_peak_of_each_period():
    """Proves: each period of each month has a peak of its own, and one without a price is not billed.

    Sensitivity: 30 EUR if the month's peak of 6 kW counted in each period.
    Hand calculation: all January 1 kW, but 6 kW in a night (no charge) and 3 kW at 9 o'clock: 3 x 5 = 15 EUR.
    """
    time = _window("2025-01-01", 744)
    schedule = {**MORNINGS, "prices_eur_per_kw_month": [0.0, 5.0]}
    tariff = Fixed.model_validate({"price_eur_per_kwh": 0.0, "demand_schedule": schedule})
    power = np.ones(744)
    power[[2, 9]] = 6.0, 3.0
    assert _bills(tariff.charges(_context(time)), power, time) == pytest.approx(15.0)
