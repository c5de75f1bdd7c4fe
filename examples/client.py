"""Prints every face that Poise sends: `python client.py "ws://127.0.0.1:8765/?token=..."` (needs websockets)."""

import json
import sys

from websockets.sync.client import connect

with connect(sys.argv[1], proxy=None) as poise:
    for message in map(json.loads, poise):
        for face in message.get("faces", ()):
            print(message["captured_s"], face["face_id"], face["emotion"], face["attention"], flush=True)
