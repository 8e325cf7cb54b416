"""`start.py` prepares its environment, passes words and exit codes on, and says what is missing in both languages."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

CLI = """
import json, os, sys

def main():
    print(json.dumps({"words": sys.argv, "folder": os.getcwd()}))
    sys.exit(7)
"""


def load(path):
    """The module `start` of a project folder."""
    spec = importlib.util.spec_from_file_location("start_under_test", path / "start.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def start():
    return load(ROOT)


@pytest.fixture
def project(tmp_path):
    """A small project with its own `ecsim`, in a folder with a space and Latvian letters."""
    folder = tmp_path / "Beļavas ciems"
    (folder / "energycommunity" / "texts").mkdir(parents=True)
    shutil.copy(ROOT / "start.py", folder)
    shutil.copy(ROOT / "energycommunity" / "texts" / "start.csv", folder / "energycommunity" / "texts")
    (folder / "energycommunity" / "__init__.py").touch()
    (folder / "energycommunity" / "cli.py").write_text(CLI, encoding="utf-8")
    (folder / "requirements.lock").write_text("numpy==2.0.0 --hash=sha256:" + 64 * "0" + "\n", encoding="utf-8")
    (folder / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    return folder


@pytest.fixture
def prepared(project):
    """The small project with an environment that is up to date."""
    environment = project / ".venv"
    venv.create(environment, with_pip=False, symlinks=os.name != "nt")
    starter = load(project)
    starter.write_stamp(environment, starter.wanted_stamp())
    return project


def run(project, *words, **environment):
    """Run `start.py` of a project from another folder, as a person would."""
    variables = {name: value for name, value in os.environ.items() if name != "ECSIM_ENVIRONMENT"}
    variables |= {"PYTHONIOENCODING": "utf-8", **environment}
    command = [sys.executable, str(project / "start.py"), *words]
    return subprocess.run(
        command, capture_output=True, check=False, cwd=project.parent, env=variables, encoding="utf-8", timeout=300
    )


def test_words_folder_and_exit_code_are_passed_on(prepared):
    finished = run(prepared, "run", "ciema plāns.yaml", "--out", "a b", "--language=lv")
    told = json.loads(finished.stdout)
    assert told["words"] == ["ecsim", "run", "ciema plāns.yaml", "--out", "a b", "--language=lv"]
    assert Path(told["folder"]) == prepared.parent
    assert finished.returncode == 7
    assert finished.stderr == ""


def test_another_environment_can_be_named(prepared):
    (prepared / ".venv").rename(prepared / "elsewhere")
    finished = run(prepared, "check", ECSIM_ENVIRONMENT=str(prepared / "elsewhere"))
    assert finished.returncode == 7


def test_install_only_prepares(prepared):
    finished = run(prepared, "install")
    assert (finished.returncode, finished.stdout) == (0, "")


def test_without_words_it_says_how(project):
    finished = run(project)
    assert finished.returncode == 2
    assert "python start.py run scenarios/belava.yaml" in finished.stderr
    assert not (project / ".venv").exists()


def test_no_connection_is_told_and_a_later_start_takes_up_there(project):
    nowhere = {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "1"}
    nowhere |= {"PIP_FIND_LINKS": "", "PIP_EXTRA_INDEX_URL": ""}
    finished = run(project, "run", "x.yaml", **nowhere)
    assert finished.returncode == 4
    assert "no connection" in finished.stderr
    assert "nav savienojuma" in finished.stderr
    assert "Traceback" not in finished.stderr
    assert set(load(project).read_stamp(project / ".venv")) == {"python"}
    starter = load(project)
    starter.write_stamp(project / ".venv", starter.wanted_stamp())
    assert run(project, "run", "x.yaml").returncode == 7


def test_missing_venv_module_is_told(start, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(start.importlib.util, "find_spec", lambda name: None if name == "ensurepip" else object())
    monkeypatch.setenv("ECSIM_ENVIRONMENT", str(tmp_path / "environment"))
    assert start.main(["run", "x.yaml"]) == 4
    told = capsys.readouterr().err
    assert "apt install python3-venv" in told
    assert "trūkst moduļa ensurepip" in told


def test_full_disk_is_told_before_anything_is_written(start, monkeypatch, tmp_path, capsys):
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(start.shutil, "disk_usage", lambda path: usage._replace(free=10_000_000))
    monkeypatch.setenv("ECSIM_ENVIRONMENT", str(tmp_path / "environment"))
    assert start.main(["run", "x.yaml"]) == 4
    assert "Disks ir pilns" in capsys.readouterr().err
    assert not (tmp_path / "environment").exists()


def test_old_python_is_told(start, monkeypatch, capsys):
    monkeypatch.setattr(start.sys, "version_info", (3, 10, 4))
    assert start.main(["run", "x.yaml"]) == 4
    told = capsys.readouterr().err
    assert "needs Python 3.11" in told
    assert "vajadzīgs Python 3.11" in told


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "start_disk_full"),
        ("OSError: [WinError 112] There is not enough space on the disk", "start_disk_full"),
        ("WARNING: Retrying ... NewConnectionError: Failed to establish a new connection", "start_no_network"),
        ("[Errno 11001] getaddrinfo failed\nERROR: No matching distribution found for numpy", "start_no_network"),
        ("ERROR: No matching distribution found for numpy==2.4.6", "start_no_wheel"),
        ("HINT: this system does not have Windows Long Path support enabled", "start_path_too_long"),
        ("error: metadata-generation-failed", "start_install_failed"),
    ],
)
def test_what_pip_wrote_is_explained(start, written, key):
    assert start.symptom(written) == key


@pytest.mark.parametrize("content", ["", "{", "[]", '"text"'])
def test_broken_stamp_counts_as_none(start, tmp_path, content):
    (tmp_path / "ecsim_stamp.json").write_text(content, encoding="utf-8")
    assert start.read_stamp(tmp_path) == {}


@pytest.mark.parametrize(
    ("changed", "done"),
    [
        ("python", ["--clear", "--require-hashes", "--no-index"]),
        ("packages", ["--require-hashes", "--no-index"]),
        ("project", ["--no-index"]),
        ("root", ["--no-index"]),
    ],
)
def test_a_change_does_again_what_depends_on_it(start, monkeypatch, tmp_path, changed, done):
    """Proves: another Python makes all anew, another lock the packages, another project or place one local step.

    Sensitivity: three steps each time, if any difference made all anew; a server asked for a changed pyproject.toml.
    Hand calculation: the steps are told apart by an option that only they have.
    """
    steps = []
    monkeypatch.setattr(start, "install_step", lambda folder, command: steps.append(command))
    monkeypatch.setattr(start, "tell", lambda key, **values: None)
    start.python_of(tmp_path).parent.mkdir(parents=True)
    start.python_of(tmp_path).touch()
    start.write_stamp(tmp_path, start.wanted_stamp() | {changed: "other"})
    start.prepare(tmp_path)
    marks = ("--clear", "--require-hashes", "--no-index")
    assert [mark for step in steps for mark in marks if mark in step] == done
    assert start.read_stamp(tmp_path) == start.wanted_stamp()


def test_tests_run_in_the_project_folder_with_two_processes(start, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    command = start.command_for(Path("python"), ["test", "tests/physics", "-x"])
    assert command == ["python", "-m", "pytest", "-n", "2", "--dist", "worksteal", "tests/physics", "-x"]
    assert Path.cwd() == ROOT


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_death_by_signal_has_the_shell_s_exit_code(start):
    """Proves: SIGKILL (9) becomes 128 + 9.

    Sensitivity: -9 would be passed on as 247.
    Hand calculation: 128 + 9 = 137.
    """
    assert start.run([sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"]) == 137


STOPPABLE = """
import signal, sys

