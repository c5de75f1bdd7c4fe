"""The figure on validation pictures by which a run keeps its best step."""

from collections.abc import Iterator, Mapping
from itertools import chain

from trainer.data.dataset import Dataset
from trainer.plain_values import ConfigError
from trainer.tasks.joint import Joint
from trainer.training.validation import judged_rows, movement_scores, pretext_scores

_FEW = 16


def refuse_unmeasured(name: str, joint: Joint, validation: Mapping[str, Dataset]) -> None:
    """Raise ConfigError where no validation picture gives the figure `name`; an empty name asks for none.

    `validation` is by source. Looks at pictures until one gives it, which the first few do if any.
    """
    found: dict[str, None] = {}
    named_first = sorted(validation.items(), key=lambda pair: not name.startswith(f"{pair[0]}_"))
    for source, data in named_first if name else ():
        for figure in _figures(joint, data):
            if name == f"{source}_{figure}":
                return
            found[f"{source}_{figure}"] = None
    if name:
        known = f"one of {', '.join(found)}" if found else "left out, for nothing validates"
        raise ConfigError(f"`choose_by` must be {known}, not {name!r}.")


def is_better(scored: Mapping[str, float], best: float | None, name: str) -> bool:
    """Whether the figure `name` is better than the best so far; errors in degrees are better when lower.

    Without a name none is.
    """
    if not name:
        return False
    return best is None or (scored[name] < best if name.endswith("_deg") else scored[name] > best)


def _figures(joint: Joint, data: Dataset) -> Iterator[str]:
    """What the pictures give, batch by batch; a figure may come again."""
    batches = data.validation_batches(_FEW)
    first = next(batches)
    yield from pretext_scores(joint, [first])
    for batch in chain([first], batches):
        yield from judged_rows(batch)
        yield from movement_scores(joint, [batch])
