"""Run ecsim without installing anything by hand: `python start.py run scenarios/belava.yaml`.

The first start makes a virtual environment beside this file (`.venv`) from `requirements.lock`; later starts use it and
bring it up to date when the lock, `pyproject.toml` or the place of this folder has changed. `python start.py test` runs
the tests, `python start.py install` only prepares; every other word is passed on to `ecsim`, with its exit code.

`ECSIM_ENVIRONMENT` names another folder than `.venv`. Exit code 4: the environment could not be prepared.
Only the standard library is used, and nothing that an old Python cannot read, so that it can say what is missing.
"""

from __future__ import annotations

import csv
import errno
import hashlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
LOCK = ROOT / "requirements.lock"
NEEDED_MB = 1500  # measured on Linux, rounded up: installed packages and what pip unpacks beside them
CANNOT_PREPARE = 4

#: What pip writes when something fails, and the text that tells people what to do about it. The first match counts.
SYMPTOMS = {
    "start_disk_full": ("no space left", "errno 28", "not enough space", "winerror 112"),
    "start_path_too_long": ("long path", "file name too long", "winerror 206"),
    "start_no_network": ("connection", "name resolution", "getaddrinfo", "timed out", "proxyerror", "sslerror"),
    "start_no_wheel": ("no matching distribution", "could not find a version"),
}


