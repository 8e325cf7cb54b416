"""The rules file of `ecsim settle`: members, meters, contracts, key, internal price, joining and leaving."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, ValidationError

from energycommunity.allocation.registry import AnyKey, KeyName
from energycommunity.allocation.sharing_period import SHARING_PERIOD_MEANS, SharingPeriod
from energycommunity.errors import Fault, ScenarioError
from energycommunity.quantities import Model, refusal
from energycommunity.scenario.document import read_document
from energycommunity.scenario.located import Located, fault_at, plain
from energycommunity.scenario.membership import Membership
from energycommunity.scenario.model_faults import faults_of
from energycommunity.scenario.references import reference_faults
from energycommunity.scenario.text_file import read_text
from energycommunity.scenario.units import convert_units
from energycommunity.settlement.balances import Balances, Day, balance_faults
from energycommunity.tariffs.net_billing import NetBilling
from energycommunity.tariffs.net_metering import NetMetering
from energycommunity.tariffs.registry import AnyTariff


def _zone(given: str) -> str:
    try:
        return ZoneInfo(given).key
    except (KeyError, ValueError, OSError):
        raise refusal("scenario_time_zone", given=given) from None


Zone = Annotated[str, AfterValidator(_zone)]
VatRate = Annotated[float, Field(ge=0, lt=1)]


class SettledMember(Membership):
    """Somebody who gets an invoice."""

    deducts_vat: bool = Field(default=False, description="True for those who get VAT back (registered companies)")
    vat_on_sales: bool = Field(
        default=False,
        description="Whether VAT is added to what the member earns, which he then owes the state; who has to do so was "
        "not found (unverified)",
    )


class SettledMeter(Model):
    """A meter: whose it is, by which contracts it is billed, and where its readings stand."""

    member: str = Field(description="The member who pays what crosses this meter")
    purchase: str | None = Field(
        default=None, alias="import", description="Contract for what is bought; none: not billed"
    )
    sale: str | None = Field(default=None, alias="export", description="Contract for what is sold; none: not billed")
    phases: Literal[1, 3] = Field(default=3, description="Phases of the connection")
    fuse_a: float = Field(default=0.0, ge=0, description="Main fuse, for network tariffs by ampere")
    sharing: bool = Field(default=True, description="Takes part in sharing")
    drawn: str | None = Field(default=None, description="Heading of what is drawn; else `<meter>_drawn_kwh`")
    given: str | None = Field(default=None, description="Heading of what is given; else `<meter>_given_kwh`")
    file: str | None = Field(default=None, description="Its file in a folder of exports; else `<meter>.csv` or `.xlsx`")


class SharingRules(Model):
    """How members share."""

    key: KeyName | AnyKey = Field(default="dynamic", description="Allocation key")
    other_keys: tuple[KeyName | AnyKey, ...] = Field(default=(), description="Keys to be shown beside it")
    internal_price_eur_per_kwh: float = Field(default=0.0, ge=0, description="Price between members, without VAT")
    vat_on_shared: bool = Field(default=True, description="Whether VAT is charged on what is shared")
    sharing_period: SharingPeriod = Field(default="interval", description=SHARING_PERIOD_MEANS)


class MeterFileRules(Model):
    """What a meter file does not tell."""

    time_column: str | None = Field(default=None, description="Heading of the times; 'Date + Time' joins two")
    time_zone: Zone | None = Field(default=None, description="Zone of times without offset, e.g. UTC")
    label: Literal["start", "end"] | None = Field(default=None, description="Whether times begin or end their rows")
    unit: Literal["Wh", "kWh", "MWh"] | None = Field(default=None, description="Unit, where headings state none")
    decimal: Literal["comma", "point"] | None = Field(
        default=None, description="What parts decimals, where no number of a file tells"
    )
    leave_out: tuple[str, ...] = Field(default=(), description="Columns, or files of a folder, that are no meters")


class SettledPeriod(Model):
    """The days that are settled, both included."""

    first_day: Day = Field(alias="from", description="First day, as 2025-01-01")
    last_day: Day = Field(alias="until", description="Last day, as 2025-01-31")


class Rules(Model):
    """All that settling measured data needs beside the meter file."""

    name: str = Field(description="Short name; names the folder of results")
    language: Literal["en", "lv"] = Field(default="en", description="Language of invoices")
    time_zone: Zone = Field(default="Europe/Riga", description="Civil time that months and prices follow")
    period: SettledPeriod | None = Field(default=None, description="Days to settle; else the months of the file")
    vat_rate: VatRate | dict[Day, VatRate] | None = Field(
        default=None, description="VAT, or rates by the day from which each holds; else those of electricity by law"
    )
    tariffs: dict[str, AnyTariff] = Field(default_factory=dict, description="Contracts by name, as in a scenario")
    members: dict[str, SettledMember] = Field(min_length=1, description="Members by name")
    meters: dict[str, SettledMeter] = Field(min_length=1, description="Meters by name")
    community: SharingRules = Field(default=SharingRules(), description="How members share")
    meter_files: MeterFileRules = Field(default=MeterFileRules(), description="How to read the meter file")
    balances: Balances | None = Field(
        default=None,
        description="What the months before left: credit, peaks, energy of the year; else nothing is known",
    )


@dataclass(frozen=True)
class RulesFile:
    """Rules with the tree they were read from, so that faults can name lines."""

    path: Path
    rules: Rules
    tree: Located

    def fault(self, path: tuple[str, ...], key: str, **values: object) -> Fault:
        """A fault at a place of the file."""
        return fault_at(self.tree, path, key, **values)


def load_rules(path: Path, balances: Path | None = None) -> RulesFile:
    """Read and check a rules file.

    Parameters
    ----------
    path : Path
        The rules.
    balances : Path, optional
        A file with the section `balances` alone, as a settlement writes it; in place of that of the rules.

    Raises
    ------
    ScenarioError
        With every fault found, in line order.
    """
    tree, faults = read_document(read_text(path, str(path)), str(path))
    if not isinstance(tree.value, dict):
        raise ScenarioError(Fault("scenario_top_is_no_mapping", file=str(path), line=1))
    if balances is not None:
        section, more = _section_of_balances(balances)
        tree = replace(tree, value={**tree.entries, "balances": section})
        faults += more
    tree, unit_faults = convert_units(tree)
    faults += [*unit_faults, *reference_faults(tree), *_columns_twice(tree)]
    try:
        rules = Rules.model_validate(plain(tree))
    except ValidationError as error:
        told = {(fault.line, fault.path) for fault in faults}
        faults += [fault for fault in faults_of(error, tree, Rules) if (fault.line, fault.path) not in told]
    else:
        checks = (_prices_that_were_not_paid, _months_reversed, _vat_on_accounts, balance_faults)
        faults += [fault for check in checks for fault in check(rules, tree)]
    if faults:
        raise ScenarioError(sorted(faults, key=lambda fault: fault.line or 0))
    return RulesFile(path, rules, tree)


def _section_of_balances(path: Path) -> tuple[Located, list[Fault]]:
    """The section of a file that has no other, and the faults that reading got past."""
    tree, faults = read_document(read_text(path, str(path)), str(path))
    if list(tree.entries) != ["balances"]:
        raise ScenarioError(Fault("settle_no_balances", file=str(path), line=1))
    return tree.entries["balances"], faults


def _columns_twice(tree: Located) -> Iterator[Fault]:
    """Two meters that name the same column or the same file."""
    seen: dict[str, str] = {}
    meters = tree.entries.get("meters")
    for name, meter in meters.entries.items() if meters else ():
        for key in ("drawn", "given", "file"):
            heading = _text(meter, key) or f"{name}_{key}_kwh"
            first = seen.setdefault(str(heading), name)
            if first != name or (key == "given" and heading == _text(meter, "drawn")):
                place = ("meters", name, key)
                yield fault_at(tree, place, "settle_column_twice", given=heading, first=first, second=name)


def _text(node: Located, key: str) -> object:
    below = node.entries.get(key)
    return below.value if below else None


def _prices_that_were_not_paid(rules: Rules, tree: Located) -> Iterator[Fault]:
    """A synthetic price stands for no bill."""
    for name, tariff in rules.tariffs.items():
        if isinstance(getattr(tariff, "price_eur_per_kwh", None), str):
            yield fault_at(tree, ("tariffs", name, "price_eur_per_kwh"), "settle_synthetic_price", name=name)


def _vat_on_accounts(rules: Rules, tree: Located) -> Iterator[Fault]:
    """Members with VAT on what they sell whose sales are credited to an account: when it is due there is not known."""
    for name, meter in rules.meters.items():
        member, sale = rules.members.get(meter.member), rules.tariffs.get(meter.sale or "")
        if member is not None and member.vat_on_sales and isinstance(sale, NetBilling | NetMetering):
            yield fault_at(tree, ("meters", name, "export"), "settle_vat_on_account", member=meter.member)


def _months_reversed(rules: Rules, tree: Located) -> Iterator[Fault]:
    for name, member in rules.members.items():
        if member.ends_before_it_begins:
            values = {"first": member.from_month, "last": member.until_month}
            yield fault_at(tree, ("members", name, "until_month"), "settle_months_reversed", **values)
