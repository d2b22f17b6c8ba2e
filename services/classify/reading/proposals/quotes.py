"""Where quoted words stand in a text: the proof that somebody's quote is one."""

from __future__ import annotations

from services.classify.reading.document import Document, LineKind

Span = tuple[int, int]

ALIKE = str.maketrans("„“”«»‘’‚‹›–—‐‑−", "\"\"\"\"\"'''''-----")
SHORTEST = 2
MOST_PLACES = 50
MOST_TRIES = 2000
HIDDEN = "\0"


class Quotes:
    """Finds quotes in title and body of a document; spacing, dashes and quotation marks may be written otherwise."""

    def __init__(self, document: Document) -> None:
        shown = list(document.text)
        for line in document.lines:
            if line.kind is LineKind.BOILERPLATE:
                shown[line.start : line.end] = HIDDEN * (line.end - line.start)
        self._places: list[int] = []
        letters: list[str] = []
        for at, letter in enumerate(shown):
            if letter.isspace():
                if letters and letters[-1] == " ":
                    continue
                letter = " "
            self._places.append(at)
            letters.append(letter.translate(ALIKE))
        self._exact = "".join(letters)
        self._folded = "".join(lower(letter) for letter in letters)

    def locate(self, quote: str, near: int = 0) -> Span | None:
        """The place of whole words that equal the quote, the nearest to `near`; None where there is none."""
        wanted = " ".join(quote.split()).translate(ALIKE)
        if len(wanted) < SHORTEST or HIDDEN in wanted:
            return None
        found = self._all(self._exact, wanted) or self._all(self._folded, "".join(lower(one) for one in wanted))
        return min(found, key=lambda span: abs(span[0] - near), default=None)

    def _all(self, text: str, wanted: str) -> list[Span]:
        found: list[Span] = []
        at = -1
        for _ in range(MOST_TRIES):
            at = text.find(wanted, at + 1)
            if at < 0 or len(found) == MOST_PLACES:
                break
            end = at + len(wanted)
            if whole(text, at, end):
                found.append((self._places[at], self._places[end - 1] + 1))
        return found


def lower(letter: str) -> str:
    """The small letter where it is a single one, so that places stay."""
    small = letter.lower()
    return small if len(small) == 1 else letter


def whole(text: str, start: int, end: int) -> bool:
    """Whether no word is cut at either end."""
    before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    after = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
    return not before and not after
