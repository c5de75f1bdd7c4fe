"""What is drawn over a frame."""

from dataclasses import replace

from PySide6.QtGui import QColor, QImage

from app.domain.face import Box
from app.domain.reading import Emotion, Flaw, Pose
from app.overlay.label import label_of
from app.overlay.paint import _labels
from app.overlay.placement import Size
from app.overlay.style import EMOTION_COLOURS, FACE_COLOURS, FLAWED_COLOUR, OverlayStyle

BARE = OverlayStyle(unit_px=1.0, show_axes=False)


def coloured(image: QImage, emotion: Emotion) -> list[int]:
    """The columns in which the colour of an emotion appears."""
    wanted = QColor(*EMOTION_COLOURS[emotion]).rgb()
    return [x for x in range(image.width()) if any(image.pixel(x, y) == wanted for y in range(image.height()))]


def test_nothing_is_drawn_without_faces(draw):
    image = draw(BARE)
    assert all(image.pixelColor(x, y).value() == 0 for x in range(0, 400, 7) for y in range(0, 300, 7))


def test_the_box_is_drawn_where_the_face_is(draw, make_face):
    columns = coloured(draw(BARE, make_face(Box(60, 150, 80, 80))), Emotion.HAPPINESS)
    assert min(columns) in range(58, 62)


def test_a_mirrored_picture_has_its_box_on_the_other_side(draw, make_face):
    style = OverlayStyle(mirrored=True, unit_px=1.0, show_axes=False)
    columns = coloured(draw(style, make_face(Box(60, 150, 80, 80))), Emotion.HAPPINESS)
    assert max(columns) in range(338, 342)


def test_numbers_are_the_same_in_a_mirrored_picture(qapp, make_face):
    face = make_face(pose=Pose(20, -10, 5))
    assert label_of(face, OverlayStyle(mirrored=True)) == label_of(face, OverlayStyle(mirrored=False))


def test_gender_can_be_hidden(qapp, make_face):
    face = make_face(female=0.9)
    assert "perceived female 90%" in label_of(face, OverlayStyle()).lines
    assert not any("perceived" in line for line in label_of(face, OverlayStyle(show_gender=False)).lines)


def test_axes_can_be_hidden(draw, make_face):
    face = make_face(Box(100, 100, 100, 100), pose=Pose(30, 10, 0))
    centre = (150, 150)
    assert draw(BARE, face).pixelColor(*centre).value() == 0
    assert draw(OverlayStyle(unit_px=1.0), face).pixelColor(*centre).value() > 0


def test_a_face_that_is_lost_for_a_moment_is_fainter(draw, make_face):
    def brightness(observed: bool) -> int:
        image = draw(BARE, make_face(Box(60, 150, 80, 80), observed=observed))
        return max(image.pixelColor(x, 150).value() for x in range(80, 120))

    assert brightness(False) < brightness(True)


def test_labels_are_short_where_they_would_cover_the_picture(qapp, make_face):
    faces = [make_face(track_id=number) for number in (1, 2, 3)]
    roomy = _labels(faces, OverlayStyle(), Size(2000, 1500))
    tight = _labels(faces, OverlayStyle(), Size(300, 200))
    assert [len(label.lines) for label in roomy] == [2, 2, 2]
    assert [len(label.lines) for label in tight] == [2, 1, 1]


def test_a_face_with_a_flaw_is_grey_and_says_why(draw, make_face):
    face = make_face(Box(60, 150, 80, 80), flaw=Flaw.BLURRED)
    label = label_of(face, BARE)
    assert (label.title, label.lines, label.colour, label.dim) == ("Too blurred", (), FLAWED_COLOUR, True)
    image = draw(BARE, face)
    assert coloured(image, Emotion.HAPPINESS) == []
    grey = QColor(*FLAWED_COLOUR).rgb()
    assert any(image.pixel(x, y) == grey for x in range(57, 64) for y in range(170, 210))


def test_only_of_a_face_turned_too_far_the_angles_are_shown(draw, make_face):
    turned, dark = (
        make_face(Box(100, 100, 100, 100), pose=Pose(70, 0, 0), flaw=each) for each in (Flaw.TURNED, Flaw.DARK)
    )
    assert label_of(turned, OverlayStyle()).lines == ("yaw +70°  pitch 0°  roll 0°",)
    assert label_of(dark, OverlayStyle()).lines == ()
    style = OverlayStyle(unit_px=1.0)
    assert draw(style, turned).pixelColor(150, 150).value() > 0
    assert draw(style, dark).pixelColor(150, 150).value() == 0


def test_what_is_shown_is_chosen(qapp, make_face):
    face = make_face(emotion=Emotion.ANGER, probability=0.8)
    full = label_of(face, OverlayStyle(show_bars=True))
    assert (full.track_id, full.title, full.bars[0], len(full.lines)) == ("1", "Anger 80%", (Emotion.ANGER, 0.8), 2)
    bare = OverlayStyle(show_emotion=False, show_pose=False, show_gender=False, show_ids=False)
    assert label_of(face, bare).empty
    assert label_of(face, bare).size == Size(0, 0)
    assert label_of(make_face(flaw=Flaw.DARK), bare).title == "Too dark"


def test_several_faces_have_colours_of_their_own_and_the_chosen_one_a_frame(draw, make_face):
    faces = [make_face(Box(40 + 190 * number, 150, 80, 80), track_id=number + 1) for number in range(2)]
    style = OverlayStyle(unit_px=1.0, show_axes=False, chosen_id=2)
    image = draw(style, *faces)
    assert coloured(image, Emotion.HAPPINESS) == []
    colours = {image.pixelColor(x, 215).getRgb()[:3] for x in range(400)}
    assert set(FACE_COLOURS[:2]) <= colours
    white = [x for x in range(400) if image.pixelColor(x, 215).getRgb()[:3] == (255, 255, 255)]
    assert white and all(220 <= x <= 320 for x in white)


def test_a_label_says_that_it_is_measured_from_a_baseline_and_names_nobody(make_face):
    plain, measured = (label_of(replace(make_face(), baseline=name), OverlayStyle()) for name in ("", "Anna"))
    assert measured.lines == (*plain.lines, "from a baseline")
