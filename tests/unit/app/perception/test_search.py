"""Looking for faces: near and far, closer, and not in every frame."""

import math
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from app.domain.face import Box, Detection
from app.paths import demo_clip
from app.perception import search as search_module
from app.perception.search import FaceSearch, Reach
from app.perception.tracker import Expected, Tracker

CLIPS = Path(__file__).parents[5] / "shared" / "clips"
NEEDS_CLIPS = pytest.mark.skipif(not CLIPS.is_dir(), reason="the clips are not part of the project")

MakeSearch = Callable[..., FaceSearch]


@pytest.fixture
def searching() -> Iterator[MakeSearch]:
    made: list[FaceSearch] = []

    def make(*arguments: object, **options: object) -> FaceSearch:
        made.append(FaceSearch(*arguments, **options))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for search in made:
        search.close()


@pytest.fixture(scope="module")
def portrait() -> NDArray[np.uint8]:
    """The first picture of the demo clip: one face, 200 px of 1280."""
    video = cv2.VideoCapture(str(demo_clip()))
    pixels = video.read()[1]
    video.release()
    return np.ascontiguousarray(pixels[:, :, ::-1])


@pytest.fixture(scope="module")
def photograph() -> NDArray[np.uint8]:
    picture = cv2.imread(str(CLIPS / "multi_face.jpg"))
    assert picture is not None
    return np.ascontiguousarray(picture[:, :, ::-1])


def expected(face: Detection, track_id: int = 1, calm: bool = True) -> Expected:
    return Expected(track_id, face, calm)


def clock_of(*readings_s: float) -> Callable[[], float]:
    """A clock that is read at these moments."""
    rest = iter(readings_s)
    return lambda: next(rest)


@pytest.mark.parametrize("reach", list(Reach))
def test_a_plain_picture_has_no_face(searching: MakeSearch, reach: Reach) -> None:
    assert searching(reach).find(np.full((360, 640, 3), 128, np.uint8), (), 0.0) == ()


