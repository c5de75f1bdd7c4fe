"""What a comparison's page says beside its numbers."""

from collections.abc import Mapping
from dataclasses import dataclass

from trainer.reproduction.arms import Figure


@dataclass(frozen=True, slots=True)
class GridText:
    """`arms` describes each arm in a line, in the tables' order; `reference` is the one the others are compared with.

    `equal_compute` is an arm without anything new that was trained as long as the others compute, if there is one.
    `question` is a paragraph, `differences_from_paper` are sentences, `command` makes the page.
    """

    name: str
    title: str
    question: str
    differences_from_paper: tuple[str, ...]
    reference: str
    arms: Mapping[str, str]
    figure: Figure
    command: str
    equal_compute: str = ""
