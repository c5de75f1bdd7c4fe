"""Makes the pictures of this folder with the real window: `.venv/bin/python docs/screens/make.py`.

Names make these alone. `--screens FOLDER` makes the window on every screen, light and dark, English and German, to be
looked at and not to be kept. People in it come from the demo clip alone.
"""

import argparse
import itertools
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
SECONDS, PATIENCE_S = 5.0, 90.0
RECORDED_S = 14
TASK_BAR_PX = 40
HD, FULL_HD, WQHD = (1366, 768), (1920, 1080), (2560, 1440)


@dataclass(frozen=True)
class Shot:
    """`screen` in its own pixels, shown `scale` times as large; `act` is what is done to the window (see `Act`)."""

    screen: tuple[int, int] = HD
    scale: float = 1.0
    source: str = "demo"
    act: str = ""
    size: tuple[int, int] | None = None
    seconds: float = SECONDS
    settings: dict[str, Any] = field(default_factory=dict)


SHOTS = {
    "live-light": Shot(size=(1280, 800), screen=FULL_HD),
    "live-dark-german": Shot(settings={"theme": "dark", "language": "de", "show_bars": True}),
    "five-faces": Shot(source="five", screen=FULL_HD),
    "no-face": Shot(source="empty", settings={"theme": "dark"}),
    "picture-file": Shot(source="portrait"),
    "camera-lost": Shot(source="lost", settings={"theme": "dark"}),
    "file-missing-german": Shot(source="missing", settings={"language": "de"}),
    "full-screen": Shot(act="full_screen", screen=FULL_HD),
    "demonstration": Shot(act="demo_mode", screen=FULL_HD, settings={"language": "de"}),
    "output-window": Shot(act="output"),
    "hidden-faces": Shot(size=(1000, 640), settings={"anonymous": True, "text_scale": 1.5}),
    "small-200-percent": Shot(scale=2.0),
    "narrow-900x600": Shot(size=(900, 600), settings={"theme": "dark"}),
    "first-screen-german-150-percent": Shot(scale=1.5, settings={"notice_accepted": False, "language": "de"}),
    "settings": Shot(act="settings"),
    "shortcuts": Shot(act="shortcuts", screen=FULL_HD),
    "camera-and-device": Shot(act="machine", source="camera", screen=FULL_HD, settings={"theme": "dark"}),
    "live-output": Shot(act="live", screen=FULL_HD),
    "record-dialog": Shot(
        act="record",
        screen=FULL_HD,
        settings={"recording_accepted_at": "2026-01-01", "recordings_folder": "/home/ada/Recordings"},
    ),
    "recording": Shot(act="recording", screen=FULL_HD, size=(1280, 800), settings={"theme": "dark"}),
    "analyse": Shot(act="analyse", screen=FULL_HD, size=(1280, 800)),
    "analyse-dark-german": Shot(act="analyse", settings={"theme": "dark", "language": "de"}),
    "baselines": Shot(act="baselines", screen=FULL_HD),
    "review": Shot(act="review", source="recording", screen=FULL_HD, size=(1280, 860)),
}


def on_every_screen() -> dict[str, Shot]:
    """The window on the demo clip, and on five faces, on all screens that are looked at."""
    shots = {}
    for screen, scale, theme, language, source in itertools.product(
        (HD, FULL_HD, WQHD), (1.0, 1.5, 2.0), ("light", "dark"), ("en", "de"), ("demo", "five")
    ):
        if (theme == "light") == (source == "demo"):  # half of them shows all
            name = f"{screen[0]}x{screen[1]}-{round(scale * 100)}-{theme}-{language}-{source}"
            fields = {"theme": theme, "language": language}
            shots[name] = Shot(screen, scale, source, seconds=2.0, settings=fields)
    return shots


