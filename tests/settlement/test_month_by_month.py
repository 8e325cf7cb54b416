"""Settled month by month, each from what the one before left, or all months at once: the invoices are the same."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from energycommunity.settlement.closing import closing_balances
from energycommunity.settlement.measured import settle_measured
from energycommunity.settlement.metering import Metering
from energycommunity.settlement.participants import participants_of, terms_of
from energycommunity.settlement.rules import load_rules
from energycommunity.time_grid import TimeGrid

RIGA = "Europe/Riga"


class Village:
    """Random contracts and meters over some months, hour by hour."""

    def __init__(self, seed: int) -> None:
        self.rng = rng = np.random.default_rng(seed)
        first = pd.Timestamp(year=int(rng.integers(2023, 2026)), month=int(rng.integers(1, 13)), day=1)
        self.begins = [first + pd.DateOffset(months=number) for number in range(int(rng.integers(2, 8)) + 1)]
        self.rules = {
            "name": "village",
            "tariffs": {
                "blocks": self.blocks(),
                "peaks": {"type": "fixed", "price_eur_per_kwh": 0.1, "demand_charges": self.demand_charges()},
                "credit": self.credit(),
                "kwh": {"type": "net_metering", "credit_value_eur_per_kwh": 0.12, "emptied_in_months": self.months(1)},
            },
            "members": {"anna": {"deducts_vat": bool(rng.random() < 0.5)}, "janis": {}, "sun": {}},
            "meters": {
                "home": {"member": "anna", "import": "blocks", "fuse_a": 20},
                "barn": {"member": "anna", "import": "peaks", "export": "credit"},
                "field": {"member": "anna", "export": "credit"},
                "flat": {"member": "janis", "import": "peaks", "export": "kwh", "sharing": bool(rng.random() < 0.5)},
                "plant": {"member": "sun", "import": "blocks", "export": "credit"},
            },
            "community": {"key": str(rng.choice(["dynamic", "equal"])), "internal_price_eur_per_kwh": 0.07},
        }
        hours = len(self.hours(0, len(self.begins) - 1))
        shape = (len(self.rules["meters"]), hours)
        seasons = 1.0 + np.sin(np.arange(hours) / float(rng.uniform(200, 2000)))
        self.drawn_kwh = (rng.uniform(0, 2, shape) * seasons * (rng.random(shape) < 0.5)).round(3)
        self.given_kwh = (rng.uniform(0, 3, shape) * (self.drawn_kwh == 0) * (rng.random(shape) < 0.5)).round(3)

    def months(self, least=0):
        """Some civil months."""
        return [int(month) for month in self.rng.choice(np.arange(1, 13), int(self.rng.integers(least, 3)), False)]

    def blocks(self):
        """Blocks of a month or a year, and peaks beside them."""
        limit = float(self.rng.uniform(100, 2000))
        blocks = [{"price_eur_per_kwh": 0.08, "up_to_kwh": limit}, {"price_eur_per_kwh": 0.13}]
        period = str(self.rng.choice(["month", "year"]))
        return {"type": "block", "period": period, "blocks": blocks, "demand_charges": self.demand_charges()}

    def demand_charges(self):
        """Charges on peaks that remember the year, some months, or nothing."""
        kinds = [{"peak_of": "year"}, {"ratchet_share": 0.7, "ratchet_months": int(self.rng.integers(1, 12))}, {}]
        chosen = self.rng.permutation(3)[: int(self.rng.integers(0, 4))]
        return [kinds[kind] | {"price_eur_per_kw_month": float(self.rng.uniform(1, 4))} for kind in chosen]

    def credit(self):
        """Net billing with an expiry or none, for the meter or the member."""
        sale = {"type": "net_billing", "price_eur_per_kwh": 0.06, "payout_fraction": float(self.rng.choice([0, 0.3]))}
        if self.rng.random() < 0.5:
            sale["expires_after_months"] = int(self.rng.integers(0, 4))
        else:
            sale["emptied_in_months"] = self.months()
        return sale | {"other_meters": bool(self.rng.random() < 0.5)}

    def hours(self, first, last):
        """The hours of the months from one position to before another."""
        return pd.date_range(self.begins[first], self.begins[last], freq="h", tz=RIGA, inclusive="left")

    def settled(self, first, last, folder, balances=None):
        """The invoice lines of some months, and the file of balances that they leave."""
        (folder / "rules.yaml").write_text(yaml.safe_dump(self.rules), encoding="utf-8")
        file = load_rules(folder / "rules.yaml", balances)
        hours = self.hours(first, last)
        before = self.hours(0, len(self.begins) - 1).get_loc(hours[0])
        time = TimeGrid(hours[0].tz_convert("UTC"), len(hours), 1.0, RIGA, annual=False)
        part = slice(before, before + len(hours))
        metering = Metering(tuple(self.rules["meters"]), time, self.drawn_kwh[:, part], self.given_kwh[:, part])
        participants, _ = participants_of(file, time)
        settled = settle_measured(metering, participants, terms_of(file))
        left = folder / f"balances_{last}.yaml"
        values = closing_balances(file, participants, settled).model_dump(exclude_defaults=True)
        left.write_text(yaml.safe_dump({"balances": values}), encoding="utf-8")
        return list(settled.lines), left


@given(st.integers(0, 100_000))
@settings(max_examples=60, deadline=None)
def test_months_settled_apart_have_the_invoices_of_all_at_once(seed):
    village = Village(seed)
    months = len(village.begins) - 1
    within = [month for month in range(1, months) if village.rng.random() < 0.6]
    with TemporaryDirectory() as name:
        folder = Path(name)
        at_once, left_at_once = village.settled(0, months, folder)
        apart, balances = [], None
        for first, last in pairwise([0, *within, months]):
            lines, balances = village.settled(first, last, folder, balances)
            apart += lines
        left = [yaml.safe_load(path.read_text(encoding="utf-8"))["balances"] for path in (left_at_once, balances)]
    assert by_place(apart) == by_place(at_once)
    assert left[0] == left[1]


def by_place(lines):
    """What an invoice says, by its line."""
    return {
        (line.month, line.meter, line.kind): (line.net_eur, line.vat_eur, line.deductible_vat_eur) for line in lines
    }
