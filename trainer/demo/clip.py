"""Builds the demo clip and its script: a portrait that turns, tilts, changes its face, and leaves the picture."""

import math
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from app.domain.reading import Pose
from trainer.data.picture import DataError
from trainer.demo.portrait import FACE_CENTRE, ROWS, Portrait, backdrop, load_portrait
from trainer.demo.script import DURATION_S, FPS, ClipScript, Moment, moment_at
from trainer.landmarks.expression import LOWER_INNER_LIP, UPPER_INNER_LIP, Expression, expressed
from trainer.landmarks.face_mesh import draw
from trainer.landmarks.reader import LANDMARKS

WIDTH_PX, HEIGHT_PX = 1280, 720

_SCALE = 1.9
"""Clip pixels for a pixel of the portrait when the person sits at her usual distance."""

_OUT_PX = 1100.0
_HEAD_Y = 310.0
_MOUTH_RGB = (66.0, 24.0, 26.0)
_LIP_LINE_RGB = (150.0, 76.0, 70.0)
_LINE_PX = 1.5
_SHOWN = 0.25
"""A face counts as in the picture while more than this share of it is."""

_CODEC = "-c:v libvpx-vp9 -b:v 0 -crf 30 -deadline good -cpu-used 4 -g 60 -threads 2 -pix_fmt yuv420p -bitexact"


def build(output: Path, landmarker: Path) -> None:
    """Write the clip to `output` and its script beside it (same name, .json); raises DataError."""
    portrait = load_portrait(landmarker)
    moments = [moment_at(index / FPS) for index in range(round(DURATION_S * FPS))]
    shown: list[bool] = []
    _encode(_frames(portrait, moments, shown), output)
    _script(moments, shown).save(output.with_suffix(".json"))


def _frames(portrait: Portrait, moments: list[Moment], shown: list[bool]) -> Iterator[NDArray[np.uint8]]:
    """The pictures of the clip in order; `shown` grows by whether each shows the face."""
    wall = backdrop(WIDTH_PX, HEIGHT_PX)
    for index, moment in enumerate(moments):
        pixels, face = scene(portrait, wall, moment, index / FPS)
        shown.append(_share_inside(face) > _SHOWN)
        yield pixels


def scene(
    portrait: Portrait, wall: NDArray[np.float32], moment: Moment, time_s: float
) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """One frame uint8 [height, width, 3] RGB, and where its landmarks [478, 3] lie in it."""
    seen = _placed(_head(portrait, moment), moment, time_s)
    person = draw(portrait.pixels, portrait.mesh, seen, (WIDTH_PX, HEIGHT_PX))
    cover: NDArray[np.float32] = np.clip(person[..., 3:] / np.float32(255), 0, 1)
    person = _lips(person[..., :3], seen, moment, cover)
    lit = (wall * (1 - cover) + person) * _light(moment)
    return np.clip(lit, 0, 255).astype(np.uint8), seen[:LANDMARKS]


def _head(portrait: Portrait, moment: Moment) -> NDArray[np.float64]:
    """The mesh's points [n, 3] with expression and pose of the moment, still in the portrait's pixels."""
    expression = Expression(moment.smile, moment.surprise, moment.frown)
    points = expressed(portrait.mesh.points, expression)
    own = Pose.from_rotation(portrait.rotation)
    # Undo the portrait's own tilt first, so that the tilt can stay a turn in the picture's plane.
    tilt = Pose(0, 0, moment.roll_deg - own.roll_deg).rotation()
    wanted = Pose(moment.yaw_deg, moment.pitch_deg, moment.roll_deg).rotation()
    turn = wanted @ portrait.rotation.T @ tilt.T
    return portrait.mesh.turned(tilt, turn, points)


def _placed(points: NDArray[np.float64], moment: Moment, time_s: float) -> NDArray[np.float64]:
    """Points in the clip's pixels; the person is never quite still, and her picture always reaches the lower edge."""
    scale = _SCALE * moment.size
    sway = 5 * math.sin(time_s * 1.1) + 3 * math.sin(time_s * 2.3)
    left = WIDTH_PX / 2 - FACE_CENTRE[0] * scale + sway + moment.aside * _OUT_PX
    top = max(_HEAD_Y - FACE_CENTRE[1] * scale, HEIGHT_PX + 2 - (ROWS - 1) * scale)
    return points * scale + (left, top, 0)


