"""A new scenario from a template: a folder with a short commented file, its tables, its weather and its schema.

A template is a file of `templates/`. In it `[[English|latviski]]` is a word, a name or whole lines of comment in the
two languages, side by side so that they stay alike, and `$name` and the like are filled in. Tables of a template are
named after it: `village_buildings.csv` becomes `<name>_buildings.csv`.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from string import Template
from textwrap import wrap

from energycommunity.errors import Fault, ScenarioError
from energycommunity.scenario.editor_schema import schema_text
from energycommunity.scenario.json_schema import json_schema
from energycommunity.scenario.names import refusal_of_name
from energycommunity.texts import LANGUAGES
from energycommunity.texts import text as words

TEMPLATES = Path(__file__).parent / "templates"
SCHEMA_FILE = "scenario_schema.json"
#: Gulbene; where a template stands whose place nobody named.
USUAL_PLACE_DEG = (57.1777, 26.7529)
#: Farther than this the weather of another place is a doubtful guess [km].
FAR_KM = 60.0

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_IN_LANGUAGES = re.compile(r"\[\[(.*?)\|(.*?)\]\]", re.DOTALL)


@dataclass(frozen=True)
class Wish:
    """What somebody wants of a new scenario.

    Parameters
    ----------
    folder : pathlib.Path
        The folder to write to; its name becomes that of the scenario.
    template : str
        One of `template_names()`.
    language : {"en", "lv"}
        Of the comments, the names, the report and what editors show.
    latitude_deg, longitude_deg : float, optional
        Of the place [deg]: both or neither.
    weather : pathlib.Path, optional
        A weather file of one's own, in place of the synthetic year of the nearest place.
    """

    folder: Path
    template: str
    language: str = "en"
    latitude_deg: float | None = None
    longitude_deg: float | None = None
    weather: Path | None = None

    def place_deg(self) -> tuple[float, float] | None:
        """Latitude and longitude [deg], None if neither is named.

        Raises
        ------
        ScenarioError
            If only one of them is.
        """
        if self.latitude_deg is not None and self.longitude_deg is not None:
            return self.latitude_deg, self.longitude_deg
        if self.latitude_deg is None and self.longitude_deg is None:
            return None
        raise ScenarioError(Fault("new_one_coordinate"))


@dataclass(frozen=True)
class _Weather:
    """How the scenario names its weather, where that is of [deg], the files to write for it, and doubts."""

    series: str
    place_deg: tuple[float, float]
    files: dict[str, str] = field(default_factory=dict)
    doubts: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Written:
    """The scenario file, all files written, and what to tell besides."""

    scenario: Path
    files: tuple[Path, ...]
    notices: tuple[Fault, ...] = field(default=())


def template_names() -> tuple[str, ...]:
    """All templates.

    >>> "house" in template_names()
    True
    """
    return tuple(path.stem for path in sorted(TEMPLATES.glob("*.yaml")))


def write_new_scenario(wish: Wish) -> Written:
    """Write a scenario from a template with all it needs; files that exist are never touched.

    Raises
    ------
    ScenarioError
        If the name cannot be one, a file exists, or the folder cannot be written to. Nothing is written then.
    WeatherError
        If the own weather cannot be used.
    """
    name = wish.folder.name
    if key := refusal_of_name(name):
        raise ScenarioError(Fault(key, {"given": name}))
    if wish.template not in template_names():
        values: dict[str, object] = {"given": wish.template, "allowed": ", ".join(template_names())}
        raise ScenarioError(Fault("new_template_unknown", values))
    weather = _own_weather(wish, wish.weather) if wish.weather is not None else _nearest_weather(wish)
    latitude_deg, longitude_deg = weather.place_deg
    fillings = {
        "name": name,
        "language": wish.language,
        "schema": SCHEMA_FILE,
        "weather": json.dumps(weather.series, ensure_ascii=False),
        "latitude": f"{latitude_deg:g}",
        "longitude": f"{longitude_deg:g}",
    }
    template = (TEMPLATES / f"{wish.template}.yaml").read_text(encoding="utf-8")
    text = filled(template, wish.language, fillings) + names_of_pages(template, wish.language)
    tables = _tables(wish.template, name, wish.language)
    files = {f"{name}.yaml": text, **tables, **weather.files, SCHEMA_FILE: schema_text(json_schema(wish.language))}
    written = write_all(wish.folder, files)
    return Written(written[0], written, weather.doubts)


def filled(template: str, language: str, values: Mapping[str, str]) -> str:
    """A template in one language with its values.

    >>> filled("name: $name   # [[a house|māja]]", "lv", {"name": "home"})
    'name: home   # māja'
    """
    chosen = _IN_LANGUAGES.sub(lambda pair: pair[1 + LANGUAGES.index(language)].strip("\n"), template)
    return Template(chosen).substitute(values)


def names_of_pages(template: str, language: str) -> str:
    """A comment on how names are called in the pages of `docs/`, which are English; nothing for an English file.

    >>> print(names_of_pages("[[house|maja]]: {}   # [[a house|māja]]", "lv"), end="")
    <BLANKLINE>
    # Lappusēs mapē docs/ nosaukumi ir angliski. Šeit un tur:
    # maja – house
    """
    pairs = {match[2]: match[1] for match in _IN_LANGUAGES.finditer(template) if match[1] != match[2]}
    names = [f"{own} – {theirs}" for own, theirs in pairs.items() if _NAME.fullmatch(own) and _NAME.fullmatch(theirs)]
    if language == "en" or not names:
        return ""
    listed = wrap(", ".join(names), 118, break_long_words=False, break_on_hyphens=False)
    return "\n" + "".join(f"# {line}\n" for line in (words("new_names_of_pages", language), *listed))


def _tables(template: str, name: str, language: str) -> dict[str, str]:
    """The tables of a template; a spreadsheet in Latvian parts cells by semicolon and knows UTF-8 by its mark."""
    tables = {}
    for path in sorted(TEMPLATES.glob(f"{template}_*.csv")):
        text = filled(path.read_text(encoding="utf-8"), language, {})
        parted = text.replace(",", ";") if language == "lv" else text
        tables[name + path.name.removeprefix(template)] = "\ufeff" + parted
    return tables


def _own_weather(wish: Wish, file: Path) -> _Weather:
    """A file that somebody has: where the place is not named, it is that of the file."""
    from energycommunity.weather.reading import read_weather

    attributes = read_weather(file).attrs
    place_deg = wish.place_deg() or (float(attributes["latitude"]), float(attributes["longitude"]))
    return _Weather(_relative(file, wish.folder), place_deg)


def _nearest_weather(wish: Wish) -> _Weather:
    """The synthetic year of the nearest place, made anew, so that it stands beside the scenario wherever that is."""
    from energycommunity.weather.climate import read_climate
    from energycommunity.weather.nearest import nearest_place
    from energycommunity.weather.shipped import shipped_weather_text

    place_deg = wish.place_deg() or USUAL_PLACE_DEG
    place, distance_km = nearest_place(*place_deg)
    climate = read_climate(place)
    spoken = climate.name_lv if wish.language == "lv" else climate.name_en
    doubt = Fault("new_weather_far", {"place": spoken, "distance": round(distance_km)})
    file = f"weather_{place}.csv"
    return _Weather(file, place_deg, {file: shipped_weather_text(climate)}, (doubt,) if distance_km > FAR_KM else ())


def _relative(file: Path, folder: Path) -> str:
    """The path of a file from a folder, with slashes; the whole path where there is none, as between Windows drives."""
    try:
        return Path(os.path.relpath(file, folder)).as_posix()
    except ValueError:
        return file.absolute().as_posix()


def write_all(folder: Path, contents: Mapping[str, str]) -> tuple[Path, ...]:
    """Write files to a folder, which is made where it is missing: all of them or none.

    Raises
    ------
    ScenarioError
        If one exists already, or cannot be written.
    """
    taken = [folder / name for name in contents if (folder / name).exists()]
    if taken:
        raise ScenarioError([Fault("new_file_exists", file=str(path)) for path in taken])
    made = [place for place in (folder, *folder.parents) if not place.exists()]
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in contents.items():
            with (folder / name).open("x", encoding="utf-8", newline="\n") as file:
                written.append(folder / name)
                file.write(text)
    except BaseException as error:  # an interruption leaves nothing either
        for path in written:
            path.unlink(missing_ok=True)
        for place in made:
            if place.is_dir():
                place.rmdir()
        if isinstance(error, OSError):
            raise ScenarioError(Fault("new_not_written", {"reason": error.strerror}, file=str(folder))) from None
        raise
    return tuple(written)
