"""When a run validates and saves."""

from trainer.config import TrainConfig
from trainer.training.checkpointing import EpochSchedule


def due(pictures: int, **changes: object) -> tuple[list[int], list[int], list[int]]:
    """Steps that end an epoch, validate, save."""
    config = TrainConfig.from_dict({"steps": 10, "batch": 4, "save_every": 100, "validate_every": 100, **changes})
    schedule, steps = EpochSchedule(config, pictures), range(1, 11)
    return (
        [step for step in steps if schedule.ends_epoch(step)],
        [step for step in steps if schedule.validates(step)],
        [step for step in steps if schedule.saves(step)],
    )


def test_an_epoch_ends_where_every_picture_had_room() -> None:
    assert due(12)[0] == [3, 6, 9, 10]
    assert due(10)[0] == [3, 5, 8, 10]  # after 10, 20, 30 faces
    assert due(4)[0] == list(range(1, 11))


def test_saves_come_with_epochs_and_every_so_many_steps_and_at_the_end() -> None:
    assert due(12, save_every=4)[2] == [3, 4, 6, 8, 9, 10]


def test_validation_by_steps_or_by_epochs() -> None:
    assert due(12, validate_every=4)[1] == [4, 8, 10]
    assert due(12, validate_every=0)[1] == [3, 6, 9, 10]
