"""What a run validates, writes down and saves while it goes on, and after which steps."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from trainer.config import TrainConfig
from trainer.data.batch import TrainingData
from trainer.data.dataset import Dataset
from trainer.training.choosing import is_better
from trainer.training.ema import with_recomputed_statistics
from trainer.training.journal import Journal
from trainer.training.optimising import rate_factor
from trainer.training.run_state import RunState
from trainer.training.tally import Tally
from trainer.training.validation import movement_scores, pretext_scores, run_network, scores


@dataclass(frozen=True, slots=True)
class EpochSchedule:
    """Which steps end an epoch, validate and save. An epoch, the first is 1, is as many faces as `pictures`."""

    config: TrainConfig
    pictures: int

    @staticmethod
    def of(config: TrainConfig, training: TrainingData) -> "EpochSchedule":
        return EpochSchedule(config, sum(len(training.places(use)) for use in config.sources))

    def epoch(self, step: int) -> int:
        return 1 + (step - 1) * self.config.batch // self.pictures

    def ends_epoch(self, step: int) -> bool:
        return step == self.config.steps or self.epoch(step + 1) != self.epoch(step)

    def validates(self, step: int) -> bool:
        every = self.config.validate_every
        return step == self.config.steps or (step % every == 0 if every else self.ends_epoch(step))

    def saves(self, step: int) -> bool:
        return self.ends_epoch(step) or step % self.config.save_every == 0


@dataclass(slots=True)
class Checkpointing:
    """Validates, writes and saves what is due after a step; without a journal, in all processes but one, nothing."""

    config: TrainConfig
    training: TrainingData
    validation: Mapping[str, Dataset]
    state: RunState
    schedule: EpochSchedule
    journal: Journal | None
    tally: Tally = field(default_factory=Tally)
    scored: dict[str, float] = field(default_factory=dict)

    def after(self, step: int) -> Mapping[str, float]:
        """Gives the figures of the last validation."""
        if self.journal is None:
            return self.scored
        validates, ends_epoch = self.schedule.validates(step), self.schedule.ends_epoch(step)
        if validates:
            with self.tally.besides():
                self.scored = self._judged(step)
        if validates or ends_epoch:
            means = self.tally.take() if ends_epoch else {}
            self.journal.add(step, self._line(step) | means | (self.scored if validates else {}))
        if self.schedule.saves(step):  # after the line: a kill between the two repeats it, and never loses it
            with self.tally.besides():
                self.state.save(step)
        return self.scored

    def save(self, step: int) -> None:
        """Save whatever the step, so that the run can go on from here."""
        if self.journal is not None:
            self.state.save(step)

    def _judged(self, step: int) -> dict[str, float]:
        """The figures of the averaged network; the best step so far is kept."""
        last = step == self.config.steps
        judged = with_recomputed_statistics(self.state.averaged, self.training, self.config, last)
        scored: dict[str, float] = {}
        for prefix, data in self.validation.items():
            found = scores(run_network(judged.net, data.validation_batches(self.config.batch)))
            found |= movement_scores(judged, data.validation_batches(self.config.batch))
            found |= pretext_scores(judged, data.validation_batches(self.config.batch))
            scored |= {f"{prefix}_{name}": value for name, value in found.items()}
        if is_better(scored, self.state.chosen, self.config.choose_by):
            self.state.save_best(step, judged, scored[self.config.choose_by])
        return scored

    def _line(self, step: int) -> dict[str, float]:
        """What the journal says of the step itself."""
        return {
            "epoch": self.schedule.epoch(step),
            **{f"weight_{name}": value for name, value in self.state.joint.learned_weights().items()},
            "learning_rate": self.config.learning_rate * rate_factor(step, self.config),
        }
