"""`python -m docs.generate`: write the reference pages from schema, registry, docstrings and commands.

What the pages say is what `ecsim explain` and `ecsim technologies` tell; only the form is theirs.
"""

from __future__ import annotations

import inspect
import re
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click
import yaml
from pydantic import BaseModel

from docs.key_tables import (
    RULES_PAGE,
    SCENARIO_PAGE,
    TARIFF_PAGE,
    Home,
    homes,
    key_table,
    model_section,
    table,
    technology_page,
)
from energycommunity.cli import ecsim
from energycommunity.errors import EnergyCommunityError, SolverError
from energycommunity.parameters.energy_prices import network_tariff_names
from energycommunity.parameters.heat_tariffs import heat_tariff, heat_tariff_places
from energycommunity.scenario.field_text import PRICE_YEAR, summary_of
from energycommunity.scenario.json_schema import json_schema
from energycommunity.scenario.schema import Scenario
from energycommunity.scenario.schema_tree import WRITTEN_BY_ECSIM, names_of, tags_of
from energycommunity.scenario.table_headings import HEADINGS
from energycommunity.scenario.technology_text import catalogue_rows
from energycommunity.settlement.rules import Rules
from energycommunity.stopping import INTERRUPTED, STOPPED
from energycommunity.tariffs.base import Tariff
from energycommunity.tariffs.registry import TARIFF_TYPES
from energycommunity.technologies.base import Technology
from energycommunity.technologies.registry import ASSET_TYPES, TECHNOLOGIES
from energycommunity.texts import text

REFERENCE = Path(__file__).parent / "reference"
NOTE = "<!-- Written by `python -m docs.generate` from the program; change it there. -->"
COMMANDS_PAGE, TECHNOLOGIES_PAGE = "commands.md", "technologies/README.md"
HELP_WIDTH = 110
EXIT_CODES = {
    0: "done",
    1: "a defect of the program",
    EnergyCommunityError.exit_code: "the input cannot be used as it is; nothing is written",
    STOPPED: "stopped by Ctrl-C or a time limit; the best found is saved",
    4: "`ecsim` could not be prepared (`start.py`)",
    SolverError.exit_code: "the answer of the solver does not stand up to being recomputed",
    INTERRUPTED: "stopped by Ctrl-C; nothing is written",
}


def pages() -> dict[str, str]:
    """All reference pages: their text by their name below `docs/reference`."""
    known = homes()
    texts = {SCENARIO_PAGE: scenario_page(known), TARIFF_PAGE: tariff_page(known), COMMANDS_PAGE: commands_page()}
    texts |= {RULES_PAGE: rules_page(known), TECHNOLOGIES_PAGE: technologies_page()}
    texts |= {technology_page(technology): one_technology(technology, known) for technology in TECHNOLOGIES}
    return {name: f"{NOTE}\n\n{content.strip()}\n" for name, content in texts.items()}


