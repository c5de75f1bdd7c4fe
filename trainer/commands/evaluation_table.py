"""The scores as tables for people."""

from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.table import Table

from app.domain.reading import ANGLES
from trainer.evaluation.files import Evaluation
from trainer.evaluation.gender_scores import GenderScores
from trainer.evaluation.metrics import Interval, Share
from trainer.evaluation.pose_scores import PoseScores
from trainer.evaluation.scores import EmotionScores, SmileScores
from trainer.evaluation.trust import Certainty

Row = tuple[str, str, str, str]


def show(evaluations: Iterable[Evaluation], console: Console) -> None:
    """One table for each file."""
    for each in evaluations:
        table = Table(title=_title(each), title_justify="left", caption=_caption(each), caption_justify="left")
        table.add_column("measure")
        for name in ("value", "95 % interval", "n"):
            table.add_column(name, justify="right")
        for row in _rows(each):
            table.add_row(*row)
        console.print(table)


def _title(each: Evaluation) -> str:
    chosen = f", {' and '.join(each.where)}" if each.where else ""
    return f"{each.file}{chosen}{', aligned' if each.aligned else ''}"


def _caption(each: Evaluation) -> str:
    broken = f", {each.faces.broken} of them broken" if each.faces.broken else ""
    return f"{each.faces.pictures} pictures, {each.faces.not_found} without a face found{broken}"


def _rows(each: Evaluation) -> Iterator[Row]:
    if each.emotion is not None:
        yield from _emotion(each.emotion)
    if each.emotion7 is not None:
        yield _share("emotion, 7 classes of FER2013", each.emotion7)
    if each.smile is not None:
        yield from _smile(each.smile)
    if each.pose is not None:
        yield from _pose(each.pose)
    if each.gender is not None:
        yield from _gender(each.gender)


def _emotion(scores: EmotionScores) -> Iterator[Row]:
    between = scores.intervals
    yield _share("emotion", Share(scores.accuracy, scores.n, scores.low, scores.high))
    ferplus = _percents(between["accuracy_ferplus"])
    yield "  by the rule of FER+", _percent(scores.accuracy_ferplus), ferplus, str(scores.n_ferplus)
    yield (
        "  faces not found are wrong",
        _percent(scores.accuracy_all),
        _percents(between["accuracy_all"]),
        str(scores.n_all),
    )
    yield "  balanced", _percent(scores.balanced_accuracy), _percents(between["balanced_accuracy"]), ""
    yield "  calibration error", _percent(scores.ece), _percents(between["ece"]), ""
    yield from _certainty(scores.uncertain)
    for (emotion, recall), labelled in zip(scores.recall.items(), scores.confusion, strict=True):
        yield (
            f"  recall of {emotion}",
            _percent(recall),
            _percents(scores.recall_intervals[emotion]),
            str(sum(labelled)),
        )


def _smile(scores: SmileScores) -> Iterator[Row]:
    yield "smile, area under the curve", _number(scores.auc, 3), _numbers(scores.interval, 3), str(scores.n)


def _pose(scores: PoseScores) -> Iterator[Row]:
    for angle in ANGLES:
        interval = _interval(_number(scores.mae_low[angle], 2), _number(scores.mae_high[angle], 2))
        removed = _numbers(scores.offset_removed_intervals[angle], 2)
        yield f"{angle}, mean absolute error (degrees)", _number(scores.mae[angle], 2), interval, str(scores.n)
        yield "  offset", _number(scores.offset[angle], 2), _numbers(scores.offset_intervals[angle], 2), ""
        if scores.own_offset is not None and scores.own_offset_intervals is not None and angle in scores.own_offset:
            own = _numbers(scores.own_offset_intervals[angle], 2)
            yield "  of it the network's own", _number(scores.own_offset[angle], 2), own, ""
        yield "  without the offset", _number(scores.mae_offset_removed[angle], 2), removed, ""
    interval = _interval(_number(scores.mae_low["mean"], 2), _number(scores.mae_high["mean"], 2))
    removed = _numbers(scores.offset_removed_intervals["mean"], 2)
    yield "mean of the three angles", _number(scores.mae["mean"], 2), interval, str(scores.n)
    yield "  without the offsets", _number(scores.mae_offset_removed["mean"], 2), removed, ""
    for band, each in scores.by_yaw.items():
        yield f"  turned {band} degrees", _number(each.mean, 2), _numbers(each.mean_interval, 2), str(each.n)
        if each.sign_flips is not None:
            yield _share("    read to the wrong side", each.sign_flips)


def _gender(scores: GenderScores) -> Iterator[Row]:
    yield _share("gender", Share(scores.accuracy, scores.n, scores.low, scores.high))
    yield "  area under the curve", _number(scores.auc, 3), _numbers(scores.intervals["auc"], 3), ""
    yield "  calibration error", _percent(scores.ece), _percents(scores.intervals["ece"]), ""
    yield from _certainty(scores.uncertain)
    for kind, groups in scores.groups.items():
        for name, each in groups.items():
            yield _share(f"  {kind} {name}", each)


def _certainty(of: Certainty) -> Iterator[Row]:
    yield _share("  shown as certain", Share(of.coverage, of.n, of.coverage_low, of.coverage_high))
    yield _share("  right where certain", Share(of.accuracy, of.n_answered, of.low, of.high))


def _share(name: str, share: Share) -> Row:
    return name, _percent(share.accuracy), _interval(_percent(share.low), _percent(share.high)), str(share.n)


def _percents(interval: Interval | None) -> str:
    return "" if interval is None else _interval(_percent(interval.low), _percent(interval.high))


def _numbers(interval: Interval | None, digits: int) -> str:
    return "" if interval is None else _interval(_number(interval.low, digits), _number(interval.high, digits))


def _interval(low: str, high: str) -> str:
    return f"{low} to {high}" if low and high else ""


def _percent(value: float | None) -> str:
    return "" if value is None else f"{100 * value:.1f} %"


def _number(value: float | None, digits: int) -> str:
    return "" if value is None else f"{value:.{digits}f}"
