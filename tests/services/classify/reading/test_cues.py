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
        ("en", "Talking to the visiting delegation, the premier spoke of trade.", "meeting", "talks", "held"),
        ("en", "The envoy called on Foreign Minister Doe to discuss trade.", "meeting", "talks", "held"),
        ("en", "He welcomed the visiting delegation at the palace.", "meeting", "reception", "held"),
        ("ru", "Министры провели переговоры в Осло.", "meeting", "talks", "held"),
        ("ru", "Завтра в Баку пройдёт саммит.", "meeting", "summit", "planned"),
        ("ru", "Страны провели вчера в городе Осло 13-е заседание межправкомиссии.", "meeting", "session", "held"),
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
        ("en", "The president called on the premier of Norway to stop."),
        ("en", "He welcomed the president's proposal."),
        ("en", "Companies in the region will receive technical assistance."),
        ("en", "He called for action upon the premier."),
        ("ru", "Он принял участие в гонке."),
        ("ru", "Президент принял сегодня в Осло участие в гонке."),
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


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The minister answered questions at a press conference."),
        ("en", "A session of the government was held under the prime minister."),
        ("en", "The chairman of the joint commission praised the results."),
        ("en", "The president invited his guest to visit Oslo."),
        ("en", "The bank receives a loan of ten million dollars, and the ministers welcomed the decision."),
        ("ru", "Депутаты и министры приняли участие в пресс-конференции."),
        ("ru", "Премьер провёл заседание правительства."),
        ("de", "Der Vorsitzende des Ausschusses begrüßte die Entscheidung."),
        ("de", "Die Pressekonferenz fand am Montag statt."),
    ],
)
def test_bodies_and_conferences_of_the_press_are_no_meetings(language: str, text: str) -> None:
    assert [cue for cue in cues(text, language) if cue.form not in ("reception", "talks")] == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The minister stressed the importance of the forum held in Oslo."),
        ("en", "The two discussed preparations for the upcoming summit in Oslo."),
        ("ru", "Министр отметил значение форума, прошедшего в Осло."),
        ("ru", "Стороны обсудили предстоящий визит президента."),
        ("de", "Der Minister betonte die Bedeutung des Forums in Oslo."),
        ("de", "Beide Seiten erörterten den bevorstehenden Besuch des Präsidenten."),
    ],
)
def test_a_meeting_that_is_only_spoken_of_is_recalled(language: str, text: str) -> None:
    pack = load_pack(language)
    lines = lines_of(text, None)
    document = Document(text, language, None, None, lines, split_sentences(text, lines, pack))
    named = [cue for cue in find_cues(document, pack) if cue.form in ("forum", "summit", "visit")]
    assert named
    assert all(cue.background or not cue.strength for cue in named)


def test_a_verb_between_the_topic_and_the_meeting_tells_it() -> None:
    told = cues("They discussed trade and agreed to hold the next session of the commission in May.", "en")
    assert [(cue.form, cue.status, cue.background) for cue in told if cue.form == "session"] == [
        ("session", "planned", False)
    ]


def test_a_verb_in_two_parts_holds_its_noun_between_them() -> None:
    (cue,) = cues("Am 3. Mai dieses Jahres fand das Treffen der Ministerinnen aus Nord und Süd in Oslo statt.", "de")
    assert (cue.form, cue.status) == ("talks", "held")


def test_a_cancelled_visit_leaves_the_talks_of_its_sentence_held() -> None:
    told = {
        cue.form: cue.status for cue in cues("The ministers met in Oslo, but the visit to Bergen was put off.", "en")
    }
    assert told == {"talks": "held", "visit": "cancelled"}