pressed = 0

def press(number, frame):
    global pressed
    pressed += 1
    print("pressed", flush=True)
    if pressed == int(sys.argv[1]):
        sys.exit(3 if pressed == 1 else 130)

def main():
    signal.signal(signal.SIGINT, press)
    print("ready", flush=True)
    while True:
        signal.pause()
"""


@pytest.mark.skipif(os.name == "nt", reason="POSIX process groups")
@pytest.mark.parametrize(("presses", "code"), [(1, 3), (2, 130)])
def test_every_ctrl_c_is_the_command_s_to_answer(prepared, presses, code):
    """Proves: a terminal sends Ctrl-C to both programs; `start.py` waits and passes on what the command makes of it.

    Sensitivity: 1 and a traceback at the first Ctrl-C, if `start.py` ended by itself.
    """
    (prepared / "energycommunity" / "cli.py").write_text(STOPPABLE, encoding="utf-8")
    command = [sys.executable, str(prepared / "start.py"), str(presses)]
    variables = {name: value for name, value in os.environ.items() if name != "ECSIM_ENVIRONMENT"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=variables, start_new_session=True
    ) as starter:
        assert starter.stdout.readline() == "ready\n"
        for _ in range(presses):
            os.killpg(starter.pid, signal.SIGINT)
            assert starter.stdout.readline() == "pressed\n"
        assert starter.wait(timeout=60) == code
        assert starter.stderr.read() == ""
