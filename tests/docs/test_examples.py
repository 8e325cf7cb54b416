"""The examples of the tutorial and of the how-to pages do what the pages say, run as a reader runs them."""

from __future__ import annotations

import runpy
import shlex
import shutil

import pytest
import yaml

from energycommunity.scenario import load_scenario
from tests.cli.command_line import call
from tests.docs import pages
from tests.weather.pvgis_server import serving

#: Pages whose commands are run; the reference is written from the program and tested as such.
EXAMPLES = (pages.DOCS / "tutorial.md", *sorted((pages.DOCS / "how_to").glob("*.md")))
PROGRAM = ["python", "start.py"]
EACH_PAGE = pytest.mark.parametrize("page", EXAMPLES, ids=pages.name_of)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with what the project ships, in which the commands are given; a server here answers as PVGIS does."""
    for shipped in ("scenarios", "data"):
        shutil.copytree(pages.ROOT / shipped, tmp_path / shipped)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving() as server:
        monkeypatch.setenv("ECSIM_PVGIS_URL", server.url)
        yield tmp_path


@EACH_PAGE
def test_page_does_what_it_says(folder, page):
    for block in pages.blocks_of(page):
        if block.kind in pages.FILES:
            write(folder, block)
        elif block.kind == "console":
            for command in pages.commands_of(block):
                follow(folder, command, block.place)


SCRIPTS = [block for page in pages.PAGES for block in pages.blocks_of(page) if block.kind == "python"]


@pytest.mark.parametrize("block", SCRIPTS, ids=lambda block: block.place)
def test_a_script_can_be_read_anew_by_processes(tmp_path, block):
    """Proves: a process that is started afresh reads the script under another name, and no run begins then."""
    (tmp_path / "script.py").write_text(block.text, encoding="utf-8")
    names = runpy.run_path(str(tmp_path / "script.py"), run_name="__mp_main__")
    assert callable(names["run"])
    assert "results" not in names


def test_what_is_financed_is_not_in_the_baseline(folder):
    """What the page pays for and leases is built by a variant: in the baseline too, there would be nothing to pay."""
    test_page_does_what_it_says(folder, pages.DOCS / "how_to" / "finance_a_renovation.md")
    file = load_scenario(folder / "my_house" / "my_house.yaml")
    bought = {"renovation", "leased_panels"}
    assert bought & set(file.variants[file.baseline].assets) == set()
    assert bought <= set(file.variants["renovated"].assets)


@EACH_PAGE
def test_every_block_can_be_tested(page):
    """No example stands in a page without a name of its file, no command outside a `console`."""
    blocks = pages.blocks_of(page)
    assert [b.place for b in blocks if b.kind in pages.FILES and b.file is None] == []
    assert [b.place for b in blocks if b.kind == "console" and not pages.commands_of(b)] == []
    assert [b.place for b in blocks if b.kind not in (*pages.FILES, "console", "python", "text")] == []
    assert [b.place for b in blocks if b.kind == "text" and "start.py" in b.text] == []


@pytest.mark.parametrize(
    ("claim", "lacks"),
    [
        ("$ python start.py explain inflation\neconomics.inflation … nominal …\ndefault: 0.02\n", None),
        ("$ python start.py explain inflation\neconomics.inflation … 0.02 … nominal\n", "lacks: nominal"),
        ("$ python start.py explain inflation\nexit code 2\n", "economics.inflation"),
        ("$ python start.py explain inflat\n", "inflat"),
        ("$ ecsim explain inflation\n", "ecsim explain"),
    ],
)
def test_a_wrong_claim_is_found(folder, claim, lacks):
    """What is told is compared in its order, and so are the exit code and the way to call the program."""
    (command,) = pages.commands_of(pages.Block(pages.DOCS, 1, "console", claim))
    if lacks is None:
        follow(folder, command, "here")
    else:
        with pytest.raises(AssertionError, match=lacks):
            follow(folder, command, "here")


def test_lines_join_and_braces_replace(tmp_path):
    """Proves: a key in a line of its own joins what stands there; what stands in braces takes the place of it.

    Hand calculation: of `home`, `built` changes and `roof` stays; of `hot_water` only what the page shows is left.
    """
    (tmp_path / "x.yaml").write_text("home: {built: 1900, roof: 50, hot_water: {persons: 4}}\n", encoding="utf-8")
    text = "# in x.yaml\nhome:\n  built: 1978\n  hot_water: {annual_kwh: 3000}\n"
    write(tmp_path, pages.Block(pages.DOCS, 1, "yaml", text))
    expected = {"home": {"built": 1978, "roof": 50, "hot_water": {"annual_kwh": 3000}}}
    assert yaml.safe_load((tmp_path / "x.yaml").read_text(encoding="utf-8")) == expected


def write(folder, block):
    """Write the file that a block shows, or put what it shows in its place in the file."""
    name, is_part = block.file
    path = folder / name
    if not is_part:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.content, encoding="utf-8")
        return
    tree = yaml.safe_load(path.read_text(encoding="utf-8"))
    put(tree, yaml.safe_load(block.content), yaml.compose(block.content))
    path.write_text(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False), encoding="utf-8")


def put(tree, shown, node):
    """Put what a page shows into a tree: what stands in lines of its own joins, what stands in braces replaces."""
    for (key, value), (_, below) in zip(shown.items(), node.value, strict=True):
        joins = isinstance(value, dict) and isinstance(tree.get(key), dict) and not below.flow_style
        if joins:
            put(tree[key], value, below)
        else:
            tree[key] = value


def follow(folder, command, place):
    """Give a command and compare what it tells with what the page says."""
    words = shlex.split(command.words)
    assert words[:2] == PROGRAM, f"{place}: {command.words}"
    outcome = call(folder, *words[2:])
    assert outcome.exit_code == command.exit_code, f"{place}: {command.words}\n{outcome.told}"
    rest = " ".join(outcome.told.replace("\\", "/").split())  # Windows writes paths its own way
    for line in command.told:
        for piece in filter(None, (" ".join(part.split()) for part in line.split("…"))):
            assert piece in rest, f"{place}: {command.words}\nlacks: {piece}\n{outcome.told}"
            rest = rest.partition(piece)[2]
