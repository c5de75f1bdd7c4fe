"""Settings in their file: defaults, differences, and every way a file can be wrong."""

import dataclasses
import logging
import os
import sys
import threading
import tomllib
from pathlib import Path

import pytest

from app.settings import LoadedSettings, Settings, SettingsError, load_settings, read_settings, save_settings

CHANGED = Settings(
    source="camera:usb-Ärger 1",
    recent_sources=("/films/a b.mp4", "rtsp://camera.local/live"),
    recent_recordings=("/data/recordings/first", "/tables/ä.parquet"),
    capture_width_px=640,
    capture_height_px=480,
    capture_fps=60,
    detector_reach="full",
    max_faces=2,
    model_path='C:\\models\\a "b".onnx',
    device="cpu",
    uncertain_below=0.25,
    baseline="Anna",
    use_baseline=True,
    away_yaw_deg=25.0,
    away_pitch_deg=12.5,
    away_after_s=1.0,
    facing_after_s=0.0,
    absent_after_s=2.0,
    smoothing_s=1.5,
    mirror=False,
    show_gender=False,
    show_axes=False,
    theme="dark",
    chart_seconds=30,
    notice_accepted=True,
    streaming_accepted=True,
    recording_accepted_at="2026-01-01T00:00:00.000+00:00",
    recordings_folder="/data/recordings",
    record_video=True,
    record_anonymised=False,
    window_geometry="AdnQywADAAA=",
    readings_width_px=400,
    charts_height_px=150,
    show_emotion=False,
    show_bars=True,
    show_pose=False,
    show_ids=False,
    anonymous=True,
    text_scale=1.5,
    show_charts=False,
    show_readings=False,
    repeat_files=False,
    language="de",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "poise" / "settings.toml"


def _written(path: Path, text: str) -> LoadedSettings:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return read_settings(path)


def test_a_missing_file_gives_the_defaults_without_a_word(path: Path) -> None:
    assert read_settings(path) == LoadedSettings(Settings(), ())
    assert not path.exists()


def test_every_setting_survives_a_restart(path: Path) -> None:
    save_settings(path, CHANGED)
    assert all(getattr(CHANGED, entry.name) != entry.default for entry in dataclasses.fields(Settings))
    assert read_settings(path) == LoadedSettings(CHANGED, ())
    assert load_settings(path) == CHANGED


def test_only_the_differences_are_written(path: Path) -> None:
    save_settings(path, Settings(mirror=False, theme="dark"))
    assert tomllib.loads(path.read_text(encoding="utf-8")) == {"mirror": False, "theme": "dark"}
    save_settings(path, Settings())
    assert path.read_text(encoding="utf-8") == ""


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("rtsp://camera.local:554/live?channel=1", "rtsp://camera.local:554/live?channel=1"),
        ("rtsp://ann:s3cret@camera.local:554/live", "rtsp://camera.local:554/live"),
        ("http://ann@camera.local", "http://camera.local"),
        ("rtsp://ann:p@ss@camera.local/live", "rtsp://camera.local/live"),
        ("http://camera.local/v?user=ann&PWD=s3cret&size=2", "http://camera.local/v?size=2"),
        ("http://camera.local/v?token=s3cret", "http://camera.local/v"),
        ("C:\\clips\\ann@home.mp4", "C:\\clips\\ann@home.mp4"),
    ],
)
def test_no_password_of_a_stream_is_written(path: Path, address: str, kept: str) -> None:
    save_settings(path, Settings(source=address))
    assert "s3cret" not in path.read_text(encoding="utf-8")
    assert load_settings(path).source == kept


