"""The page: one file, safe whatever it is told, complete in both languages, and right."""

from __future__ import annotations

import ast
import json
import re
from html.parser import HTMLParser
from importlib.resources import files
from urllib.parse import unquote

import pytest

from energycommunity.reporting.edition import Edition
from energycommunity.reporting.voice import Voice
from energycommunity.texts import table as texts
from tests.architecture import source_tree
from tests.reporting.conftest import page_of, readable, with_scenarios

EVIL = """<script>alert("x")</script><b onclick='y'>&amp;"""


class Parts(HTMLParser):
    """Tags with their attributes, words outside scripts, and what scripts hold."""

    def __init__(self):
        super().__init__()
        self.tags, self.words, self.scripts, self.inside = [], [], [], ""

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self.inside = tag
            self.scripts.append((tag, dict(attrs), []))

    def handle_endtag(self, tag):
        self.inside = "" if tag == self.inside else self.inside

    def handle_data(self, data):
        (self.scripts[-1][2] if self.inside else self.words).append(data)


def parts_of(html):
    """The page taken apart."""
    parser = Parts()
    parser.feed(html)
    return parser


@pytest.fixture(scope="module", params=["en", "lv"])
def printed(request, results):
    """The page in each language, and the language."""
    return page_of(Edition(results, Voice(request.param))), request.param


def first_screen(html):
    """The part of the page that is printed on one sheet."""
    return html[html.index('<section id="answer"') : html.index('<section id="comparison"')]


def test_first_screen_has_all_it_must_have(printed):
    html, language = printed
    screen = first_screen(html)
    wanted = {
        "en": ("Should the hamlet keep its wood boiler?", "costs the least"),
        "lv": ("Vai ciemam paturēt malkas katlu?", "Vismazākās izmaksas"),
    }[language]
    assert all(words in screen for words in wanted)
    assert screen.count("<table") == 1
    assert screen.count("<svg") == 1
    assert screen.count("<li>") == 3


def test_nothing_comes_from_outside(printed):
    """No tag loads anything; links lead nowhere on the net; the style imports nothing."""
    parts = parts_of(printed[0])
    loading = [
        (tag, name) for tag, attributes in parts.tags for name in attributes if name in ("src", "srcset", "data")
    ]
    assert loading == []
    assert [a["href"] for tag, a in parts.tags if tag == "a" and (":" in a["href"] or a["href"].startswith("/"))] == []
    assert not any(tag in ("link", "iframe", "img", "object") for tag, _ in parts.tags)
    style = next("".join(data) for tag, _, data in parts.scripts if tag == "style")
    assert "url(" not in style
    assert "@import" not in style


def test_links_lead_somewhere(printed, results):
    parts = parts_of(printed[0])
    ids = [attributes["id"] for _, attributes in parts.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    addresses = {unquote(a["href"]) for tag, a in parts.tags if tag == "a"}
    assert {address[1:] for address in addresses if address.startswith("#")} <= set(ids)
    beside = {address for address in addresses if not address.startswith("#")}
    assert beside == {"members/municipality.html", "members/shop.html"}
    assert all((results.folder / address).is_file() for address in beside)


def test_no_english_is_left_in_the_latvian_page(results):
    words = " ".join(parts_of(page_of(Edition(results, Voice("lv")))).words)
    english = [
        "Yearly",
        "Sizes",
        "Payback",
        "Investment",
        "Winter",
        "Boiler",
        "Heat pump",
        "Electricity",
        "scenario file",
    ]
    assert [word for word in english if word in words] == []


def test_names_cannot_break_out(results):
    evil = with_scenarios(results, title=EVIL, question=EVIL, variant_title=EVIL)
    html = page_of(Edition(evil, Voice("en")))
    parts = parts_of(html)
    assert EVIL not in html
    assert [tag for tag, attributes in parts.tags if "onclick" in attributes] == []
    assert sum(tag == "script" for tag, _ in parts.tags) == 3
    assert EVIL in "".join(parts.words)


def test_figures_are_valid_and_each_has_its_place(printed):
    from plotly.graph_objects import Figure

    parts = parts_of(printed[0])
    figures = json.loads(next("".join(data) for _, a, data in parts.scripts if a.get("id") == "figures"))
    for figure in figures.values():
        Figure(figure)
    places = [attributes["data-figure"] for _, attributes in parts.tags if "data-figure" in attributes]
    assert sorted(places) == sorted(figures)
    for kind in ("sankey", "duration", "winter_week", "heat_map_grid", "monthly_heat", "monthly_electricity", "bills"):
        assert [f"{kind}-{number}" in figures for number in range(3)] == [True] * 3, kind


def test_costs_of_the_page_are_those_of_the_results(results, edition):
    screen = readable(first_screen(page_of(edition)))
    for result in results.variants.values():
        assert f"{result.annual_cost_eur:,.0f}".replace(",", " ") in screen


def test_unconfirmed_figures_are_marked(edition):
    html = readable(page_of(edition))
    assert "old_boiler †" in html
    assert "school †" in html
    assert "unverified †" in html


def keys_said():
    """Every key that the code and the template ask for outright."""
    calls = (
        call
        for path in source_tree.package_modules("reporting")
        for call in ast.walk(source_tree.tree_of(path))
        if isinstance(call, ast.Call) and "say" in (getattr(call.func, "attr", ""), getattr(call.func, "id", ""))
    )
    yield from (call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant))
    for template in (source_tree.PACKAGE / "reporting" / "templates").iterdir():
        yield from re.findall(r'say\("(\w+)"[,)]', template.read_text(encoding="utf-8"))


def test_every_text_asked_for_exists():
    assert sorted({key for key in keys_said() if f"report_{key}" not in texts()}) == []


def test_text_of_the_drawn_figure_stays_legible_on_a_phone():
    """Proves: on narrow screens the figure keeps a width and scrolls, and paper is left alone.

    Sensitivity: 12.5 of 760 units across 380 px are 6 px.
    Hand calculation: legible are 10 px: 760 x 10 / 12.5 = 608 px at least.
    """
    css = (files("energycommunity.reporting") / "templates" / "report.css").read_text(encoding="utf-8")
    narrow = css.split("@media screen and (max-width: 700px)")[1].split("}\n}")[0]
    assert "overflow-x: auto" in narrow
    assert int(narrow.split("min-width: ")[1].split("px")[0]) >= 608
