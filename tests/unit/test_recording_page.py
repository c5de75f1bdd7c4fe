"""docs/recording.md names every file, column and field of a recording."""

import json
import re
from pathlib import Path

from app.output.rows import COLUMNS
from app.recording import folder
from app.recording.columns import FRAMES_COLUMNS, READINGS_COLUMNS
from app.recording.events import EventKind
from app.recording.session_file import SCHEMA, Agreement, Counts, Kept, SessionFile

PAGE = (Path(__file__).parents[2] / "docs/recording.md").read_text(encoding="utf-8")


def chapter(title: str) -> str:
    return PAGE[PAGE.index(f"## {title}") :].split("\n## ")[0]


def test_every_file_is_named() -> None:
    names = (folder.SESSION, folder.READINGS, folder.READINGS_CSV, folder.FRAMES, folder.EVENTS, folder.VIDEO)
    assert all(f"| `{name}` |" in PAGE for name in names)


def test_every_column_is_named() -> None:
    own = set(READINGS_COLUMNS.names) - set(COLUMNS)
    assert own == {"unix_time_s"}
    assert all(f"`{name}`" in chapter("readings.parquet") for name in own)
    assert set(FRAMES_COLUMNS.names) <= set(re.findall(r"`(\w+)`", chapter("frames.parquet")))


def test_every_field_is_named() -> None:
    said = json.loads(SessionFile("Poise", Kept(), Agreement("", "")).to_json())
    named = set(re.findall(r"`(\w+)`", chapter("session.json")))
    assert set(said) <= named
    assert {*said["kept"], *said["counts"], *said["consent"]} <= named
    assert said["counts"].keys() == set(Counts.__dataclass_fields__)
    assert f"**schema {SCHEMA}**" in PAGE
    assert all(f"`{kind}`" in chapter("events.jsonl") for kind in EventKind)
