"""How the overlay looks: what is shown, its colours and its measures."""

from dataclasses import dataclass

from app.domain.frame import Frame
from app.domain.reading import Emotion

Colour = tuple[int, int, int]
"""Red, green and blue, 0 to 255."""

EMOTION_COLOURS: dict[Emotion, Colour] = {
    Emotion.NEUTRAL: (0x9A, 0xA4, 0xAF),
    Emotion.HAPPINESS: (0xFF, 0xDD, 0x31),
    Emotion.SURPRISE: (0xF7, 0xC4, 0xEE),
    Emotion.SADNESS: (0x5B, 0x9C, 0xF0),
    Emotion.ANGER: (0xE4, 0x67, 0x2A),
    Emotion.DISGUST: (0x3F, 0xE0, 0xA0),
    Emotion.FEAR: (0x9D, 0x5C, 0xF5),
    Emotion.CONTEMPT: (0xA8, 0x71, 0x4A),
}
"""For a dark ground; told apart with a colour-blind eye too (a test simulates three kinds)."""

UNCERTAIN_COLOUR: Colour = (0xE6, 0xEA, 0xF0)

FLAWED_COLOUR: Colour = (0x7E, 0x7E, 0x7E)
"""Of a face that is not good enough to judge; a plain grey, darker than that of neutral."""

AXIS_COLOURS: tuple[Colour, Colour, Colour] = ((0xFF, 0x7A, 0x45), (0x3D, 0xD6, 0xA3), (0x62, 0xB5, 0xFF))
"""Of the head's own axes: to the side, up, and out of the face."""

_DESIGN_HEIGHT_PX = 720
_SMALLEST_UNIT_PX = 0.6


@dataclass(frozen=True, slots=True)
class OverlayStyle:
    """What is drawn over a frame.

    `mirrored`: the picture under the overlay is drawn mirrored; texts and numbers stay as they are.
    `chosen_id` is the track id of the face to stress. `unit_px` is how many frame pixels one pixel of the design
    takes; None takes it from the size of the frame, so that a video of any size looks the same.
    """

    mirrored: bool = False
    show_gender: bool = True
    show_axes: bool = True
    chosen_id: int | None = None
    unit_px: float | None = None

    def unit_of(self, frame: Frame) -> float:
        """Frame pixels for one pixel of the design."""
        if self.unit_px is not None:
            return self.unit_px
        return max(_SMALLEST_UNIT_PX, min(frame.width_px, frame.height_px) / _DESIGN_HEIGHT_PX)
