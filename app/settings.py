"""What the user chose: read once at the start, written as the differences from the defaults."""

import errno
import logging
import os
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal, cast

import tomli_w

from app.domain.plain_text import plain
from app.output.part_file import write_whole

_log = logging.getLogger(__name__)

Value = str | bool | int | float | tuple[str, ...]

_MOST_BYTES = 16 * 1024
"""A full file has about one KiB. A parser needs a limit: the time for nested keys grows with the square of the size."""

_MOST_WARNINGS = 20

_SECRET_NAMES = frozenset(
    ("user", "usr", "username", "login", "loginuse", "password", "passwd", "pwd", "pass", "loginpas", "token", "auth",
     "key", "apikey", "api_key", "secret")
)  # fmt: skip


class SettingsError(Exception):
    """The settings cannot be written; the message is one sentence for the user that says what to do."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Which values a setting may have; `choices` empty and limits None mean any."""

    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None

    def broken_by(self, value: Value, default: Value) -> str:
        """What is wrong with a value of the file, as the end of a sentence; "" where nothing is."""
        if isinstance(default, tuple):
            texts = isinstance(value, list) and all(isinstance(each, str) for each in value)
            return "" if texts else "must be a list of texts"
        if type(value) is not type(default) and not (type(default) is float and type(value) is int):
            return f"must be {_KINDS[type(default)]}"
        if self.choices and value not in self.choices:
            return f"must be one of {', '.join(self.choices)}"
        if self.low is not None and self.high is not None and not self.low <= cast(float, value) <= self.high:
            return f"must lie between {self.low:g} and {self.high:g}"
        return ""


_KINDS: Mapping[type, str] = {str: "a text", bool: "true or false", int: "a whole number", float: "a number"}


def _one_of(*choices: str) -> Any:
    return field(default=choices[0], metadata={"rule": Rule(choices=choices)})


