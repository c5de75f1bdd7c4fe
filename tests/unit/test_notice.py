"""assets/NOTICE: every shipped file of others is named, with the checksum it has."""

import hashlib
import re
from pathlib import Path

ASSETS = Path(__file__).parent.parent.parent / "assets"
OURS = {"NOTICE", "SHA256SUMS", "demo.json", "models/LICENSE", "models/poise.onnx"} | {
    f"separate/{name}" for name in ("efficientnet_b0.onnx", "resnet50.onnx", "weights.json")
}


def entries() -> dict[str, dict[str, str]]:
    """The fields of each file named in the notice."""
    blocks = re.split(r"\n\n+", (ASSETS / "NOTICE").read_text(encoding="utf-8").strip())[1:]
    named = {}
    for block in blocks:
        name, *lines = block.splitlines()
        fields = (line.split(":", 1) for line in lines if re.match(r"    [\w-]+:", line))
        named[name] = {key.strip(): value.strip() for key, value in fields}
    return named


def test_every_file_of_others_is_named() -> None:
    shipped = {path.relative_to(ASSETS).as_posix() for path in ASSETS.rglob("*") if path.is_file()}
    assert set(entries()) == shipped - OURS


def test_every_checksum_is_right() -> None:
    for name, fields in entries().items():
        assert fields["SHA-256"] == hashlib.sha256((ASSETS / name).read_bytes()).hexdigest(), name


def test_every_file_has_its_source_and_its_licence() -> None:
    assert all({"what", "author", "source", "licence", "SHA-256"} <= set(fields) for fields in entries().values())
