"""Sections of the page and the few pieces of HTML they are made of; all text is escaped here."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import cv2
import numpy as np
from numpy.typing import NDArray

from trainer.templates.rendering import html_page

Pixels = NDArray[np.uint8]
"""[height, width, 3] RGB."""

LARGEST_PX = 112
"""Side of a picture on the page, in pixels of the file; larger faces are made smaller."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: its heading and what stands below, as HTML."""

    heading: str
    body: str


def absent(heading: str, why: str) -> Section:
    """A section without data: one sentence in its place."""
    return Section(heading, paragraph(why))


def paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The first column names the row, the others are figures."""
    return html_page("table.html.j2", header=header, rows=rows)


def picture(pixels: Pixels, words: str) -> str:
    """A face as an image within the page; `words` stand for it where it cannot be seen."""
    side = max(pixels.shape[:2])
    if side > LARGEST_PX:
        shape = (pixels.shape[1] * LARGEST_PX // side, pixels.shape[0] * LARGEST_PX // side)
        pixels = np.asarray(cv2.resize(pixels, shape, interpolation=cv2.INTER_AREA), np.uint8)
    data = cv2.imencode(".png", np.ascontiguousarray(pixels[..., ::-1]))[1].tobytes()
    return f'<img src="data:image/png;base64,{base64.b64encode(data).decode()}" alt="{escape(words)}">'


def captioned(image: str, *lines: str) -> str:
    caption = "<br>".join(escape(line) for line in lines)
    return f"<figure>{image}<figcaption>{caption}</figcaption></figure>"


def sheet(figures: Sequence[str]) -> str:
    return '<div class="sheet">\n' + "\n".join(figures) + "\n</div>"
