"""Which reader an input needs: as its user says, or as its layout shows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from trainer.data.picture import DataError, Picture
from trainer.data.readers import (
    affectnet,
    affectnet_folders,
    aflw2000,
    biwi,
    celeba,
    fairface,
    fer2013,
    folder,
    parquet,
    raf_db,
    utkface,
    w300lp,
)


class Kind(StrEnum):
    """The public sets that can be read, by the name a user gives."""

    PARQUET = "parquet"
    AFFECTNET = "affectnet"
    RAF_DB = "raf-db"
    FER2013 = "fer2013"
    UTKFACE = "utkface"
    FAIRFACE = "fairface"
    CELEBA = "celeba"
    W300LP = "300w-lp"
    AFLW2000 = "aflw2000"
    BIWI = "biwi"
    FOLDER = "folder"


@dataclass(frozen=True, slots=True)
class Input:
    """One set on disk."""

    kind: Kind
    path: Path

    def pictures(self) -> Iterator[Picture]:
        """Its pictures, read one after the other. Raises DataError, also when there is none."""
        empty = True
        readers = _READERS[self.kind]
        reader = next((reader for reader in readers if reader.fits(self.path)), readers[0])
        for picture in reader.read_pictures(self.path):
            empty = False
            yield picture
        if empty:
            raise DataError(f"{self.path} holds no pictures in the layout of {self.kind}; see docs/training.md.")


def input_named(text: str) -> Input:
    """Read `[KIND:]PATH`. Raises DataError when there is nothing there or its kind is not plain to see."""
    word, colon, rest = text.partition(":")
    kind = Kind(word.lower()) if colon and word.lower() in tuple(Kind) else None
    path = Path(text if kind is None else rest).expanduser()
    if not path.exists():
        raise DataError(f"{path} does not exist; give [KIND:]PATH, where KIND is one of {', '.join(Kind)}.")
    return Input(kind or _recognised(path), path)


def _recognised(path: Path) -> Kind:
    fitting = [kind for kind in Kind if _fits(kind, path)]
    chosen = [kind for kind in fitting if kind is not Kind.FOLDER] or fitting
    if len(chosen) != 1:
        what = f"may be {' or '.join(chosen)}" if chosen else "is in no layout that is recognised"
        raise DataError(f"{path} {what}; say which with KIND:PATH, where KIND is one of {', '.join(Kind)}.")
    return chosen[0]


def _fits(kind: Kind, path: Path) -> bool:
    return any(reader.fits(path) for reader in _READERS[kind])


class _Reader(Protocol):
    """A module of this package."""

    def fits(self, path: Path, /) -> bool: ...

    def read_pictures(self, path: Path, /) -> Iterator[Picture]: ...


_READERS: Mapping[Kind, tuple[_Reader, ...]] = {
    Kind.PARQUET: (parquet,),
    Kind.AFFECTNET: (affectnet, affectnet_folders),
    Kind.RAF_DB: (raf_db,),
    Kind.FER2013: (fer2013,),
    Kind.UTKFACE: (utkface,),
    Kind.FAIRFACE: (fairface,),
    Kind.CELEBA: (celeba,),
    Kind.W300LP: (w300lp,),
    Kind.AFLW2000: (aflw2000,),
    Kind.BIWI: (biwi,),
    Kind.FOLDER: (folder,),
}
"""The readers of a kind, one for each layout it is released in."""
