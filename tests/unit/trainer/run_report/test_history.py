"""The journal as curves, also of runs that were killed and went on."""

import json
from pathlib import Path

from trainer.run_report.history import History, read_history
from trainer.training.journal import Measure


def journal(folder: Path, *lines: object) -> None:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    (folder / "journal.jsonl").write_text(text, encoding="utf-8")


def line(step: int, at_s: float, **values: float) -> dict[str, float]:
    return {"step": step, "unix_time_s": at_s, **values}


def test_losses_and_figures_become_series(tmp_path: Path) -> None:
    journal(tmp_path, line(10, 0, loss_pose=2.0, weight_pose=1.0), line(20, 5, loss_pose=1.0, made_pose_mae_deg=4.0))
    history = read_history(tmp_path)
    assert history.losses() == {"pose": ((10, 2.0), (20, 1.0))}
    assert history.measures() == {Measure("made", "pose", "mae_deg"): ((20, 4.0),)}


def test_steps_made_twice_count_once_and_broken_lines_not_at_all(tmp_path: Path) -> None:
    journal(
        tmp_path,
        line(10, 0, loss_pose=3.0),
        line(20, 10, loss_pose=2.5),
        '{"step": 30, "unix_ti',
        line(20, 500, loss_pose=2.0),
        "[1]",
        line(30, 510, loss_pose=1.0),
    )
    assert read_history(tmp_path).losses() == {"pose": ((10, 3.0), (20, 2.0), (30, 1.0))}


def test_two_lines_of_one_step_complete_each_other(tmp_path: Path) -> None:
    journal(tmp_path, line(10, 0, loss_pose=3.0), line(10, 0, made_pose_mae_deg=4.0))
    history = read_history(tmp_path)
    assert history.losses() == {"pose": ((10, 3.0),)}
    assert list(history.measures().values()) == [((10, 4.0),)]


def test_a_pause_is_no_training_time(tmp_path: Path) -> None:
    journal(tmp_path, *(line(10 * n, 20 * n + (9000 if n > 2 else 0)) for n in range(1, 6)))
    history = read_history(tmp_path)
    assert history.training_s(50) == 100
    assert history.ended_unix_s() == 9100


def test_heads_that_are_not_trained_are_left_out() -> None:
    history = History((line(1, 0, loss_pose=1.0, made_pose_mae_deg=3.0, made_gender_accuracy=0.5),))
    assert list(history.of_tasks({"pose"}).measures()) == [Measure("made", "pose", "mae_deg")]
    assert history.of_tasks({"pose"}).losses() == history.losses()


def test_a_run_without_a_journal_has_no_history(tmp_path: Path) -> None:
    history = read_history(tmp_path)
    assert (history.losses(), history.measures(), history.training_s(5), history.ended_unix_s()) == ({}, {}, None, None)
