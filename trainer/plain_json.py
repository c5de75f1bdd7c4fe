"""What the commands print with `--json`: values of JSON, rounded to what they are worth."""

from collections.abc import Mapping
from typing import TypeAlias, Union

Json: TypeAlias = Union[bool, int, float, str, list["Json"], Mapping[str, "Json"], None]  # noqa: UP007  # recursive


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
