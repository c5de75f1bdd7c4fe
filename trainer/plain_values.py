"""Plain values, as TOML and JSON hold them: to frozen dataclasses and back by their annotations, and as printed."""

from collections.abc import Mapping
from dataclasses import MISSING, asdict, fields, is_dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints

from trainer.failure import TrainerError

Json: TypeAlias = Union[bool, int, float, str, list["Json"], Mapping[str, "Json"], None]  # noqa: UP007  # recursive

_T = TypeVar("_T")
_NAMES = MappingProxyType({int: "a whole number", float: "a number", str: "a text", bool: "true or false"})


class ConfigError(TrainerError):
    """A configuration cannot be used; the message is one sentence that names the file and the key."""


def from_plain(kind: type[_T], values: Any, origin: str, prefix: str = "") -> _T:
    """A dataclass from a table; its fields may be numbers, texts, closed sets, tuples, tables and named tables.

    Raises ConfigError, which names `origin` and the key, for unknown keys, missing ones and wrong types.
    """
    if not isinstance(values, Mapping):
        raise ConfigError(f"{origin}: `{prefix.rstrip('.')}` must be a table, not {values!r}.")
    hints = get_type_hints(kind)
    for key in values:
        if key not in hints:
            raise ConfigError(f"{origin}: unknown key `{prefix}{key}`; known are {', '.join(sorted(hints))}.")
    for item in fields(kind):  # type: ignore[arg-type]
        if item.default is MISSING and item.default_factory is MISSING and item.name not in values:
            raise ConfigError(f"{origin}: `{prefix}{item.name}` is missing.")
    return kind(**{key: _value(hints[key], value, origin, f"{prefix}{key}") for key, value in values.items()})


def to_plain(value: Any) -> Any:
    """The reverse; tuples stay tuples."""
    return asdict(value, dict_factory=lambda items: {k: str(v) if isinstance(v, StrEnum) else v for k, v in items})


def _value(hint: Any, value: Any, origin: str, name: str) -> Any:
    if is_dataclass(hint) and isinstance(hint, type):
        return from_plain(hint, value, origin, f"{name}.")
    if get_origin(hint) is tuple:
        return _tuple(get_args(hint), value, origin, name)
    if get_origin(hint) is dict:
        if not isinstance(value, Mapping):
            raise ConfigError(f"{origin}: `{name}` must be a table of tables, not {value!r}.")
        return {key: _value(get_args(hint)[1], each, origin, f"{name}.{key}") for key, each in value.items()}
    if issubclass(hint, StrEnum):
        if value not in tuple(hint):
            raise ConfigError(f"{origin}: `{name}` must be one of {', '.join(hint)}, not {value!r}.")
        return hint(value)
    if type(value) is hint or (hint is float and type(value) is int):
        return hint(value)
    raise ConfigError(f"{origin}: `{name}` must be {_NAMES[hint]}, not {value!r}.")


def _tuple(hints: tuple[Any, ...], value: Any, origin: str, name: str) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise ConfigError(f"{origin}: `{name}` must be a list, not {value!r}.")
    each = (hints[0],) * len(value) if hints[-1] is Ellipsis else hints
    if len(each) != len(value):
        raise ConfigError(f"{origin}: `{name}` must hold {len(each)} values, not {len(value)}.")
    return tuple(_value(hint, item, origin, name) for hint, item in zip(each, value, strict=True))


def plain(value: object, digits: int = 6) -> Json:
    """A value of JSON, its numbers rounded to so many digits after the point."""
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return round(value, digits)
        case tuple() | list():
            return [plain(each, digits) for each in value]
        case dict():
            return {str(name): plain(each, digits) for name, each in value.items()}
        case _:
            raise TypeError(f"{type(value).__name__} has no form in JSON")
