"""The sources of the project as the architecture tests read them: files, syntax trees, sizes."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "energycommunity"

Function = ast.FunctionDef | ast.AsyncFunctionDef


def package_modules(folder: str = "") -> list[Path]:
    """Every module of the package, or of one folder of it."""
    return sorted((PACKAGE / folder).rglob("*.py"))


def program_modules() -> list[Path]:
    """Every module that is not a test: the package, the starter, the benchmarks and what writes the reference pages."""
    apart = [path for folder in ("benchmarks", "docs") for path in sorted((ROOT / folder).rglob("*.py"))]
    return [ROOT / "start.py", *package_modules(), *apart]


def project_files() -> list[Path]:
    """Every file of the repository that git does not ignore; all files where there is no git."""
    listing = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        names = subprocess.run(listing, capture_output=True, check=True).stdout.decode("utf-8").split("\0")
    except (OSError, subprocess.CalledProcessError):
        hidden = (".venv", "__pycache__", "results")
        return [path for path in ROOT.rglob("*") if path.is_file() and not set(hidden) & set(path.parts)]
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


@cache
def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    """The path of a file inside the repository, with slashes."""
    return path.relative_to(ROOT).as_posix()


def functions_of(node: ast.AST) -> Iterator[Function]:
    """Every function and method, the nested ones included."""
    return (child for child in ast.walk(node) if isinstance(child, Function))


def classes_of(node: ast.AST) -> Iterator[ast.ClassDef]:
    """Every class, the nested ones included."""
    return (child for child in ast.walk(node) if isinstance(child, ast.ClassDef))


def code_line_count(function: Function, source: list[str]) -> int:
    """Lines of a function's body that are neither its docstring, nor blank, nor only a comment."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    if not body:
        return 0
    lines = (line.strip() for line in source[body[0].lineno - 1 : function.end_lineno])
    return sum(1 for line in lines if line and not line.startswith("#"))


def parameters_of(function: Function) -> list[ast.arg]:
    """The parameters of a function that have names, `self` included."""
    return [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
