"""Files, folders and patterns become single inputs."""

import os
import sys
from pathlib import Path

import pytest

from app.capture.source import CaptureError
from app.commands.analyze.inputs import Input, expand, without_repeats
from app.commands.failures import CommandError
from app.paths import demo_clip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("b.mp4", "a.JPG", "notes.txt", ".hidden.mp4", "deep/c.png", "x[1].mp4"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def inputs_of(text: str) -> tuple[Input, ...]:
    return expand(text).inputs


def names(inputs: tuple[Input, ...]) -> list[str]:
    return [Path(item.name).as_posix() for item in inputs]


def test_a_file_stands_for_itself_whatever_its_name(folder: Path) -> None:
    assert names(inputs_of("notes.txt")) == ["notes.txt"]
    assert names(inputs_of("x[1].mp4")) == ["x[1].mp4"]


def test_a_folder_stands_for_all_pictures_and_videos_below_it(folder: Path) -> None:
    found = [path.relative_to(folder).as_posix() for path in (item.path for item in inputs_of(str(folder)))]
    assert found == ["a.JPG", "b.mp4", "deep/c.png", "x[1].mp4"]


def test_a_folder_that_cannot_be_read_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    look = os.scandir

    def refuse(path: Path | str) -> object:
        if str(path).endswith("deep"):
            raise PermissionError(13, "Permission denied", str(path))
        return look(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = expand(str(folder))
    assert [item.path.name for item in found.inputs] == ["a.JPG", "b.mp4", "x[1].mp4"]
    (sentence,) = found.unread
    assert sentence.startswith(f"The folder {folder / 'deep'} cannot be read (Permission denied)")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("~nobody-of-this-name/x.mp4", "names the home folder of nobody who is known here"),
        ("a\0b.mp4", "holds a character that no file name can"),
        ("a" * 5000, "cannot be opened"),
        ("http://[::1", "is no file"),
    ],
)
def test_an_impossible_name_is_one_short_sentence(text: str, words: str, folder: Path) -> None:
    with pytest.raises((CommandError, CaptureError), match=words) as told:
        expand(text)
    assert len(str(told.value)) < 250
    assert "\0" not in str(told.value)


def test_a_pattern_is_expanded_here_where_the_shell_did_not(folder: Path) -> None:
    assert names(inputs_of("*.mp4")) == ["b.mp4", "x[1].mp4"]
    assert names(inputs_of("**/*.png")) == ["deep/c.png"]
    assert [item.path.name for item in inputs_of(str(folder / "*.JPG"))] == ["a.JPG"]


def test_demo_is_the_bundled_clip(folder: Path) -> None:
    assert inputs_of("demo") == (Input("demo", demo_clip()),)


@pytest.mark.parametrize("text", ["missing.mp4", "*.mov", "empty"])
def test_nothing_is_one_sentence(text: str, folder: Path) -> None:
    (folder / "empty").mkdir()
    with pytest.raises(CommandError, match="check the name"):
        inputs_of(text)


def test_an_empty_name_is_not_the_folder_we_are_in(folder: Path) -> None:
    with pytest.raises(CommandError, match="no name"):
        inputs_of("")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_a_pipe_is_neither_file_nor_folder(folder: Path) -> None:
    os.mkfifo(folder / "pipe.mp4")
    with pytest.raises(CommandError, match="neither a file nor a folder"):
        inputs_of("pipe.mp4")


@pytest.mark.parametrize("text", ["camera:0", "rtsp://host/stream?channel=1"])
def test_what_is_live_belongs_into_the_window(text: str, folder: Path) -> None:
    with pytest.raises(CommandError, match="analyze reads files, and `poise --source"):
        inputs_of(text)


def test_pictures_are_told_from_videos(folder: Path) -> None:
    assert [item.is_image for item in (*inputs_of("a.JPG"), *inputs_of("b.mp4"))] == [True, False]


def test_a_file_named_twice_is_taken_once(folder: Path) -> None:
    assert names(without_repeats((*inputs_of("b.mp4"), *inputs_of("a.JPG"), *inputs_of(str(folder / "b.mp4"))))) == [
        "b.mp4",
        "a.JPG",
    ]
