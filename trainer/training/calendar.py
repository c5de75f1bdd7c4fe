"""When a run validates and saves."""

from dataclasses import dataclass

from trainer.config import TrainConfig
from trainer.data.training_data import TrainingData


@dataclass(frozen=True, slots=True)
class Calendar:
    """Of a run over so many `pictures`: an epoch ends where as many faces have passed as they are; the first is 1."""

    config: TrainConfig
    pictures: int

    @staticmethod
    def of(config: TrainConfig, training: TrainingData) -> "Calendar":
        return Calendar(config, sum(len(training.places(use)) for use in config.sources))

    def epoch(self, step: int) -> int:
        return 1 + (step - 1) * self.config.batch // self.pictures

    def ends_epoch(self, step: int) -> bool:
        return step == self.config.steps or self.epoch(step + 1) != self.epoch(step)

    def validates(self, step: int) -> bool:
        every = self.config.validate_every
        return step == self.config.steps or (step % every == 0 if every else self.ends_epoch(step))

    def saves(self, step: int) -> bool:
        return self.ends_epoch(step) or step % self.config.save_every == 0
