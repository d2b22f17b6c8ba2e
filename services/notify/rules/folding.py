"""Words compared without regard to case, accents and punctuation."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """The words in lower case with single spaces between; a star is kept where it ends a word."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(
        character if character.isalnum() or character == "*" else " "
        for character in plain
        if not unicodedata.combining(character)
    )
    words = (word.rstrip("*").replace("*", "") + ("*" if word.endswith("*") else "") for word in kept.split())
    return " ".join(word for word in words if word != "*")


def says(text: str, phrase: str) -> bool:
    """Whether the folded text has the folded phrase as whole words, the last one open if it ends in a star."""
    if phrase.endswith("*"):
        return f" {phrase[:-1]}" in f" {text}"
    return f" {phrase} " in f" {text} "
