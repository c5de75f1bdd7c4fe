"""Labels stay in the picture and off each other."""

import itertools

from app.domain.face import Box
from app.overlay.placement import Size, place_labels

PICTURE = Size(1000, 700)
LABEL = Size(180, 60)


def test_a_label_stands_beside_its_face():
    (place,) = place_labels([Box(400, 300, 100, 100)], [LABEL], PICTURE)
    assert (place.x, place.y) == (506, 300)


def test_at_the_right_edge_it_stands_on_the_other_side():
    (place,) = place_labels([Box(880, 300, 100, 100)], [LABEL], PICTURE)
    assert place.x + place.width == 874


def test_where_no_side_has_room_it_goes_above_and_at_the_top_edge_below():
    narrow = Size(300, 700)
    (above,) = place_labels([Box(100, 300, 100, 100)], [LABEL], narrow)
    assert above.y + above.height == 294
    (below,) = place_labels([Box(100, 5, 100, 100)], [LABEL], narrow)
    assert below.y == 111


def test_a_face_that_fills_the_picture_keeps_its_label_inside_it():
    (place,) = place_labels([Box(-50, -50, 1100, 800)], [LABEL], PICTURE)
    assert inside(place)


def test_labels_of_near_faces_do_not_touch():
    boxes = [Box(100 + 110 * i, 300, 100, 100) for i in range(5)]
    places = place_labels(boxes, [LABEL] * 5, PICTURE)
    assert all(inside(place) for place in places)
    assert all(a.overlap(b) == 0 for a, b in itertools.combinations(places, 2))


def test_a_face_beyond_the_edge_has_its_label_in_the_picture():
    places = place_labels([Box(-80, 600, 100, 100), Box(980, -60, 100, 100)], [LABEL] * 2, PICTURE)
    assert all(inside(place) for place in places)


def test_no_label_hides_a_small_face():
    boxes = [Box(40 + 115 * i, 20 + 40 * (i % 3), 22, 22) for i in range(8)]
    places = place_labels(boxes, [LABEL] * 8, PICTURE)
    assert all(place.overlap(box) == 0 for place, box in itertools.product(places, boxes))


def inside(place: Box) -> bool:
    return 0 <= place.x <= PICTURE.width - place.width + 1e-9 and 0 <= place.y <= PICTURE.height - place.height + 1e-9


def test_where_there_is_no_other_room_a_label_covers_its_own_face_rather_than_another():
    boxes, label = [Box(0, 0, 100, 100), Box(100, 0, 100, 100)], Size(60, 40)
    own, other = place_labels(boxes, [label, label], Size(200, 100))
    assert own.x + own.width <= 100
    assert other.x >= 100
