"""The pages of the documentation as the tests read them: blocks of text that may be run, and links.

In a page, a block of `yaml`, `csv` or `json` begins with a line that names its file:

* `# my_village.yaml`: the block is the file;
* `# in my_village.yaml`: the block stands in that file. What has lines of its own joins what is there under the same
  name; what stands in braces takes its place.

A block of `console` has commands behind `$`; what stands below a command is told by it, with `…` for what is left out.
`exit code 2` there is the exit code, which else is 0.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tests.architecture.source_tree import ROOT

DOCS = ROOT / "docs"
#: Files of the project that readers meet and that are no page of docs/.
AT_TOP = (ROOT / "README.md", ROOT / "CONTRIBUTING.md")
PAGES = (*sorted(DOCS.rglob("*.md")), *AT_TOP)

#: Kinds of blocks that are files.
FILES = ("yaml", "csv", "json")
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_FILE = re.compile(r"# (in )?(\S+\.(?:yaml|csv|geojson))(?: .*)?\n")
_LINK = re.compile(r"\]\(([^()\s]+)\)")
_EXIT_CODE = re.compile(r"exit code (\d+)")


@dataclass(frozen=True)
class Block:
    """A fenced block: its kind, its text, and the line of the page it begins at."""

    page: Path
    line: int
    kind: str
    text: str

    @property
    def place(self):
        """Where it stands, for messages."""
        return f"{name_of(self.page)}:{self.line}"

    @property
    def file(self):
        """The file it names in its first line, and whether it is only a part of it; None without one."""
        found = _FILE.match(self.text)
        return (found[2], found[1] is not None) if found else None

    @property
    def content(self):
        """What stands in the file."""
        return self.text.partition("\n")[2]


@dataclass(frozen=True)
class Command:
    """A command of a page, the lines it is said to tell, and its exit code."""

    words: str
    told: tuple[str, ...]
    exit_code: int


def name_of(page):
    """The name of a page from the project folder."""
    return page.relative_to(ROOT).as_posix()


def blocks_of(page):
    """All fenced blocks of a page."""
    text = page.read_text(encoding="utf-8")
    return [Block(page, text.count("\n", 0, found.start()) + 1, found[1], found[2]) for found in _BLOCK.finditer(text)]


def commands_of(block):
    """The commands of a block of `console`, in order."""
    commands = []
    for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        words, _, below = part.partition("\n")
        lines = [line.strip() for line in below.splitlines() if line.strip()]
        codes = [found[1] for line in lines if (found := _EXIT_CODE.fullmatch(line))]
        told = tuple(line for line in lines if not _EXIT_CODE.fullmatch(line))
        commands.append(Command(words, told, int(codes[0]) if codes else 0))
    return commands


def links_of(page):
    """The targets of all links of a page, those in blocks left out."""
    return _LINK.findall(_BLOCK.sub("", page.read_text(encoding="utf-8")))


def anchors_of(page):
    """What may stand behind `#` in a link to a page: its headings, as GitHub writes them."""
    text = _BLOCK.sub("", page.read_text(encoding="utf-8"))
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
