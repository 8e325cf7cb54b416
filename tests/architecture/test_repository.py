"""The repository names no place of one machine and no package server."""

from __future__ import annotations

import re

from tests.architecture import source_tree

#: A path below somebody's home or a scratch folder, and servers of packages. The pattern does not match itself.
PLACES = re.compile(r"(?<![\w.:/])/(home|root|Users|work|tmp|opt|mnt)/\w|[A-Z]:\\+Users|pypi[.]org|pythonhosted[.]org")
BINARY = {".nc", ".png", ".xlsx", ".parquet", ".ico"}


def test_no_file_names_a_place_of_one_machine():
    found = []
    for path in source_tree.project_files():
        if path.suffix not in BINARY:
            text = path.read_text(encoding="utf-8", errors="replace")
            found += [f"{source_tree.name_of(path)}: {match.group()}" for match in PLACES.finditer(text)]
    assert found == []


def test_package_takes_its_data_along():
    """Texts, parameters and templates are read from beside the modules, so each must lie inside the package."""
    for name in ("texts", "parameters", "scenario/templates"):
        assert [path for path in (source_tree.PACKAGE / name).iterdir() if path.suffix in {".csv", ".yaml"}]