def main() -> None:
    """One fresh program for each picture: screen and scale cannot change in a running one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="Make these alone.")
    parser.add_argument(
        "--screens", type=Path, metavar="FOLDER", help="Make the window on every screen, into a folder."
    )
    given = parser.parse_args()
    shots, folder = (SHOTS, FOLDER) if given.screens is None else (on_every_screen(), given.screens)
    folder.mkdir(parents=True, exist_ok=True)
    for name, shot in shots.items():
        if not given.names or name in given.names:
            run(shot, folder / f"{name}.png")


def run(shot: Shot, target: Path) -> None:
    with tempfile.TemporaryDirectory() as place:
        screens = Path(place) / "screens.json"
        width, height = (round(side / shot.scale) for side in shot.screen)
        one = {"name": "screen", "x": 0, "y": 0, "width": width, "height": height, "logicalDpi": 96, "dpr": shot.scale}
        screens.write_text(json.dumps({"screens": [one]}))
        variables = {**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={screens}"}
        variables |= {"HOME": "/home/ada", "USERPROFILE": "/home/ada"}  # seen where a dialog offers a place
        variables["POISE_SHOT"] = json.dumps({**asdict(shot), "target": str(target), "place": place})
        subprocess.run([sys.executable, __file__], env=variables, check=True, timeout=180)


# What follows runs in the program of one picture.


def make(shot: Shot, target: Path, place: Path) -> None:
    """Run the window and keep a picture of it."""
    sys.path.insert(0, str(FOLDER.parent.parent))
    from app import composition
    from app.capture import cameras
    from app.settings import Settings
    from app.ui.application import create_application
    from app.ui.language.language import use_language

    application = create_application(["poise"])
    application.setCursorFlashTime(0)
    if shot.source in ("camera", "lost"):
        cameras.list_cameras = lambda: (cameras.Camera(0, "Desk camera", "desk", 0),)
        composition.source_of = stand_in(shot.source == "lost")
        source = "camera:desk"
    else:
        source = "demo" if shot.source == "recording" else file_of(shot.source, place)
    settings = Settings(**{"source": source, "notice_accepted": True, **shot.settings})
    use_language(settings.language if settings.language != "system" else "en", application)
    perceiver = composition.shared_perceiver()
    window = composition.build_window(settings, lambda settings: None, perceiver)
    if shot.size is not None:
        window.resize(*shot.size)
    window.show()
    window.start(recorded(place) if shot.source == "recording" else None)
    stay(window, shot)
    shown = acted(window, shot.act)
    shown.grab().save(str(target), "PNG")
    os._exit(0)


def stay(window: Any, shot: Shot) -> None:
    """Run until some seconds after the first face, or after the first picture where there is none to come."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop, seen = QEventLoop(), []
    without_face = shot.source in ("empty", "missing", "recording") or not shot.settings.get("notice_accepted", True)

    def on_painted(result: Any) -> None:
        if (result.faces or shot.source == "empty") and not seen:
            seen.append(result)
            QTimer.singleShot(round(shot.seconds * 1000), loop.quit)

    window.painted.connect(on_painted)
    QTimer.singleShot(round((SECONDS if without_face and shot.source != "empty" else PATIENCE_S) * 1000), loop.quit)
    loop.exec()


def recorded(place: Path) -> Path:
    """A recording of the demo clip with its picture, as a user makes one."""
    folder = place / "a recording"
    command = [sys.executable, "-m", "app", "record", "--source", "demo", "-o", str(folder), "--video", "--agree"]
    subprocess.run([*command, "--seconds", str(RECORDED_S)], cwd=FOLDER.parent.parent, check=True, timeout=120)
    return folder


def wait(seconds: float) -> None:
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def acted(window: Any, act: str) -> Any:
    """Trigger an action of the window; the widget that shows what came of it."""
    from PySide6.QtWidgets import QDialog

    from app.ui.video.output_window import OutputWindow

    if act == "review":
        window._later.review._range.choose(2.0, 7.0)
        window._later.review._playback.go_to(5.0)
        wait(2.0)
    if act == "recording":
        begin_recording(window)
    if act == "analyse":
        analyse_files(window)
    if act in ("", "review", "recording", "analyse"):
        return window
    if act == "baselines":
        window._baseline.open()
    else:
        action = getattr(window._actions, act)
        action.toggle() if action.isCheckable() and act != "record" else action.trigger()
    wait(1.5)
    if act == "output":
        return next(each for each in window.findChildren(OutputWindow) or top_levels(OutputWindow))
    return next((dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()), window)


