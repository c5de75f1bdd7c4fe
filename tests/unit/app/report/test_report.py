"""The report: what it says, that nothing from outside becomes markup, and that it needs nothing else."""

import re
import stat
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from app.output.rows import READING_COLUMNS
from app.output.sink import OutputError
from app.recording.reader import open_recording
from app.recording.summary import summarise
from app.report.charts import clock, columns_of, time_ticks
from app.report.content import MOST_FACES, Report, report_of
from app.report.page import page_of, write_report
from tests.unit.app.recording.made import recording, row, table

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>&amp;\u202e"
EVENTS = (
    {"kind": "marker", "time_s": 2.0, "text": f"begin {EVIL}", "source": EVIL},
    {"kind": "gap", "time_s": 4.0, "until_s": 7.0, "text": f"the camera was unplugged {EVIL}", "source": "session"},
    {"kind": "state", "time_s": 9.0, "text": "stopped", "source": "session"},
)
SESSION = {
    "program": "Poise 0.1.0",
    "started_at": "2026-11-21T20:00:00.000+00:00",
    "source": {"name": EVIL, "kind": "camera", EVIL: EVIL},
    "model": {"file": "poise.onnx", "sha256": "ab" * 32, "name": "poise", "version": "0.2.0"},
    "device": {"asked": "auto", "running": "CPU", "reason": EVIL},
    "settings": {"uncertain_below": 0.5, "smoothing_s": 0.3},
    "consent": {"text": "I agree to be recorded.", "agreed_at": "2026-11-21T19:59:00+00:00"},
    "baseline": {"name": EVIL, "on": True, "network": "poise 0.2.0 of 2026-11-21", "readings": 280},
    "kept": {"video": True, "anonymised": True},
    "counts": {"dropped": 7},
}


