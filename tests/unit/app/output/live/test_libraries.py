"""What is said where a library of the extra `live` is missing."""

import sys

import pytest

from app.output.live.libraries import library
from app.output.live.osc import OscSink
from app.output.sink import OutputError


def test_a_missing_library_is_one_sentence_with_the_way_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "websockets", None)
    with pytest.raises(OutputError, match=r"A WebSocket needs the package websockets.*run.py"):
        library("websockets", "websockets", "A WebSocket")


def test_a_sink_says_what_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pythonosc.osc_bundle_builder", None)
    with pytest.raises(OutputError, match="Open Sound Control needs the package python-osc"):
        OscSink("127.0.0.1:9000", 30.0)
