"""For PsychoPy: mark your trials in Poise's record, and know whether the participant faces the screen.

It needs pylsl alone, which comes with PsychoPy. In the Builder, paste the functions into a Code component ("Before
Experiment"), and the marked lines where they say; in the Coder, import this file. Start Poise beside it:

    poise stream --source camera:0 --lsl --jsonl session.jsonl

Run by itself, this file plays three trials of half a second without PsychoPy, which is also how it is tested.
"""

import time

import pylsl

ATTENTION = {1.0: "facing", 0.0: "away", -1.0: "absent"}


def open_markers() -> pylsl.StreamOutlet:
    """The stream that Poise takes markers from: any of the type "Markers"."""
    info = pylsl.StreamInfo("PsychoPy", "Markers", 1, pylsl.IRREGULAR_RATE, "string", "psychopy-markers")
    return pylsl.StreamOutlet(info)


def open_faces() -> tuple[pylsl.StreamInlet, list[str]]:
    """Poise's stream and the names of its channels."""
    streams = pylsl.resolve_byprop("name", "Poise", timeout=10)
    if not streams:
        raise SystemExit("No stream of Poise was found; start `poise stream --source demo --lsl` first.")
    inlet = pylsl.StreamInlet(streams[0], max_buflen=1)
    channel, names = inlet.info().desc().child("channels").child("channel"), []
    while not channel.empty():
        names.append(channel.child_value("label"))
        channel = channel.next_sibling()
    return inlet, names


def newest(inlet: pylsl.StreamInlet, names: list[str]) -> dict[str, float]:
    """The newest sample by the names of its channels; waits for one where there is none yet."""
    samples, _ = inlet.pull_chunk()
    values = samples[-1] if samples else inlet.pull_sample(timeout=5)[0]
    return dict(zip(names, values or [], strict=False))


def main() -> None:
    markers = open_markers()  # Begin Experiment
    faces, names = open_faces()  # Begin Experiment
    markers.wait_for_consumers(10)  # Begin Experiment
    for trial in range(1, 4):
        markers.push_sample([f"trial {trial} begins"])  # Begin Routine
        time.sleep(0.5)  # here your experiment draws: win.flip()
        attention = ATTENTION.get(newest(faces, names).get("attention"), "not told")  # End Routine
        markers.push_sample([f"trial {trial} ends, {attention}"])  # End Routine
        print(f"trial {trial}: {attention}", flush=True)
    time.sleep(0.2)  # let the last marker leave before the stream goes


if __name__ == "__main__":
    main()