class Page(HTMLParser):
    """The elements, their attributes and the text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._skip = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._skip = tag if tag in ("style", "script") else self._skip

    def handle_endtag(self, tag: str) -> None:
        self._skip = "" if tag == self._skip else self._skip

    def handle_data(self, data: str) -> None:
        self.text += "" if self._skip else re.sub(r"\s+", " ", data)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    times = [i / 10 for i in range(40)] + [7 + i / 10 for i in range(31)]
    rows = [row(t, emotion="sadness" if t < 2 else "happiness", yaw_deg=12.0, baseline=EVIL) for t in times]
    rows += [row(t, face_id=2, valid=0, reason="too dark") for t in times[:20]]
    return recording(tmp_path / "<b>rec</b>", rows, times, EVENTS, **SESSION)


def made(folder: Path) -> Report:
    return report_of(open_recording(folder))


def test_it_says_what_was_seen(folder: Path) -> None:
    text = Page(page_of(made(folder))).text
    assert "Face 1" in text and "Face 2" in text
    assert "Measured from the baseline" in text and "Measured from no baseline." in text
    assert "happiness 72 %" in text  # of 7.1 s recorded
    assert "sadness 28 %" in text
    assert "+12°" in text and "turned to the person’s own right" in text
    assert "Not judged: too dark in 100 % of its rows." in text
    assert "begin <script>" in text and "3.0 s" in text and "the camera was unplugged" in text
    assert "2026-11-21 20:00:00 UTC" in text and "yes, anonymised" in text
    assert "uncertain_below" in text and "poise.onnx" in text and "I agree to be recorded." in text


def test_it_says_what_the_numbers_cannot(folder: Path) -> None:
    text = Page(page_of(made(folder))).text
    assert "Article 5(1)(f), prohibits AI systems to infer the emotions of people at the workplace" in text
    assert "Article 50(3) obliges" in text
    assert "No decision about a person should rest on this page." in text


def test_nothing_from_outside_becomes_markup(folder: Path) -> None:
    page = page_of(made(folder))
    tags = Page(page).tags
    assert "script" not in {tag for tag, _ in tags}
    assert "img" not in {tag for tag, _ in tags}
    assert "b" in {tag for tag, _ in tags}
    assert not [name for _, attributes in tags for name in attributes if name.startswith("on")]
    assert "\u202e" not in page  # text that runs backwards is made visible


def test_it_needs_nothing_else(folder: Path) -> None:
    page = page_of(made(folder))
    assert not [name for _, attributes in Page(page).tags for name in attributes if name in ("src", "href")]
    assert "url(" not in page and "@import" not in page
    assert "http:" not in page and "https:" not in page
    assert "default-src 'none'" in page


def test_every_number_of_a_drawing_is_one(folder: Path) -> None:
    for tag, attributes in Page(page_of(made(folder))).tags:
        for name in ("x", "y", "width", "height", "x1", "x2", "y1", "y2"):
            value = attributes.get(name)
            if tag in ("rect", "line", "text", "svg") and value is not None:
                assert float(value) > -20, (tag, name, value)


def test_a_table_of_analyze_has_a_report_too(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", [row(i / 10) for i in range(30)], READING_COLUMNS)
    text = Page(page_of(made(path))).text
    assert "frames with faces" in text and "talk.mp4" in text
    assert "Gaps" not in text and "Consent" not in text


def test_a_recording_that_was_cut_off_says_so(folder: Path) -> None:
    (folder / "session.json").unlink()
    text = Page(page_of(made(folder))).text
    assert "is missing or damaged" in text


def test_facts_that_are_none_are_passed_over(folder: Path) -> None:
    odd = dict.fromkeys(("model", "source", "settings", "consent", "baseline", "kept", "counts", "device"), 5)
    opened = replace(open_recording(folder), facts={**odd, "started_at": ["x"], "program": {"a": 1}})
    assert "['x']" in Page(page_of(report_of(opened))).text


def test_nobody_was_seen(tmp_path: Path) -> None:
    times = [i / 10 for i in range(20)]
    text = Page(page_of(made(recording(tmp_path / "empty", [], times)))).text
    assert "No face was seen" in text


def test_of_many_faces_those_seen_longest_have_a_part(tmp_path: Path) -> None:
    rows = [row(i / 10, face_id=face) for face in range(1, 16) for i in range(face)]
    times = [i / 10 for i in range(20)]
    report = made(recording(tmp_path / "crowd", rows, times))
    assert [part.face.face_id for part in report.faces] == list(range(4, 16))
    assert (len(report.faces), report.left_out) == (MOST_FACES, 3)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_it_is_written_whole_for_its_owner_alone_and_replaces_nothing_unasked(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "report.html"
    write_report(made(folder), place, overwrite=False)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    before = place.read_bytes()
    with pytest.raises(OutputError, match="already"):
        write_report(made(folder), place, overwrite=False)
    assert place.read_bytes() == before
    assert [path.name for path in tmp_path.glob("report*")] == ["report.html"]


@pytest.mark.parametrize(("seconds", "text"), [(0, "0:00"), (59.6, "1:00"), (3599, "59:59"), (7384, "2:03:04")])
def test_moments_are_read_as_times(seconds: float, text: str) -> None:
    assert clock(seconds) == text


@pytest.mark.parametrize("duration_s", [0.0, 0.4, 3.0, 61.0, 7200.0, 500_000.0])
def test_an_axis_has_few_ticks_within_it(duration_s: float) -> None:
    ticks = time_ticks(duration_s)
    assert len(ticks) <= 11
    assert all(0 <= tick.place <= 1 for tick in ticks)


def test_the_columns_are_the_summary_of_their_stretch(folder: Path) -> None:
    """Cutting frames and rows to a stretch before summing up changes nothing."""
    opened = open_recording(folder)
    track = opened.track(1)
    emotions, attention = columns_of(opened.frames, track, opened.duration_s)
    for column, turned in zip(emotions, attention, strict=True):
        start_s = column.start * opened.duration_s
        whole = summarise(opened.frames, track, start_s, start_s + column.width * opened.duration_s)
        assert {band.name: band.share for band in column.bands} == pytest.approx(
            {name: share for name, share in whole.emotions.items() if share > 0}
        )
        assert {band.name: band.share for band in turned.bands} == pytest.approx(
            {name: share for name, share in whole.attention.items() if share > 0}
        )
    in_gap = [column for column in emotions if 4.3 < column.start * opened.duration_s < 6.5]
    assert in_gap and not any(column.bands for column in in_gap)