def test_unknown_keys_are_ignored_with_a_warning(path: Path) -> None:
    loaded = _written(path, 'mirror = false\ncolour = "red"\n[section]\nmirror = true\n')
    assert loaded.settings == Settings(mirror=False)
    assert len(loaded.warnings) == 2
    assert all(str(path) in warning for warning in loaded.warnings)
    assert "colour" in loaded.warnings[0] and "section" in loaded.warnings[1]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("mirror = 1", "must be true or false"),
        ("capture_fps = true", "must be a whole number"),
        ("capture_fps = 30.0", "must be a whole number"),
        ('capture_fps = "30"', "must be a whole number"),
        ("capture_fps = 0", "must lie between 1 and 240"),
        ("capture_width_px = 100000", "must lie between 160 and 7680"),
        ("uncertain_below = 1.1", "must lie between 0 and 1"),
        ("uncertain_below = nan", "must lie between 0 and 1"),
        ("smoothing_s = inf", "must lie between 0 and 5"),
        ("smoothing_s = false", "must be a number"),
        ('theme = "pink"', "must be one of system, light, dark"),
        ("theme = 3", "must be a text"),
        ('detector_reach = "long"', "must be one of auto, short, full"),
        ('device = ["cpu"]', "must be a text"),
        ("source = 1979-05-27", "must be a text"),
        ("window_geometry = {}", "must be a text"),
    ],
)
def test_a_wrong_value_falls_back_and_the_others_stay(path: Path, line: str, said: str) -> None:
    loaded = _written(path, f"chart_seconds = 20\n{line}\n")
    assert loaded.settings == Settings(chart_seconds=20)
    (warning,) = loaded.warnings
    assert str(path) in warning and line.split(" ")[0] in warning and said in warning
    assert warning.endswith(".")


def test_a_whole_number_does_for_a_number_and_becomes_one(path: Path) -> None:
    loaded = _written(path, "smoothing_s = 1\n")
    assert loaded == LoadedSettings(Settings(smoothing_s=1.0), ())
    assert type(loaded.settings.smoothing_s) is float


@pytest.mark.parametrize("content", [b"mirror = ", b"\xff\xfe\x00", b"mirror = true\nmirror = false\n"])
def test_a_file_that_is_no_toml_is_moved_aside(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    loaded = read_settings(path)
    assert loaded.settings == Settings()
    (warning,) = loaded.warnings
    assert str(path) in warning and "settings.toml.broken" in warning
    assert not path.exists()
    assert path.with_name("settings.toml.broken").read_bytes() == content
    save_settings(path, CHANGED)
    assert load_settings(path) == CHANGED


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("capture_fps = " + "9" * 5000, "digits"),
        ("a = " + "[" * 8000 + "]" * 8000, "nested too deeply"),
        ("a = " + "{a=" * 5000, "nested too deeply"),
        ("a = [" * 5000, "not valid TOML"),
        ("# " + "x" * 70_000, "larger than 16 KiB"),
        ("capture_fps = 0x" + "f" * 16_000, "must lie between"),
        ("a" + ".a" * 3000 + " = 1", "is not a setting"),
        ("\n".join(f"[{'a.' * 100}b{n}]" for n in range(70)), "is not a setting"),
        ('model_path = "' + "x" * 16_000 + '"', ""),
        ('source = "\\u0000"', ""),
        ("d = 0000-00-00T99:99:99Z", "not valid TOML"),
    ],
)
def test_whatever_lies_in_the_file_it_is_read(path: Path, text: str, said: str) -> None:
    loaded = _written(path, text)
    assert said in " ".join(loaded.warnings)
    assert all(len(warning) < 600 and warning.isprintable() for warning in loaded.warnings)
    save_settings(path, CHANGED)
    assert load_settings(path) == CHANGED


def test_no_warning_holds_what_a_terminal_would_obey(path: Path) -> None:
    (warning,) = _written(path, '"\\u001b[2J" = 1\n').warnings
    assert warning.isprintable()


