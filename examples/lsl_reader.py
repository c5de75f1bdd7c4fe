"""Prints what Poise sends by Lab Streaming Layer, with the names and units of its channels (needs pylsl).

Start `poise stream --source demo --lsl` first.
"""

import pylsl


def channels_of(info: pylsl.StreamInfo) -> list[tuple[str, str]]:
    """Name and unit of each channel, from the stream's own description."""
    channel, found = info.desc().child("channels").child("channel"), []
    while not channel.empty():
        found.append((channel.child_value("label"), channel.child_value("unit")))
        channel = channel.next_sibling()
    return found


streams = pylsl.resolve_byprop("name", "Poise", timeout=10)
if not streams:
    raise SystemExit("No stream of Poise was found; start `poise stream --source demo --lsl` first.")
inlet = pylsl.StreamInlet(streams[0])
channels = channels_of(inlet.info())
print("channels:", ", ".join(f"{name} ({unit})" for name, unit in channels), flush=True)
while True:
    values, captured_at = inlet.pull_sample()
    sample = {name: value for (name, _), value in zip(channels, values, strict=True)}
    print(f"{captured_at:.3f} face {sample['face_id']:.0f} yaw {sample['yaw_deg']:.1f} attention {sample['attention']}")
