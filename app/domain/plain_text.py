"""Texts from outside (names, cards, messages of libraries) as part of a sentence."""


def plain(text: str, longest: int = 200) -> str:
    """The text in one line without control characters, cut where it is long.

    What a terminal would obey (escape sequences) or a reader could not see (text that runs backwards, lone surrogates)
    becomes visible as its code, such as `\\x1b`; line ends become spaces.
    """
    cut = text[: longest + 1]
    shown = "".join(character if character.isprintable() else _visible(character) for character in cut[:longest])
    return shown + ("\N{HORIZONTAL ELLIPSIS}" if len(cut) > longest else "")


def _visible(character: str) -> str:
    if character.isspace():
        return " "
    return character.encode("unicode_escape").decode()