def _lips(
    person: NDArray[np.float32], seen: NDArray[np.float64], moment: Moment, cover: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Shade the line of closed lips, and what lies between open ones: there the teeth would be stretched."""
    rest = 1 - moment.smile
    if rest <= 0:
        return person
    upper, lower = seen[list(UPPER_INNER_LIP), :2], seen[list(LOWER_INNER_LIP), :2]
    outline = [np.round(np.concatenate([upper, lower[::-1]]) * 16).astype(np.int32)]
    thick = max(1, round(_LINE_PX * moment.size))
    drawn = np.zeros(person.shape[:2], np.float32)
    cv2.polylines(drawn, outline, True, 1.0, thick, cv2.LINE_AA, 4)
    cv2.fillPoly(drawn, outline, 1.0, cv2.LINE_AA, 4)
    shade = cv2.GaussianBlur(drawn, (0, 0), 0.9 * moment.size)
    share = (shade * rest)[..., None].astype(np.float32)
    colour = np.array(_LIP_LINE_RGB) * (1 - moment.surprise) + np.array(_MOUTH_RGB) * moment.surprise
    return (person * (1 - share) + colour * share * cover).astype(np.float32)


def _light(moment: Moment) -> NDArray[np.float32]:
    """Factors float32 [1, width, 3]: brightness, colour, and a lamp at one side."""
    colour = np.array((1 + 0.10 * moment.warmth, 1.0, 1 - 0.16 * moment.warmth))
    across = 1 + 0.45 * moment.side_light * np.linspace(-1, 1, WIDTH_PX)
    light: NDArray[np.float64] = moment.light * across[None, :, None] * colour
    return light.astype(np.float32)


def _share_inside(face: NDArray[np.float64]) -> float:
    (left, top), (right, bottom) = face[:, :2].min(axis=0), face[:, :2].max(axis=0)
    wide = max(0.0, min(right, WIDTH_PX) - max(left, 0.0))
    high = max(0.0, min(bottom, HEIGHT_PX) - max(top, 0.0))
    return float(wide * high / ((right - left) * (bottom - top)))


def _script(moments: list[Moment], shown: list[bool]) -> ClipScript:
    pairs = list(zip(moments, shown, strict=True))
    return ClipScript(
        fps=FPS,
        width_px=WIDTH_PX,
        height_px=HEIGHT_PX,
        face=tuple(shown),
        yaw_deg=tuple(round(moment.yaw_deg, 1) if face else None for moment, face in pairs),
        pitch_deg=tuple(round(moment.pitch_deg, 1) if face else None for moment, face in pairs),
        roll_deg=tuple(round(moment.roll_deg, 1) if face else None for moment, face in pairs),
        expression=tuple(moment.expression if face else None for moment, face in pairs),
    )


def _encode(frames: Iterable[NDArray[np.uint8]], output: Path) -> None:
    """FFmpeg's command, fed raw pictures: OpenCV's own writer takes no bit rate and makes ten times the bytes."""
    source = f"-f rawvideo -pix_fmt rgb24 -s {WIDTH_PX}x{HEIGHT_PX} -r {FPS} -i -"
    command = ["ffmpeg", "-y", "-v", "error", *source.split(), *_CODEC.split(), str(output)]
    try:
        with subprocess.Popen(command, stdin=subprocess.PIPE) as encoder:
            assert encoder.stdin is not None
            for pixels in frames:
                encoder.stdin.write(pixels.tobytes())
    except FileNotFoundError as error:
        raise DataError("The command `ffmpeg` is missing; install FFmpeg to build the demo clip.") from error
    except BrokenPipeError as error:
        raise DataError(f"FFmpeg cannot write {output}; choose a folder that exists and a name in .mp4.") from error
    if encoder.returncode != 0:
        raise DataError(f"FFmpeg failed on {output}; it needs libvpx for VP9, and room on the disk.")