def written_pages() -> dict[str, str]:
    """The reference pages as they stand in the folder."""
    paths = sorted(REFERENCE.rglob("*.md"))
    return {path.relative_to(REFERENCE).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def scenario_page(known: dict[type[BaseModel], Home]) -> str:
    """All keys of the scenario file, but those of assets and tariffs."""
    parts = [
        "# Keys of the scenario file",
        "`ecsim explain KEY` tells the same of one key. What is **bold** must be given. Sections such as `buildings` "
        "hold names of your own: `buildings.school.renovation`. A number is in the unit at the end of its key, or has "
        'its own: `price_eur_per_kwh: "12 ct/kWh"`. Where a [file column](#file-column) may stand, a series takes the '
        "place of a number.",
        key_table(Scenario, SCENARIO_PAGE, known, WRITTEN_BY_ECSIM),
        _beside_the_models(),
    ]
    own = [model for model, home in known.items() if home.page == SCENARIO_PAGE]
    parts += [model_section(model, SCENARIO_PAGE, known) for model in own]
    parts += ["## Headings of tables", "A key is a heading as well. Case, accents, spaces and brackets do not matter."]
    for section, headings in HEADINGS.items():
        rows = [(f"`{key}`", ", ".join(f"`{other}`" for other in others)) for key, others in headings.items()]
        parts += [f"### Table of {section}", table(("key", "other headings"), rows)]
    return "\n\n".join(parts)


def rules_page(known: dict[type[BaseModel], Home]) -> str:
    """All keys of the rules file of `ecsim settle`."""
    parts = [
        "# Keys of the rules file",
        "It is what [`ecsim settle`](../how_to/settle_measured_data.md) needs beside the meters. "
        "`ecsim explain --rules KEY` tells the same of one key, and `ecsim schema --rules` tells it to editors. What "
        "is **bold** must be given. Sections such as `meters` hold names of your own: `meters.school.fuse_a`.",
        key_table(Rules, RULES_PAGE, known, ()),
    ]
    own = [model for model, home in known.items() if home.page == RULES_PAGE]
    return "\n\n".join([*parts, *(model_section(model, RULES_PAGE, known) for model in own)])


def _beside_the_models() -> str:
    """The keys that the loader takes away: tables and variants."""
    entries: dict[str, Any] = json_schema()["properties"]
    rows = [
        (f"`{key}`", entry.get("description", "")) for key, entry in entries.items() if key not in names_of(Scenario)
    ]
    variant = entries["variants"]["additionalProperties"]["properties"]
    own = [key for key in ("title", "from", "set", "baseline") if key in variant]
    rows += [(f"`variants.<name>.{key}`", variant[key].get("description", "")) for key in own]
    return table(("key", "meaning"), rows)


def tariff_page(known: dict[type[BaseModel], Home]) -> str:
    """All kinds of contracts."""
    rows = [(f"[`{tags_of(t)[0]}`](#{tags_of(t)[0]})", t.label_en, t.label_lv, summary_of(t)) for t in TARIFF_TYPES]
    parts = [
        "# Contracts and fuel prices",
        "They stand under `tariffs:` with a name of your own; `type` says which kind it is. Prices are without VAT.",
        table(("type", "English", "Latvian", "what it is"), rows),
        "Network tariffs of the catalogue: " + ", ".join(f"`{name}`" for name in network_tariff_names()) + ".",
        "Places whose tariff of district heat is in the catalogue: "
        + ", ".join(f"`{name}` ({heat_tariff(name, 2100).date})" for name in heat_tariff_places())
        + ".",
    ]
    parts += [_tariff_section(tariff, known) for tariff in TARIFF_TYPES]
    own = [model for model, home in known.items() if home.page == TARIFF_PAGE and model not in TARIFF_TYPES]
    return "\n\n".join([*parts, *(model_section(model, TARIFF_PAGE, known) for model in own)])


def _tariff_section(tariff: type[Tariff], known: dict[type[BaseModel], Home]) -> str:
    keys = key_table(tariff, TARIFF_PAGE, known, ("type",))
    return f"## {tags_of(tariff)[0]}\n\n{tariff.label_en}. {_docstring(tariff.__module__)}\n\n{keys}"


def technologies_page() -> str:
    """A list of all technologies."""
    rows = [
        (f"[`{tags_of(t)[0]}`]({tags_of(t)[0]}.md)", t.label_en, t.label_lv, f"`{t.stands_under}`", summary_of(t))
        for t in (*ASSET_TYPES, *(t for t in TECHNOLOGIES if t not in ASSET_TYPES))
    ]
    return "# Technologies\n\n" + table(("type", "English", "Latvian", "stands under", "what it is"), rows)


def one_technology(technology: type[Technology], known: dict[type[BaseModel], Home]) -> str:
    """What a technology is, with its equations, keys, rows of the catalogue, and an example."""
    page, name = technology_page(technology), tags_of(technology)[0]
    hidden = ("type",)
    parts = [
        f"# {technology.label_en} ({technology.label_lv})",
        f"`{name}` stands under `{technology.stands_under}`. `ecsim technologies {name}` tells its keys and costs.",
        _docstring(technology.__module__),
        *_further_equations(technology.__module__),
        "## Example",
        f"```yaml\n{example(technology)}```",
        "Names such as `municipality` are those of members, meters, places and contracts elsewhere in the file.",
        "## Keys",
        "What is **bold** must be given.",
        key_table(technology, page, known, hidden),
    ]
    own = [model for model, home in known.items() if home.page == page and model is not technology]
    parts += [model_section(model, page, known) for model in own]
    return "\n\n".join([*parts, *_catalogue(technology)])


def example(technology: type[Technology]) -> str:
    """The example of a technology as it stands in a scenario file."""
    values = technology.example().model_dump(mode="json", by_alias=True, exclude_defaults=True)
    if technology.stands_under == "assets":
        values = {"type": tags_of(technology)[0], **values}
    named = values if technology.stands_under == "community" else {f"my_{tags_of(technology)[0]}": values}
    return yaml.safe_dump({technology.stands_under: named}, allow_unicode=True, sort_keys=False, width=110)


def _docstring(module: str) -> str:
    """What stands at the top of a module; its equations are blocks."""
    return inspect.cleandoc(import_module(module).__doc__ or "")


def _further_equations(module: str) -> list[str]:
    """The equations in the modules that a technology shares with others and refers to as `storage.py`."""
    parts = []
    own_pages = {technology.__module__ for technology in TECHNOLOGIES}
    for name in dict.fromkeys(re.findall(r"([\w/]+)\.py\b", _docstring(module))):
        dotted = name.replace("/", ".")
        candidates = (f"energycommunity.technologies.{dotted}", f"energycommunity.{dotted}")
        found = next(path for path in candidates if _exists(path))
        if found not in own_pages:
            parts += [f"### {name}.py", _docstring(found)]
    return parts


def _exists(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def _catalogue(technology: type[Technology]) -> list[str]:
    rows = []
    for row in catalogue_rows(technology, "en"):
        name = f"`{row.name}`" + (text("technologies_default_row", "en") if row.is_default else "")
        rows.append((name, row.unit, "<br>".join(row.figures), "<br>".join(row.sources)))
    if not rows:
        return []
    heading = f"Costs are in euros of {PRICE_YEAR}, without VAT. `catalogue: NAME` chooses a row."
    if technology.catalogue_row is not Technology.catalogue_row:
        heading += (
            " If none is named, the row follows what it burns or draws from and where it stands; a boiler or heat"
        )
        heading += (
            " pump of a stated size more than 3 times off gets the row of the same plant that is nearest in size."
        )
    columns = ("row", "size of the unit", "figures", "source")
    return ["## Costs, lives and efficiencies of the catalogue", heading, table(columns, rows)]


def commands_page() -> str:
    """All commands with their options, and the exit codes."""
    parts = [
        "# Commands",
        "In the project folder, write `python start.py` in place of `ecsim`.",
        "## Exit codes",
        table(("code", "meaning"), [(str(code), meaning) for code, meaning in sorted(EXIT_CODES.items())]),
    ]
    return "\n\n".join([*parts, *_helps(ecsim, "ecsim", None)])


def _helps(command: click.Command, name: str, parent: click.Context | None) -> list[str]:
    """The help of a command and of those below it."""
    with click.Context(
        command, info_name=name, parent=parent, terminal_width=HELP_WIDTH, **command.context_settings
    ) as context:
        told = command.get_help(context)
        parts = [f"## {context.command_path}", f"```text\n{told}\n```"]
        below = command.commands if isinstance(command, click.Group) else {}
        for word in sorted(below):
            parts += _helps(below[word], word, context)
    return parts


def main() -> None:
    """Write all pages anew and delete those of what is no more."""
    texts = pages()
    for name in written_pages().keys() - texts.keys():
        (REFERENCE / name).unlink()
    for name, content in texts.items():
        path = REFERENCE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="\n")
    click.echo(f"{len(texts)} pages below {REFERENCE}")


if __name__ == "__main__":
    main()
