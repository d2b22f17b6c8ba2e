"""The packages that reading may do without, each loaded on first use; where one is missing the grammar works alone.

What is missing is said once in the log and kept in `missing`, for the service to count.
"""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from functools import _lru_cache_wrapper

LONGEST_WORD = 60  # letters; a tagger that takes words apart needs long for longer ones

log = logging.getLogger(__name__)

T = TypeVar("T")
Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Missing:
    """An adapter that could not be loaded, the language that it serves (None: all of them), and why."""

    adapter: str
    language: str | None
    reason: str


_missing: dict[str, Missing] = {}


def missing(language: str) -> tuple[Missing, ...]:
    """What this process was to read this language with and could not load, as far as it has tried."""
    return tuple(one for _, one in sorted(_missing.items()) if one.language in (None, language))


def give_up(adapter: str, language: str | None, reason: BaseException) -> None:
    """Say and keep that an adapter is out of work."""
    known = _missing[adapter] = Missing(adapter, language, f"{type(reason).__name__}: {reason}"[:300])
    log.warning("%s is missing, its part is read by grammar alone: %s", adapter, known.reason)


def optional(name: str, language: str | None) -> Callable[[Callable[[], T]], _lru_cache_wrapper[T | None]]:
    """Makes a loader that is tried once a process and gives None where package or files are missing or damaged."""

    def wrap(load: Callable[[], T]) -> _lru_cache_wrapper[T | None]:
        @lru_cache(maxsize=1)
        def loaded() -> T | None:
            _missing.pop(name, None)
            try:
                return load()
            except Exception as error:  # damaged model files raise whatever their reader meets first
                give_up(name, language, error)
                return None

        return loaded

    return wrap


@optional("slovnet", "ru")
def slovnet() -> Callable[..., Spans]:
    """Person spans of a Russian text. The model files lie in the natasha wheel, which is not imported."""
    from navec import Navec
    from slovnet import NER

    from services.classify.reading.people.persontagger import person_tagger

    spec = find_spec("natasha")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("the natasha package, which holds the model files")
    data = Path(spec.origin).parent / "data"
    recogniser = NER.load(data / "model" / "slovnet_ner_news_v1.tar")
    recogniser.navec(Navec.load(data / "emb" / "navec_news_v1_1B_250K_300d_100q.tar"))
    return person_tagger(recogniser)


@optional("hanta", "de")
def hanta() -> Callable[[str], str]:
    """The word class that HanTa gives a German word: NE for a proper name, NN for a common noun."""
    from HanTa import HanoverTagger

    from services.classify.reading.people.wordparts import with_lean_walk

    tagger: Any = with_lean_walk(HanoverTagger.HanoverTagger("morphmodel_ger.pgz"))

    @lru_cache(maxsize=20000)
    def word_class(word: str) -> str:
        found = tagger.tag_word(word) if len(word) <= LONGEST_WORD else None
        return str(found[0][0]) if found else "NE"

    return word_class


@optional("pymorphy3", "ru")
def pymorphy() -> Any:
    """Russian morphology."""
    from pymorphy3 import MorphAnalyzer

    class Analyzer(MorphAnalyzer):  # type: ignore[misc]  # pymorphy3 has no types: mypy sees Any to derive from
        def parse(self, word: str) -> list[Any]:
            """No reading of a word with a letter that has no name, at which pymorphy3 stops."""
            try:
                return list(super().parse(word))
            except ValueError:
                if all(unicodedata.name(letter, "") for letter in word):
                    raise
                return []

    return Analyzer(lang="ru")
