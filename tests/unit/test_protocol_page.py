"""docs/protocol.md names every field, channel, address and option that there is."""

import json
import re
from pathlib import Path
from typing import Any

from app.output.live.lsl import CHANNELS, STREAM_NAME, STREAM_TYPE
from app.output.live.protocol import PROTOCOL
from app.output.live.websocket_server import DEFAULT_PORT

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/protocol.md").read_text(encoding="utf-8")
SCHEMA: dict[str, Any] = json.loads((ROOT / "docs/protocol.schema.json").read_text(encoding="utf-8"))["$defs"]


def test_every_field_of_every_message_is_named() -> None:
    assert f"**protocol {PROTOCOL}**" in PAGE
    for kind in ("hello", "state", "frame", "marker"):
        (row,) = [line for line in PAGE.splitlines() if line.startswith(f"| `{kind}` |")]
        for name in SCHEMA[kind]["required"]:
            assert name == "type" or f"`{name}`" in row, f"{kind}: {name}"
    for state in SCHEMA["state"]["properties"]["state"]["enum"]:
        assert f"`{state}`" in PAGE


def test_every_channel_is_named() -> None:
    text = PAGE[PAGE.index("## Lab Streaming Layer") : PAGE.index("## Open Sound Control")]
    assert f"`{STREAM_NAME}`" in text
    assert f"`{STREAM_TYPE}`" in text
    emotions = SCHEMA["hello"]["properties"]["emotions"]["const"]
    assert all(f"`{name}`" in text for name, _ in CHANNELS if name not in emotions)


def test_every_address_is_named() -> None:
    code = (ROOT / "app/output/live/osc.py").read_text(encoding="utf-8")
    addresses = {f"/poise/{name}" for name in re.findall(r'"/poise/(\w+)"', code)}
    addresses |= {f"/poise/face/N/{name}" for name in re.findall(r'f"\{root\}/(\w+)"', code)}
    assert len(addresses) == 12
    assert all(f"`{address}`" in PAGE for address in addresses)


def test_the_port_is_the_one_there_is() -> None:
    assert f"port {DEFAULT_PORT} " in PAGE
