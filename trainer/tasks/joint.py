"""Everything that is trained together: the network, the tasks' own modules, and the balance between their losses."""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn

from trainer.data.batch import Batch
from trainer.data.cutout import NO_CUTOUT, Cutout
from trainer.model.batch_norm import ViewStatistics
from trainer.model.facenet import FaceNet
from trainer.tasks.balance import FixedBalance, UncertaintyBalance
from trainer.tasks.look import Look
from trainer.tasks.movements import MovementsTask
from trainer.tasks.task import Pretext, Task

_NET = "net."


class Joint(nn.Module):
    """A batch to its losses. Only `net` is exported; the rest ends with the training.

    `steps` is the run's length; `cutout` hides patches of what the network is trained on.
    """

    def __init__(
        self,
        net: FaceNet,
        tasks: Sequence[Task],
        balance: FixedBalance | UncertaintyBalance,
        statistics: ViewStatistics,
        steps: int,
        cutout: Cutout = NO_CUTOUT,
    ) -> None:
        super().__init__()
        self.net = net
        self.tasks = tuple(tasks)
        self.pretexts = nn.ModuleDict({task.name: task for task in tasks if isinstance(task, Pretext)})
        self.movements = next((task for task in tasks if isinstance(task, MovementsTask)), None)
        self.balance = balance
        self._statistics = statistics
        self._steps = steps
        self._cutout = cutout

    def forward(self, columns: Mapping[str, Tensor], step: int) -> tuple[Tensor, dict[str, Tensor]]:
        """A batch as its columns: the balanced sum, and the loss of every task that runs at this step.

        Under autocast encoders and decoders run in the lower precision, heads and losses in float32.
        """
        done = (step - 1) / self._steps
        look = Look(self.net, Batch(**columns), self._statistics, done, self._cutout, step)
        weights = {task.name: task.weight_at(done) for task in self.tasks}
        with torch.autocast(look.batch.faces.device.type, enabled=False):
            losses = {task.name: task.loss(look) for task in self.tasks if weights[task.name] > 0}
            return self.balance(losses, weights), losses

    def scores(self, batch: Batch) -> dict[str, Tensor]:
        """The measures of the self-supervised tasks on a batch, one number per picture."""
        found: dict[str, Tensor] = {}
        for name, pretext in self.pretexts.items():
            assert isinstance(pretext, Pretext)
            look = self.look(batch)
            found |= {f"{name}_{measure}": values for measure, values in pretext.scores(look).items()}
        return found

    def look(self, batch: Batch) -> Look:
        """A batch as it is looked at outside of training."""
        return Look(self.net, batch, self._statistics)

    def learned_weights(self) -> dict[str, float]:
        """What each task's loss is multiplied with, where that is learned."""
        return {} if isinstance(self.balance, FixedBalance) else self.balance.factors()

    def auxiliary_state(self) -> dict[str, Tensor]:
        """The state of all that is not the network."""
        return {name: value for name, value in self.state_dict().items() if not name.startswith(_NET)}

    def load(self, net: Mapping[str, Tensor], auxiliary: Mapping[str, Tensor]) -> None:
        """Take up the states of the network and of the rest."""
        self.load_state_dict({**{_NET + name: value for name, value in net.items()}, **auxiliary})
