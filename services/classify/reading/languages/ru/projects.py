"""Names of undertakings in the nominative; as told where there is no morphology."""

from __future__ import annotations

import re
from functools import lru_cache

from services.classify.reading.people.adapters import pymorphy

TOKEN = re.compile(r"[«\"].*|\S+")
QUOTED = re.compile(r"[Пп]роект\w{0,2} «([^»]+)»$")  # the word for any project is no part of its name
PLAIN = re.compile(r"^[А-Яа-яЁё-]+(?:-\d)?$")


def project_name(words: str) -> str:
    """The name in the nominative: its head noun and the adjectives before it; what follows stays as it is."""
    plain = " ".join(words.split())
    quoted = QUOTED.match(plain)
    if quoted:
        return quoted[1]
    tokens = TOKEN.findall(plain)
    head = next((at for at, token in enumerate(tokens) if PLAIN.match(token) and noun_of(token) is not None), None)
    if head is None:
        return " ".join(tokens)
    noun = noun_of(tokens[head])
    base, gender, plural = noun if noun else (tokens[head], None, False)
    made = [adjective(token, gender, plural) for token in tokens[:head]]
    return " ".join([*made, with_case(tokens[head], base), *tokens[head + 1 :]])


@lru_cache(maxsize=5000)
def noun_of(token: str) -> tuple[str, str | None, bool] | None:
    """Nominative, gender and whether plural of a noun in any case; None for other words."""
    if token.isupper():
        return token, "femn" if token.rstrip("-0123456789").endswith(("ЭС", "ЭЦ")) else "masc", False
    morphology = pymorphy()
    if morphology is None:
        return None
    parses = morphology.parse(token)
    if not any(
        parse.is_known for parse in parses
    ):  # of a compound's guessed readings the shortest base is the likely one
        parses = sorted(parses, key=lambda parse: len(parse.normal_form))
    for parse in parses:
        if "NOUN" in parse.tag:
            plural = "plur" in parse.tag
            form = parse.inflect({"plur" if plural else "sing", "nomn"})
            return (form.word if form else token), str(parse.tag.gender or "masc"), plural
        if "ADJF" in parse.tag:
            return None
    return None


@lru_cache(maxsize=5000)
def adjective(token: str, gender: str | None, plural: bool) -> str:
    morphology = pymorphy()
    for parse in morphology.parse(token) if morphology is not None else ():
        if "ADJF" in parse.tag or "PRTF" in parse.tag:
            form = parse.inflect({"nomn", "plur"} if plural else {"nomn", "sing", gender or "masc"})
            return with_case(token, form.word) if form else token
    return token


def with_case(model: str, word: str) -> str:
    if model.isupper():
        return model
    if "-" in model and all(part[:1].isupper() for part in model.split("-")):
        return "-".join(part[:1].upper() + part[1:] for part in word.split("-"))
    return word[:1].upper() + word[1:] if model[:1].isupper() else word