def _between(low: float, high: float, default: float) -> Any:
    return field(default=default, metadata={"rule": Rule(low=low, high=high)})


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting with its default.

    `source` is a source text as the command line takes it, "" for the first camera or else the demo clip;
    `recent_sources` are the files and addresses chosen last, the newest first, `recent_recordings` what was reviewed.
    `model_path` "" is the shipped network. From `away_yaw_deg` to `absent_after_s` stands the rule of
    attention (docs/attention.md). `baseline` names the one that readings are measured from while `use_baseline` is on,
    "" where none was chosen. `streaming_accepted`: the user has agreed
    that readings are sent to other programs; `recording_accepted_at`: when the user agreed that they are kept
    (ISO 8601), "" before. `recordings_folder` "" is Poise's own among the user's documents. `window_geometry` is Qt's,
    as base64. The width of the readings and the
    height of the charts are those that the user drew them to.
    """

    source: str = ""
    recent_sources: tuple[str, ...] = ()
    recent_recordings: tuple[str, ...] = ()
    capture_width_px: int = _between(160, 7680, 1280)
    capture_height_px: int = _between(120, 4320, 720)
    capture_fps: int = _between(1, 240, 30)
    detector_reach: Literal["auto", "short", "full"] = _one_of("auto", "short", "full")
    max_faces: int = _between(1, 32, 8)
    model_path: str = ""
    device: Literal["auto", "cpu", "cuda"] = _one_of("auto", "cpu", "cuda")
    uncertain_below: float = _between(0.0, 1.0, 0.5)
    smoothing_s: float = _between(0.0, 5.0, 0.3)
    away_yaw_deg: float = _between(1.0, 90.0, 20.0)
    away_pitch_deg: float = _between(1.0, 90.0, 15.0)
    away_after_s: float = _between(0.0, 10.0, 0.5)
    facing_after_s: float = _between(0.0, 10.0, 0.3)
    absent_after_s: float = _between(0.0, 10.0, 0.5)
    mirror: bool = True
    show_gender: bool = True
    show_axes: bool = True
    show_emotion: bool = True
    show_bars: bool = False
    show_pose: bool = True
    show_ids: bool = True
    anonymous: bool = False
    text_scale: float = _between(0.5, 4.0, 1.0)
    show_charts: bool = True
    repeat_files: bool = True
    show_readings: bool = True
    language: Literal["system", "en", "de"] = _one_of("system", "en", "de")
    theme: Literal["system", "light", "dark"] = _one_of("system", "light", "dark")
    chart_seconds: int = _between(10, 600, 60)
    notice_accepted: bool = False
    streaming_accepted: bool = False
    recording_accepted_at: str = ""
    recordings_folder: str = ""
    record_video: bool = False
    record_anonymised: bool = True
    window_geometry: str = ""
    baseline: str = ""
    use_baseline: bool = False
    readings_width_px: int = _between(100, 4000, 316)
    charts_height_px: int = _between(100, 4000, 210)


_FOR_NUMBERS = (
    *("capture_width_px", "capture_height_px", "capture_fps", "detector_reach", "max_faces", "uncertain_below"),
    *("smoothing_s", "away_yaw_deg", "away_pitch_deg", "away_after_s", "facing_after_s", "absent_after_s"),
)


def numbers_rest_on(settings: Settings) -> dict[str, Value]:
    """The settings that change what is read, by name."""
    return {name: getattr(settings, name) for name in _FOR_NUMBERS}


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """Settings with a sentence for each thing in their file that could not be used."""

    settings: Settings
    warnings: tuple[str, ...]


def load_settings(path: Path) -> Settings:
    """The settings of a file; what cannot be used of it is logged and falls back to its default."""
    loaded = read_settings(path)
    for warning in loaded.warnings:
        _log.warning("%s", warning)
    return loaded.settings


def read_settings(path: Path) -> LoadedSettings:
    """The settings of a file and the warnings for the user; a missing file gives the defaults.

    A file that is no TOML is moved aside to `<name>.broken`. Nothing that lies there is an error, so that the window
    always opens.
    """
    try:
        table = tomllib.loads(_text_of(path))
    except FileNotFoundError:
        return LoadedSettings(Settings(), ())
    except OSError as error:
        return LoadedSettings(Settings(), (f"{path} cannot be read ({error.strerror}), the defaults are used.",))
    except RecursionError:
        return LoadedSettings(Settings(), (_move_aside(path, "it is nested too deeply"),))
    except ValueError as error:  # no TOML, no UTF-8, or a number of more digits than Python reads
        return LoadedSettings(Settings(), (_move_aside(path, plain(str(error))),))
    return _from_table(table, path)


def _text_of(path: Path) -> str:
    """Raises OSError, or ValueError where it cannot be a settings file."""
    if not stat.S_ISREG(path.stat().st_mode):  # a pipe would let the start wait for ever
        raise OSError(errno.EINVAL, "it is not a file")
    with path.open("rb") as file:
        content = file.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise ValueError(f"it is larger than {_MOST_BYTES // 1024} KiB")
    return content.decode()


def save_settings(path: Path, settings: Settings) -> None:
    """Write what differs from the defaults, the whole file or nothing of it. Raises SettingsError.

    User names and passwords in the addresses of streams are not written: the file is plain text.
    """
    recent = tuple(without_secrets(source) for source in settings.recent_sources)
    settings = replace(settings, source=without_secrets(settings.source), recent_sources=recent)
    try:
        target = _behind_links(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, tomli_w.dumps(_differences(settings)).encode(), f".{target.name}.")
    except OSError as error:
        raise SettingsError(
            f"The settings could not be saved to {path} ({error.strerror}); check that the folder can be written."
        ) from error


def _behind_links(path: Path) -> Path:
    """Where the file itself lies, so that a link to it stays a link. Raises OSError where no file can lie there."""
    try:
        target = path.resolve()
        is_other = target.exists() and not target.is_file()
    except RuntimeError as error:  # Python 3.11 and 3.12, where links lead in a circle
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from error
    if is_other:  # /dev/null, say, would be replaced by a file
        raise OSError(errno.EINVAL, "it is not a file")
    return target


def without_secrets(source: str) -> str:
    """An address without user name and password, and without what is called a secret in its query."""
    scheme, separator, rest = source.partition("://")
    if not separator:
        return source
    place, slash, path = rest.partition("/")
    path, mark, query = path.partition("?")
    kept = "&".join(item for item in query.split("&") if item.partition("=")[0].lower() not in _SECRET_NAMES)
    return f"{scheme}://{place.rpartition('@')[2]}{slash}{path}{mark if kept else ''}{kept}"


def _differences(settings: Settings) -> dict[str, Value]:
    values = {entry.name: getattr(settings, entry.name) for entry in fields(Settings)}
    return {name: value for name, value in values.items() if value != getattr(_DEFAULTS, name)}


def _move_aside(path: Path, error: str) -> str:
    aside = path.with_name(f"{path.name}.broken")
    try:
        path.replace(aside)
    except OSError:
        return f"{path} is not valid TOML ({error}), the defaults are used; repair or delete it."
    return f"{path} is not valid TOML ({error}); it was kept as {aside.name} and the defaults are used."


def _from_table(table: Mapping[str, Any], path: Path) -> LoadedSettings:
    rules = {entry.name: entry.metadata.get("rule", Rule()) for entry in fields(Settings)}
    accepted: dict[str, Any] = {}
    warnings = []
    for name, value in table.items():
        if name not in rules:
            warnings.append(f"{path}: {plain(name)} is not a setting and is ignored.")
            continue
        default = getattr(_DEFAULTS, name)
        if problem := rules[name].broken_by(value, default):
            warnings.append(f"{path}: {name} {problem}, the default {default!r} is used.")
        else:
            accepted[name] = type(default)(value)  # 1 in the file of a number becomes 1.0, a list a tuple
    if len(warnings) > _MOST_WARNINGS:
        rest = len(warnings) - _MOST_WARNINGS
        warnings[_MOST_WARNINGS:] = [f"{path}: {rest} more of its lines are no settings and are ignored."]
    return LoadedSettings(Settings(**accepted), tuple(warnings))


_DEFAULTS = Settings()
