"""Small recordings and tables as other programs find them on the disk."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from app.domain.reading import EMOTIONS
from app.output.row_formats import format_of, parquet_schema
from app.output.rows import COLUMNS, READING_COLUMNS, Columns, Row


def row(time_s: float, face_id: int = 1, emotion: str = "happiness", yaw_deg: float = 0.0, **more: Any) -> Row:
    """A row as `analyze` writes it, with what matters to the test."""
    made: dict[str, Any] = dict.fromkeys(COLUMNS, 0.0)
    texts = {"file": "talk.mp4", "reason": "", "attention": "facing", "emotion": emotion, "emotion_raw": "neutral"}
    texts |= {"baseline": ""} if "baseline" in COLUMNS else {}
    made |= texts | {"time_s": time_s, "frame": round(time_s * 10), "face_id": face_id, "valid": 1, "yaw_deg": yaw_deg}
    made |= {str(each): 0.8 if each == emotion else 0.2 / 7 for each in EMOTIONS}
    return made | more


def table(path: Path, rows: list[Row], columns: Columns = READING_COLUMNS) -> Path:
    """A table through the writers that `analyze` uses."""
    made = format_of(path)(path, columns, overwrite=True)
    made.append(rows)
    made.finish()
    return path


def recording(
    folder: Path, rows: list[Row], frames: list[float], events: tuple[dict[str, Any], ...] = (), **session: Any
) -> Path:
    """The folder of a finished recording, as docs/recording.md has it."""
    folder.mkdir(parents=True)
    pq.write_table(pa.Table.from_pylist(rows, schema=parquet_schema(READING_COLUMNS)), folder / "readings.parquet")
    counts = [{"frame": place, "time_s": time_s, "faces": 1} for place, time_s in enumerate(frames)]
    pq.write_table(pa.Table.from_pylist(counts), folder / "frames.parquet")
    (folder / "events.jsonl").write_text("".join(json.dumps(event) + "\n" for event in events))
    facts = {"schema": 1, "ended_at": "2026-01-02T03:04:05.000+00:00", **session}
    (folder / "session.json").write_text(json.dumps(facts))
    return folder
