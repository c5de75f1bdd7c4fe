"""How the overlay looks: what is shown, its colours and its measures."""

from dataclasses import dataclass

from app.domain.frame import Frame
from app.domain.reading import Emotion

Colour = tuple[int, int, int]
"""Red, green and blue, 0 to 255."""

EMOTION_COLOURS: dict[Emotion, Colour] = {
    Emotion.NEUTRAL: (0xA2, 0xE0, 0x82),
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
"""Of a face that is not good enough to judge; grey, which nothing else is."""

FACE_COLOURS: tuple[Colour, ...] = (
    (0x56, 0xB4, 0xE9),
    (0xF0, 0xE4, 0x42),
    (0xFF, 0x8A, 0x50),
    (0x2B, 0xD6, 0xA0),
    (0xF7, 0xB8, 0xE0),
    (0xB9, 0x8C, 0xFF),
)
"""Of the faces by their numbers, where several are seen at once; after the last comes the first."""

AXIS_COLOURS: tuple[Colour, Colour, Colour] = ((0xFF, 0x7A, 0x45), (0x3D, 0xD6, 0xA3), (0x62, 0xB5, 0xFF))
"""Of the head's own axes: to the side, up, and out of the face."""

_DESIGN_HEIGHT_PX = 720
_SMALLEST_UNIT_PX = 0.6


@dataclass(frozen=True, slots=True)
class OverlayStyle:
    """What is drawn over a frame.

    `mirrored`: the picture under the overlay is drawn mirrored; texts and numbers stay as they are.
    `chosen_id` is the track id of the face to stress. `unit_px` is how many frame pixels one pixel of the design
    takes; None takes it from the size of the frame, so that a video of any size looks the same. `text_scale` makes
    labels and lines larger than that. `anonymous`: faces are shown as coarse squares, under the same overlay.
    """

    mirrored: bool = False
    show_gender: bool = True
    show_axes: bool = True
    chosen_id: int | None = None
    show_emotion: bool = True
    show_bars: bool = False
    show_pose: bool = True
    show_ids: bool = True
    text_scale: float = 1.0
    anonymous: bool = False
    unit_px: float | None = None

    def unit_of(self, frame: Frame) -> float:
        """Frame pixels for one pixel of the design."""
        if self.unit_px is not None:
            return self.unit_px * self.text_scale
        return max(_SMALLEST_UNIT_PX, min(frame.width_px, frame.height_px) / _DESIGN_HEIGHT_PX) * self.text_scale


def colour_of_id(track_id: int) -> Colour:
    """The colour of a face by its number."""
    return FACE_COLOURS[(track_id - 1) % len(FACE_COLOURS)]
