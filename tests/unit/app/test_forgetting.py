"""Forgetting: all that Poise wrote goes, nothing else does, and no link is followed."""

import os
import sys
from pathlib import Path

import pytest

from app.forgetting import Kind, Trace, forget, traces
from app.paths import Places

NOT_ROOT = pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="for root and on Windows every folder can be written"
)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """A home with one thing of every kind."""
    made = Places(
        tmp_path / "config" / "poise" / "settings.toml",
        tmp_path / "data" / "poise" / "baselines",
        (tmp_path / "Documents" / "Poise",),
        tmp_path / "Pictures" / "Poise",
    )
    put(made.settings, "theme = 'dark'")
    put(made.settings.with_name("settings.toml.broken"))
    put(made.settings.with_name(".settings.toml.x7f3"))
    put(made.baselines / "anna-0123456789abcdef.json")
    talk = made.recordings[0] / "talk"
    for name in ("session.json", "readings.parquet", "readings.csv", "frames.parquet", "events.jsonl", "video.mkv"):
        put(talk / name)
    cut_off = made.recordings[0] / "cut off"
    put(cut_off / "session.json")
    put(cut_off / "readings.part-7f3.parquet" / "000000.parquet")
    put(cut_off / "frames.part-7f3.parquet" / "000000.parquet")
    put(made.snapshots / "poise-2026-11-21-20-00-00-000000.png")
    return made


def put(path: Path, text: str = "mine") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def found(places: Places) -> dict[Kind, Trace]:
    return {trace.kind: trace for trace in traces(places)}


def left_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir())


def test_what_there_is_is_counted_and_nothing_changes(places: Places, tmp_path: Path) -> None:
    before = left_in(tmp_path)
    counts = {kind: trace.count for kind, trace in found(places).items()}
    assert counts == {Kind.SETTINGS: 3, Kind.BASELINES: 1, Kind.RECORDINGS: 2, Kind.SNAPSHOTS: 1}
    assert found(places)[Kind.RECORDINGS].size_bytes == 9 * len("mine")
    assert left_in(tmp_path) == before


def test_everything_goes_with_its_folders(places: Places, tmp_path: Path) -> None:
    assert forget(traces(places)) == ()
    assert left_in(tmp_path) == []
    assert not any(place.exists() for place in (places.settings.parent, places.baselines, *places.recordings))
    assert forget(traces(places)) == ()


def test_only_what_was_chosen_goes(places: Places) -> None:
    forget([found(places)[Kind.SETTINGS], found(places)[Kind.BASELINES]])
    assert not places.settings.exists()
    assert found(places)[Kind.RECORDINGS].count == 2
    assert found(places)[Kind.SNAPSHOTS].count == 1


def test_nothing_of_others_goes_and_it_is_said(places: Places, tmp_path: Path) -> None:
    others = {
        put(places.recordings[0] / "talk" / "my notes.txt"),
        put(places.recordings[0] / "talk" / "readings.part-x.parquet" / "notes.txt"),
        put(places.recordings[0] / "letters" / "to Anna.txt"),
        put(places.recordings[0] / "invoice.pdf"),
        put(places.snapshots / "holiday.png"),
        put(places.baselines / "README"),
        put(places.settings.with_name("other.toml")),
        put(tmp_path / "Documents" / "session.json"),
    }
    said = forget(traces(places))
    assert set(left_in(tmp_path)) == {str(path.relative_to(tmp_path)) for path in others}
    assert any("talk was left, because there is something else in it (my notes.txt" in each for each in said)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_instead_of_a_folder_is_not_followed(places: Places, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    for i, folder in enumerate((places.baselines, *places.recordings, places.snapshots)):
        folder.rename(elsewhere.with_name(f"elsewhere-{i}"))
        folder.symlink_to(elsewhere.with_name(f"elsewhere-{i}"))
    before = [path for path in left_in(tmp_path) if path.startswith("elsewhere")]
    said = forget(traces(places))
    assert [path for path in left_in(tmp_path) if path.startswith("elsewhere")] == before
    assert sum("is a link, and nothing behind it was removed" in sentence for sentence in said) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_within_are_cut_and_what_they_lead_to_stays(places: Places, tmp_path: Path) -> None:
    precious = put(tmp_path / "precious" / "film.mkv")
    whole = put(tmp_path / "precious" / "session.json").parent
    (places.recordings[0] / "talk" / "video.mkv").unlink()
    (places.recordings[0] / "talk" / "video.mkv").symlink_to(precious)
    (places.recordings[0] / "linked").symlink_to(whole, target_is_directory=True)
    places.settings.unlink()
    places.settings.symlink_to(precious)
    said = forget(traces(places))
    assert left_in(whole) == ["film.mkv", "session.json"]
    assert not (places.recordings[0] / "talk").exists()
    assert not places.settings.is_symlink()
    assert any("is a link: it goes, and what it leads to is left" in sentence for sentence in said)
    assert (places.recordings[0] / "linked").is_symlink()


def test_what_cannot_be_removed_is_said_and_the_rest_goes(places: Places, tmp_path: Path) -> None:
    """A folder in the place of a file cannot be unlinked, whoever tries."""
    trace = found(places)[Kind.SNAPSHOTS]
    (snapshot,) = trace.files
    snapshot.unlink()
    snapshot.mkdir()
    put(snapshot / "inside")
    said = forget([found(places)[Kind.BASELINES], trace])
    assert any(str(snapshot) in sentence and "could not be deleted" in sentence for sentence in said)
    assert (snapshot / "inside").exists()
    assert not places.baselines.exists()


@NOT_ROOT
def test_a_folder_that_may_not_be_written_keeps_its_files(places: Places) -> None:
    places.snapshots.chmod(0o500)
    try:
        said = forget(traces(places))
        assert any("could not be deleted (Permission denied)" in sentence for sentence in said)
        assert left_in(places.snapshots)
    finally:
        places.snapshots.chmod(0o700)


def test_a_place_that_is_a_file_or_missing_is_passed_over(tmp_path: Path) -> None:
    a, b, c, d = (tmp_path / name / "x" for name in "abcd")
    nothing = Places(a, b, (c,), d)
    assert [trace.count for trace in traces(nothing)] == [0, 0, 0, 0]
    assert forget(traces(nothing)) == ()
    e, f, g, h = (put(tmp_path / name) for name in "efgh")
    odd = Places(e, f, (g,), h)
    assert forget(found(odd)[kind] for kind in (Kind.BASELINES, Kind.RECORDINGS, Kind.SNAPSHOTS)) == ()
    assert left_in(tmp_path) == ["e", "f", "g", "h"]
