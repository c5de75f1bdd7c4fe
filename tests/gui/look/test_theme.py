"""Light and dark."""

import itertools

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QGuiApplication

from app.ui.look.theme import DARK, LIGHT, Theme
from tests.sight import SIGHT, apart


@pytest.fixture
def theme(qapp):
    owner = QObject()
    yield Theme("system", owner)
    QGuiApplication.styleHints().unsetColorScheme()


def test_it_follows_the_system(theme, qtbot):
    for scheme, colours in ((Qt.ColorScheme.Dark, DARK), (Qt.ColorScheme.Light, LIGHT)):
        QGuiApplication.styleHints().colorSchemeChanged.emit(scheme)
        assert theme.colours is colours


def test_a_choice_of_the_user_comes_first(theme):
    theme.choose("dark")
    assert theme.colours is DARK
    theme.choose("light")
    assert theme.colours is LIGHT


def contrast(first, second):
    def luminance(name):
        parts = (QColor(name).redF(), QColor(name).greenF(), QColor(name).blueF())
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", [DARK, LIGHT])
def test_texts_can_be_read(colours):
    for text, ground in (
        (colours.text, colours.surface),
        (colours.quiet, colours.surface),
        (colours.quiet, colours.window),
        (colours.quiet, colours.raised),
        (colours.accent, colours.raised),
        (colours.on_accent, colours.accent),
        (colours.on_notice, colours.notice),
    ):
        assert contrast(text, ground) >= 4.5
    for colour in colours.emotions.values():
        assert contrast(QColor(*colour).name(), colours.surface) >= 2.9


@pytest.mark.parametrize("colours", [DARK, LIGHT])
@pytest.mark.parametrize("sight", SIGHT)
def test_emotions_and_axes_are_told_apart_by_every_eye_in_both_themes(colours, sight):
    for together in (colours.emotions.values(), colours.axes):
        for first, second in itertools.combinations(together, 2):
            assert apart(first, second, sight), (first, second)
