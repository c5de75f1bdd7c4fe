"""Where the program begins: the window at once, everything else by the command line, whose library takes its time."""

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from app.commands.answer import answer, prepare_streams
from app.commands.failures import one_sentence
from app.commands.quiet import native_log_hidden
from app.composition import open_window, watch_window
from app.paths import settings_file
from app.system_libraries import keep_few_heaps
from app.ui.application import ApplicationError

WATCH = "watch"


def run() -> None:
    """The entry point of the command `poise`."""
    if getattr(sys, "frozen", False):
        from multiprocessing import freeze_support

        freeze_support()  # in a bundle, processes of `analyze` start the program itself
    prepare_streams()
    keep_few_heaps()
    os.environ.setdefault("OPENCV_FOR_THREADS_NUM", "1")  # a second one spins while it waits: 7 % of a core at 30 fps
    words = sys.argv[1:]
    if not words:
        with one_sentence(ApplicationError):
            sys.exit(open_window(settings_file(), {}))
    if words[0] == WATCH:
        with one_sentence(ApplicationError), native_log_hidden():
            _watch(words[1:])
        return
    from app.command_line import cli  # typer and what it builds on take a sixth of a second

    cli()


def _watch(words: Sequence[str]) -> None:
    """What `bench` starts to measure a fresh program: run the window for a while and print its report as JSON.

    It begins as the window alone does, so that what is measured is what a user waits for.
    """
    from argparse import ArgumentParser  # the window alone has nothing to parse

    parser = ArgumentParser(f"poise {WATCH}", description="Run the window for a while and print what was seen of it.")
    parser.add_argument("source")
    parser.add_argument("seconds", type=float)
    parser.add_argument("--picture", type=Path, help="save the window as PNG at the end")
    parser.add_argument("--model", type=Path)
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"))
    parser.add_argument("--baseline")
    given = vars(parser.parse_args(words))
    report = watch_window(given.pop("source"), given.pop("seconds"), **given)
    answer(json.dumps(asdict(report)) + "\n")
