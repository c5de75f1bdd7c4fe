"""What a run shows: on a terminal within 80 columns, in a pipe a line for each validation."""

import io
from collections.abc import Mapping

import pytest
from rich.console import Console

from trainer.commands.training_display import WIDTH, Display, Pace, shown_on
from trainer.training.journal import duration
from trainer.training.loop import Progress

LOSSES = {"emotion": 1.0, "pose": 0.5, "gender": 0.25, "puzzling": 19.7, "tile_rotation": 12.5, "in_painting": 0.1}
FIGURES = {
    "fer2013_emotion_accuracy": 0.8123,
    "fer2013_pose_mae_deg": 1.5,
    "muxspace_facial_expressions_puzzling_accuracy": 0.5,
    "muxspace_facial_expressions_in_painting_psnr_db": 17.0,
    "muxspace_facial_expressions_in_painting_ssim": 0.4,
}


def progress(step: int, losses: Mapping[str, float] = LOSSES, validation: Mapping[str, float] = FIGURES) -> Progress:
    return Progress(step, 12000, 1 + step // 100, 120, losses, validation)


def picture(display: Display, width: int) -> list[str]:
    console = Console(file=io.StringIO(), width=width, force_terminal=True, color_system=None)
    with console.capture() as capture:
        console.print(display)
    return capture.get().splitlines()


class Clock:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_the_display_is_never_wider_than_80_columns_or_the_terminal(width: int) -> None:
    display = Display("runs/first: a backbone of a long name, 224 px, batches of 128, and more that is cut off")
    display.add(progress(3300))
    lines = picture(display, width)
    assert max(len(line.rstrip()) for line in lines) <= min(width, WIDTH)
    text = " ".join(" ".join(lines).split())
    for part in ("emotion 1.000", "tile rotation 12.500", "emotion 81.2 %", "in-painting SSIM 0.400", "27 %"):
        assert part in text, "figures are never broken or cut off"


def test_rate_and_time_left_come_from_this_sitting() -> None:
    clock = Clock()
    display = Display("run", clock)
    display.add(progress(5001))  # went on after a stop
    assert "left" not in display.line()
    clock.now_s += 50
    display.add(progress(6001))
    assert "epoch 61 of 120, step 6,001 of 12,000, 20 steps/s, 5 min 00 s left" in display.line()


def test_a_pace_needs_time_to_pass() -> None:
    pace = Pace(lambda: 1.0)
    pace.add(1)
    pace.add(2)
    assert pace.steps_per_s is None
    assert pace.left_s(10) is None


def test_losses_are_smoothed() -> None:
    display = Display("run")
    display.add(progress(1, {"emotion": 2.0}))
    display.add(progress(2, {"emotion": 1.0}))
    assert "losses: emotion 1.500;" in display.line(), "at first their mean"
    for step in range(3, 40):
        display.add(progress(step, {"emotion": 1.0}))
    before = float(display.line().split("emotion ")[1].split(";")[0])
    display.add(progress(40, {"emotion": before + 2}))
    assert f"losses: emotion {before + 0.1:.3f};" in display.line(), "later a twentieth of each step"


def test_before_the_first_step_it_says_what_goes_on() -> None:
    assert "getting the first pictures ready" in "\n".join(picture(Display("run"), 80))


def test_a_pipe_gets_one_line_for_each_validation_and_one_at_the_end() -> None:
    pipe = io.StringIO()
    with shown_on(Console(file=pipe, soft_wrap=True, markup=False, highlight=False), "run", 5) as show:
        for step in range(1, 13):
            show(Progress(step, 12, 1, 1, LOSSES, FIGURES))
    lines = pipe.getvalue().splitlines()
    assert [line.split(", ")[1] for line in lines] == ["step 5 of 12", "step 10 of 12", "step 12 of 12"]
    assert lines[0].endswith(
        "muxspace_facial_expressions: puzzling 50.0 %, in-painting PSNR 17.0 dB, in-painting SSIM 0.400"
    )


def test_a_run_that_validates_by_epochs_gets_a_line_as_each_begins() -> None:
    pipe = io.StringIO()
    with shown_on(Console(file=pipe, soft_wrap=True, markup=False, highlight=False), "run", 0) as show:
        for step in range(1, 8):
            show(Progress(step, 7, 1 + (step - 1) // 3, 3, LOSSES, FIGURES))
    beginnings = [line.split("step ")[1][:6] for line in pipe.getvalue().splitlines()]
    assert beginnings == ["1 of 7", "4 of 7", "7 of 7"]


def test_a_terminal_shows_the_display() -> None:
    screen = io.StringIO()
    with shown_on(Console(file=screen, force_terminal=True, width=100, color_system=None), "my run", 5) as show:
        show(progress(10))
    assert "my run" in screen.getvalue()
    assert "step 10 of 12,000" in screen.getvalue()


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.4, "0 s"), (59.6, "1 min 00 s"), (200, "3 min 20 s"), (7500, "2 h 05 min")]
)
def test_durations_have_two_units(seconds: float, words: str) -> None:
    assert duration(seconds) == words
