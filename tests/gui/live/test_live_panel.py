"""The Live panel: asks first, shows what leaves and for whom, and stops."""

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget
from websockets.sync.client import connect

from app.settings import Settings
from app.ui.live.fields import JsonLinesFields, OscFields, WebSocketFields
from app.ui.live.outputs import OutputKind
from app.ui.live.panel import LivePanel
from app.ui.window.main_window import MainWindow

AGREED = Settings(notice_accepted=True, streaming_accepted=True)


def panel_of(studio: Any, window: MainWindow) -> LivePanel:
    studio.qtbot.keyClick(window, Qt.Key.Key_O)
    studio.wait(lambda: any(panel.isVisible() for panel in window.findChildren(LivePanel)))
    (panel,) = window.findChildren(LivePanel)
    return panel


def button(parent: QWidget, name: str) -> QPushButton:
    (found,) = [one for one in parent.findChildren(QPushButton) if name in (one.accessibleName(), one.text())]
    return found


def port_zero(panel: LivePanel) -> None:
    panel.findChild(WebSocketFields)._port.setValue(0)


def light_text(window: MainWindow) -> str:
    light = window._sending._light
    return light.text() if light.isVisible() else ""


def test_a_client_gets_what_the_window_reads(studio: Any) -> None:
    window = studio.window(AGREED)
    studio.wait_faces(window)
    panel = panel_of(studio, window)
    port_zero(panel)
    button(panel, "Start WebSocket").click()
    studio.wait(lambda: studio.outputs.status(OutputKind.WEBSOCKET))
    button(panel, "Copy the address of WebSocket").click()
    address = QGuiApplication.clipboard().text()
    assert address.startswith("ws://127.0.0.1:")
    with connect(address, proxy=None, close_timeout=0.2) as client:
        kinds: list[str] = []
        studio.wait(lambda: kinds.append(json.loads(client.recv(10))["type"]) or "frame" in kinds)
        assert kinds[:2] == ["hello", "state"]
        studio.wait(lambda: any("1 reader, " in text for text in studio.texts(panel)))
    assert light_text(window) == "\N{BLACK CIRCLE} Live: WebSocket"
    button(panel, "Stop WebSocket").click()
    assert light_text(window) == ""
    assert button(panel, "Start WebSocket").isEnabled()


def test_nothing_leaves_before_the_user_agreed(studio: Any) -> None:
    window = studio.window()
    studio.wait_faces(window)
    panel = panel_of(studio, window)
    port_zero(panel)
    for answer, starts in (("Cancel", False), ("I agree, send", True)):
        button(panel, "Start WebSocket").click()
        (question,) = [box for box in panel.findChildren(QMessageBox) if box.isVisible()]
        assert "Article 5(1)(f)" in question.text()
        assert studio.outputs.status(OutputKind.WEBSOCKET) is None
        button(question, answer).click()
        studio.wait(lambda box=question: not box.isVisible())
        if starts:
            studio.wait(lambda: studio.outputs.status(OutputKind.WEBSOCKET))
    studio.wait(lambda: studio.saved and studio.saved[-1].streaming_accepted)


def test_who_takes_the_first_consent_back_takes_this_one_back(studio: Any) -> None:
    window = studio.window(AGREED)
    window._on_declined()
    assert not studio.saved[-1].notice_accepted
    assert not studio.saved[-1].streaming_accepted


def test_outputs_outlive_a_change_of_the_source(studio: Any, tmp_path: Path) -> None:
    window = studio.window(AGREED)
    studio.wait_faces(window)
    panel = panel_of(studio, window)
    path = tmp_path / "live.jsonl"
    panel.findChild(JsonLinesFields)._path.setText(str(path))
    button(panel, "Start JSON lines").click()
    studio.wait(lambda: path.exists() and '"frame"' in path.read_text())
    window._live.choose("camera:desk")
    studio.wait(lambda: '"type": "frame"' in path.read_text().rpartition("camera:desk")[2])


@pytest.mark.parametrize(
    ("name", "fields", "text", "sentence"),
    [
        ("Start OSC", OscFields, "nowhere", "write HOST:PORT"),
        ("Start JSON lines", JsonLinesFields, "/no/such/folder/x.jsonl", "does not exist"),
    ],
)
def test_what_cannot_begin_is_one_sentence(studio: Any, name: str, fields: Any, text: str, sentence: str) -> None:
    window = studio.window(AGREED)
    panel = panel_of(studio, window)
    row = panel.findChild(fields)
    (row._place if fields is OscFields else row._path).setText(text)
    button(panel, name).click()
    studio.wait(lambda: any(sentence in said for said in studio.texts(panel)))
    assert button(panel, name).isEnabled()
    assert light_text(window) == ""


def test_a_sink_that_ends_by_itself_is_told(studio: Any) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no full disk to try")
    from app.output.live.json_lines import JsonLinesSink, _Descriptor

    window = studio.window(AGREED)
    panel = panel_of(studio, window)
    full = Path("/dev/full").open("wb")  # noqa: SIM115  # the sink closes it
    studio.outputs.start(
        OutputKind.JSON_LINES, lambda broadcast: JsonLinesSink(_Descriptor(full.fileno(), owned=False), "/x", 30.0)
    )
    studio.wait(lambda: any("no room left to write /x" in said for said in studio.texts(panel)))
    assert studio.outputs.status(OutputKind.JSON_LINES) is None
    full.close()


def test_no_text_of_the_panel_is_cut_off(studio: Any) -> None:
    window = studio.window(AGREED)
    panel = panel_of(studio, window)
    for row in panel._rows.values():
        for label in row.findChildren(type(panel._said)):
            if label.isVisible():
                assert label.width() >= label.sizeHint().width(), label.text()
