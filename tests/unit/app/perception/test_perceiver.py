"""The whole step from a frame to its result, with scripted detections and a tiny network; then the real detector."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.capture.demo import open_demo
from app.domain.face import Detection
from app.domain.frame import Frame
from app.domain.reading import NO_READING, Attention, Emotion, Flaw, Pose
from app.perception.baseline import Baseline, BaselineInUse, BaselineNow, measured_from, no_baseline
from app.perception.model import DeviceChoice, ModelError, Network
from app.perception.perceiver import Perceiver, PerceptionOptions, load_perceiver
from app.perception.quality import Limits
from app.perception.tracker import Expected

ANY = Limits(0.0, 0.0, 1.0, 0.0, 180.0, 180.0)
"""Every face is good enough: the pictures of these tests are plain grey."""
LIGHT_ONLY = replace(ANY, least_luminance=30.0)


class Script:
    """A search that finds what it is told."""

    def __init__(self) -> None:
        self.next: Sequence[Detection] = ()
        self.closed = False

    def find(self, pixels: np.ndarray, expected: Sequence[Expected], time_s: float) -> tuple[Detection, ...]:
        return tuple(self.next)

    def look_again(self) -> None:
        self.doubts += 1

    def reset(self) -> None:
        self.doubts = 0

    def close(self) -> None:
        self.closed = True


def frame(time_s: float, value: int = 255, index: int = 0) -> Frame:
    return Frame(np.full((240, 640, 3), value, np.uint8), index, time_s, 0.0)


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def make(script: Script, tiny_model: Any) -> Callable[..., Perceiver]:
    def make_perceiver(baseline_now: BaselineNow = no_baseline, **options: Any) -> Perceiver:
        network = Network(tiny_model.write(), DeviceChoice.CPU)
        settled = PerceptionOptions(**{"limits": ANY, **options})
        return Perceiver(script, network, settled, baseline_now)  # type: ignore[arg-type]

    return make_perceiver


def test_a_frame_without_a_face_gives_an_empty_result(make: Callable[..., Perceiver]) -> None:
    picture = frame(0.0)
    result = make().perceive(picture)
    assert result.frame is picture
    assert result.faces == ()
    assert result.times.perceive_ms >= result.times.detect_ms >= 0


def test_all_faces_are_read_and_lie_in_order(
    make: Callable[..., Perceiver], script: Script, face_at: Callable[..., Detection]
) -> None:
    script.next = [face_at(100, tilt_deg=20), face_at(300), face_at(500, tilt_deg=-30)]
    result = make().perceive(frame(0.0))
    assert [face.face.track_id for face in result.faces] == [1, 2, 3]
    assert {face.label for face in result.faces} == {Emotion.HAPPINESS}
    assert {round(face.raw.female, 3) for face in result.faces} == {1.0}
    assert all(face.reading == face.raw for face in result.faces)


class Asked:
    """A session that keeps what it is asked: on a card, each array of a run is an upload."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self.runs: list[dict[str, np.ndarray]] = []

    def run(self, names: Sequence[str], feed: dict[str, np.ndarray]) -> Any:
        self.runs.append(feed)
        return self._session.run(names, feed)


@pytest.mark.parametrize("faces", [0, 1, 3])
def test_all_faces_of_a_frame_are_one_upload_and_one_run(
    make: Callable[..., Perceiver], script: Script, face_at: Callable[..., Detection], faces: int
) -> None:
    perceiver = make()
    asked = perceiver._network._session = Asked(perceiver._network._session)
    script.next = [face_at(100 + 200 * number) for number in range(faces)]
    perceiver.perceive(frame(0.0))
    side = perceiver.card.input_px
    uploads = [(name, each.dtype, each.shape) for run in asked.runs for name, each in run.items()]
    assert uploads == [("faces", np.uint8, (faces, side, side, 3))][:faces]
    assert all(each.flags.c_contiguous for run in asked.runs for each in run.values())


