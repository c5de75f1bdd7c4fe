"""Where what is dropped on the window goes."""

from collections.abc import Sequence
from pathlib import Path

from app.ui.review.reviewable import can_be_reviewed
from app.ui.window.workspaces import Workspace


def workspace_for(texts: Sequence[str], shown: Workspace, *, analyses: bool) -> Workspace:
    """A recording or a table is reviewed, several files and folders are analysed, one film or address is shown live.

    Whoever drops one file on another workspace than Live means that one.
    """
    if can_be_reviewed(texts[0]):
        return Workspace.REVIEW
    if analyses and (shown is Workspace.ANALYSE or len(texts) > 1 or Path(texts[0]).is_dir()):
        return Workspace.ANALYSE
    return Workspace.REVIEW if shown is Workspace.REVIEW else Workspace.LIVE
