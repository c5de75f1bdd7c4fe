"""The failure every part of the trainer reports with."""


class TrainerError(Exception):
    """A command cannot go on; the message is one sentence for the user that says what to do.

    Each part of the trainer has its own kind of it.
    """
