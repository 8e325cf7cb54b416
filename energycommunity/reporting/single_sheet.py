"""Sheets of one A4: the templates that share one frame, for a reader who gets nothing else."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment


def single_sheet(template: str, *, language: str, above: str, title: str, **values: object) -> str:
    """A sheet as HTML.

    Parameters
    ----------
    template : str
        File of `templates/`, which extends `single_sheet.html`.
    language : str
        Of the sheet.
    above : str
        What it is about, in small letters above the title.
    title : str
        Whose sheet it is.
    **values : object
        What the template shows.
    """
    found = _environment().get_template(template)
    return found.render(language=language, above=above, title=title, **values)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader

    loader = PackageLoader("energycommunity.reporting")
    return Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
