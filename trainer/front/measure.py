"""Measures the candidates of a front whose model files are at hand, and keeps a record of each."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from app.perception.offline import import_onnxruntime
from app.processor import processor_name
from trainer.evaluation.files import evaluations
from trainer.front.candidates import FrontData, FrontError, FrontPlan, Record, read_record, record_path
from trainer.listener import Listener
from trainer.speed.latency import Setting, measure

_FACES = (1, 8)
_RUNS = 5


def measure_front(path: Path, plan: FrontPlan, models: Path, data: Path, rounds: int, listener: Listener) -> None:
    """Evaluates what is new or changed and times all files that are there, in rounds.

    A candidate without a file keeps its record. Raises FrontError, DataError, ModelError, ModelFileError.
    """
    files = {name: models / each.model for name, each in plan.candidates.items() if (models / each.model).is_file()}
    if not files:
        raise FrontError(f"{models} holds none of the candidates' model files; name their folder with --models.")
    records = {name: _evaluated(record_path(path, name), file, plan, data, listener) for name, file in files.items()}
    settings = [Setting(plan.threads, faces) for faces in _FACES]
    with listener.bar("turns") as advance:
        timed = measure(tuple(files.values()), settings, rounds, _RUNS, advance)
    machine = f"{processor_name()}, ONNX Runtime {import_onnxruntime().__version__}"
    for (name, record), latency in zip(records.items(), timed, strict=True):
        plain = {**latency.to_json(), "model": Path(latency.model).name}
        _write(record_path(path, name), replace(record, latency=plain, machine=machine))


def _evaluated(kept: Path, file: Path, plan: FrontPlan, data: Path, listener: Listener) -> Record:
    """The record with the evaluation of this very file on this data, made anew where it is of others."""
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    record = read_record(kept)
    if record is not None and record.sha256 == sha256 and _covers(record, plan.data):
        return record
    record = Record(sha256, tuple(_evaluation(file, each, data, listener) for each in plan.data))
    _write(kept, record)
    return record


def _covers(record: Record, wanted: tuple[FrontData, ...]) -> bool:
    done = [(each["file"], tuple(each["where"]), each["aligned"]) for each in record.evaluation]
    return done == [(each.file, each.where, each.aligned) for each in wanted]


def _evaluation(file: Path, wanted: FrontData, data: Path, listener: Listener) -> Mapping[str, Any]:
    (found,) = evaluations(file, [data / wanted.file], wanted.where, wanted.aligned, None, listener)
    return {**found.to_json(), "file": wanted.file}


def _write(path: Path, record: Record) -> None:
    try:
        path.write_text(json.dumps(asdict(record), indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise FrontError(f"{path} cannot be written ({error}); free space or choose another folder.") from error
