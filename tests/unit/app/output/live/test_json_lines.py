"""JSON lines into a file and to a reader that goes."""

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from app.output.live.json_lines import JsonLinesSink, ReaderGoneError, _Descriptor, open_json_lines
from app.output.live.sink import Gap, Marker, SourceState
from app.output.sink import OutputError


def test_a_file_holds_every_message(
    tmp_path: Path, results: Any, schema: dict[str, Any], wait_until: Callable[..., None]
) -> None:
    path = tmp_path / "ä b.jsonl"
    sink = open_json_lines(str(path), 30.0)
    sink.tell(SourceState("running", "Bürokamera"))
    for index in range(3):
        sink.write(results(index))
        wait_until(lambda index=index: sink.status().sent == index + 1)
    sink.mark(Marker("go", 1.0, "PsychoPy"))
    sink.miss(Gap(1.0, 3.5, "no frame came"))
    sink.close()
    messages = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for message in messages:
        jsonschema.validate(message, schema)
    assert [message["type"] for message in messages] == ["hello", "state", "frame", "frame", "frame", "marker", "gap"]
    assert messages[-1]["until_s"] - messages[-1]["since_s"] == pytest.approx(2.5, abs=1e-5)
    assert messages[1]["source"] == "Bürokamera"


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_a_file_about_people_is_for_its_owner(tmp_path: Path) -> None:
    open_json_lines(str(tmp_path / "out.jsonl"), 30.0).close()
    assert stat.S_IMODE((tmp_path / "out.jsonl").stat().st_mode) == 0o600


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("older")
    with pytest.raises(OutputError, match="add --overwrite to replace it"):
        open_json_lines(str(path), 30.0)
    assert path.read_text() == "older"
    open_json_lines(str(path), 30.0, overwrite=True).close()
    assert '"hello"' in path.read_text()
    assert "older" not in path.read_text()


@pytest.mark.skipif(os.name != "posix", reason="Windows has other permissions")
def test_what_replaces_an_older_file_is_for_its_owner_too_and_mixes_with_no_other_run(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("older\n")
    path.chmod(0o644)
    first = open_json_lines(str(path), 30.0, overwrite=True)
    second = open_json_lines(str(path), 30.0, overwrite=True)
    first.tell(SourceState("running", "first", "x" * 500))
    second.tell(SourceState("running", "second", ""))
    first.close()
    second.close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert {line["source"] for line in lines if line["type"] == "state"} == {"second"}
    assert list(tmp_path.glob("out*")) == [path]


@pytest.mark.parametrize(("name", "sentence"), [("missing/out.jsonl", "does not exist"), (".", "is a folder")])
def test_a_bad_place_is_one_sentence(name: str, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=sentence):
        open_json_lines(str(tmp_path / name), 30.0)


def test_a_reader_that_has_gone_is_told_once(
    pipe: tuple[int, int], results: Any, wait_until: Callable[..., None]
) -> None:
    os.close(pipe[0])
    sink = JsonLinesSink(_Descriptor(os.dup(pipe[1]), owned=True), "a pipe", 30.0)
    failures = []

    def write_fails() -> bool:
        try:
            sink.write(results())
        except ReaderGoneError as error:
            failures.append(str(error))
        return bool(failures)

    wait_until(write_fails)
    sink.write(results())
    sink.close()
    assert failures == ["Who read the JSON lines has ended."]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk to try")
def test_a_full_disk_is_one_sentence() -> None:
    sink = JsonLinesSink(_Descriptor(os.open("/dev/full", os.O_WRONLY), owned=True), "/dev/full", 30.0)
    with pytest.raises(OutputError, match="no room left to write /dev/full"):
        sink.close()
