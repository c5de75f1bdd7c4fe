"""Who hears how long work goes: words on what happens, and how far each part of it is."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Listener:
    """`note` takes a sentence. `bar` opens a part by its name; it gives what is called with (done, total)."""

    note: Callable[[str], None]
    bar: Callable[[str], AbstractContextManager[Callable[..., None]]]


NOBODY = Listener(lambda text: None, lambda name: nullcontext(lambda *told: None))
