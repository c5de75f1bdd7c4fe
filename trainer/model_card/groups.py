"""The tables of the model card about groups of people, and about what is taken for what."""

from collections.abc import Iterator, Mapping, Sequence

from app.domain.reading import EMOTIONS, Emotion
from trainer.evaluation.metrics import wilson
from trainer.model_card.values import (
    NOTHING,
    Result,
    at,
    bounds,
    chief,
    count,
    markdown,
    percent,
    percent_range,
    percent_with_range,
    title,
)
from trainer.plain_values import Json

_WATCHED = (Emotion.NEUTRAL, Emotion.ANGER, Emotion.SADNESS, Emotion.FEAR)
_REST = tuple(emotion for emotion in EMOTIONS if emotion not in _WATCHED)


def gender_table(results: Sequence[Result]) -> str:
    """One line for each group of each result with gender; empty when there is none."""
    rows = []
    for result in results:
        for kind, name, group in _members(at(result, "gender", "groups")):
            share = percent(at(group, "accuracy"))
            interval = percent_range(at(group, "low"), at(group, "high"))
            rows.append((title(result), f"{kind} {name}", share, interval, count(at(group, "n"))))
    return markdown(("pictures", "group", "accuracy", "95 % interval", "n"), rows) if rows else ""


def confusion_table(results: Sequence[Result]) -> str:
    """Numbers of faces, a row for each label and a column for each answer, of the chief result."""
    result = chief(results, "emotion", aligned=True)
    counts = counts_of(result) if result is not None else ()
    if result is None or not counts:
        return ""
    names = [str(emotion) for emotion in EMOTIONS]
    rows = [(name, *(f"{each:,}" for each in row), f"{sum(row):,}") for name, row in zip(names, counts, strict=True)]
    said = ("**answered**", *(f"{sum(column):,}" for column in zip(*counts, strict=True)), "")
    return f"{title(result)}:\n\n{markdown(('label', *names, 'faces'), [*rows, said])}"


def neutral_table(results: Sequence[Result]) -> str:
    """What neutral faces are taken for, of the chief result."""
    result = chief(results, "emotion", aligned=True)
    counts = counts_of(result) if result is not None else ()
    neutral = counts[EMOTIONS.index(Emotion.NEUTRAL)] if counts else ()
    if not sum(neutral):
        return ""
    rows = []
    for emotion, faces in zip(EMOTIONS, neutral, strict=True):
        low, high = wilson(faces, sum(neutral)) or (None, None)
        rows.append((str(emotion), percent(faces / sum(neutral)), percent_range(low, high), f"{faces:,}"))
    return markdown(("neutral faces read as", "share", "95 % interval", "faces"), rows)


def read_as_tables(results: Sequence[Result]) -> str:
    """By group the share of faces read as each emotion, of the chief result, in two tables."""
    result = chief(results, "read_as", aligned=False)
    if result is None:
        return ""
    tables = [_read_as_table(at(result, "read_as"), emotions) for emotions in (_WATCHED, _REST)]
    return "\n\n".join((f"{title(result)}, share of the faces read as:", *tables))


def counts_of(result: Result) -> tuple[tuple[int, ...], ...]:
    """The confusion matrix of a result; empty where it has none."""
    rows = at(result, "emotion", "confusion")
    if not isinstance(rows, list):
        return ()
    return tuple(tuple(each for each in row if isinstance(each, int)) for row in rows if isinstance(row, list))


def _read_as_table(groups: Json, emotions: Sequence[Emotion]) -> str:
    rows = []
    for kind, name, group in _members(groups):
        cells = []
        for emotion in emotions:
            low, high = bounds(at(group, "intervals", str(emotion)))
            cells.append(percent_with_range(at(group, "shares", str(emotion)), low, high))
        rows.append((f"{kind} {name}", *cells, count(at(group, "n"))))
    return markdown(("group", *map(str, emotions), "n"), rows)


def _members(groups: Json) -> Iterator[tuple[str, str, Json]]:
    """Kind, name and values of each group that has faces."""
    for kind, members in groups.items() if isinstance(groups, Mapping) else ():
        for name, group in members.items() if isinstance(members, Mapping) else ():
            if count(at(group, "n")) not in ("0", NOTHING):
                yield kind, name, group
