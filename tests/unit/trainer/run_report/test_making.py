"""The whole page of a tiny run: its parts, its numbers against ones computed another way, and its HTML."""

import base64
import json
import re
import shutil
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
import pytest
import torch

from app.domain.reading import Pose
from trainer.config import TrainConfig
from trainer.data.validation_sets import validation_sets
from trainer.run_report.making import NAME, ReportError, make_report
from trainer.training.building import build_net
from trainer.training.checkpoint import LAST, CheckpointError, load_checkpoint

ODD = "<odd> & co"
VOID = {"meta", "img", "br"}


class Made(Protocol):
    run: Path
    data: Path
    config: TrainConfig


@dataclass
class Page(HTMLParser):
    """The page as a reader of HTML sees it; an end tag that fits no start fails."""

    open: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    images: list[dict[str, str | None]] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    text: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "img":
            self.images.append(dict(attrs))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if self.open and self.open[-1] == "h2":
            self.headings.append(data)


def parsed(html: str) -> Page:
    page = Page()
    page.feed(html)
    page.close()
    assert page.open == []
    return page


def row(html: str, name: str, after: str) -> list[str]:
    """The cells of the first row of that name below a heading."""
    below = html[html.index(f"<h2>{after}") :]
    found = re.search(rf'<th scope="row">{re.escape(name)}</th>(.*?)</tr>', below)
    assert found, name
    return re.findall(r"<td>(.*?)</td>", found[1])


@pytest.fixture(scope="module")
def html(made_run: Made) -> str:
    return make_report(made_run.run, made_run.data).read_text(encoding="utf-8")


def test_every_section_is_there_in_well_formed_html(html: str) -> None:
    page = parsed(html)
    assert page.headings == [
        "Figures at step 4",
        "Losses",
        "On validation pictures",
        "Emotion",
        "Head pose",
        "Gender",
        "Self-supervised samples",
        "Worst mistakes",
    ]
    assert html.count("<svg") == 5
    assert "Do not publish it" in " ".join(page.text)


def test_the_page_needs_nothing_but_itself(html: str) -> None:
    page = parsed(html)
    assert not page.tags & {"script", "link", "iframe", "o", "odd", "i"}
    assert all(str(image["src"]).startswith("data:image/png;base64,") and image["alt"] for image in page.images)
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'(?:url\(|href=")#([^")]+)', html)) <= set(ids)
    for address in re.findall(r'https?://[^"\s]+', html):
        assert address.startswith(("http://www.w3.org/", "https://www.w3.org/")), "only names of SVG's own"


def test_names_from_the_data_are_escaped(html: str) -> None:
    assert "&lt;odd&gt; &amp; co" in html
    assert ODD not in html
    assert any("<i>.png" in str(image["alt"]) for image in parsed(html).images)


def test_its_numbers_are_those_of_the_network(made_run: Made, html: str) -> None:
    net = build_net(made_run.config)
    net.load_state_dict(load_checkpoint(made_run.run / LAST).averaged)
    net.eval()
    right, errors, female_right = list[bool](), list[list[float]](), list[bool]()
    for source, data in validation_sets(made_run.data, made_run.config.size_px).items():
        (batch,) = data.validation_batches(100)
        with torch.no_grad():
            said = net(batch.faces)
        right += (said.emotion.argmax(1) == batch.emotion.argmax(1)).tolist()
        if source == "made":
            for told, true in zip(said.rotation.numpy(), batch.rotation.numpy(), strict=True):
                a, b = Pose.from_rotation(told), Pose.from_rotation(true)
                errors.append(
                    [abs(a.yaw_deg - b.yaw_deg), abs(a.pitch_deg - b.pitch_deg), abs(a.roll_deg - b.roll_deg)]
                )
            female_right = ((said.gender > 0) == (batch.female > 0.5)).tolist()
    assert f"Right on {100 * np.mean(right):.1f} % of 24 faces" in html
    means = np.mean(errors, axis=0)
    assert row(html, "made", "Head pose") == ["12", *(f"{value:.2f}°" for value in (*means, means.mean()))]
    assert row(html, "made", "Gender")[:2] == ["12", f"{100 * np.mean(female_right):.1f} %"]
    assert "The pose of 3 of them was read by the pose teacher" in html


