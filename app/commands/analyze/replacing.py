"""Whether what is there already may be replaced."""

import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.prompt import Confirm

from app.commands.failures import CommandError


def refuse_to_replace(paths: Sequence[Path]) -> bool:
    """Ask on a terminal whether existing files may be replaced; True where the answer is yes, False where none exists.

    Raises CommandError where nobody can be asked, or the answer is no.
    """
    existing = [str(path) for path in paths if path.exists()]
    if not existing:
        return False
    names = ", ".join(existing[:3]) + (f" and {len(existing) - 3} more" if len(existing) > 3 else "")
    there = f"There {'is' if len(existing) == 1 else 'are'} {names} already"
    console = Console(stderr=True)
    if sys.stdin.isatty() and console.is_terminal and Confirm.ask(f"{there}; replace?", console=console, default=False):
        return True
    raise CommandError(f"{there}; choose another name, or add --overwrite to replace it.")