def begin_recording(window: Any) -> None:
    """Numbers alone, for some seconds, with a marker."""
    from app.recording.plan import RecordingPlan
    from app.recording.session_file import Agreement, Kept

    recordings = window._recording._recordings
    recordings.begin(Path(tempfile.mkdtemp()), RecordingPlan(Kept(), Agreement("", "")))
    wait(8.0)


def analyse_files(window: Any) -> None:
    """One picture that is read, one video that is being read, and one that waits."""
    from app.paths import demo_clip
    from app.ui.window.workspaces import Workspace

    folder = Path(tempfile.mkdtemp())
    clips = [folder / "lecture Monday.mp4", folder / "lecture Tuesday.mp4"]
    for clip in clips:
        clip.write_bytes(demo_clip().read_bytes())
    window._workspaces.show_workspace(Workspace.ANALYSE)
    window._later.analyse.add([Path(file_of("five", folder))])
    wait(7.0)
    window._later.analyse.add(clips)
    wait(7.0)


def top_levels(kind: type) -> list[Any]:
    from PySide6.QtWidgets import QApplication

    return [each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()]


def file_of(source: str, place: Path) -> str:
    """The text of a source; pictures are made of the demo clip."""
    import cv2
    import numpy as np

    from app.paths import demo_clip

    if source == "demo":
        return source
    if source == "missing":
        return "/home/ada/Videos/recording of Monday.mp4"
    reader = cv2.VideoCapture(str(demo_clip()))
    frames = [reader.read()[1] for _ in range(120)]
    picture = frames[0][:, 320:960]
    if source == "empty":
        rows, columns = np.mgrid[0:720, 0:1280]
        wall = 150 + 60 * np.sin(columns / 500) - rows / 12
        picture = np.dstack([wall * 0.92, wall * 0.97, wall]).clip(0, 255).astype(np.uint8)
    if source == "five":
        picture = np.full((720, 1280, 3), (96, 104, 112), np.uint8)
        places = ((10, 10, 400), (430, 30, 400), (860, 5, 410), (190, 425, 290), (760, 430, 285))
        for number, (x, y, side) in enumerate(places):
            head = frames[number * 24][150:550, 440:840]
            head = head[:, ::-1] if number % 2 else head
            picture[y : y + side, x : x + side] = cv2.resize(head, (side, side), interpolation=cv2.INTER_AREA)
    path = place / f"{source}.png"
    cv2.imwrite(str(path), picture)
    return str(path)


def stand_in(lost: bool) -> Callable[[Any], Any]:
    """Opens the demo clip in place of a camera, which may be unplugged after a while and is not found again."""
    from app.capture.demo import open_demo
    from app.capture.source import CameraMode, CaptureError, SourceKind

    class StandIn:
        def __init__(self) -> None:
            self._clip = open_demo(realtime=True, loop=True)
            mode = CameraMode(1280, 720, 60, "MJPG")
            self.info = replace(
                self._clip.info, name="Desk camera", kind=SourceKind.CAMERA, duration_s=None, camera=mode
            )
            self._left = 120 if lost else 10**9

        def read(self) -> Any:
            self._left -= 1
            if self._left < 0:
                raise CaptureError(
                    "The camera Desk camera was unplugged or stopped; plug it in again or choose another source."
                )
            return self._clip.read()

        def close(self) -> None:
            self._clip.close()

    opened: list[StandIn] = []

    def open_source(settings: Any) -> StandIn:
        if opened:
            raise CaptureError("There is no camera 'desk'; plug it in, or choose one that `poise cameras` lists.")
        opened.append(StandIn())
        return opened[0]

    return open_source


if __name__ == "__main__":
    if "POISE_SHOT" in os.environ:
        fields = json.loads(os.environ["POISE_SHOT"])
        where, room = Path(fields.pop("target")), Path(fields.pop("place"))
        make(Shot(**fields), where, room)
    else:
        main()
