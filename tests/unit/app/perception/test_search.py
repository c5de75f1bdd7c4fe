"""Looking for faces: near and far, closer, not in every frame, and ahead of time."""

import math
import threading
from collections.abc import Callable, Iterator, Sequence

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from app.domain.face import Box, Detection, Keypoints, Point
from app.paths import demo_clip
from app.perception import file_frames, live_frames
from app.perception import search as search_module
from app.perception.detector import DetectorRange
from app.perception.effort import Effort
from app.perception.search import FaceSearch
from app.perception.tracker import Expected, Tracker
from app.perception.whole_frames import Reach

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


def expected(face: Detection, track_id: int = 1, calm: bool = True) -> Expected:
    return Expected(track_id, face, calm)


def face_at(face: Detection, right_px: float) -> Detection:
    """The face, so much further to the right."""
    return face.moved(right_px, 0.0)


def without(face: Detection, pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture with its face painted over: not another one, but for this."""
    hidden = pixels.copy()
    left, top = (max(0, round(value)) for value in (face.box.x - 40, face.box.y - 60))
    hidden[top : round(top + face.box.height + 80), left : round(left + face.box.width + 80)] = 90
    return hidden


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
    searches = [searching(reach, Effort.EVERY_FRAME) for reach in (Reach.AUTO, Reach.FULL)]
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


def test_a_calm_face_is_looked_for_every_eighty_milliseconds(
    searching: MakeSearch, portrait: NDArray[np.uint8]
) -> None:
    search = searching(Reach.SHORT)
    (face,) = search.find(portrait, (), 0.0)
    moved = expected(face_at(face, 5.0))
    held = [search.find(portrait, [moved], time_s)[0] == moved.detection for time_s in (0.033, 0.066, 0.1)]
    assert held == [True, True, False]


def test_frames_that_are_eighty_milliseconds_apart_but_for_rounding_are_each_looked_at(
    searching: MakeSearch, portrait: NDArray[np.uint8]
) -> None:
    search = searching(Reach.SHORT, Effort.FILE)
    (face,) = search.find(portrait, (), 0.04)
    moved = expected(face_at(face, 5.0))
    assert 0.12 - 0.04 < 0.08
    assert search.find(portrait, [moved], 0.12) != (moved.detection,)


@pytest.mark.parametrize("doubt", ["restless", "surprise", "every frame", "another source", "a jump back", "a cut"])
def test_with_a_doubt_it_is_looked_for_at_once(searching: MakeSearch, portrait: NDArray[np.uint8], doubt: str) -> None:
    search = searching(Reach.SHORT, Effort.EVERY_FRAME if doubt == "every frame" else Effort.FILE)
    (face,) = search.find(portrait, (), 1.0)
    if doubt == "surprise":
        search.look_again()
    if doubt == "another source":
        search.reset()
    time_s = 0.97 if doubt == "a jump back" else 1.03
    hidden = np.full_like(portrait, 90) if doubt == "a cut" else without(face, portrait)
    assert search.find(hidden, [expected(face, calm=doubt != "restless")], time_s) == ()


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
    search, tracker = searching(Reach.AUTO), Tracker()
    (face,) = search.find(portrait, (), 0.0)
    left, top, side = (round(value) for value in (face.box.x - 100, face.box.y - 100, face.box.width + 200))
    search.reset()
    part = cv2.resize(portrait[top : top + side, left : left + side], (240, 240), interpolation=cv2.INTER_AREA)
    for row in range(2):
        for column in range(4):
            crowd[row * 300 : row * 300 + 240, column * 320 : column * 320 + 240] = part
    looks: list[int] = []
    detect = search._closer.detect

    def counted(pixels: NDArray[np.uint8]) -> tuple[Detection, ...]:
        looks[-1] += 1
        return detect(pixels)

    search._closer.detect = counted  # type: ignore[method-assign]
    seen = []
    for tick in range(6):
        looks.append(0)
        time_s = 1 + tick / 10
        faces = tracker.update(search.find(crowd, tracker.expected(time_s), time_s), time_s)
        seen.append({face.track_id for face in faces if face.observed})
    assert all(ids == seen[0] for ids in seen) and len(seen[0]) == 8
    assert max(looks[1:]) == 3  # the whole picture and two of the faces


class Told:
    """A detector that sees what the test says: `whole` in frames, and closer what lies at the grey in the middle."""

    def __init__(self, whole: Sequence[Detection]) -> None:
        self.whole = list(whole)
        self.closer: dict[int, Sequence[Detection]] = {}
        self.frames = 0
        self.marks: list[int] = []
        self.looks: list[int] = []
        self.goes_on, self.looked = threading.Event(), threading.Event()
        self.goes_on.set()

    def detect(self, pixels: NDArray[np.uint8]) -> tuple[Detection, ...]:
        if pixels.shape == FRAME.shape:
            self.goes_on.wait(10)
            self.frames += 1
            self.marks.append(int(pixels[0, 0, 0]))
            self.looked.set()
            return tuple(self.whole)
        self.looks.append(int(pixels[pixels.shape[0] // 2, pixels.shape[1] // 2, 0]))
        return tuple(self.closer.get(self.looks[-1], ()))

    def close(self) -> None:
        return


FRAME = np.zeros((720, 1280, 3), np.uint8)
"""In each place a grey of its own: small faces could stand at x = 100, 300, 500, ..."""
for number in range(6):
    FRAME[60:140, 60 + 200 * number : 140 + 200 * number] = 40 * (number + 1)


def small_face(number: int, score: float, shift: float = 0.0) -> Detection:
    """A face of 60 px in the middle of a grey."""
    x = 100.0 + 200 * number + shift
    return Detection(Box(x - 30, 70, 60, 60), Keypoints(*(Point(x, 100.0),) * 6), score)


def seen_closer(score: float, aside: float = 0.0) -> Detection:
    """In a window of 192 px: in its middle, or so many pixels beside it."""
    return Detection(Box(38.4 + aside, 38.4, 115.2, 115.2), Keypoints(*(Point(96 + aside, 96.0),) * 6), score)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> dict[DetectorRange, Told]:
    """The two detectors that a search opens."""
    made = {reach: Told(()) for reach in DetectorRange}
    for module in (search_module, live_frames, file_frames):
        monkeypatch.setattr(module, "Detector", lambda reach, _: made[reach])
    return made


def test_the_full_range_pauses_so_that_it_takes_a_fiftieth_of_the_time(
    searching: MakeSearch, told: dict[DetectorRange, Told]
) -> None:
    # Read twice at the start; then whether to look and, where it does, before and after, ten milliseconds.
    search = searching(Reach.AUTO, clock=clock_of(0.0, 0.0, 0.0, 0.0, 0.01, 0.4, 0.52, 0.52, 0.53))
    looked = []
    for moment in range(3):
        search.find(FRAME, (), float(moment))
        looked.append(told[DetectorRange.FULL].frames)
    assert looked == [1, 1, 2]
    assert told[DetectorRange.SHORT].frames == 3


def test_live_nobody_waits_for_the_full_range_where_all_who_are_known_are_there(
    searching: MakeSearch, told: dict[DetectorRange, Told]
) -> None:
    short, full = told[DetectorRange.SHORT], told[DetectorRange.FULL]
    short.closer, full.whole = {40: [seen_closer(0.9)], 160: [seen_closer(0.8)]}, [small_face(3, 0.7)]
    full.goes_on.clear()
    known = [expected(small_face(0, 0.9), calm=False)]
    search = searching(Reach.AUTO)
    for moment in (0.0, 0.1):  # it is still at work
        assert [round(face.box.centre.x) for face in search.find(FRAME, known, moment)] == [100]
    assert full.frames == 0
    full.goes_on.set()


@pytest.mark.parametrize("still_there", [True, False])
def test_what_the_full_range_found_a_moment_ago_must_show_in_the_frame_of_now(
    searching: MakeSearch, told: dict[DetectorRange, Told], still_there: bool
) -> None:
    short, full = told[DetectorRange.SHORT], told[DetectorRange.FULL]
    short.closer, full.whole = {40: [seen_closer(0.9)]}, [small_face(3, 0.99)]
    if still_there:
        short.closer[160] = [seen_closer(0.8)]
    known = [expected(small_face(0, 0.9), calm=False)]
    search = searching(Reach.AUTO)
    found: list[int] = []
    for tick in range(1000):
        found = [round(face.box.centre.x) for face in search.find(FRAME, known, tick / 30)]
        if 160 in short.looks:
            break
        full.looked.wait(10)
    assert 160 in short.looks
    assert found == ([100, 700] if still_there else [100])


def test_with_every_frame_nothing_ever_pauses(searching: MakeSearch, told: dict[DetectorRange, Told]) -> None:
    told[DetectorRange.SHORT].closer = {40: [seen_closer(0.9)]}
    search = searching(Reach.AUTO, Effort.EVERY_FRAME, clock=lambda: 0.0)
    for tick in range(3):
        search.find(FRAME, [expected(small_face(0, 0.9))], tick / 30)
    assert [each.frames for each in told.values()] == [3, 3]


def far_looks_in_a_file(search: FaceSearch, full: Told, known: Sequence[Expected]) -> list[int]:
    """Which of ten frames, thirty a second, the full range looks at."""
    looked = []
    for tick in range(10):
        before = full.frames
        search.find(FRAME, known, tick / 30)
        looked += [tick] * (full.frames - before)
    return looked


@pytest.mark.parametrize(
    ("seen", "known", "looks"),
    [
        (True, 1, [0, 6]),  # every 0.2 s by the frames' time
        (True, 0, list(range(10))),  # nobody is known
        (False, 1, list(range(10))),  # whoever is known is not there
    ],
)
def test_in_a_file_the_full_range_pauses_where_all_who_are_known_are_there(
    searching: MakeSearch, told: dict[DetectorRange, Told], seen: bool, known: int, looks: list[int]
) -> None:
    told[DetectorRange.SHORT].closer = {40: [seen_closer(0.9)] if seen else []}
    faces = [expected(small_face(0, 0.9), calm=False)] * known
    search = searching(Reach.AUTO, Effort.FILE, clock=lambda: 0.0)
    assert far_looks_in_a_file(search, told[DetectorRange.FULL], faces) == looks


def test_in_a_file_the_full_range_is_asked_for_whoever_is_lost(
    searching: MakeSearch, told: dict[DetectorRange, Told]
) -> None:
    """Known at one place, gone to another between two of its looks, and found there in the same frame."""
    short, full = told[DetectorRange.SHORT], told[DetectorRange.FULL]
    short.closer, full.whole = {40: [seen_closer(0.9)]}, []
    search = searching(Reach.AUTO, Effort.FILE)
    known = [expected(small_face(0, 0.9), calm=False)]
    assert len(search.find(FRAME, known, 0.0)) == 1
    short.closer, full.whole = {160: [seen_closer(0.9)]}, [small_face(3, 0.7)]
    (found,) = search.find(FRAME, known, 0.033)
    assert round(found.box.centre.x) == 700


def test_both_ranges_together_find_everybody_once(searching: MakeSearch, told: dict[DetectorRange, Told]) -> None:
    short, full = told[DetectorRange.SHORT], told[DetectorRange.FULL]
    short.whole, full.whole = [small_face(0, 0.8)], [small_face(0, 0.7, shift=4), small_face(3, 0.6)]
    short.closer = {40: [seen_closer(0.9)], 160: [seen_closer(0.8)]}
    found = searching(Reach.AUTO).find(FRAME, (), 0.0)
    assert [round(face.box.centre.x) for face in found] == [100, 700]
    assert [face.score for face in found] == [0.9, 0.8]


@pytest.mark.parametrize(
    ("afar", "closer", "faces"),
    [(0.84, [], 0), (0.84, [0.74], 0), (0.84, [0.75], 1), (0.99, [], 0), (0.85, [0.39], 0), (0.85, [0.4], 1)],
)
def test_what_looks_like_a_face_only_from_afar_is_none(
    searching: MakeSearch, told: dict[DetectorRange, Told], afar: float, closer: list[float], faces: int
) -> None:
    """Who is very clear from afar, as a blurred face is, need not be as clear from near."""
    told[DetectorRange.SHORT].whole = [small_face(2, afar)]
    told[DetectorRange.SHORT].closer = {120: [seen_closer(score) for score in closer]}
    assert len(searching(Reach.SHORT).find(FRAME, (), 0.0)) == faces


def test_a_face_beside_the_place_looked_at_is_not_the_one_looked_for(
    searching: MakeSearch, told: dict[DetectorRange, Told]
) -> None:
    told[DetectorRange.SHORT].whole = [small_face(2, 0.9)]
    told[DetectorRange.SHORT].closer = {120: [seen_closer(0.95, aside=100)]}
    assert searching(Reach.SHORT).find(FRAME, (), 0.0) == ()


def test_known_faces_leave_a_look_for_a_stranger(searching: MakeSearch, told: dict[DetectorRange, Told]) -> None:
    """Live, two looks a frame: one for whom of the three it is the turn, one for the best of the two strangers."""
    short = told[DetectorRange.SHORT]
    short.whole = [small_face(4, 0.9), small_face(5, 0.8)]
    known = [expected(small_face(number, 0.9), track_id=number, calm=False) for number in range(3)]
    search = searching(Reach.SHORT)
    search.find(FRAME, known, 0.0)
    search.find(FRAME, known, 0.1)
    assert short.looks == [40, 200, 80, 240]  # the first stranger was refused, so it is the other's turn


@pytest.mark.parametrize("effort", list(Effort))
@pytest.mark.parametrize("reach", [Reach.AUTO, Reach.FULL])
def test_looking_ahead_changes_nothing_that_is_found(
    searching: MakeSearch, portrait: NDArray[np.uint8], reach: Reach, effort: Effort
) -> None:
    """A face moves, comes to rest and jumps; the search is told of all frames at once, so that it guesses wrong."""
    pictures = [np.roll(portrait, shift, axis=1) for shift in (0, 60, 120, 121, 122, 123, 124, 125, 126, 400)]
    ahead, plain = (searching(reach, effort, clock=lambda: 0.0) for _ in range(2))
    for tick, pixels in enumerate(pictures):
        ahead.look_ahead(pixels, tick / 30)
    found = [followed(search, pictures) for search in (ahead, plain)]
    assert found[0] == found[1]
    assert all(len(faces) == 1 for faces in found[0])
    assert found[0][0] != found[0][1]


def followed(search: FaceSearch, pictures: Sequence[NDArray[np.uint8]]) -> list[tuple[Detection, ...]]:
    tracker, found = Tracker(), []
    for tick, pixels in enumerate(pictures):
        found.append(search.find(pixels, tracker.expected(tick / 30), tick / 30))
        tracker.update(found[-1], tick / 30)
    return found


def test_only_frames_that_will_be_searched_far_are_begun(
    searching: MakeSearch, told: dict[DetectorRange, Told]
) -> None:
    """Thirty frames a second of a calm face, told of three before their turn; each bears its number."""
    told[DetectorRange.SHORT].closer = {40: [seen_closer(0.9)]}
    pictures = [FRAME.copy() for _ in range(30)]
    for number, pixels in enumerate(pictures):
        pixels[0, 0, 0] = number
    known = [expected(small_face(0, 0.9))]
    search = searching(Reach.AUTO, Effort.FILE)
    for tick, pixels in enumerate(pictures[:3]):
        search.look_ahead(pixels, tick / 30)
    for tick, pixels in enumerate(pictures):
        for later in pictures[tick + 3 : tick + 4]:
            search.look_ahead(later, (tick + 3) / 30)
        search.find(pixels, known if tick else (), tick / 30)
    search.close()  # waits for what was begun
    in_vain = {1, 2, 3, 4}  # told of while nobody was known to be calm: looked at unless dropped in time
    for reach, needed in ((DetectorRange.FULL, set(range(0, 30, 6))), (DetectorRange.SHORT, set(range(0, 30, 3)))):
        looked_at = told[reach].marks
        assert len(looked_at) == len(set(looked_at))
        assert needed <= set(looked_at) <= needed | in_vain
