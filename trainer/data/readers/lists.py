"""Rows of the lists that public sets keep their labels in, each of which knows its file and line."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO, TypeVar

from trainer.data.picture import DataError

_Label = TypeVar("_Label")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: where it stands, and its values by column. What is asked for and is wrong raises DataError."""

    place: str
    values: Mapping[str, str]

    def text(self, column: str) -> str:
        value = (self.values.get(column) or "").strip()
        if not value:
            raise DataError(f"{self.place}: there is no {column}; mend or remove the row.")
        return value

    def number(self, column: str) -> float:
        text = self.text(column)
        try:
            return float(text)
        except ValueError as error:
            raise DataError(f"{self.place}: {column} is `{text}` and no number; mend the row.") from error

    def label(self, column: str, labels: Mapping[str, _Label]) -> _Label:
        """What one of a closed set of words stands for."""
        value = self.text(column)
        if value not in labels:
            raise DataError(f"{self.place}: {column} is `{value}` and none of {', '.join(labels)}; mend the row.")
        return labels[value]


def csv_rows(path: Path, needed: Sequence[str]) -> Iterator[Row]:
    """The rows of a CSV file whose first line names its columns, a line at a time."""
    with _opened(path) as file:
        reader = csv.DictReader(file, skipinitialspace=True)
        names = [name.strip() for name in reader.fieldnames or ()]
        missing = [name for name in needed if name not in names]
        if missing:
            raise DataError(f"{path} has no column {', '.join(missing)}; its first line must name the columns.")
        reader.fieldnames = names
        try:
            for values in reader:
                yield Row(f"{path}, line {reader.line_num}", values)
        except (UnicodeDecodeError, csv.Error) as error:
            raise DataError(f"{path} breaks off after line {reader.line_num} ({error}); copy it again.") from error


def word_rows(path: Path, columns: Sequence[str], start_line: int = 1) -> Iterator[Row]:
    """The lines of a text file as words between spaces, one word for each column; empty lines are passed over."""
    with _opened(path) as file:
        try:
            for number, line in enumerate(file, 1):
                words = line.split()
                if number < start_line or not words:
                    continue
                place = f"{path}, line {number}"
                if len(words) != len(columns):
                    raise DataError(f"{place}: there are {len(words)} words instead of {len(columns)}; mend the row.")
                yield Row(place, dict(zip(columns, words, strict=True)))
        except UnicodeDecodeError as error:
            raise DataError(f"{path} is no text file ({error}); copy it again.") from error


def _opened(path: Path) -> TextIO:
    try:
        return path.open(encoding="utf-8-sig", newline="")
    except OSError as error:
        raise DataError(f"{path} cannot be read ({error.strerror}); check the path.") from error
