"""Which faces are good enough to judge, and that the answer does not waver."""

import itertools

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from app.domain.reading import Flaw, Pose
from app.perception.quality import Limits, Quality, QualityGate, quality_of, sharpness_of

GOOD = Quality(side_px=120.0, luminance=120.0, glare=0.0, sharpness=0.5, yaw_deg=0.0, pitch_deg=0.0)
AHEAD = Pose(0.0, 0.0, 0.0)
LIMITS = Limits()


def quality(**changes: float) -> Quality:
    return Quality(**{**{name: getattr(GOOD, name) for name in Quality.__slots__}, **changes})


def texture(px: int = 96, seed: int = 0) -> NDArray[np.uint8]:
    """Detail of every size, as pictures of faces have it."""
    rng = np.random.default_rng(seed)
    layers = [cv2.resize(rng.normal(0, size, (px // size, px // size)), (px, px)) for size in (1, 2, 4, 8, 16, 32)]
    grey = np.sum(layers, axis=0)
    grey = 128 + 50 * (grey - grey.mean()) / grey.std()
    return np.repeat(np.clip(grey, 0, 255).astype(np.uint8)[:, :, None], 3, axis=2)


def smeared(square: NDArray[np.uint8], length_px: int, angle_deg: float) -> NDArray[np.uint8]:
    """As a camera sees a face that moves."""
    kernel = np.zeros((length_px, length_px), np.float32)
    kernel[length_px // 2] = 1 / length_px
    turn = cv2.getRotationMatrix2D((length_px / 2 - 0.5, length_px / 2 - 0.5), angle_deg, 1.0)
    turned = cv2.warpAffine(kernel, turn, (length_px, length_px))
    return cv2.filter2D(square, -1, turned / turned.sum(), borderType=cv2.BORDER_REPLICATE).astype(np.uint8)


def flaws_of(square: NDArray[np.uint8], side_px: float = 96.0, pose: Pose = AHEAD) -> tuple[Flaw, ...]:
    return LIMITS.flaws(quality_of(square, side_px, pose))


def test_a_sharp_face_in_good_light_has_no_flaw() -> None:
    assert flaws_of(texture()) == ()


@pytest.mark.parametrize(
    ("changes", "flaw"),
    [
        ({"side_px": LIMITS.least_side_px - 0.1}, Flaw.SMALL),
        ({"luminance": LIMITS.least_luminance - 0.1}, Flaw.DARK),
        ({"glare": LIMITS.most_glare + 0.01}, Flaw.BRIGHT),
        ({"sharpness": LIMITS.least_sharpness - 0.01}, Flaw.BLURRED),
        ({"yaw_deg": LIMITS.most_yaw_deg + 0.1}, Flaw.TURNED),
        ({"yaw_deg": -LIMITS.most_yaw_deg - 0.1}, Flaw.TURNED),
        ({"pitch_deg": LIMITS.most_pitch_deg + 0.1}, Flaw.TURNED),
        ({"pitch_deg": -LIMITS.most_pitch_deg - 0.1}, Flaw.TURNED),
    ],
)
def test_every_limit_names_its_flaw(changes: dict[str, float], flaw: Flaw) -> None:
    assert LIMITS.flaws(quality(**changes)) == (flaw,)


def test_at_the_limit_a_face_is_good_enough() -> None:
    at = quality(
        side_px=LIMITS.least_side_px,
        luminance=LIMITS.least_luminance,
        glare=LIMITS.most_glare,
        sharpness=LIMITS.least_sharpness,
        yaw_deg=-LIMITS.most_yaw_deg,
        pitch_deg=LIMITS.most_pitch_deg,
    )
    assert LIMITS.flaws(at) == ()


def test_several_flaws_stand_in_their_order() -> None:
    assert LIMITS.flaws(quality(sharpness=0.0, luminance=0.0, side_px=1.0)) == (Flaw.SMALL, Flaw.DARK, Flaw.BLURRED)


def test_light_is_that_of_the_crop() -> None:
    assert flaws_of((texture() * 0.1).astype(np.uint8)) == (Flaw.DARK,)
    assert Flaw.BRIGHT in flaws_of(np.clip(texture().astype(int) + 150, 0, 255).astype(np.uint8))


@pytest.mark.parametrize(("colour", "luminance"), [((255, 0, 0), 76), ((0, 255, 0), 150), ((0, 0, 255), 29)])
def test_luminance_weighs_red_green_and_blue_as_the_eye_does(colour: tuple[int, int, int], luminance: int) -> None:
    square = np.full((48, 48, 3), colour, np.uint8)
    assert quality_of(square, 48, AHEAD).luminance == pytest.approx(luminance, abs=1)


def test_burnt_out_is_what_is_all_but_white() -> None:
    square = np.full((32, 32, 3), 240, np.uint8)
    square[:8] = 252
    assert quality_of(square, 32, AHEAD).glare == pytest.approx(0.25)


def test_size_and_turn_are_those_of_the_frame() -> None:
    assert flaws_of(texture(), side_px=10.0) == (Flaw.SMALL,)
    assert flaws_of(texture(), pose=Pose(75.0, 0.0, 0.0)) == (Flaw.TURNED,)


def test_a_plain_square_is_blurred_not_divided_by_nothing() -> None:
    assert flaws_of(np.full((64, 64, 3), 120, np.uint8)) == (Flaw.BLURRED,)


def test_the_more_blurred_the_less_sharp() -> None:
    sharp = texture()
    values = [quality_of(cv2.GaussianBlur(sharp, (0, 0), sigma), 96, AHEAD).sharpness for sigma in (0.5, 1.5, 3.0, 5.0)]  # type: ignore[arg-type]
    assert values == sorted(values, reverse=True)
    assert values[-1] < LIMITS.least_sharpness < values[0]


@pytest.mark.parametrize("angle_deg", [0, 45, 90, 135])
def test_blur_by_motion_in_any_direction_is_blur(angle_deg: float) -> None:
    assert flaws_of(smeared(texture(), 31, angle_deg)) == (Flaw.BLURRED,)


def test_sharpness_of_grain_is_that_of_its_formula() -> None:
    """Grain of variance v: curvature 6 v over the slopes' 2 v + 2 v, halved along the diagonals."""
    grain = np.random.default_rng(2).normal(128, 20, (400, 400)).astype(np.uint8)
    assert sharpness_of(grain) == pytest.approx(6 / 2 / 4, rel=0.02)


def test_the_faintest_grain_is_as_sharp_as_any_and_plain_paper_is_not() -> None:
    levels = np.random.default_rng(2).integers(0, 3, (400, 400)).astype(np.uint8)  # variance 2/3
    assert sharpness_of(levels) == pytest.approx(6 / 2 / 4, rel=0.02)
    almost_plain = (np.random.default_rng(2).random((400, 400)) < 0.01).astype(np.uint8)
    assert sharpness_of(almost_plain) < 0.05


def test_what_is_smeared_along_either_diagonal_is_as_blurred() -> None:
    grain = np.random.default_rng(8).integers(0, 256, (200, 200)).astype(np.float32)
    falling = np.mean([np.roll(grain, (step, step), (0, 1)) for step in range(5)], axis=0).astype(np.uint8)
    rising = np.mean([np.roll(grain, (-step, step), (0, 1)) for step in range(5)], axis=0).astype(np.uint8)
    assert sharpness_of(rising) == pytest.approx(sharpness_of(falling), rel=0.05)
    assert sharpness_of(rising) < 0.15


def test_sharpness_is_not_a_matter_of_contrast() -> None:
    grey = np.ascontiguousarray(texture(32)[:, :, 0])
    faint = (100 + grey // 4).astype(np.uint8)
    assert sharpness_of(faint) == pytest.approx(sharpness_of(grey), rel=0.1)


def test_sharpness_is_not_a_matter_of_the_network_s_input() -> None:
    large = texture(192)
    values = [
        quality_of(cv2.resize(large, (px, px), interpolation=cv2.INTER_AREA), 192, AHEAD).sharpness  # type: ignore[arg-type]
        for px in (64, 96, 128)
    ]
    assert max(values) < 1.3 * min(values)


def test_a_flaw_is_named_at_once_and_until_the_face_is_clearly_free_of_it() -> None:
    gate = QualityGate(LIMITS)
    assert gate.step(1, GOOD, 0.0) is None
    assert gate.step(1, quality(luminance=LIMITS.least_luminance - 1), 0.1) is Flaw.DARK
    assert gate.step(1, quality(luminance=LIMITS.least_luminance + 1), 5.0) is Flaw.DARK
    assert gate.step(1, GOOD, 5.1) is Flaw.DARK
    assert gate.step(1, GOOD, 5.3) is None


@pytest.mark.parametrize(
    ("name", "flaw", "good_is_more"),
    [
        ("side_px", Flaw.SMALL, True),
        ("luminance", Flaw.DARK, True),
        ("glare", Flaw.BRIGHT, False),
        ("sharpness", Flaw.BLURRED, True),
        ("yaw_deg", Flaw.TURNED, False),
        ("pitch_deg", Flaw.TURNED, False),
    ],
)
def test_a_flaw_stays_named_while_the_face_is_hardly_better_than_the_limit(
    name: str, flaw: Flaw, good_is_more: bool
) -> None:
    limit = getattr(LIMITS, f"{'least' if good_is_more else 'most'}_{name}")

    def better_by(factor: float) -> Quality:
        return quality(**{name: limit * factor if good_is_more else limit / factor})

    gate = QualityGate(LIMITS)
    assert gate.step(1, better_by(1.05), 0.0) is None
    assert gate.step(1, better_by(0.9), 1.0) is flaw
    assert gate.step(1, better_by(1.05), 9.0) is flaw
    assert gate.step(1, better_by(1.15), 10.0) is None


def test_light_at_the_limit_does_not_flicker() -> None:
    rng = np.random.default_rng(1)
    gate = QualityGate(LIMITS)
    light = LIMITS.least_luminance * (1 + 0.03 * rng.standard_normal(900))
    flaws = [gate.step(1, quality(luminance=value), frame / 30) for frame, value in enumerate(light)]
    changes = sum(a is not b for a, b in itertools.pairwise(flaws))
    alone = [bool(LIMITS.flaws(quality(luminance=value))) for value in light]
    assert sum(a is not b for a, b in itertools.pairwise(alone)) > 300
    assert changes <= 4


def test_one_flaw_may_follow_another() -> None:
    gate = QualityGate(LIMITS)
    assert gate.step(1, quality(sharpness=0.0), 0.0) is Flaw.BLURRED
    assert gate.step(1, quality(luminance=0.0), 0.1) is Flaw.BLURRED
    assert gate.step(1, quality(luminance=0.0), 0.4) is Flaw.DARK


def test_tracks_are_judged_apart_and_forgotten_when_they_end() -> None:
    gate = QualityGate(LIMITS)
    assert gate.step(1, quality(side_px=5), 0.0) is Flaw.SMALL
    assert gate.step(2, GOOD, 0.0) is None
    gate.keep([2])
    assert gate.step(1, GOOD, 0.05) is None
