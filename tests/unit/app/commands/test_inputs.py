"""Files, folders and patterns become single inputs."""

import os
import sys
from pathlib import Path

import pytest

from app.commands.failures import CommandError
from app.commands.inputs import Input, expand, without_repeats
from app.paths import demo_clip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("b.mp4", "a.JPG", "notes.txt", ".hidden.mp4", "deep/c.png", "x[1].mp4"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(inputs: tuple[Input, ...]) -> list[str]:
    return [Path(item.name).as_posix() for item in inputs]


def test_a_file_stands_for_itself_whatever_its_name(folder: Path) -> None:
    assert names(expand("notes.txt")) == ["notes.txt"]
    assert names(expand("x[1].mp4")) == ["x[1].mp4"]


def test_a_folder_stands_for_all_pictures_and_videos_below_it(folder: Path) -> None:
    found = [path.relative_to(folder).as_posix() for path in (item.path for item in expand(str(folder)))]
    assert found == ["a.JPG", "b.mp4", "deep/c.png", "x[1].mp4"]


def test_a_pattern_is_expanded_here_where_the_shell_did_not(folder: Path) -> None:
    assert names(expand("*.mp4")) == ["b.mp4", "x[1].mp4"]
    assert names(expand("**/*.png")) == ["deep/c.png"]
    assert [item.path.name for item in expand(str(folder / "*.JPG"))] == ["a.JPG"]


def test_demo_is_the_bundled_clip(folder: Path) -> None:
    assert expand("demo") == (Input("demo", demo_clip()),)


@pytest.mark.parametrize("text", ["missing.mp4", "*.mov", "empty"])
def test_nothing_is_one_sentence(text: str, folder: Path) -> None:
    (folder / "empty").mkdir()
    with pytest.raises(CommandError, match="check the name"):
        expand(text)


def test_an_empty_name_is_not_the_folder_we_are_in(folder: Path) -> None:
    with pytest.raises(CommandError, match="no name"):
        expand("")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_a_pipe_is_neither_file_nor_folder(folder: Path) -> None:
    os.mkfifo(folder / "pipe.mp4")
    with pytest.raises(CommandError, match="neither a file nor a folder"):
        expand("pipe.mp4")


@pytest.mark.parametrize("text", ["camera:0", "rtsp://host/stream?channel=1"])
def test_what_is_live_belongs_into_the_window(text: str, folder: Path) -> None:
    with pytest.raises(CommandError, match="analyze reads files, and `poise --source"):
        expand(text)


def test_pictures_are_told_from_videos(folder: Path) -> None:
    assert [item.is_image for item in (*expand("a.JPG"), *expand("b.mp4"))] == [True, False]


def test_a_file_named_twice_is_taken_once(folder: Path) -> None:
    assert names(without_repeats((*expand("b.mp4"), *expand("a.JPG"), *expand(str(folder / "b.mp4"))))) == [
        "b.mp4",
        "a.JPG",
    ]
