"""`poise report`: a page, or one sentence."""

from pathlib import Path

import pytest

from app.commands.failures import CommandError
from app.commands.report import ReportRequest, report
from app.output.sink import OutputError
from app.recording.stored_rows import ReadError
from tests.unit.app.recording.made import recording, row, table


@pytest.fixture
def two_inputs(tmp_path: Path) -> Path:
    rows = [row(i / 10, file=name) for name in ("a.mp4", "b.mp4") for i in range(10)]
    return table(tmp_path / "both.csv", rows)


def test_a_recording_becomes_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    times = [i / 10 for i in range(20)]
    folder = recording(tmp_path / "rec", [row(t) for t in times], times)
    assert report(ReportRequest(folder, tmp_path / "out.html")) == 0
    assert (tmp_path / "out.html").read_text().startswith("<!DOCTYPE html>")
    assert "Report written to" in capsys.readouterr().err


def test_of_a_table_of_several_inputs_one_is_reported(
    two_inputs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report(ReportRequest(two_inputs, tmp_path / "a.html"))
    assert "has 2 inputs; this report is of a.mp4" in capsys.readouterr().err
    report(ReportRequest(two_inputs, tmp_path / "b.html", file="b.mp4"))
    assert "<td>b.mp4</td>" in (tmp_path / "b.html").read_text()
    with pytest.raises(CommandError, match=r"no input c\.mp4 in both\.csv; it has a\.mp4, b\.mp4"):
        report(ReportRequest(two_inputs, tmp_path / "c.html", file="c.mp4"))


def test_what_cannot_be_is_one_sentence(two_inputs: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"must end with \.html"):
        report(ReportRequest(two_inputs, tmp_path / "out.pdf"))
    with pytest.raises(ReadError, match="There is nothing at"):
        report(ReportRequest(tmp_path / "nowhere", tmp_path / "out.html"))
    with pytest.raises(OutputError, match="does not exist"):
        report(ReportRequest(two_inputs, tmp_path / "no" / "out.html"))
    (tmp_path / "out.html").write_text("mine")
    with pytest.raises(OutputError, match="already"):
        report(ReportRequest(two_inputs, tmp_path / "out.html"))
    notes = tmp_path / "notes.csv"
    notes.write_text("a,b\n1,2\n")
    with pytest.raises(ReadError, match="has no column time_s"):
        report(ReportRequest(notes, tmp_path / "new.html"))
    assert not (tmp_path / "new.html").exists()
    assert (tmp_path / "out.html").read_text() == "mine"
