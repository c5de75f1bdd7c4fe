"""Baselines on disk: small JSON files of numbers, one for each name, readable by their owner alone."""

import errno
import hashlib
import json
import math
import re
import stat
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from app.domain.plain_text import plain
from app.domain.reading import EMOTIONS, Emotion
from app.output.part_file import write_whole
from app.perception.baseline import Baseline, BaselineError

SCHEMA = 1
LONGEST_NAME = 40
"""Characters of a name."""

_MOST_BYTES = 16 * 1024
_MOST_RATIO = 20.0
"""Of logarithms that are 9.2 at most."""

_ROTATION_TOLERANCE = 1e-6
_MOST_READINGS = 1_000_000
_NAME_OF_FILE = re.compile(r"[a-z0-9]*-[0-9a-f]{16}\.json")


def baselines_in(folder: Path) -> tuple[tuple[Baseline, ...], tuple[str, ...]]:
    """All baselines of a folder by name, and a sentence for each file that is none; no folder means none of either."""
    found, sentences = [], []
    for path in files_in(folder):
        try:
            found.append(_read(path))
        except BaselineError as error:
            sentences.append(str(error))
    return tuple(sorted(found, key=lambda each: each.name.casefold())), tuple(sentences)


def files_in(folder: Path) -> tuple[Path, ...]:
    """The files of a folder that are named as baselines are; none where it cannot be read."""
    try:
        return tuple(sorted(path for path in folder.iterdir() if _NAME_OF_FILE.fullmatch(path.name)))
    except OSError:
        return ()


def baseline_named(name: str, folder: Path) -> Baseline:
    """The baseline of a name, whatever its capitals. Raises BaselineError, which names those that there are."""
    path = _place(checked_name(name), folder)
    if path.exists():
        return _read(path)
    asked, names = plain(name, LONGEST_NAME), ", ".join(each.name for each in baselines_in(folder)[0])
    if names:
        raise BaselineError(f"There is no baseline named {asked}; there are: {names}.")
    raise BaselineError(f"There is no baseline named {asked}; there is none yet; take one in the window (Ctrl+B).")


def save_baseline(baseline: Baseline, folder: Path) -> None:
    """Keep a baseline, the whole file or nothing of it. Raises BaselineError, also where the name is taken."""
    path = _place(checked_name(baseline.name), folder)
    try:
        if path.exists():
            raise BaselineError(f"There is a baseline named {baseline.name} already; delete it or choose another name.")
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(path, json.dumps(_to_json(baseline), indent=1).encode(), ".baseline-")
    except OSError as error:
        raise BaselineError(
            f"The baseline could not be kept in {folder} ({error.strerror}); check that the folder can be written."
        ) from error


def delete_baseline(name: str, folder: Path) -> None:
    """Delete the baseline of a name; one that is gone already is no error. Raises BaselineError."""
    path = _place(name, folder)
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise BaselineError(f"{path} could not be deleted ({error.strerror}); delete it yourself.") from error


def checked_name(name: str) -> str:
    """The name without what stands around it. Raises BaselineError where it is none."""
    kept = unicodedata.normalize("NFC", name.strip())
    if not kept or len(kept) > LONGEST_NAME or not kept.isprintable():
        raise BaselineError(f"A baseline needs a name of 1 to {LONGEST_NAME} letters that can be shown; give another.")
    return kept


def _place(name: str, folder: Path) -> Path:
    """A name may hold what no file system takes, so that the file has only its plain letters, and a sum of all."""
    folded = unicodedata.normalize("NFC", name.strip()).casefold()
    letters = re.sub(r"[^a-z0-9]", "", folded)[:20]
    return folder / f"{letters}-{hashlib.sha256(folded.encode()).hexdigest()[:16]}.json"


def _to_json(baseline: Baseline) -> dict[str, object]:
    return {
        "schema": SCHEMA,
        "name": baseline.name,
        "taken_at": baseline.taken_at,
        "network": baseline.network,
        "readings": baseline.readings,
        "rotation": list(baseline.rotation),
        "log_ratios": dict(zip(EMOTIONS, baseline.log_ratios, strict=True)),
    }


def _read(path: Path) -> Baseline:
    try:
        values = json.loads(_content(path))
        problem = "it is no object" if not isinstance(values, dict) else next(_problems(values), "")
    except OSError as error:
        problem = error.strerror or str(error)
    except RecursionError:
        problem = "it is nested too deeply"
    except ValueError as error:  # no UTF-8, no JSON, or a number of more digits than Python reads
        problem = plain(str(error))
    if problem:
        raise BaselineError(f"The baseline {path} cannot be used ({problem}); delete it and take it anew.")
    return Baseline(
        name=values["name"],
        taken_at=values["taken_at"],
        network=values["network"],
        readings=values["readings"],
        rotation=tuple(float(value) for value in values["rotation"]),
        log_ratios=tuple(float(values["log_ratios"][str(emotion)]) for emotion in EMOTIONS),
    )


def _content(path: Path) -> bytes:
    if not stat.S_ISREG(path.stat().st_mode):  # a pipe would be waited for
        raise OSError(errno.EINVAL, "it is not a file")
    with path.open("rb") as file:
        content = file.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise ValueError(f"it is larger than {_MOST_BYTES // 1024} KiB")
    return content


def _problems(values: Mapping[str, Any]) -> Iterator[str]:
    """What keeps the values from being a baseline, each as part of a sentence."""
    if type(values.get("schema")) is int and values["schema"] > SCHEMA:
        yield "a newer Poise wrote it"
    names = {"schema", *_CHECKS}
    yield from (f"it lacks {name}" for name in sorted(names - values.keys()))
    yield from (f"{plain(name, 40)} is none of its fields" for name in values.keys() - names)
    if values["schema"] != SCHEMA:
        yield "it is of an unknown kind"
    yield from (f"{name} is not what it must be" for name, holds in _CHECKS.items() if not holds(values[name]))


def _is_text(value: object, longest: int) -> bool:
    return isinstance(value, str) and 0 < len(value) <= longest and value.isprintable()


def _is_name(value: object) -> bool:
    return isinstance(value, str) and _is_text(value, LONGEST_NAME) and value.strip() == value


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_rotation(value: object) -> bool:
    if (
        not isinstance(value, list)
        or len(value) != 9
        or not all(_is_number(each) and abs(each) <= 1.1 for each in value)
    ):
        return False
    rotation = np.reshape(np.array(value, np.float64), (3, 3))
    skew = np.abs(rotation @ rotation.T - np.eye(3)).max()
    return bool(skew <= _ROTATION_TOLERANCE and np.linalg.det(rotation) > 0)


def _are_ratios(value: object) -> bool:
    if not isinstance(value, dict) or set(value) != {str(emotion) for emotion in EMOTIONS}:
        return False
    within = all(_is_number(each) and abs(each) <= _MOST_RATIO for each in value.values())
    return within and value[str(Emotion.NEUTRAL)] == 0


_CHECKS: Mapping[str, Callable[[object], bool]] = {
    "name": _is_name,
    "taken_at": lambda value: _is_text(value, 40),
    "network": lambda value: _is_text(value, 300),
    "readings": lambda value: type(value) is int and 0 < value <= _MOST_READINGS,
    "rotation": _is_rotation,
    "log_ratios": _are_ratios,
}
