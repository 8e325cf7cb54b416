"""The figure of the first screen: yearly cost by kind and emissions, drawn as SVG so that it needs no JavaScript."""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from energycommunity.assessment.costs import costs_by
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.palette import COST_KINDS, FAINT, GRID, INK
from energycommunity.reporting.tables.costs import KINDS

WIDTH, ROW, BAR = 760.0, 47.0, 18.0
#: What a narrow screen shows at once (report.css): costs, totals, legend.
ON_SCREEN = 540.0
#: Left edge and width of the two panels.
COST_LEFT, COST_WIDTH = 6.0, 458.0
GAS_LEFT, GAS_WIDTH = 566.0, 130.0
TOP = 26.0
EMISSIONS_COLOUR = "#4d5a63"


@dataclass(frozen=True)
class _Scale:
    """From values to places on the page."""

    left: float
    width: float
    least: float
    most: float

    def x(self, value: float) -> float:
        """Place of a value."""
        return self.left + (value - self.least) / max(self.most - self.least, 1e-9) * self.width


def first_figure(edition: Edition) -> str:
    """Two panels of bars, a row for each variant, as an SVG element."""
    say = edition.voice.say
    costs = {name: _kinds(edition, name) for name in edition.variants}
    tonnes = {name: result.emissions_kg_per_year / 1e3 for name, result in edition.variants.items()}
    losses = min(*(sum(v for v in kinds.values() if v < 0.0) for kinds in costs.values()), 0.0)
    gains = max(*(sum(v for v in kinds.values() if v > 0.0) for kinds in costs.values()), 1e-9)
    cost_scale = _Scale(COST_LEFT, COST_WIDTH, losses, gains)
    gas_scale = _Scale(GAS_LEFT, GAS_WIDTH, 0.0, max(*tonnes.values(), 1e-9))
    parts = [
        _text(COST_LEFT, 12, f"{edition.cost_heading}, {edition.eur}", weight=600),
        _text(GAS_LEFT, 12, f"{edition.gas}, {edition.per_year('t')}", weight=600),
    ]
    for row, name in enumerate(edition.variants):
        y = TOP + row * ROW
        parts.append(_text(COST_LEFT, y + 12, edition.titles[name]))
        parts += _cost_bar(edition, name, costs[name], cost_scale, y + 17)
        parts.append(_bar(gas_scale.x(0.0), gas_scale.x(tonnes[name]), y + 17, EMISSIONS_COLOUR))
        parts.append(_text(gas_scale.x(tonnes[name]) + 5, y + 31, edition.voice.number(tonnes[name], 1)))
    bottom = TOP + len(costs) * ROW + 4
    legend, height = _legend(edition, costs, bottom + 12)
    name = quoteattr(say("first_figure"))
    return (
        f'<svg viewBox="0 0 {WIDTH:.0f} {height:.0f}" role="img" aria-label={name}>'
        + "".join(parts)
        + legend
        + "</svg>"
    )


def _kinds(edition: Edition, name: str) -> dict[str, float]:
    sums = costs_by(edition.variants[name].assessment.accounts.costs, "kind")
    return {kind: sums[kind] for kind in KINDS if sums.get(kind)}


def _cost_bar(edition: Edition, name: str, kinds: dict[str, float], scale: _Scale, y: float) -> list[str]:
    """Costs to the right of zero, revenue to the left, and the sum behind them."""
    up = down = 0.0
    parts = []
    for kind, eur in kinds.items():
        start = up if eur > 0.0 else down
        hint = f"{edition.voice.say(f'kind_{kind}')}: {edition.voice.amount(eur, edition.eur)}"
        parts.append(_bar(scale.x(start), scale.x(start + eur), y, COST_KINDS[kind], hint))
        up, down = (start + eur, down) if eur > 0.0 else (up, start + eur)
    total = edition.voice.number(edition.variants[name].annual_cost_eur)
    zero = f'x1="{scale.x(0.0):.1f}" x2="{scale.x(0.0):.1f}" y1="{y - 2:.1f}" y2="{y + BAR + 2:.1f}"'
    parts.append(f'<line {zero} stroke="{INK}"/>')
    parts.append(_text(scale.x(up) + 6, y + 14, total, weight=600))
    return parts


def _bar(left: float, right: float, y: float, colour: str, hint: str = "") -> str:
    begin, width = min(left, right), max(abs(right - left), 0.5)
    title = f"<title>{escape(hint)}</title>" if hint else ""
    return (
        f'<rect x="{begin:.1f}" y="{y:.1f}" width="{width:.1f}" height="{BAR:.0f}" fill="{colour}" stroke="#fff" '
        f'stroke-width="0.6">{title}</rect>'
    )


def _text(x: float, y: float, words: str, weight: int = 400, colour: str = INK) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="12.5" font-weight="{weight}" fill="{colour}">{escape(words)}</text>'
    )


def _legend(edition: Edition, costs: dict[str, dict[str, float]], y: float) -> tuple[str, float]:
    """The kinds that occur, in lines, and the height of the whole figure."""
    x, parts = COST_LEFT, []
    for kind in KINDS:
        if not any(kind in kinds for kinds in costs.values()):
            continue
        words = edition.voice.say(f"kind_{kind}")
        width = 24.0 + 6.2 * len(words)
        if x + width > ON_SCREEN:
            x, y = COST_LEFT, y + 18.0
        parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="11" height="11" fill="{COST_KINDS[kind]}" stroke="{GRID}"/>'
            + _text(x + 16, y + 10, words, colour=FAINT)
        )
        x += width + 6.0
    return "".join(parts), y + 18.0
