"""One annuity: of the plant that has the largest among those whose money follows from one price, one size, one life."""

from __future__ import annotations

from energycommunity.reporting.check_sheet.lines import Lines
from energycommunity.reporting.formula import Formula, added, if_any, number, paid_later, yearly_payment
from energycommunity.reporting.tables.sizes import size_unit
from energycommunity.reporting.unconfirmed import marked


def check_annuity(lines: Lines) -> None:
    """Money for building from size and price, then the yearly payment for it."""
    asset = _asset(lines)
    if asset is None:
        return
    say, eur = lines.edition.voice.say, lines.edition.eur
    lines.heading(say("check_annuity", asset=asset))
    money = lines.add(say("check_money"), _money(lines, asset), "EUR")
    annuity = yearly_payment(_economics(lines, "real_discount_rate"), _life(lines, asset), money)
    standing = lines.input(f"assets.{asset}.existing.remaining_years")
    if standing is not None and standing.value > 0.0:
        rate, horizon = _economics(lines, "real_discount_rate"), _economics(lines, "horizon_years")
        annuity = annuity * paid_later(rate, standing, horizon)
    sheet = lines.sheets.by_key["costs_by_asset"]
    row = sheet.row_of(lines.title, marked(lines.edition, lines.variant, asset))
    lines.compare(say("kind_annuity"), annuity, sheet, row, f"{say('kind_annuity')}, {eur}", eur)


def _asset(lines: Lines) -> str | None:
    """The plant with the largest annuity that is paid for once, at one price per size."""
    result = lines.result
    entries = result.assessment.accounts.investments
    once = [entry for entry in entries if sum(other.asset == entry.asset for other in entries) == 1]
    sizes = [key.rsplit(".", 1)[0] for key in result.capacities]
    fitting = {entry.asset: entry.eur for entry in once if sizes.count(entry.asset) == 1}
    return max(fitting, key=lambda name: fitting[name]) if fitting else None


def _money(lines: Lines, asset: str) -> Formula:
    """Price times size, what is paid if anything is built, and what the whole costs."""
    technology = lines.result.scenario.assets[asset]
    price = lines.input(f"assets.{asset}.investment_eur_per_{technology.cost_basis}")
    whole = lines.input(f"assets.{asset}.investment_eur")
    quantity = next(key for key in lines.result.capacities if key.rsplit(".", 1)[0] == asset)
    size = _size(lines, asset, quantity.rsplit(".", 1)[1])
    if_built = lines.input(f"assets.{quantity.rsplit('.', 1)[0]}.{quantity.rsplit('.', 1)[1]}.cost_if_built_eur")
    parts = [price * size if price is not None else None, whole]
    parts.append(if_any(size, if_built) if if_built is not None else None)
    return added(part for part in parts if part is not None)


def _size(lines: Lines, asset: str, quantity: str) -> Formula:
    """The cell of the size; zero where the plant is not built and so has no row."""
    sheet, edition = lines.sheets.by_key["sizes"], lines.edition
    unit = size_unit(edition, quantity)
    rows = enumerate(sheet.table.rows, sheet.place()[1])
    names = {asset, *(marked(edition, name, asset) for name in edition.variants)}
    row = next((place for place, cells in rows if cells[0] in names and cells[2] == unit), None)
    return sheet.cell(row, lines.title) or number(0.0)


def _life(lines: Lines, asset: str) -> Formula:
    return lines.input(f"assets.{asset}.lifetime_years") or _economics(lines, "horizon_years")


def _economics(lines: Lines, key: str) -> Formula:
    found = lines.input(f"economics.{key}")
    if found is None:
        raise KeyError(key)
    return found
