"""One annuity: of the plant that has the largest among those whose money follows from one price, one size, one life."""

from __future__ import annotations

from energycommunity.reporting.check_sheet.lines import Lines
from energycommunity.reporting.formula import Formula, added, if_any, number, paid_later, yearly_payment
from energycommunity.reporting.tables.sizes import is_size, size_unit
from energycommunity.reporting.unconfirmed import marked


def check_annuity(lines: Lines) -> None:
    """Money for building from size and price, then the yearly payment for it, and what is stated as a yearly price."""
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
    yearly = lines.input(f"assets.{asset}.annuity_eur_per_{_basis(lines, asset)}_year")
    if yearly is not None:
        annuity = annuity + yearly * size_cell(lines, asset)
    sheet = lines.sheets.by_key["costs_by_asset"]
    row = sheet.row_of(lines.title, marked(lines.edition, lines.variant, asset))
    lines.compare(say("kind_annuity"), annuity, sheet, row, f"{say('kind_annuity')}, {eur}", eur)


def _asset(lines: Lines) -> str | None:
    """The plant with the largest annuity that is paid for once, at one price per size."""
    result, annuities = lines.result, dict[str, float]()
    for cost in result.assessment.accounts.costs:
        if cost.kind == "annuity":
            annuities[cost.asset] = annuities.get(cost.asset, 0.0) + cost.eur_per_year
    paid = [entry.asset for entry in result.assessment.accounts.investments]
    sizes = [key.rsplit(".", 1)[0] for key in result.capacities if is_size(key)]
    fitting = [asset for asset in annuities if paid.count(asset) == sizes.count(asset) == 1]
    return max(fitting, key=lambda asset: annuities[asset], default=None)


def _money(lines: Lines, asset: str) -> Formula:
    """Price times size, what is paid if anything is built, and what the whole costs; of a measure its bought part."""
    basis, size = _basis(lines, asset), size_cell(lines, asset)
    price = lines.input(f"assets.{asset}.investment_eur_per_{basis}")
    whole = lines.input(f"assets.{asset}.investment_eur")
    if basis == "whole":
        return number(0.0) if whole is None else whole * (size / number(100.0))
    if_built = lines.input(f"assets.{asset}.{_quantity(lines, asset)}.cost_if_built_eur")
    parts = [price * size if price is not None else None, whole]
    parts.append(if_any(size, if_built) if if_built is not None else None)
    return added(part for part in parts if part is not None)


def _basis(lines: Lines, asset: str) -> str:
    """The unit by which its costs are counted."""
    return lines.result.scenario.assets[asset].cost_basis


def _quantity(lines: Lines, asset: str) -> str:
    """The name of its size."""
    return next(key.rsplit(".", 1)[1] for key in lines.result.capacities if key.rsplit(".", 1)[0] == asset)


def size_cell(lines: Lines, asset: str) -> Formula:
    """The cell of the size, of a measure in percent; zero where the plant is not built and so has no row."""
    sheet, edition = lines.sheets.by_key["sizes"], lines.edition
    unit = size_unit(edition, _quantity(lines, asset))
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
