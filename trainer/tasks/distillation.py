"""What larger or several earlier networks of ours say of each face, as labels (Hinton et al., 2015, section 2)."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from trainer.model.facenet import FaceNet
from trainer.tasks.emotion import vote_loss
from trainer.tasks.gender import gender_loss
from trainer.tasks.look import Look


@dataclass(frozen=True, slots=True)
class DistillationSettings:
    """`teachers` are checkpoints of earlier runs; `gender` is what that head's part counts beside the emotions'."""

    weight: float = 0.0
    teachers: tuple[str, ...] = ()
    gender: float = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Teacher:
    """A frozen network and the side of the faces that it was trained on."""

    net: FaceNet
    size_px: int


class DistillationTask:
    """Cross-entropy of emotion and gender to the teachers' mean probabilities, on every whole face.

    Labels are not needed: it also teaches emotions on faces of sets that have none. Teachers see the faces as they are
    augmented, but without the patches hidden from the network that learns.
    """

    name = "distillation"
    regression = False

    def __init__(self, settings: DistillationSettings, teachers: Sequence[Teacher]) -> None:
        self.weight = settings.weight
        self._gender = settings.gender
        self._teachers = tuple(teachers)
        for teacher in self._teachers:
            teacher.net.eval().requires_grad_(False)

    def weight_at(self, done: float) -> float:
        return self.weight

    def loss(self, look: Look) -> Tensor:
        whole, net = look.whole, look.net
        emotion, female = self._said(look)
        everywhere = torch.ones_like(female)
        logits = net.emotion(look.dropped(whole, net.emotion.dropout, f"{self.name} emotion"))
        loss = vote_loss(logits, emotion, everywhere)
        if self._gender:
            logits = net.gender(look.dropped(whole, net.gender.dropout, f"{self.name} gender"))
            loss = loss + self._gender * gender_loss(logits, female, everywhere)
        return loss

    def _said(self, look: Look) -> tuple[Tensor, Tensor]:
        """The teachers' mean probabilities of the whole view's faces: emotions [m, 8] and female [m]."""
        faces = look.batch.faces[look.whole.rows]
        with torch.no_grad():
            answers = [look.autocast(_ask, teacher, faces) for teacher in self._teachers]
            said = torch.stack(answers).float()  # [teachers, m, 9]
        mean = said.mean(0)
        return mean[:, :-1], mean[:, -1]


def _ask(teacher: Teacher, faces: Tensor) -> Tensor:
    """Probabilities [m, 9]: eight emotions and female."""
    teacher.net.to(faces.device)
    side = teacher.size_px
    if faces.shape[-1] != side:
        faces = functional.interpolate(faces.float(), (side, side), mode="bilinear", antialias=True)
    answer = teacher.net(faces)
    emotion = torch.softmax(answer.emotion.float(), dim=1)
    return torch.cat([emotion, torch.sigmoid(answer.gender.float())[:, None]], dim=1)