class PreparationError(Exception):
    """The environment cannot be prepared; `key` and `values` say why, `record` is the end of what a command wrote."""

    def __init__(self, key: str, record: str = "", **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.record = record
        self.values = values


def tell(key: str, **values: object) -> None:
    """Write a text of `texts/start.csv` to the console, in English and in Latvian."""
    with (ROOT / "energycommunity" / "texts" / "start.csv").open(encoding="utf-8", newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["key"] == key)
    for language in ("en", "lv"):
        print(row[language].format(**values), file=sys.stderr, flush=True)


def environment_folder() -> Path:
    """The folder of the virtual environment."""
    return Path(os.environ.get("ECSIM_ENVIRONMENT") or ROOT / ".venv").absolute()


def python_of(folder: Path) -> Path:
    """The interpreter of a virtual environment."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def wanted_stamp() -> dict[str, str]:
    """What the environment depends on; the one that stands in its stamp is the one it was made for."""
    return {
        "python": "{}.{}".format(*sys.version_info),
        "packages": hashlib.sha256(LOCK.read_bytes()).hexdigest(),
        "project": hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest(),
        "root": str(ROOT),
    }


def read_stamp(folder: Path) -> dict[str, str]:
    """The stamp that was written when the environment was complete; empty where there is none."""
    try:
        stamp = json.loads((folder / "ecsim_stamp.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(folder: Path, stamp: dict[str, str]) -> None:
    """Declare the environment complete up to what the stamp names."""
    (folder / "ecsim_stamp.json").write_text(json.dumps(stamp, indent=1), encoding="utf-8")


def symptom(output: str) -> str:
    """The key of the text that explains a failed installation from what pip wrote."""
    written = output.lower()
    found = (key for key, signs in SYMPTOMS.items() if any(sign in written for sign in signs))
    return next(found, "start_install_failed")


def install_step(folder: Path, command: list[str]) -> None:
    """Run one step of the installation, with its output in a log; a failure is told in words."""
    log = folder.with_name(folder.name + "_install.log")
    with log.open("w", encoding="utf-8") as file:
        code = subprocess.run(command, stdout=file, stderr=subprocess.STDOUT, check=False, cwd=ROOT).returncode
    output = log.read_text(encoding="utf-8", errors="replace")
    if code == 0:
        log.unlink()
        return
    key = symptom(output)
    record = "\n".join(output.strip().splitlines()[-8:]) if key == "start_install_failed" else ""
    values = {"log": log, "folder": folder, "needed_mb": NEEDED_MB, "found": sys.version.split()[0]}
    raise PreparationError(key, record, **values)


def make_environment(folder: Path) -> None:
    """Make an empty virtual environment, in place of what an interrupted start may have left."""
    for module in ("venv", "ensurepip"):
        if importlib.util.find_spec(module) is None:
            raise PreparationError("start_venv_missing", module=module)
    existing = folder if folder.exists() else folder.parent
    if shutil.disk_usage(existing).free < NEEDED_MB * 1e6:
        raise PreparationError("start_disk_full", folder=folder, needed_mb=NEEDED_MB)
    install_step(folder, [sys.executable, "-m", "venv", "--clear", str(folder)])


def prepare(folder: Path) -> Path:
    """Bring the environment up to date and return its interpreter.

    The stamp grows step by step and is written after each step, so an interrupted start is taken up where it stopped.
    """
    wanted, found, python = wanted_stamp(), read_stamp(folder), python_of(folder)
    if found == wanted and python.exists():
        return python
    tell("start_updating" if "packages" in found else "start_installing", folder=folder)
    running_inside = Path(sys.prefix).resolve() == folder.resolve()
    if not running_inside and not (found.get("python") == wanted["python"] and python.exists()):
        make_environment(folder)
        found = {"python": wanted["python"]}
        write_stamp(folder, found)
    pip = [str(python), "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    if found.get("packages") != wanted["packages"]:
        write_stamp(folder, {"python": wanted["python"]})
        install_step(folder, [*pip, "--only-binary", ":all:", "--require-hashes", "--requirement", str(LOCK)])
        write_stamp(folder, {"python": wanted["python"], "packages": wanted["packages"]})
    local = ["--no-index", "--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
    install_step(folder, [*pip, *local])
    write_stamp(folder, wanted)
    tell("start_ready")
    return python


def run(command: list[str]) -> int:
    """Run a command to its end and return its exit code; Ctrl-C reaches the command too, and is its to answer."""
    environment = dict(os.environ)
    # Windows: before Python 3.13 the link of an editable installation fails on a folder with letters like ļ.
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), environment.get("PYTHONPATH")]))
    before = signal.signal(signal.SIGINT, lambda number, frame: None)  # not SIG_IGN, which the command would inherit
    try:
        code = subprocess.run(command, env=environment, check=False).returncode
    finally:
        signal.signal(signal.SIGINT, before)
    return code if code >= 0 else 128 - code


def command_for(python: Path, arguments: list[str]) -> list[str]:
    """The command that the words given to `start.py` stand for."""
    if arguments[0] == "test":
        os.chdir(ROOT)
        return [str(python), "-m", "pytest", "-n", "2", "--dist", "worksteal", *arguments[1:]]
    entry = "import sys; sys.argv[0] = 'ecsim'; from energycommunity.cli import main; sys.exit(main())"
    return [str(python), "-P", "-c", entry, *arguments]


def start(arguments: list[str]) -> int:
    """Prepare the environment and run what was asked for."""
    folder = environment_folder()
    try:
        python = prepare(folder)
        return 0 if arguments == ["install"] else run(command_for(python, arguments))
    except PreparationError as error:
        tell(error.key, **error.values)
        print(error.record, file=sys.stderr, end="\n" if error.record else "")
    except KeyboardInterrupt:
        tell("start_interrupted")
    except OSError as error:
        if error.errno == errno.ENOSPC:
            tell("start_disk_full", folder=folder, needed_mb=NEEDED_MB)
        else:
            tell("start_cannot_write", folder=folder, reason=error)
    return CANNOT_PREPARE


def main(arguments: list[str]) -> int:
    """Check what can be checked before anything is installed, then start."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console whose code page lacks a letter shows ? and goes on
    if sys.version_info < (3, 11):  # noqa: UP036 - people start it with the Python they have
        tell("start_python_too_old", found=sys.version.split()[0])
        return CANNOT_PREPARE
    if not arguments:
        tell("start_usage")
        return 2
    return start(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
