"""A member's own sheet: what he pays month by month and why, and nobody else's data."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from energycommunity.reporting.invoices.issue import Issue
from energycommunity.reporting.single_sheet import single_sheet
from energycommunity.settlement.invoice import LINE_KINDS, SOLD, InvoiceLine


@dataclass(frozen=True)
class _Month:
    """One row of the sheet, by kind of line; kinds that count no energy have no kWh."""

    name: str
    net_by_kind_eur: dict[str, Decimal]
    kwh_by_kind: dict[str, float]
    vat_eur: Decimal
    to_pay_eur: Decimal

    @property
    def bought_kwh(self) -> float:
        """For the bars, as `shared_in_kwh`."""
        return self.kwh_by_kind.get("energy", 0.0)

    @property
    def shared_in_kwh(self) -> float:
        """What came from members."""
        return self.kwh_by_kind.get("shared_in", 0.0)


def member_sheet(issue: Issue, member: str) -> str:
    """The sheet as HTML that fits one A4."""
    lines = issue.lines_of_member.get(member, [])
    names = issue.settled.time.months
    months = [_month(name, [line for line in lines if line.month == name]) for name in names]
    return single_sheet(
        "member_sheet.html",
        language=issue.voice.language,
        above=f"{issue.title} · {issue.days}",
        title=member,
        key_label=issue.key_label,
        of_period="" if issue.period == "interval" else issue.voice.say(f"sharing_period_{issue.period}"),
        days=issue.days,
        saved_eur=issue.keys.saved_eur.get(member),
        months=months,
        total=_month(issue.voice.say("total"), lines),
        kinds=[kind for kind in LINE_KINDS if any(kind in month.net_by_kind_eur for month in months)],
        say=issue.voice.say,
        eur=lambda amount: issue.voice.number(float(amount), 2),
        kwh=lambda energy: issue.voice.number(energy, 1),
        most_kwh=max((month.bought_kwh + month.shared_in_kwh for month in months), default=0.0),
        vat_back_eur=sum((line.deductible_vat_eur for line in lines if line.kind not in SOLD), Decimal("0.00")),
        vat_owed_eur=-sum((line.deductible_vat_eur for line in lines if line.kind in SOLD), Decimal("0.00")),
    )


def _month(name: str, lines: list[InvoiceLine]) -> _Month:
    net: dict[str, Decimal] = {}
    energy_kwh: dict[str, float] = {}
    for line in lines:
        net[line.kind] = net.get(line.kind, Decimal("0.00")) + line.net_eur
        if line.energy_kwh:
            energy_kwh[line.kind] = energy_kwh.get(line.kind, 0.0) + line.energy_kwh
    vat_eur = sum((line.vat_eur for line in lines), Decimal("0.00"))
    to_pay_eur = sum((line.to_pay_eur for line in lines), Decimal("0.00"))
    return _Month(name, net, energy_kwh, vat_eur, to_pay_eur)