@pytest.mark.parametrize("tilt_deg", [-40, -10, 0, 25])
def test_the_turn_of_the_crop_is_undone(
    make: Callable[..., Perceiver], script: Script, face_at: Callable[..., Detection], tilt_deg: float
) -> None:
    script.next = [face_at(200, tilt_deg=tilt_deg)]
    (face,) = make().perceive(frame(0.0)).faces
    pose = face.raw.pose  # the tiny network sees every head upright in its crop
    assert (pose.yaw_deg, pose.pitch_deg, pose.roll_deg) == pytest.approx((0, 0, tilt_deg), abs=1e-4)


def test_readings_are_smoothed_and_raw_ones_stay(
    make: Callable[..., Perceiver], script: Script, face_at: Callable[..., Detection]
) -> None:
    perceiver = make(smoothing_s=0.3)
    script.next = [face_at(200)]
    perceiver.perceive(frame(0.0, value=0))
    (face,) = perceiver.perceive(frame(0.1, value=255)).faces
    assert face.raw.emotion.of(Emotion.HAPPINESS) == pytest.approx(1.0)
    assert face.reading.emotion.of(Emotion.HAPPINESS) == pytest.approx(1 - np.exp(-1 / 3))
    assert face.label is Emotion.NEUTRAL


def test_a_still_picture_is_not_smoothed(
    make: Callable[..., Perceiver], script: Script, face_at: Callable[..., Detection]
) -> None:
    perceiver = make(smooth=False)
    script.next = [face_at(200)]
    perceiver.perceive(frame(0.0, value=0))
    (face,) = perceiver.perceive(frame(0.1, value=255)).faces
    assert face.reading == face.raw
    assert face.label is Emotion.HAPPINESS


def test_a_likely_enough_emotion_is_a_matter_of_the_threshold(
    make: Callable[..., Perceiver], script: Script, face_at: Callable[..., Detection]
) -> None:
    script.next = [face_at(200)]
    assert make(uncertain_below=0.7).perceive(frame(0.0, value=100)).faces[0].label is None
    assert make(uncertain_below=0.6).perceive(frame(0.0, value=100)).faces[0].label is Emotion.NEUTRAL


def test_a_lost_face_keeps_its_last_reading_for_a_while(
    make: Callable[..., Perceiver], script: Script, face_at: Callable[..., Detection]
) -> None:
    perceiver = make()
    script.next = [face_at(200)]
    (before,) = perceiver.perceive(frame(0.0, value=255)).faces
    script.next = []
    (carried,) = perceiver.perceive(frame(0.2, value=0)).faces
    assert not carried.face.observed
    assert (carried.reading, carried.raw, carried.label) == (before.reading, before.raw, before.label)
    assert perceiver.perceive(frame(1.0, value=0)).faces == ()


def test_a_face_that_cannot_be_judged_has_values_and_no_label(
    make: Callable[..., Perceiver], script: Script, face_at: Callable[..., Detection]
) -> None:
    perceiver = make(limits=LIGHT_ONLY, smoothing_s=10.0)
    script.next = [face_at(200)]
    (good,) = perceiver.perceive(frame(0.0, value=255)).faces
    assert (good.flaw, good.label) == (None, Emotion.HAPPINESS)
    (dark,) = perceiver.perceive(frame(0.1, value=5)).faces
    assert (dark.flaw, dark.label) == (Flaw.DARK, None)
    assert dark.reading == dark.raw
    assert dark.raw.emotion.of(Emotion.NEUTRAL) > 0.9


def test_a_reading_with_a_flaw_leaves_no_trace_in_later_ones(
    make: Callable[..., Perceiver], script: Script, face_at: Callable[..., Detection]
) -> None:
    perceiver = make(limits=LIGHT_ONLY)
    script.next = [face_at(200)]
    perceiver.perceive(frame(0.0, value=255))
    for moment in range(1, 10):
        perceiver.perceive(frame(0.1 * moment, value=5))
    later = [perceiver.perceive(frame(1.0 + 0.1 * moment, value=255)).faces[0] for moment in range(5)]
    assert later[-1].flaw is None
    assert later[-1].reading.emotion.of(Emotion.HAPPINESS) == pytest.approx(1.0)