def test_many_unknown_keys_are_summed_up(path: Path) -> None:
    warnings = _written(path, "".join(f"a{number} = 1\n" for number in range(1200))).warnings
    assert len(warnings) == 21
    assert "1180 more" in warnings[-1]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_in_its_place_gives_the_defaults_at_once_and_stays(path: Path) -> None:
    path.parent.mkdir()
    os.mkfifo(path)
    loaded = read_settings(path)
    assert loaded.settings == Settings()
    assert "is not a file" in loaded.warnings[0]
    with pytest.raises(SettingsError, match="is not a file"):
        save_settings(path, CHANGED)
    assert path.is_fifo()


def test_links_in_a_circle_give_the_defaults_and_cannot_be_saved_over(path: Path) -> None:
    other = path.with_name("other.toml")
    path.parent.mkdir()
    try:
        path.symlink_to(other)
        other.symlink_to(path)
    except OSError:
        pytest.skip("this system lets this user make no links")
    loaded = read_settings(path)
    assert loaded.settings == Settings()
    assert str(path) in loaded.warnings[0]
    with pytest.raises(SettingsError, match="could not be saved"):
        save_settings(path, CHANGED)


def test_an_older_broken_file_is_replaced(path: Path) -> None:
    _written(path, "= 1")
    _written(path, "= 2")
    assert path.with_name("settings.toml.broken").read_text() == "= 2"


def test_a_folder_in_its_place_gives_the_defaults_and_cannot_be_saved_over(path: Path) -> None:
    path.mkdir(parents=True)
    loaded = read_settings(path)
    assert loaded.settings == Settings()
    assert str(path) in loaded.warnings[0]
    with pytest.raises(SettingsError, match="could not be saved"):
        save_settings(path, CHANGED)
    assert list(path.parent.iterdir()) == [path]  # no temporary file is left


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "poise").write_text("a file where the folder should be")
    with pytest.raises(SettingsError, match=r"could not be saved to .*; check that the folder can be written\.$"):
        save_settings(tmp_path / "poise" / "settings.toml", Settings(mirror=False))


def test_a_link_to_the_file_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.toml", tmp_path / "settings.toml"
    real.touch()
    try:
        link.symlink_to(real)
    except OSError:
        pytest.skip("this system lets this user make no links")
    save_settings(link, CHANGED)
    assert link.is_symlink()
    assert load_settings(real) == CHANGED


@pytest.mark.skipif(sys.platform == "win32", reason="Windows replaces no file that another thread reads")
def test_a_reader_never_sees_half_a_file(path: Path) -> None:
    save_settings(path, CHANGED)
    seen: list[LoadedSettings] = []
    ended = threading.Event()

    def read_on() -> None:
        while not ended.is_set():
            seen.append(read_settings(path))

    reader = threading.Thread(target=read_on)
    reader.start()
    for round_ in range(30):
        save_settings(path, CHANGED if round_ % 2 else Settings())
    ended.set()
    reader.join()
    assert all(loaded in (LoadedSettings(CHANGED, ()), LoadedSettings(Settings(), ())) for loaded in seen)
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_warnings_are_logged_for_those_who_ask_for_the_settings_only(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    _written(path, "capture_fps = 0\n")
    with caplog.at_level(logging.WARNING, logger="app.settings"):
        assert load_settings(path) == Settings()
    assert "capture_fps" in caplog.text


def test_settings_are_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().mirror = False  # type: ignore[misc]


@pytest.mark.parametrize("value", ['"a.mp4"', "3", '["a.mp4", 3]', '[["a.mp4"]]'])
def test_recent_sources_are_a_list_of_texts_or_none(path: Path, value: str) -> None:
    loaded = _written(path, f"recent_sources = {value}")
    assert loaded.settings.recent_sources == ()
    assert "must be a list of texts" in loaded.warnings[0]


def test_no_password_of_a_recent_address_is_written(path: Path) -> None:
    save_settings(path, Settings(recent_sources=("rtsp://me:secret@camera.local/live", "/films/a.mp4")))
    assert "secret" not in path.read_text(encoding="utf-8")
    assert read_settings(path).settings.recent_sources == ("rtsp://camera.local/live", "/films/a.mp4")
