"""Asks on a terminal before something is done that the user must know of; a script says so by an option."""

import sys
from collections.abc import Callable

from app.commands.failures import CommandError, say

_YES = ("y", "yes")


def require_agreement(notice: str, *, agreed: bool, remember: Callable[[], None], otherwise: str = "sent") -> None:
    """Return where the user has agreed to the notice, or does so now, which is remembered; else raise CommandError.

    `otherwise` says what was then not done.
    """
    if agreed:
        return
    say(notice)
    if not sys.stdin.isatty():
        raise CommandError(f"Nothing was {otherwise}, because nobody has agreed to this; add --agree if you do.")
    sys.stderr.write("Do you agree? [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() not in _YES:
        raise CommandError(f"Nothing was {otherwise}; Poise asks again next time.")
    remember()
