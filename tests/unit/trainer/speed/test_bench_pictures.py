"""Random pictures stand in for every source a configuration names."""

from dataclasses import replace

from trainer.config import TrainConfig
from trainer.data.dataset import SourceUse
from trainer.speed.bench_pictures import random_pictures


def test_every_source_has_pictures_with_all_labels() -> None:
    uses = {"a": SourceUse(0.5), "b": SourceUse(0.25), "rest": SourceUse(0.25, source="b", labels=False)}
    data = random_pictures(replace(TrainConfig(), sources=uses, size_px=16))
    (batch,) = data.training_batches(8, TrainConfig().augmentation, 0, 1)
    assert batch.faces.shape == (8, 3, 16, 16)
    assert float(batch.faces.float().std()) > 20
    for weight in (batch.emotion_weight, batch.pose_weight, batch.gender_weight):
        assert [bool(each) for each in weight] == [True] * 6 + [False] * 2
