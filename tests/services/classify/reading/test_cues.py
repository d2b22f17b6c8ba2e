"""Cues: what happened, whether it has, and what was only spoken of."""

import pytest

from services.classify.reading.clean import lines_of
from services.classify.reading.cues import Cue, find_cues
from services.classify.reading.document import Document
from services.classify.reading.languages.pack import load_pack
from services.classify.reading.segment import split_sentences


def cues(text: str, language: str) -> list[Cue]:
    pack = load_pack(language)
    lines = lines_of(text, None)
    document = Document(text, language, None, None, lines, split_sentences(text, lines, pack))
    return [cue for cue in find_cues(document, pack) if cue.strength >= 0.6]


@pytest.mark.parametrize(
    ("language", "text", "kind", "form", "status"),
    [
        ("en", "The two ministers held talks in Oslo.", "meeting", "talks", "held"),
        ("en", "The president received the ambassador on Monday.", "meeting", "reception", "held"),
        ("en", "The leaders will hold talks in June.", "meeting", "talks", "planned"),
        ("en", "The summit was postponed until further notice.", "meeting", "summit", "cancelled"),
        ("en", "They signed a memorandum on trade.", "agreement", "memorandum", "signed"),
        ("en", "A roadmap is to be signed in May.", "agreement", "roadmap", "planned"),
        ("en", "Parliament ratified the treaty on Friday.", "agreement", "treaty", "in_force"),
        ("ru", "Министры провели переговоры в Осло.", "meeting", "talks", "held"),
        ("ru", "Завтра в Баку пройдёт саммит.", "meeting", "summit", "planned"),
        ("ru", "Визит отложен на неопределённый срок.", "meeting", "visit", "cancelled"),
        ("ru", "Стороны подписали меморандум.", "agreement", "memorandum", "signed"),
        ("ru", "Парламент ратифицировал договор.", "agreement", "treaty", "in_force"),
        ("de", "Der Präsident empfing den Botschafter.", "meeting", "reception", "held"),
        ("de", "Im Mai soll ein Protokoll unterzeichnet werden.", "agreement", "protocol", "planned"),
        ("de", "Das Forum fand am Montag in Wien statt.", "meeting", "forum", "held"),
        ("de", "Der Besuch wurde abgesagt.", "meeting", "visit", "cancelled"),
        ("de", "Das Parlament hat den Vertrag ratifiziert.", "agreement", "treaty", "in_force"),
    ],
)
def test_a_sentence_tells_an_event(language: str, text: str, kind: str, form: str, status: str) -> None:
    assert (kind, form, status) in {(cue.kind, cue.form, cue.status) for cue in cues(text, language)}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The ministers did not sign an agreement."),
        ("en", "The national team won the match after a long meeting."),
        ("ru", "Он принял участие в гонке."),
        ("ru", "Товарищеская встреча сборных завершилась вничью."),
        ("de", "Das Testspiel endete mit einem Treffen der Trainer."),
    ],
)
def test_a_sentence_tells_no_event(language: str, text: str) -> None:
    assert cues(text, language) == []


def test_a_talk_by_telephone_is_a_call() -> None:
    (cue,) = cues("The presidents spoke by phone on Friday.", "en")
    assert (cue.form, cue.channel) == ("call", "phone")


def test_talks_by_video_are_online() -> None:
    assert {cue.channel for cue in cues("Министры провели переговоры в режиме видеоконференции.", "ru")} == {"online"}