def test_a_still_picture_is_judged_by_itself(
    make: Callable[..., Perceiver], script: Script, face_at: Callable[..., Detection]
) -> None:
    perceiver = make(limits=LIGHT_ONLY, smooth=False)
    script.next = [face_at(200)]
    faces = [perceiver.perceive(frame(0.01 * i, value=value)).faces[0] for i, value in enumerate((5, 255, 5))]
    assert [face.flaw for face in faces] == [Flaw.DARK, None, Flaw.DARK]
    assert [face.label for face in faces] == [None, Emotion.HAPPINESS, None]


def test_a_face_of_few_pixels_is_too_small_by_its_side_in_the_frame(
    make: Callable[..., Perceiver], script: Script, face_at: Callable[..., Detection]
) -> None:
    script.next = [face_at(100, side=15.0), face_at(300, side=60.0)]
    large, small = make(limits=replace(ANY, least_side_px=20.0)).perceive(frame(0.0)).faces
    assert (small.flaw, large.flaw) == (Flaw.SMALL, None)


@pytest.mark.parametrize("smooth", [True, False])
def test_a_face_without_a_usable_answer_is_marked_and_leaves_no_trace(
    script: Script, tiny_model: Any, face_at: Callable[..., Detection], smooth: bool
) -> None:
    network = Network(tiny_model.write(spoilt_when_white="emotion"), DeviceChoice.CPU)
    perceiver = Perceiver(script, network, PerceptionOptions(limits=ANY, smooth=smooth))  # type: ignore[arg-type]
    script.next = [face_at(200)]
    seen = [perceiver.perceive(frame(0.1 * i, value=v)).faces[0] for i, v in enumerate((100, 255, 100))]
    assert [face.flaw for face in seen] == [None, Flaw.UNREADABLE, None]
    assert (seen[1].reading, seen[1].raw, seen[1].label) == (NO_READING, NO_READING, None)
    assert seen[2].reading.emotion.probabilities == pytest.approx(seen[0].reading.emotion.probabilities)


def test_at_most_so_many_faces_are_read(
    make: Callable[..., Perceiver], script: Script, face_at: Callable[..., Detection]
) -> None:
    script.next = [face_at(100 * i) for i in range(1, 6)]
    assert len(make(max_faces=3).perceive(frame(0.0)).faces) == 3


def test_after_a_reset_nothing_of_the_last_source_is_left(
    make: Callable[..., Perceiver], script: Script, face_at: Callable[..., Detection]
) -> None:
    perceiver = make()
    script.next = [face_at(200)]
    perceiver.perceive(frame(7.0, value=0))
    perceiver.reset()
    (face,) = perceiver.perceive(frame(0.0, value=255)).faces
    assert face.face.track_id == 1
    assert face.reading == face.raw


def test_people_who_left_are_remembered_nowhere(
    make: Callable[..., Perceiver], script: Script, face_at: Callable[..., Detection]
) -> None:
    perceiver = make(limits=LIGHT_ONLY)
    for visit in range(5):
        script.next = [face_at(200)]
        perceiver.perceive(frame(10.0 * visit, value=5))
        script.next = []
        perceiver.perceive(frame(10.0 * visit + 5, value=5))
    memories = (perceiver._smoother._tracks, perceiver._gate._named, perceiver._attention._tracks)
    assert [len(memory) for memory in memories] == [0, 0, 0]


def test_card_and_device_are_those_of_the_network_and_close_closes_the_detector(
    make: Callable[..., Perceiver], script: Script
) -> None:
    perceiver = make()
    assert perceiver.card.name == "tiny"
    assert perceiver.device.running == "CPU"
    perceiver.close()
    assert script.closed


def test_a_wrong_model_is_refused_before_the_detector_is_loaded(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="missing"):
        load_perceiver(PerceptionOptions(model=tmp_path / "none.onnx"))


