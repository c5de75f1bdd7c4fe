"""Means, speed and waiting since the last line."""

import pytest

from trainer.training.tally import Tally


def test_a_line_by_hand() -> None:
    now = [100.0]
    tally = Tally(lambda: now[0])

    def batches():  # type: ignore[no-untyped-def]
        for _ in range(2):
            now[0] += 1  # each batch is waited for
            yield 8

    for number, size in enumerate(tally.timed(batches())):
        now[0] += 3
        tally.add({"emotion": 2.0 + number} | ({"puzzling": 5.0} if number else {}), size)
    line = tally.take()
    assert line == {
        "loss_emotion": pytest.approx(2.5),
        "loss_puzzling": 5.0,  # of the steps that had it
        "seconds": pytest.approx(8),
        "pictures_per_s": pytest.approx(2),
        "waiting_share": pytest.approx(0.25),
    }
    now[0] += 1
    assert tally.take() == {"seconds": pytest.approx(1), "pictures_per_s": 0.0, "waiting_share": 0.0}


def test_what_is_done_besides_takes_time_but_does_not_slow_the_training() -> None:
    now = [0.0]
    tally = Tally(lambda: now[0])
    now[0] += 2
    tally.add({"emotion": 1.0}, 10)
    with tally.besides():
        now[0] += 3
    line = tally.take()
    assert line["seconds"] == pytest.approx(5)
    assert line["pictures_per_s"] == pytest.approx(5)
    now[0] += 1
    tally.add({}, 4)
    assert tally.take()["pictures_per_s"] == pytest.approx(4)
