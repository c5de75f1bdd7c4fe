"""How a run uses a set of pictures."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceUse:
    """How pictures are used: their share of each batch, how often a picture is taken whole instead of by the
    detector's box (only for sets of tight crops), and how much its labels count.

    `source` names the set; by default it is the name of the use. `part` takes the pictures between two shares of the
    set in an order that the seed shuffles, so that (0, 0.2) and (0.2, 1) share none. Without `labels` only the
    self-supervised tasks see them.
    """

    share: float
    whole: float = 0.0
    emotion_weight: float = 1.0
    pose_weight: float = 1.0
    source: str = ""
    part: tuple[float, float] = (0.0, 1.0)
    labels: bool = True
