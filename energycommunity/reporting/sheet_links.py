"""What the page of a run says of the sheets beside it: who gets one, and where it is, as links that need no network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from energycommunity.reporting.edition import Edition
from energycommunity.reporting.flat_sheets import LANGUAGES, houses_with_sheets, sheet_path
from energycommunity.reporting.member_sheets import members_with_sheets, path_of_member


@dataclass(frozen=True)
class SheetLinks:
    """Sheets of one kind: a heading, and for each reader a name and the addresses of his sheet by language.

    The language is empty where there is one sheet only, in that of the report.
    """

    heading: str
    readers: tuple[tuple[str, dict[str, str]], ...]


def sheet_links(edition: Edition) -> Iterator[SheetLinks]:
    """The sheets of members, then those of each house with flats; addresses are relative to the page."""
    say = edition.voice.say
    members = tuple((member, {"": quote(path_of_member(member))}) for member in members_with_sheets(edition))
    if members:
        yield SheetLinks(say("sheets_of_members"), members)
    for variant, building, names in houses_with_sheets(edition.results):
        readers = tuple(
            (flat or say("sheets_whole_house"), _by_language((variant, building), name)) for name, flat in names.items()
        )
        yield SheetLinks(say("sheets_of_flats", building=building, variant=edition.titles[variant]), readers)


def _by_language(house: tuple[str, str], name: str) -> dict[str, str]:
    return {language: quote(sheet_path(house, name, language)) for language in LANGUAGES}