def test_two_people_of_a_clip_keep_their_ids(tiny_model: Any) -> None:
    perceiver = load_perceiver(PerceptionOptions(model=tiny_model.write(), device=DeviceChoice.CPU))
    source = open_demo()
    seen = set()
    for _ in range(40):
        one = source.read()
        assert one is not None
        person = one.pixels[:, 320:960]
        result = perceiver.perceive(replace(one, pixels=np.hstack([person, person[:, ::-1]])))
        assert len(result.faces) == 2 and all(face.face.observed for face in result.faces)
        seen |= {(face.face.track_id, face.face.detection.box.centre.x > 640) for face in result.faces}
    source.close()
    perceiver.close()
    assert len(seen) == 2


def test_attention_goes_from_facing_to_absent_and_a_still_picture_has_none(
    make: Callable[..., Perceiver], script: Script, face_at: Callable[..., Detection]
) -> None:
    perceiver = make()
    script.next = [face_at(200)]
    assert perceiver.perceive(frame(0.0)).faces[0].attention is Attention.FACING
    script.next = []
    assert perceiver.perceive(frame(0.3)).faces[0].attention is Attention.FACING
    assert perceiver.perceive(frame(0.6)).faces[0].attention is Attention.ABSENT
    script.next = [face_at(200)]
    assert make(smooth=False).perceive(frame(0.0)).faces[0].attention is None


def test_a_face_too_dark_for_its_pose_has_no_attention(
    make: Callable[..., Perceiver], script: Script, face_at: Callable[..., Detection]
) -> None:
    perceiver = make(limits=LIGHT_ONLY)
    script.next = [face_at(200)]
    assert perceiver.perceive(frame(0.0, value=255)).faces[0].attention is Attention.FACING
    assert perceiver.perceive(frame(0.1, value=5)).faces[0].attention is None


TINY = "tiny 0 of 2026-01-01"
RESTS_HAPPY = Baseline("Anna", "", TINY, 100, tuple(Pose(10, 5, 0).rotation().ravel()), (0.0, 1.0, *[-9.0] * 6))


def test_one_face_is_measured_from_the_baseline_and_its_raw_values_stay(
    make: Callable[..., Perceiver], script: Script, face_at: Callable[..., Detection]
) -> None:
    script.next = [face_at(200, side=50), face_at(400, side=80)]
    plain = {each.face.track_id: each for each in make().perceive(frame(0.0, value=140)).faces}
    measured = make(baseline_now=lambda: RESTS_HAPPY).perceive(frame(0.0, value=140)).faces
    small, large = sorted(measured, key=lambda each: each.face.box.area)
    before = plain[large.face.track_id]
    assert small == plain[small.face.track_id]
    assert (small.baseline, large.baseline) == ("", "Anna")
    assert large.raw == before.raw
    assert large.reading == measured_from(RESTS_HAPPY, large.raw)
    assert (large.label, before.label) == (Emotion.NEUTRAL, Emotion.HAPPINESS)


def test_a_baseline_goes_on_and_off_between_two_frames_and_smoothing_begins_anew(
    make: Callable[..., Perceiver], script: Script, face_at: Callable[..., Detection]
) -> None:
    now = BaselineInUse()
    perceiver = make(baseline_now=now, smoothing_s=5.0)
    script.next = [face_at(200)]
    steps = []
    for time_s, baseline in ((0.0, None), (0.1, RESTS_HAPPY), (0.2, None)):
        now.baseline = baseline
        steps.extend(perceiver.perceive(frame(time_s, value=140)).faces)
    assert [face.baseline for face in steps] == ["", "Anna", ""]
    assert [face.face.track_id for face in steps] == [1, 1, 1]
    assert steps[0].reading == steps[2].reading == steps[0].raw
    assert steps[1].reading == measured_from(RESTS_HAPPY, steps[1].raw)


def test_a_baseline_of_another_network_is_not_used(
    make: Callable[..., Perceiver], script: Script, face_at: Callable[..., Detection]
) -> None:
    script.next = [face_at(200)]
    (face,) = make(baseline_now=lambda: replace(RESTS_HAPPY, network="other")).perceive(frame(0.0, value=140)).faces
    assert face.baseline == ""
    assert face.reading == face.raw
