"""Prints what Poise sends by Open Sound Control: `python osc_receiver.py 9000` (needs python-osc).

Start `poise stream --source demo --osc 127.0.0.1:9000` beside it.
"""

import sys

from pythonosc.dispatcher import Dispatcher
from pythonosc.osc_server import BlockingOSCUDPServer


def show(address: str, *values: object) -> None:
    print(address, *values, flush=True)


dispatcher = Dispatcher()
for wanted in (
    "/poise/state",
    "/poise/frame",
    "/poise/face/*/emotion",
    "/poise/face/*/pose",
    "/poise/face/*/attention",
):
    dispatcher.map(wanted, show)
port = int(sys.argv[1]) if len(sys.argv) > 1 else 9000
BlockingOSCUDPServer(("127.0.0.1", port), dispatcher).serve_forever()
