"""Texts in the language of the window: English in the code, other languages in `assets/languages`."""

from PySide6.QtCore import QCoreApplication


def tr(text: str, **values: object) -> str:
    """A text in the language in use, its {names} replaced by values; `lupdate` finds the calls of this function.

    Call it when the text is shown, not when a module is imported: the language is not chosen by then.
    """
    translated = QCoreApplication.translate("", text)
    return translated.format(**values) if values else translated


def marked(text: str) -> str:
    """The text itself, for `lupdate` to find: of one that is kept in a constant and given to `tr` when it is shown."""
    return text