def test_final_figures_are_those_of_the_journal(made_run: Made, html: str) -> None:
    last = json.loads((made_run.run / "journal.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    header = re.findall(r'<th scope="col">(.*?)</th>', html[html.index("<h2>Figures") : html.index("<h2>Losses")])
    figures = dict(zip(header[1:], row(html, "made", "Figures"), strict=True))
    assert figures["emotion accuracy"] == f"{100 * last['made_emotion_accuracy']:.1f} %"
    assert figures["pose error"] == f"{last['made_pose_mae_deg']:.2f}°"
    assert figures["puzzling accuracy"] == f"{100 * last['made_puzzling_accuracy']:.1f} %"
    assert figures["in-painting PSNR"] == f"{last['made_in_painting_psnr_db']:.1f} dB"


def test_samples_show_every_task_on_six_faces(html: str) -> None:
    samples = html[html.index("<h2>Self-supervised samples") : html.index("<h2>Worst mistakes")]
    assert re.findall(r"<h3>(.*?)</h3>", samples) == ["Puzzling", "Tile rotation", "Puzzling, rotation", "In-painting"]
    assert samples.count("<img") == 6 * (3 + 3 + 3 + 4)
    counts = [int(number) for number in re.findall(r"<td>(\d) of 9</td>", samples)]
    assert len(counts) == 6


def test_mistakes_show_the_picture_that_was_judged(made_run: Made, html: str) -> None:
    page = parsed(html)
    shown = [image for image in page.images if image["alt"] == "made, 3<i>.png"]
    assert shown, "with random labels and a random network most pictures are wrong somewhere"
    data = base64.b64decode(str(shown[0]["src"]).split(",")[1])
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)[..., ::-1]
    (batch,) = validation_sets(made_run.data, made_run.config.size_px)["made"].validation_batches(100)
    assert np.array_equal(pixels, batch.faces[3].permute(1, 2, 0).numpy())


def test_the_same_run_gives_the_same_page(made_run: Made, html: str) -> None:
    assert make_report(made_run.run, made_run.data).read_text(encoding="utf-8") == html


def test_without_validation_pictures_the_curves_remain(made_run: Made, tmp_path: Path) -> None:
    for name in (LAST, "journal.jsonl"):
        shutil.copy(made_run.run / name, tmp_path)
    (tmp_path / "data").mkdir()
    for shard in made_run.data.glob("train-*"):
        shutil.copy(shard, tmp_path / "data")
    html = make_report(tmp_path, tmp_path / "data").read_text(encoding="utf-8")
    assert html.count("<svg") == 2
    assert parsed(html).images == []
    assert html.count("holds no validation pictures") == 5
    assert "Do not publish" not in html


def test_a_folder_that_was_not_prepared_is_named_on_the_page(made_run: Made, tmp_path: Path) -> None:
    shutil.copy(made_run.run / LAST, tmp_path)
    html = make_report(tmp_path, tmp_path / "nowhere").read_text(encoding="utf-8")
    assert "nowhere holds no validation shards" in html
    assert "The journal holds no losses yet" in html


def test_a_page_that_cannot_be_written_is_one_sentence(made_run: Made, tmp_path: Path) -> None:
    shutil.copy(made_run.run / LAST, tmp_path)
    (tmp_path / NAME).mkdir()
    with pytest.raises(ReportError, match="cannot be written"):
        make_report(tmp_path, tmp_path)


def test_a_folder_without_a_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="There is no checkpoint"):
        make_report(tmp_path, tmp_path)
