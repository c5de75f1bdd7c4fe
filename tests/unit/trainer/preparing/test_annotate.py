from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.capture.demo import open_demo
from app.domain.reading import Pose
from app.perception.detector import Detector
from trainer.data.picture import DataError, Labels, Picture, Role
from trainer.preparing import annotate as annotating
from trainer.preparing.annotate import Annotation, Teaching, annotate, annotate_picture
from trainer.preparing.teacher import Lesson


def _encoded(number: int, ending: str = ".png") -> bytes:
    pixels = np.random.default_rng(number).integers(0, 256, (8, 8, 3), np.uint8)
    return cv2.imencode(ending, cv2.resize(pixels, (64, 64)))[1].tobytes()


def _picture(image: bytes, key: str = "a", problem: str = "") -> Picture:
    return Picture("mine", key, Role.TRAIN, image, Labels(), problem=problem)


@pytest.fixture(scope="module")
def detector() -> Iterator[Detector]:
    detector = Detector()
    yield detector
    detector.close()


@pytest.mark.parametrize("ending", [".jpg", ".png", ".webp", ".bmp"])
def test_a_truncated_picture_is_named(detector: Detector, ending: str) -> None:
    whole = _encoded(1, ending)
    assert annotate_picture(_picture(whole), detector, None).pixel_hash is not None
    for share in (0.3, 0.9):
        seen = annotate_picture(_picture(whole[: int(len(whole) * share)]), detector, None)
        assert seen == Annotation(None, problem="the picture cannot be decoded")


def test_an_empty_picture_and_one_that_was_not_read_say_so(detector: Detector) -> None:
    assert annotate_picture(_picture(b""), detector, None).problem == "the picture is empty"
    missing = _picture(b"", problem="a.jpg does not exist")
    assert annotate_picture(missing, detector, None).problem == "a.jpg does not exist"


def test_the_hash_is_of_the_pixels_not_of_the_file(detector: Detector) -> None:
    png = annotate_picture(_picture(_encoded(1)), detector, None)
    bmp = annotate_picture(_picture(_encoded(1, ".bmp")), detector, None)
    other = annotate_picture(_picture(_encoded(2)), detector, None)
    assert png.pixel_hash == bmp.pixel_hash != other.pixel_hash


def test_workers_keep_the_order_and_only_a_few_pictures_are_read_ahead() -> None:
    read = []

    def pictures() -> Iterator[Picture]:
        for number in range(200):
            read.append(number)
            yield _picture(b"" if number % 7 == 0 else _encoded(number), str(number))

    annotations = annotate(pictures(), None, workers=2)
    first = next(annotations)
    assert first[0].key == "0"
    assert len(read) < 200
    seen = [first, *annotations]
    assert [picture.key for picture, _ in seen] == [str(number) for number in range(200)]
    assert all(picture.image == b"" for picture, _ in seen)
    assert [annotation.pixel_hash is None for _, annotation in seen] == [number % 7 == 0 for number in range(200)]


def test_a_worker_that_cannot_start_is_one_sentence(tmp_path) -> None:  # type: ignore[no-untyped-def]
    broken = tmp_path / "broken.task"
    broken.write_bytes(b"no model")
    with pytest.raises(DataError, match=r"died; free memory or use fewer --workers"):
        list(annotate([_picture(_encoded(1))], Teaching(broken), workers=1))


MOVED = tuple(number / 64 for number in range(52))


class Sure:
    """A teacher that sees every head tilted and every face moved alike."""

    def __init__(self, roll_deg: float) -> None:
        self._roll_deg = roll_deg

    def read(self, pixels: np.ndarray) -> Lesson:
        return Lesson(Pose(3.0, 4.0, self._roll_deg), MOVED)


@pytest.mark.parametrize(("gap_deg", "believed"), [(0, True), (-19, True), (19, True), (-21, False), (21, False)])
def test_the_teacher_is_believed_where_its_roll_is_that_of_the_eyes(
    detector: Detector, gap_deg: float, believed: bool
) -> None:
    picture = _demo_picture()
    crop = annotate_picture(picture, detector, None).crop
    assert crop is not None
    seen = annotate_picture(picture, detector, Sure(crop.turn_deg + gap_deg))  # type: ignore[arg-type]
    assert (seen.taught is not None) is believed
    assert (None if seen.movements is None else tuple(seen.movements)) == (MOVED if believed else None)


def _demo_picture(scale: float = 1.0) -> Picture:
    source = open_demo()
    frame = source.read()
    source.close()
    assert frame is not None
    pixels = cv2.resize(frame.pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return _picture(cv2.imencode(".png", pixels[:, :, ::-1])[1].tobytes())


def test_movements_are_read_of_faces_from_96_px_on(detector: Detector) -> None:
    whole = annotate_picture(_demo_picture(), detector, None).crop
    assert whole is not None
    for side_px, large in ((102, True), (90, False)):
        picture = _demo_picture(side_px / whole.side_px)
        seen = annotate_picture(picture, detector, Sure(0.0))  # type: ignore[arg-type]
        assert seen.crop is not None and (seen.crop.side_px >= 96) is large
        assert (seen.movements is not None) is large
        assert seen.taught is not None  # a pose is seen in small faces too


def test_movements_are_not_of_test_pictures_nor_where_the_detector_found_no_face(detector: Detector) -> None:
    picture = _demo_picture()
    for role in Role:
        seen = annotate_picture(replace(picture, role=role), detector, Sure(0.0))  # type: ignore[arg-type]
        assert (seen.movements is not None) is (role is not Role.TEST)
        assert seen.taught is not None
    unfound = annotate_picture(_picture(_encoded(1)), detector, Sure(0.0))  # type: ignore[arg-type]
    assert unfound.crop is None and unfound.movements is None


def test_a_worker_of_a_cluster_that_was_asked_for_less_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = []
    for name in ("_detector", "_teacher", "_taught_by"):
        monkeypatch.setattr(annotating, name, None)
    monkeypatch.setattr(annotating, "PoseTeacher", lambda *asked: begun.append(asked))
    file = Path("face_landmarker.task")
    for teaching in (None, Teaching(file), Teaching(file), Teaching(file, movements=True)):
        assert annotating._annotate_on_cluster([], teaching) == []
    assert begun == [(file, False), (file, True)]