def test_a_face_is_placed_alike_whatever_its_size_and_whoever_finds_it(
    searching: MakeSearch, portrait: NDArray[np.uint8]
) -> None:
    """Yaw was read -18 or -7 degrees by the choice of the range."""
    searches = [searching(reach, thorough=True) for reach in (Reach.AUTO, Reach.FULL)]
    (large,) = searches[0].find(portrait, (), 0.0)
    for scale in (0.7, 0.5):
        small = np.full_like(portrait, 90)
        part = cv2.resize(portrait, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        small[: part.shape[0], : part.shape[1]] = part
        for search in searches:
            (face,) = search.find(small, (), 0.0)
            assert face.box.width == pytest.approx(scale * large.box.width, rel=0.08)
            centre = (scale * large.box.centre.x, scale * large.box.centre.y)
            assert math.dist(face.box.centre, centre) < 0.06 * face.box.width


@NEEDS_CLIPS
def test_both_ranges_together_find_everybody(searching: MakeSearch, photograph: NDArray[np.uint8]) -> None:
    assert len(searching(Reach.AUTO).find(photograph, (), 0.0)) == 5
    assert len(searching(Reach.SHORT).find(photograph, (), 0.0)) < 5


def test_a_calm_face_is_looked_for_every_eighty_milliseconds(
    searching: MakeSearch, portrait: NDArray[np.uint8]
) -> None:
    search = searching(Reach.SHORT)
    (face,) = search.find(portrait, (), 0.0)
    nobody = np.full_like(portrait, 90)
    held = [search.find(nobody, [expected(face)], time_s) for time_s in (0.033, 0.066, 0.1)]
    assert held == [(face,), (face,), ()]


@pytest.mark.parametrize("doubt", ["restless", "surprise", "thorough", "another source", "a cut"])
def test_with_a_doubt_it_is_looked_for_at_once(searching: MakeSearch, portrait: NDArray[np.uint8], doubt: str) -> None:
    search = searching(Reach.SHORT, thorough=doubt == "thorough")
    (face,) = search.find(portrait, (), 1.0)
    if doubt == "surprise":
        search.look_again()
    if doubt == "another source":
        search.reset()
    time_s = 0.97 if doubt == "a cut" else 1.03
    assert search.find(np.full_like(portrait, 90), [expected(face, calm=doubt != "restless")], time_s) == ()


def test_a_known_face_is_found_where_the_whole_picture_shows_none(
    searching: MakeSearch, portrait: NDArray[np.uint8]
) -> None:
    small = np.full((720, 1280, 3), 90, np.uint8)
    part = cv2.resize(portrait, None, fx=0.2, fy=0.2, interpolation=cv2.INTER_AREA)
    small[: part.shape[0], : part.shape[1]] = part
    search = searching(Reach.SHORT)
    assert search.find(small, (), 0.0) == ()
    (large,) = search.find(portrait, (), 1.0)
    box = Box(*(0.2 * value for value in (large.box.x, large.box.y, large.box.width, large.box.height)))
    (face,) = search.find(small, [expected(Detection(box, large.keypoints, 0.9), calm=False)], 2.0)
    assert face.box.overlap(box) > 0.6


def test_many_small_faces_take_turns_and_keep_their_places_meanwhile(
    searching: MakeSearch, portrait: NDArray[np.uint8]
) -> None:
    crowd = np.full((720, 1280, 3), 90, np.uint8)
    search, tracker = searching(Reach.AUTO, thorough=False), Tracker()
    (face,) = search.find(portrait, (), 0.0)
    left, top, side = (round(value) for value in (face.box.x - 100, face.box.y - 100, face.box.width + 200))
    search.reset()
    part = cv2.resize(portrait[top : top + side, left : left + side], (240, 240), interpolation=cv2.INTER_AREA)
    for row in range(2):
        for column in range(4):
            crowd[row * 300 : row * 300 + 240, column * 320 : column * 320 + 240] = part
    looks: list[int] = []
    detect = search._short.detect

    def counted(pixels: NDArray[np.uint8]) -> tuple[Detection, ...]:
        looks[-1] += 1
        return detect(pixels)

    search._short.detect = counted  # type: ignore[method-assign]
    seen = []
    for tick in range(6):
        looks.append(0)
        time_s = 1 + tick / 10
        faces = tracker.update(search.find(crowd, tracker.expected(time_s), time_s), time_s)
        seen.append({face.track_id for face in faces if face.observed})
    assert all(ids == seen[0] for ids in seen) and len(seen[0]) == 8
    assert max(looks[1:]) == 3  # the whole picture and two of the faces


@NEEDS_CLIPS
def test_the_full_range_pauses_so_that_it_takes_a_fiftieth_of_the_time(
    searching: MakeSearch, photograph: NDArray[np.uint8]
) -> None:
    # Read at the start, then before and, where it looks, after the full range, which takes ten milliseconds first.
    search = searching(Reach.AUTO, clock=clock_of(0.0, 0.0, 0.01, 0.4, 0.52, 0.53))
    assert [len(search.find(photograph, (), float(moment))) for moment in range(3)] == [5, 3, 5]


@NEEDS_CLIPS
def test_whoever_is_thorough_never_pauses(searching: MakeSearch, photograph: NDArray[np.uint8]) -> None:
    search = searching(Reach.AUTO, thorough=True, clock=lambda: 0.0)
    assert [len(search.find(photograph, (), 0.0)) for _ in range(2)] == [5, 5]


@NEEDS_CLIPS
def test_what_looks_like_a_face_only_from_afar_is_none(searching: MakeSearch, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hands before a chest, which the short range alone takes for a second face."""
    video = cv2.VideoCapture(str(CLIPS / "intel_asl_again.mkv"))
    frames = []
    while (answer := video.read())[0]:
        frames.append(np.ascontiguousarray(answer[1][:, :, ::-1]))
    search = searching(Reach.SHORT, thorough=True)
    assert {len(search.find(pixels, (), 0.0)) for pixels in frames[::6]} == {1}
    monkeypatch.setattr(search_module, "_NEW", 0.4)
    assert 2 in {len(search.find(pixels, (), 0.0)) for pixels in frames[::6]}
