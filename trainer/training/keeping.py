"""What is kept of a run while it goes on: figures, lines of the journal, checkpoints; each when it is due."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from trainer.config import TrainConfig
from trainer.data.dataset import Dataset
from trainer.data.training_data import TrainingData
from trainer.training.averaging import steadied
from trainer.training.calendar import Calendar
from trainer.training.choosing import is_better
from trainer.training.journal import Journal
from trainer.training.optimising import rate_factor
from trainer.training.run_state import RunState
from trainer.training.tally import Tally
from trainer.training.validation import pretext_scores, run_network, scores


@dataclass(slots=True)
class Keeper:
    """Validates, writes and saves what is due after a step; without a journal, in all processes but one, nothing."""

    config: TrainConfig
    training: TrainingData
    validation: Mapping[str, Dataset]
    state: RunState
    calendar: Calendar
    journal: Journal | None
    tally: Tally = field(default_factory=Tally)
    scored: dict[str, float] = field(default_factory=dict)

    def keep(self, step: int) -> Mapping[str, float]:
        """Gives the figures of the last validation."""
        if self.journal is None:
            return self.scored
        validates, ends_epoch = self.calendar.validates(step), self.calendar.ends_epoch(step)
        if validates:
            with self.tally.besides():
                self.scored = self._judged(step)
        if validates or ends_epoch:
            means = self.tally.take() if ends_epoch else {}
            self.journal.add(step, self._line(step) | means | (self.scored if validates else {}))
        if self.calendar.saves(step):  # after the line: a kill between the two repeats it, and never loses it
            with self.tally.besides():
                self.state.save(step)
        return self.scored

    def leave(self, step: int) -> None:
        """Save whatever the step, so that the run can go on from here."""
        if self.journal is not None:
            self.state.save(step)

    def _judged(self, step: int) -> dict[str, float]:
        """The figures of the averaged network; the best step so far is kept."""
        last = step == self.config.steps
        judged = steadied(self.state.averaged, self.training, self.config, last)
        scored: dict[str, float] = {}
        for prefix, data in self.validation.items():
            found = scores(run_network(judged.net, data.validation_batches(self.config.batch)))
            found |= pretext_scores(judged, data.validation_batches(self.config.batch))
            scored |= {f"{prefix}_{name}": value for name, value in found.items()}
        if is_better(scored, self.state.chosen, self.config.choose_by):
            self.state.save_best(step, judged, scored[self.config.choose_by])
        return scored

    def _line(self, step: int) -> dict[str, float]:
        """What the journal says of the step itself."""
        return {
            "epoch": self.calendar.epoch(step),
            **{f"weight_{name}": value for name, value in self.state.joint.learned_weights().items()},
            "learning_rate": self.config.learning_rate * rate_factor(step, self.config),
        }
