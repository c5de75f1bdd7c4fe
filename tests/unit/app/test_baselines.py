"""Baselines on disk: kept whole and for their owner alone, read with suspicion."""

import json
import os
import stat
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.baselines import baseline_named, baselines_in, checked_name, delete_baseline, files_in, save_baseline
from app.domain.reading import Pose
from app.perception.baseline import Baseline, BaselineError

ANNA = Baseline(
    "Anna",
    "2026-11-21T20:00:00+00:00",
    "poise 0.2.0 of 2026-11-21",
    280,
    tuple(float(value) for value in Pose(4, -11, 2).rotation().ravel()),
    (0.0, -5.5, -7.25, 0.5, -3.0, -9.0, -9.2, -6.0),
)


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "baselines"
    save_baseline(ANNA, folder)
    save_baseline(replace(ANNA, name="ben"), folder)
    assert baseline_named("  anna ", folder) == ANNA
    assert [each.name for each in baselines_in(folder)[0]] == ["Anna", "ben"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    save_baseline(ANNA, tmp_path / "baselines")
    (file,) = files_in(tmp_path / "baselines")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


@settings(max_examples=30, deadline=None)  # each writes to the disk
@given(st.text(min_size=1, max_size=60))
def test_every_name_makes_a_plain_file_in_the_folder_or_is_refused(name: str) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "baselines"
        try:
            kept = checked_name(name)
        except BaselineError:
            return
        save_baseline(replace(ANNA, name=kept), folder)
        assert [path.name for path in Path(place).iterdir()] == ["baselines"]
        assert len(files_in(folder)) == 1
        assert baseline_named(name, folder).name == kept


@pytest.mark.parametrize("name", ["", "  ", "x" * 41, "a\nb", "\x1b[31m", "a\u202eb"])
def test_what_is_no_name_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(BaselineError, match="needs a name of 1 to 40 letters"):
        save_baseline(replace(ANNA, name=name), tmp_path)


def test_a_name_is_taken_once_whatever_its_capitals(tmp_path: Path) -> None:
    save_baseline(ANNA, tmp_path)
    with pytest.raises(BaselineError, match="There is a baseline named ANNA already"):
        save_baseline(replace(ANNA, name="ANNA"), tmp_path)


def test_a_name_that_there_is_not_is_told_with_those_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(BaselineError, match="There is no baseline named Anna; there is none yet"):
        baseline_named("Anna", tmp_path / "nowhere")
    save_baseline(ANNA, tmp_path)
    with pytest.raises(BaselineError, match="no baseline named Ben; there are: Anna"):
        baseline_named("Ben", tmp_path)


def test_it_is_deleted_and_twice_is_no_error(tmp_path: Path) -> None:
    save_baseline(ANNA, tmp_path)
    delete_baseline("anna", tmp_path)
    delete_baseline("anna", tmp_path)
    assert files_in(tmp_path) == ()


def good(tmp_path: Path) -> dict[str, object]:
    save_baseline(ANNA, tmp_path)
    (file,) = files_in(tmp_path)
    values: dict[str, object] = json.loads(file.read_text())
    return values


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"schema": 2}, "a newer Poise wrote it"),
        ({"schema": "1"}, "of an unknown kind"),
        ({"extra": 1}, "extra is none of its fields"),
        ({"name": "a\x1b[31mb"}, "name is not"),
        ({"name": ""}, "name is not"),
        ({"taken_at": 3}, "taken_at is not"),
        ({"network": None}, "network is not"),
        ({"readings": True}, "readings is not"),
        ({"readings": -1}, "readings is not"),
        ({"rotation": [1] * 9}, "rotation is not"),
        ({"rotation": [1, 0, 0, 0, 1, 0, 0, 0, -1]}, "rotation is not"),
        ({"rotation": [1, 0, 0, 0, 1, 0, 0, 0]}, "rotation is not"),
        ({"rotation": [float("nan")] * 9}, "rotation is not"),
        ({"rotation": [1e400, 0, 0, 0, 1, 0, 0, 0, 1]}, "rotation is not"),
        ({"log_ratios": {"neutral": 0}}, "log_ratios is not"),
        ({"log_ratios": dict.fromkeys(("neutral", "happiness", "surprise", "sadness", "anger", "disgust", "fear", "contempt"), 1)}, "log_ratios is not"),  # noqa: E501
    ],
)  # fmt: skip
def test_a_file_of_another_kind_is_one_sentence(change: dict[str, object], reason: str, tmp_path: Path) -> None:
    values = {**good(tmp_path), **change}
    (file,) = files_in(tmp_path)
    file.write_text(json.dumps(values))
    found, sentences = baselines_in(tmp_path)
    assert found == ()
    assert len(sentences) == 1
    assert reason in sentences[0]
    assert sentences[0].endswith("; delete it and take it anew.")
    assert "\x1b" not in sentences[0]


@pytest.mark.parametrize("name", list(json.loads('["schema", "name", "rotation", "log_ratios"]')))
def test_a_missing_field_is_named(name: str, tmp_path: Path) -> None:
    values = good(tmp_path)
    del values[name]
    (file,) = files_in(tmp_path)
    file.write_text(json.dumps(values))
    assert f"it lacks {name}" in baselines_in(tmp_path)[1][0]


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b"\xff\xfe", b"[" * 100_000, b"1" * 20_000, b"9" * 5000, b"null"]
)
def test_what_is_no_json_is_one_sentence(content: bytes, tmp_path: Path) -> None:
    good(tmp_path)
    (file,) = files_in(tmp_path)
    file.write_bytes(content)
    assert "cannot be used" in baselines_in(tmp_path)[1][0]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    good(tmp_path)
    (file,) = files_in(tmp_path)
    file.unlink()
    os.mkfifo(file)
    assert "it is not a file" in baselines_in(tmp_path)[1][0]


def test_other_files_of_the_folder_are_left_alone(tmp_path: Path) -> None:
    save_baseline(ANNA, tmp_path)
    (tmp_path / "notes.txt").write_text("mine")
    assert [each.name for each in baselines_in(tmp_path)[0]] == ["Anna"]
    assert len(files_in(tmp_path)) == 1


def test_a_folder_that_is_a_file_is_one_sentence(tmp_path: Path) -> None:
    place = tmp_path / "baselines"
    place.write_text("")
    with pytest.raises(BaselineError, match="could not be kept in"):
        save_baseline(ANNA, place)
    assert baselines_in(place) == ((), ())
