"""run.py: what it understands, when it installs, what it says when something is missing; and the wheel."""

import ast
import json
import re
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path

import pytest

import installation
import run
from app import system_libraries

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """run.py in a folder of its own, with an environment that looks finished."""
    for name in ("pyproject.toml", "hashes.txt"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    venv = tmp_path / ".venv"
    python = venv / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setattr(run, "VENV", venv)
    monkeypatch.setattr(run, "PYTHON", python)
    monkeypatch.setattr(run, "STAMP", venv / "poise-install.json")
    return tmp_path


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The command lines that an installation would have run; the environment counts as working."""
    seen: list[list[str]] = []
    monkeypatch.setattr(run, "run_step", lambda place, label, command: seen.append(command))
    monkeypatch.setattr(run, "environment_works", lambda stamp: True)
    monkeypatch.setattr(installation, "versions_of", lambda python, name: ["2.13.0"])
    return seen


def asked_for(steps: list[list[str]]) -> set[str]:
    """The names of the packages in the step that installs them."""
    (command,) = (command for command in steps if "-c" in command)
    return {name_in(text) for text in command[command.index("-c") + 2 :]}


def name_in(requirement: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[<>=\[~!; ]", requirement)[0]).lower()


def finish(clone: Path, *extras: str) -> None:
    run.Stamp(run.pins(), extras, str(clone / ".venv")).write()


@pytest.mark.parametrize(
    ("line", "order"),
    [
        ("", run.Order("app", None, ())),
        ("--gpu", run.Order("app", "gpu", ())),
        ("-- --source demo", run.Order("app", None, ("--source", "demo"))),
        ("app -- analyze a.mp4", run.Order("app", None, ("analyze", "a.mp4"))),
        ("test -k mailbox", run.Order("test", None, ("-k", "mailbox"))),
        ("test -- -x --gpu", run.Order("test", None, ("-x", "--gpu"))),
        ("train prepare --help", run.Order("train", None, ("prepare", "--help"))),
        ("bench --cpu --json", run.Order("bench", "cpu", ("--json",))),
        ("--help", run.Order("--help", None, ())),
    ],
)
def test_a_command_line_is_understood(line: str, order: run.Order) -> None:
    assert run.parse(line.split()) == order


def test_an_unknown_task_is_refused_with_the_list_of_tasks() -> None:
    with pytest.raises(installation.InstallationError, match=r"(?s)'tset' is no task.*Tasks:"):
        run.parse(["tset"])


def test_nothing_is_installed_while_the_pins_stay(clone: Path, steps: list[list[str]]) -> None:
    finish(clone, "cpu", "live")
    assert run.prepare(run.parse([])) == "cpu"
    assert steps == []


def test_changed_pins_are_installed_once(clone: Path, steps: list[list[str]]) -> None:
    finish(clone, "cpu", "live")
    with (clone / "hashes.txt").open("a") as pins:
        pins.write("another==1.0\n")
    run.prepare(run.parse([]))
    assert len(steps) == 4
    run.prepare(run.parse([]))
    assert len(steps) == 4


def test_settings_of_the_linters_are_no_reason_to_install(clone: Path, steps: list[list[str]]) -> None:
    finish(clone, "cpu", "live")
    with (clone / "pyproject.toml").open("a") as project:
        project.write("[tool.anything]\nx = 1\n")
    run.prepare(run.parse([]))
    assert steps == []


def test_tests_add_their_packages_and_later_runs_keep_them(clone: Path, steps: list[list[str]]) -> None:
    finish(clone, "cpu", "live")
    run.prepare(run.parse(["test"]))
    assert asked_for(steps) >= {"onnxruntime", "websockets", "pytest", "torch", "numpy", "hatchling", "editables"}
    steps.clear()
    run.prepare(run.parse([]))
    assert steps == []


def test_nothing_is_installed_whose_digest_is_not_known(clone: Path, steps: list[list[str]]) -> None:
    run.prepare(run.parse(["test"]))
    installing = [command for command in steps if "install" in command]
    *fetched, poise = installing
    assert len(fetched) == 2 and all("--require-hashes" in command for command in fetched)
    assert poise[-4:] == ["--no-deps", "--no-build-isolation", "-e", "."]
    pip = Path(fetched[0][fetched[0].index("-r") + 1]).read_text()
    assert re.match(r"pip==[\d.]+ \\\n( +--hash=sha256:[0-9a-f]{64}( \\)?\n)+$", pip)


def test_every_pin_has_the_digests_of_its_files() -> None:
    parts = re.split(r"^(?=[a-z])", (ROOT / "hashes.txt").read_text(), flags=re.MULTILINE)[1:]
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}$", part, re.MULTILINE) for part in parts)
    pinned = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if not line.startswith("#")]
    assert sorted(part.split()[0] for part in parts if "+" not in part.split()[0]) == pinned, "run bundle/hashes.py"


@pytest.mark.parametrize(("known", "taken"), [(["2.13.0", "2.13.0+cpu"], "2.13.0+cpu"), (["2.13.0"], "2.13.0")])
def test_of_two_builds_of_torch_the_small_one_is_taken_where_there_is_one(
    known: list[str], taken: str, clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installation, "versions_of", lambda python, name: known if name == "torch" else [])
    pins = installation.pins_here(installation.Place(clone, run.VENV, run.PYTHON), ("cpu", "train")).read_text()
    assert re.findall(r"^torch==(\S+) ", pins, re.MULTILINE) == [taken]
    assert len(re.findall("^[a-z]", pins, re.MULTILINE)) == len((ROOT / "constraints.txt").read_text().splitlines()) - 1


def test_who_does_not_train_is_not_asked_about_torch(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "versions_of", lambda python, name: pytest.fail("asked the network for nothing"))
    installation.pins_here(installation.Place(clone, run.VENV, run.PYTHON), ("cpu",))


def test_the_sinks_for_other_programs_are_installed_by_default(clone: Path, steps: list[list[str]]) -> None:
    finish(clone, "cpu")
    run.prepare(run.parse([]))
    assert {"websockets", "pylsl", "python-osc"} < asked_for(steps)


def test_one_runtime_replaces_the_other_and_is_remembered(clone: Path, steps: list[list[str]]) -> None:
    finish(clone, "cpu", "live", "test", "train")
    assert run.prepare(run.parse(["--gpu"])) == "gpu"
    assert steps[0][-3:] == ["uninstall", "--yes", "onnxruntime"]
    assert {"onnxruntime-gpu", "pytest", "torch"} < asked_for(steps)
    assert "onnxruntime" not in asked_for(steps)
    steps.clear()
    assert run.prepare(run.parse([])) == "gpu"
    assert steps == []
    assert run.prepare(run.parse(["--cpu"])) == "cpu"
    assert steps[0][-1] == "onnxruntime-gpu"


def test_a_broken_off_installation_goes_on(
    clone: Path, steps: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    finish(clone, "gpu", "live")
    monkeypatch.setattr(run, "pins", lambda: "other pins")

    def interrupted(place: installation.Place, label: str, command: list[str]) -> None:
        raise installation.InstallationError("no network")

    with monkeypatch.context() as patch, pytest.raises(installation.InstallationError):
        patch.setattr(run, "run_step", interrupted)
        run.prepare(run.parse(["test"]))
    assert run.prepare(run.parse([])) == "gpu"
    assert {"onnxruntime-gpu", "pytest", "torch"} < asked_for(steps)


def test_a_moved_environment_is_made_anew(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []
    monkeypatch.setattr(run, "run_step", lambda place, label, command: seen.append(command))
    run.Stamp(run.pins(), ("cpu",), "/somewhere/else/.venv").write()
    run.prepare(run.parse([]))
    assert seen[0][1:4] == ["-m", "venv", "--clear"]


def test_a_broken_stamp_counts_as_none(clone: Path) -> None:
    run.STAMP.write_text(json.dumps(["nothing"]))
    assert run.read_stamp() == run.Stamp()


def test_a_python_without_ensurepip_gets_its_own_sentence(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run.PYTHON.unlink()
    monkeypatch.setattr(system_libraries, "can_make_environments", lambda: False)
    with pytest.raises(
        installation.InstallationError, match=r"(?s)cannot make environments.*apt-get install -y python3-venv"
    ):
        run.prepare(run.parse([]))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="names Debian packages")
@pytest.mark.parametrize(("driver", "installed", "told"), [(True, "cpu", 1), (True, "gpu", 0), (False, "cpu", 0)])
def test_where_a_driver_answers_one_line_names_the_option_and_its_size(
    driver: bool, installed: str, told: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "check_system", lambda needs_screen: None)
    monkeypatch.setattr(run, "prepare", lambda order: installed)
    monkeypatch.setattr(run, "nvidia_answers", lambda: driver)
    monkeypatch.setattr(run, "start", lambda command, folder: 0)
    assert run.run([]) == 0
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == told
    assert all("--gpu" in line and installation.GPU_DOWNLOAD in line for line in lines)


def test_missing_libraries_are_named_with_the_line_that_installs_them(monkeypatch: pytest.MonkeyPatch) -> None:
    lacking = {"libxcb-cursor.so.0", "libEGL.so.1"}
    monkeypatch.setattr(system_libraries, "loads", lambda library: library not in lacking)
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    with pytest.raises(installation.InstallationError) as caught:
        run.check_system(needs_screen=True)
    assert "lacks libEGL.so.1, libxcb-cursor.so.0" in str(caught.value)
    assert str(caught.value).endswith("apt-get install -y libegl1 libxcb-cursor0")
    assert system_libraries.everything_line(needs_venv=False) in str(caught.value)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="names Debian packages")
def test_without_a_screen_its_libraries_are_not_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_libraries, "loads", lambda library: library != "libxcb-cursor.so.0")
    run.check_system(needs_screen=False)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    run.check_system(needs_screen=True)


def test_every_library_has_its_package() -> None:
    words = (system_libraries.LIBRARIES + system_libraries.SCREEN_LIBRARIES).split()
    assert all(re.fullmatch(r"lib[\w.+-]+\.so\.\d+", library) for library in words[::2])
    assert all(package.startswith("lib") and ".so" not in package for package in words[1::2])


@pytest.mark.parametrize(
    ("log", "sentence"),
    [
        ("ERROR: Could not install: [Errno 28] No space left on device", "The disk is full"),
        ("WARNING: NewConnectionError: Failed to establish a new connection\nERROR: none found", "check the network"),
        (
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
            "not the one that Poise was made",
        ),
        ("ERROR: [Errno 13] Permission denied: 'x'", "cannot be written"),
        ("ERROR: No matching distribution found for onnxruntime", "No matching distribution found for onnxruntime"),
        ("", "unknown error"),
    ],
)
def test_a_failed_installation_is_one_sentence_that_names_the_log(log: str, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "install.log").write_text(log)
    told = installation.failure(tmp_path / "install.log")
    assert sentence in told
    assert str(tmp_path / "install.log") in told
    assert "\n" not in told


def test_progress_says_what_pip_is_at() -> None:
    log = "Collecting numpy\n  Downloading numpy-2.4.6-cp311-cp311-manylinux.whl (16.9 MB)\n"
    assert installation.activity(log) == "downloading numpy (16.9 MB)"
    assert installation.activity(log + "Installing collected packages: numpy\n") == "unpacking"
    assert installation.activity("") == ""


def test_a_step_reports_its_time_or_its_failure(clone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = installation.Place(clone, run.VENV, run.PYTHON)
    place.log.write_bytes(b"")
    installation.run_step(place, "Installing 1 of 1: nothing", [sys.executable, "-c", "print('ERROR: not really')"])
    assert re.search(r"nothing \.\.\. \d+ s\n$", capsys.readouterr().err)
    with pytest.raises(installation.InstallationError, match="not really"):
        installation.run_step(place, "Installing", [sys.executable, "-c", "import sys; sys.exit(1)"])


@pytest.mark.parametrize("name", ["run.py", "app/system_libraries.py"])
def test_an_old_python_can_read_the_scripts_far_enough_to_say_so(name: str) -> None:
    ast.parse((ROOT / name).read_text(encoding="utf-8"), feature_version=(3, 7))


def test_the_scripts_need_the_standard_library_only() -> None:
    for path in (ROOT / "run.py", ROOT / "installation.py", ROOT / "app" / "system_libraries.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            else:
                continue
            assert {name.split(".")[0] for name in names} <= {*sys.stdlib_module_names, "app", "installation"}


def test_every_direct_dependency_is_pinned_once() -> None:
    lines = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if not line.startswith("#")]
    pinned = [line.split("==")[0] for line in lines]
    assert all(re.fullmatch(r"[a-z0-9-]+==[\w.]+", line) for line in lines)
    assert len(pinned) == len(set(pinned))
    assert "torch==2.13.0" in lines
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    for extra in project["project"]["optional-dependencies"].values():
        asked += extra
    assert {name_in(requirement) for requirement in asked} <= set(pinned)


@pytest.fixture(scope="module")
def unpacked_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `pip install .` puts into an environment: the wheel, and the two commands."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet", "--no-input", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-build-isolation", "--no-deps", "-w", folder, ROOT], check=True, timeout=100)
    (wheel,) = folder.glob("poise-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_the_wheel_carries_the_assets_where_the_app_finds_them(unpacked_wheel: Path, tmp_path: Path) -> None:
    """An interpreter that sees the wheel before anything else, in an empty folder, finds every shipped file there."""
    code = (
        f"import sys; sys.path[:0] = [{str(unpacked_wheel)!r}, {sysconfig.get_path('purelib')!r}];"
        "import app; from app import paths;"
        "print(app.__file__); print(paths.default_model()); print(paths.demo_clip()); print(paths.models_dir())"
    )
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert all(Path(line).is_relative_to(unpacked_wheel) for line in done.stdout.splitlines())
    shipped = {path.relative_to(ROOT / "assets") for path in (ROOT / "assets").rglob("*") if path.is_file()}
    carried = unpacked_wheel / "app" / "assets"
    assert {path.relative_to(carried) for path in carried.rglob("*") if path.is_file()} == shipped


def test_the_wheel_carries_the_templates_of_the_pages(unpacked_wheel: Path) -> None:
    written = {path.relative_to(ROOT) for package in ("app", "trainer") for path in (ROOT / package).rglob("*.j2")}
    assert {path.relative_to(unpacked_wheel) for path in unpacked_wheel.rglob("*.j2")} == written != set()


def test_the_wheel_gives_both_commands_and_its_licences(unpacked_wheel: Path) -> None:
    (info,) = unpacked_wheel.glob("poise-*.dist-info")
    commands = (info / "entry_points.txt").read_text()
    assert "poise = app.main:run" in commands
    assert "poise-train = trainer.main:run" in commands
    assert (info / "licenses" / "LICENSE").is_file()
    assert (info / "licenses" / "assets" / "models" / "LICENSE").is_file()
