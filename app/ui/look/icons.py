"""The icons of the window: drawn here as strokes on a grid of 24, in the colour of the theme."""

from enum import StrEnum

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer


class Icon(StrEnum):
    """Each value is the body of an SVG picture."""

    SOURCE = '<rect x="3" y="7" width="12" height="10" rx="2.5"/><path d="M15 11l6-3v8l-6-3z"/>'
    PAUSE = '<path d="M8.5 5.5v13M15.5 5.5v13"/>'
    PLAY = '<path d="M8 5.5l10.5 6.5L8 18.5z"/>'
    REPEAT = (
        '<path d="M5 11V9.500a3 3 0 0 1 3-3h10M15.500 3.500l3 3-3 3"/>'
        '<path d="M19 13v1.500a3 3 0 0 1-3 3H6M8.500 20.500l-3-3 3-3"/>'
    )
    SNAPSHOT = '<path d="M4 8.5h3.5L9 6h6l1.5 2.5H20v10H4z"/><circle cx="12" cy="13.2" r="3.2"/>'
    RECORD = '<circle cx="12" cy="12" r="8.5"/><circle cx="12" cy="12" r="2" stroke-width="4"/>'
    MIRROR = '<path d="M12 4v16" stroke-dasharray="2 2.6"/><path d="M9 8L4 16h5zM15 8l5 8h-5z"/>'
    AXES = '<path d="M11 13V4M11 13l8.5 3.5M11 13l-6.5 6"/><circle cx="11" cy="13" r="1"/>'
    SHOW = (
        '<path d="M3 12c2.5-4.5 5.5-6.5 9-6.5s6.5 2 9 6.5c-2.5 4.5-5.5 6.5-9 6.5s-6.5-2-9-6.5z"/>'
        '<circle cx="12" cy="12" r="3"/>'
    )
    HIDDEN = (
        '<path d="M4 4h5v5H4zM14.500 4H20v5h-5.500zM9 9h5.500v5.500H9zM4 14.500h5V20H4zM14.500 14.500H20V20h-5.500z"/>'
    )
    GENDER = '<circle cx="12" cy="8" r="3.5"/><path d="M5 19.5c.6-4 3.5-6 7-6s6.400 2 7 6"/>'
    FULL_SCREEN = '<path d="M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5"/>'
    SETTINGS = (
        '<path d="M4 7h9M19 7h1M4 17h1M11 17h9"/><circle cx="16" cy="7" r="2.5"/><circle cx="8" cy="17" r="2.5"/>'
    )
    HELP = (
        '<circle cx="12" cy="12" r="8.5"/><path d="M9.6 9.6a2.5 2.5 0 1 1 3.6 2.300c-.8.4-1.2.9-1.2 1.800"/>'
        '<path d="M12 16.6v.1"/>'
    )
    PREVIOUS = '<path d="M14.5 6l-6 6 6 6"/>'
    NEXT = '<path d="M9.5 6l6 6-6 6"/>'
    CLOSE = '<path d="M7 7l10 10M17 7L7 17"/>'
    FACE = (
        '<circle cx="12" cy="12" r="8.5"/><path d="M8.5 14.5c1 1.400 2.100 2 3.5 2s2.5-.6 3.5-2"/>'
        '<path d="M9 9.700v.2M15 9.700v.2"/>'
    )
    DEVICE = '<rect x="4" y="5" width="16" height="11" rx="1.800"/><path d="M9 20h6M12 16v4"/>'
    WAVE = '<path d="M3.5 13c2-6 3.6-6 5.6-1s3.400 5 5.400 0 3.5-5 6 1"/>'
    FORBIDDEN = '<circle cx="12" cy="12" r="8.5"/><path d="M6 6l12 12"/>'
    SPEECH = '<path d="M5 5.5h14v10h-7l-4 3.5v-3.5H5z"/>'


_SIZES_PX = (16, 20, 24, 32, 48, 64)


def icon(which: Icon, colour: str, colour_on: str = "") -> QIcon:
    """The icon in a colour, and in another one where a button is switched on."""
    made = QIcon()
    for size_px in _SIZES_PX:
        made.addPixmap(picture(which, colour, size_px))
        if colour_on and colour_on != colour:  # else Qt takes the other one
            made.addPixmap(picture(which, colour_on, size_px), QIcon.Mode.Normal, QIcon.State.On)
    return made


def picture(which: Icon, colour: str, size_px: int, ratio: float = 1.0) -> QPixmap:
    """The icon as a picture for a screen whose pixels are `ratio` to one."""
    markup = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" '
        f'stroke="{colour}" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round">{which}</svg>'
    )
    pixmap = QPixmap(round(size_px * ratio), round(size_px * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        QSvgRenderer(QByteArray(markup.encode())).render(painter, QRectF(pixmap.rect()))
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
