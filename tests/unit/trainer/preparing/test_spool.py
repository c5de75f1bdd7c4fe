import random

import pytest

from trainer.data.picture import DataError, FoundPicture, Labels, Picture, Role
from trainer.preparing import spool
from trainer.preparing.spool import Spool


def _found(number):
    picture = Picture("mine", str(number), Role.TRAIN, bytes([number % 256]) * 10, Labels())
    return FoundPicture(picture, Labels(), None, False)


@pytest.mark.parametrize("held_bytes", [0, 55, 10**6])
def test_pictures_put_in_any_order_come_back_in_theirs(tmp_path, monkeypatch, held_bytes):
    monkeypatch.setattr(spool, "_MOST_HELD_BYTES", held_bytes)
    spooled = Spool(tmp_path / "s", group=16)
    places = list(range(100))
    random.Random(1).shuffle(places)
    for place in places:
        spooled.put(place, _found(place))
    assert list(spooled.in_order()) == [_found(place) for place in range(100)]
    assert list((tmp_path / "s").iterdir()) == []


def test_memory_is_bounded_while_pictures_are_put(tmp_path, monkeypatch):
    monkeypatch.setattr(spool, "_MOST_HELD_BYTES", 100)
    spooled = Spool(tmp_path / "s", group=4)
    for place in range(200):
        spooled.put(place, _found(place))
        assert sum(len(held) for held in spooled._held.values()) <= 11


def test_a_full_or_closed_disk_is_named(tmp_path):
    (tmp_path / "s").write_text("")
    spooled = Spool(tmp_path / "s", group=4)
    spooled.put(0, _found(0))
    with pytest.raises(DataError, match="cannot be written"):
        list(spooled.in_order())


def test_nothing_put_gives_nothing_back(tmp_path):
    assert list(Spool(tmp_path / "s", group=4).in_order()) == []
