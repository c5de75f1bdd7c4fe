"""What stands at the top of the page: what was trained, when, for how long, on what, and where it got."""

from datetime import datetime

from trainer.config import TrainConfig
from trainer.data.dataset import SourceUse
from trainer.run_report.history import History
from trainer.run_report.judged import Judged
from trainer.run_report.markup import paragraph, table
from trainer.training.checkpoint import Checkpoint
from trainer.training.journal import duration, shown, task_title, title

_NOTICE = (
    "This page shows faces from the data sets it names. Do not publish it, or pass it on, without the right to: "
    "most of these sets are for research only."
)


def heading(checkpoint: Checkpoint, history: History, judged: Judged | None) -> str:
    """As HTML."""
    config = checkpoint.config
    facts = [
        ("network", f"{config.backbone}, {config.size_px} px, averaged weights"),
        ("tasks", _tasks(config)),
        ("steps", _steps(checkpoint)),
        *_times(checkpoint, history),
        ("trained on", ", ".join(_use(name, use) for name, use in config.sources.items())),
        ("judged on", _faces(judged)),
    ]
    if checkpoint.chosen is not None:
        facts.append(("best", f"{config.choose_by} {checkpoint.chosen:.4f}, kept in best.ckpt"))
    notice = f'<div class="notice" role="note">{paragraph(_NOTICE)}</div>' if judged is not None else ""
    return notice + table(("", ""), facts).replace("<table", '<table class="facts"', 1) + _final(history)


def _tasks(config: TrainConfig) -> str:
    weights = config.tasks.supervised()
    weights |= {name: settings.weight for name, settings in config.tasks.pretexts().items()}
    return ", ".join(f"{task_title(name)} (weight {weight:g})" for name, weight in weights.items() if weight)


def _steps(checkpoint: Checkpoint) -> str:
    config = checkpoint.config
    done = f"{checkpoint.step:,} of {config.batch:,} faces each, seed {config.seed}"
    return done if checkpoint.step >= config.steps else f"{done}; unfinished, {config.steps:,} are planned"


def _times(checkpoint: Checkpoint, history: History) -> list[tuple[str, str]]:
    ended, length_s = history.ended_unix_s(), history.training_s(checkpoint.step)
    rows = []
    if ended is not None:
        rows.append(("last validated", datetime.fromtimestamp(ended).astimezone().strftime("%d %B %Y, %H:%M %Z")))
    if length_s is not None:
        rows.append(("time", f"about {duration(length_s)} at the usual pace, validation included, pauses not"))
    return rows


def _use(name: str, use: SourceUse) -> str:
    named = f"{name} ({use.source})" if use.source and use.source != name else name
    return f"{named} {100 * use.share:.0f} %" + ("" if use.labels else " without labels")


def _faces(judged: Judged | None) -> str:
    if judged is None:
        return "nothing: no validation pictures were found"
    number = len(judged.pictures)
    return f"{number:,} validation faces" + (f", evenly chosen of {judged.of:,}" if number < judged.of else "")


def _final(history: History) -> str:
    """The last figures on all validation pictures, a row for each set."""
    last = {measure: points[-1] for measure, points in history.measures().items()}
    if not last:
        return ""
    kinds = list(dict.fromkeys((measure.task, measure.kind) for measure in last))
    rows = []
    for source in dict.fromkeys(measure.source for measure in last):
        figures = {(each.task, each.kind): value for each, (_, value) in last.items() if each.source == source}
        rows.append((source, *(shown(kind[1], figures[kind]) if kind in figures else "" for kind in kinds)))
    step = max(at for at, _ in last.values())
    header = ("set", *(title(*kind) for kind in kinds))
    return f"<h2>Figures at step {step:,}</h2>\n{table(header, rows)}"
