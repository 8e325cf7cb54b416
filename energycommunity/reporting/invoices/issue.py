"""All that is written of one settlement, told in one language, by name or by code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from energycommunity.allocation.sharing_period import SharingPeriod
from energycommunity.reporting.voice import Voice
from energycommunity.settlement.invoice import InvoiceLine
from energycommunity.settlement.measured import MeasuredSettlement
from energycommunity.settlement.side_by_side import KeysSideBySide


@dataclass(frozen=True, eq=False)
class Issue:
    """Invoices of a settlement and the comparison of keys.

    Parameters
    ----------
    title : str
        What was settled.
    settled : MeasuredSettlement
        Flows, lines, accounts.
    keys : KeysSideBySide
        What each would pay under other keys.
    key_label : str
        The key that counts, in words.
    period : str
        Within what members share.
    voice : Voice
        The language.
    """

    title: str
    settled: MeasuredSettlement
    keys: KeysSideBySide
    key_label: str
    voice: Voice
    period: SharingPeriod = "interval"

    @property
    def members(self) -> tuple[str, ...]:
        """All who have an invoice or could have one, in the order of the rules."""
        return tuple(next(iter(self.keys.to_pay_eur.values())))

    @property
    def days(self) -> str:
        """The days that are settled, both included."""
        local = self.settled.time.local
        return " – ".join(dict.fromkeys(local[end].date().isoformat() for end in (0, -1)))

    def to_pay_eur(self, member: str, month: str) -> Decimal:
        """What a member has to pay in a month, VAT included; below zero he is paid."""
        lines = self.lines_of_member.get(member, [])
        return sum((line.to_pay_eur for line in lines if line.month == month), Decimal("0.00"))

    @cached_property
    def lines_of_member(self) -> dict[str, list[InvoiceLine]]:
        """The lines of each member's invoices, by month."""
        found: dict[str, list[InvoiceLine]] = {}
        for line in self.settled.lines:
            found.setdefault(line.member, []).append(line)
        return found

    def anonymous(self) -> Issue:
        """The same with codes in place of names: members by their place in the rules, meters by their place there."""
        code = {name: f"member_{number:02}" for number, name in enumerate(self.members, 1)}
        owner = {line.meter: line.member for line in self.settled.lines}
        meters = _codes_of_meters(self.settled.flows, owner, code)
        lines = tuple(replace(line, member=code[line.member], meter=meters[line.meter]) for line in self.settled.lines)
        flows = {meters[name]: flow for name, flow in self.settled.flows.items()}
        to_pay = {
            kind: {code[member]: eur for member, eur in sums.items()} for kind, sums in self.keys.to_pay_eur.items()
        }
        saved = {code[member]: eur for member, eur in self.keys.saved_eur.items()}
        settled = replace(self.settled, lines=lines, flows=flows)
        return replace(self, settled=settled, keys=replace(self.keys, to_pay_eur=to_pay, saved_eur=saved))


def _codes_of_meters(meters: Iterable[str], owner: dict[str, str], code: dict[str, str]) -> dict[str, str]:
    """Codes of meters: that of the member and a number; meters without any line have one of their own."""
    codes: dict[str, str] = {}
    counted: dict[str, int] = {}
    for meter in meters:
        of = code.get(owner.get(meter, ""), "other")
        counted[of] = counted.get(of, 0) + 1
        codes[meter] = f"{of}_meter_{counted[of]}"
    return codes
