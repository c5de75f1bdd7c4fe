"""The side panel: what it says of the chosen face."""

from dataclasses import replace

import pytest

from app.domain.reading import Attention
from app.ui.look.stylesheet import stylesheet
from app.ui.look.theme import LIGHT, Theme
from app.ui.readings.emotion_bars import EmotionBars
from app.ui.readings.gender_scale import GenderScale
from app.ui.readings.panel import ReadingsPanel
from app.ui.readings.pose_gauge import PoseGauge


@pytest.mark.parametrize(
    ("attention", "said"),
    [
        (Attention.FACING, "Attention: facing"),
        (Attention.AWAY, "Attention: away"),
        (Attention.ABSENT, "Attention: absent"),
        (None, "Attention: \N{EN DASH}"),
    ],
)
def test_attention_stands_in_one_line(studio, qtbot, qapp, attention, said):
    panel = ReadingsPanel(Theme("light", qapp))
    qtbot.addWidget(panel)
    panel.show()
    face = replace(studio.reading(), attention=attention)
    panel.show_face(face, (1,), absence="", mirrored=False, show_gender=True)
    assert said in studio.texts(panel)
    panel.show_face(None, (), absence="No face", mirrored=False, show_gender=True)
    assert "Attention: \N{EN DASH}" in studio.texts(panel)


def test_a_screen_reader_says_the_attention(studio, qtbot, qapp):
    panel = ReadingsPanel(Theme("light", qapp))
    qtbot.addWidget(panel)
    panel._since_spoken.invalidate()
    panel.show_face(replace(studio.reading(), attention=Attention.AWAY), (1,), "", mirrored=False, show_gender=True)
    assert "Attention: away" in panel.accessibleDescription()


@pytest.mark.parametrize("height_px", [604, 640, 760, 860])
def test_the_readings_use_the_height_and_need_no_scroll_bar(qtbot, qapp, height_px):
    panel = ReadingsPanel(Theme("light", qapp))
    qtbot.addWidget(panel)
    panel.setStyleSheet(stylesheet(LIGHT))
    panel.resize(316, height_px)
    panel.show()
    qtbot.waitUntil(lambda: not panel.verticalScrollBar().isVisible())
    parts = panel.findChild(EmotionBars), panel.findChild(PoseGauge), panel.findChild(GenderScale)
    lowest = max(part.mapTo(panel, part.rect().bottomLeft()).y() for part in parts)
    assert lowest >= height_px - 120  # below stands the note
