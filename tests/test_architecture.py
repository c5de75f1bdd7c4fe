"""The house rules that a machine can check: layers, sizes, names, and what may not be written."""

import ast
import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest

import app
import trainer

ROOT = Path(__file__).parent.parent
SHIPPED = sorted([*(ROOT / "app").rglob("*.py"), *(ROOT / "trainer").rglob("*.py")])
MODULES = [*SHIPPED, ROOT / "run.py", ROOT / "installation.py"]

LONGEST_MODULE = 300
LONGEST_FUNCTION = 40
MOST_PUBLIC_METHODS = 7
REFUSED_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "base"}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def each_module(paths: list[Path] = MODULES) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=name_of)


def test_the_import_contracts_hold() -> None:
    lint_imports = Path(sysconfig.get_path("scripts")) / "lint-imports"
    done = subprocess.run([lint_imports, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_code_under_test_lies_in_this_source_tree() -> None:
    assert app.__file__ == str(ROOT / "app" / "__init__.py")
    assert trainer.__file__ == str(ROOT / "trainer" / "__init__.py")


@each_module()
def test_a_module_is_one_idea(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE
    assert path.stem not in REFUSED_NAMES


@each_module()
def test_a_module_opens_with_a_sentence(path: Path) -> None:
    tree = parsed(path)
    assert ast.get_docstring(tree), "no docstring"
    if path.name == "__init__.py":
        assert len(tree.body) == 1, "__init__.py holds a docstring only"


@each_module()
def test_functions_and_classes_stay_small(path: Path) -> None:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef):
            assert lines_of(node) <= LONGEST_FUNCTION, f"{node.name} has {lines_of(node)} lines"
        if isinstance(node, ast.ClassDef):
            public = list(public_methods(node))
            assert len(public) <= MOST_PUBLIC_METHODS, f"{node.name} has {len(public)} public methods: {public}"


def lines_of(node: ast.FunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def public_methods(node: ast.ClassDef) -> Iterator[str]:
    """Methods by snake_case name; Qt's overrides are camelCase and follow Qt's interface, not ours."""
    for item in node.body:
        if isinstance(item, ast.FunctionDef) and re.fullmatch(r"[a-z][a-z0-9_]*", item.name):
            decorators = {ast.unparse(decorator) for decorator in item.decorator_list}
            if "property" not in decorators and not overrides_qt(node, item.name):
                yield item.name


def overrides_qt(node: ast.ClassDef, name: str) -> bool:
    """`event` and `changeEvent` alike belong to Qt; the former looks like one of ours."""
    return name in {"event"} and any(ast.unparse(parent).startswith("Q") for parent in node.bases)


@each_module()
def test_imports_are_absolute(path: Path) -> None:
    relative = [node.lineno for node in ast.walk(parsed(path)) if isinstance(node, ast.ImportFrom) and node.level]
    assert not relative, f"relative imports in lines {relative}"


@each_module(SHIPPED)
def test_nothing_is_printed_and_nothing_waits_by_sleeping(path: Path) -> None:
    calls = {ast.unparse(node.func) for node in ast.walk(parsed(path)) if isinstance(node, ast.Call)}
    ends = {call.rsplit(".", 1)[-1] for call in calls}
    assert "print" not in calls
    assert not ends & {"processEvents", "terminate"}
    assert not calls & {"time.sleep", "sleep"}


@each_module(SHIPPED)
def test_broad_excepts_live_in_the_session_alone(path: Path) -> None:
    broad = [
        node.lineno
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
    ]
    assert not broad or name_of(path) == str(Path("app/runtime/session.py")), f"broad except in lines {broad}"


@each_module(SHIPPED)
def test_a_painter_ends_with_its_block(path: Path) -> None:
    """A QPainter that an exception leaves open on a widget or picture takes the process down later."""
    tree = parsed(path)
    opened = {node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "QPainter"}
    blocks = {item.context_expr for node in ast.walk(tree) if isinstance(node, ast.With) for item in node.items}
    assert opened <= blocks, f"QPainter without a with in lines {sorted(node.lineno for node in opened - blocks)}"


@each_module(SHIPPED)
def test_every_label_shows_its_text_letter_by_letter(path: Path) -> None:
    """Qt takes what looks like HTML for HTML, also in the name of a file: labels are PlainLabel."""
    made = {ast.unparse(node.func) for node in ast.walk(parsed(path)) if isinstance(node, ast.Call)}
    assert "QLabel" not in made
    assert "label.setTextFormat" not in made


def test_the_app_loads_neither_torch_nor_the_trainer() -> None:
    code = (
        "import sys, app.main, app.perception.perceiver, app.runtime.session;"
        "sys.exit(' '.join({'torch', 'trainer', 'torchvision', 'timm'} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
