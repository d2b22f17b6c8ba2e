"""Several counterparts told in one breath."""

import pytest

from services.classify.reading.reader import read_article


def meetings(text: str) -> list[tuple[list[str], str | None, list[str]]]:
    """Parties, place and names of each meeting that a text tells."""
    return [
        (event["parties"], event["place"] and event["place"]["name"], [one["name"] for one in event["participants"]])
        for event in read_article({"text": text})["events"]
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Pakistan's Foreign Minister Ali Raza held meetings with his counterparts from Norway, Chile and Ghana.",
        "Am Rande der Konferenz führte Pakistans Außenminister Ali Raza bilaterale Gespräche mit seinen Amtskollegen "
        "aus Norwegen, Chile und Ghana.",
        "Министр иностранных дел Пакистана Али Раза провёл встречи с коллегами из Норвегии, Чили и Ганы.",
    ],
)
def test_meetings_with_colleagues_of_several_countries_are_one_each(text: str) -> None:
    assert [parties for parties, _, _ in meetings(text)] == [["NO", "PK"], ["CL", "PK"], ["GH", "PK"]]


def test_one_meeting_of_three_stays_one() -> None:
    text = "On the sidelines of the summit Ali Raza, Foreign Minister of Pakistan, had a meeting with the ministers of "
    assert [parties for parties, _, _ in meetings(f"{text} Norway and Chile.")] == [["CL", "NO", "PK"]]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Kazakh Trade Minister Daulet Omarov held talks with Serbian Economy Minister Goran Ilic in Belgrade and in "
         "Budapest with his Hungarian colleague Janos Kiss.", ["Belgrade", "Budapest"]),
        ("Der kasachische Minister Daulet Omarow sprach in Belgrad mit dem serbischen Minister Goran Ilic und in "
         "Budapest mit dem ungarischen Minister Janos Kiss.", ["Belgrade", "Budapest"]),
        ("Министр торговли Казахстана Даулет Омаров встретился с министром Сербии Гораном Иличем, а в Будапеште – с "
         "венгерским коллегой Яношем Кишем.", [None, "Budapest"]),
    ],
)  # fmt: skip
def test_a_verb_left_out_tells_a_meeting_in_another_place(text: str, places: list[str | None]) -> None:
    told = meetings(text)
    assert [(parties, place) for parties, place, _ in told] == list(
        zip([["KZ", "RS"], ["HU", "KZ"]], places, strict=True)
    )
    assert [len(names) for _, _, names in told] == [2, 2]


def test_each_verb_of_a_sentence_has_its_own_counterpart() -> None:
    text = (
        "Kazakh Minister Daulet Omarov met the president of Serbia, Milan Petrovic, and held talks with Serbian "
        "Prime Minister Goran Ilic."
    )
    assert [names for _, _, names in meetings(text)] == [
        ["Daulet Omarov", "Milan Petrovic"], ["Daulet Omarov", "Goran Ilic"],
    ]  # fmt: skip


def test_talks_at_a_summit_are_not_the_summit() -> None:
    text = (
        "Im Rahmen des Gipfels führte der kasachische Präsident Daulet Omarow Gespräche mit dem serbischen Präsidenten "
        "Milan Petrovic und dem ungarischen Ministerpräsidenten Janos Kiss."
    )
    told = read_article({"text": text})["events"]
    assert [(event["form"], event["parties"]) for event in told] == [("talks", ["KZ", "RS"]), ("talks", ["HU", "KZ"])]


@pytest.mark.parametrize(
    "text",
    [
        "Norwegian Foreign Minister Olav Berg met his Chilean colleague Pedro Rojas in Santiago. A meeting with Peru's "
        "ambassador Luis Vega took place as well.",
        "Der norwegische Außenminister Olav Berg traf in Santiago seinen chilenischen Kollegen Pedro Rojas. Außerdem "
        "fand ein Gespräch mit dem peruanischen Botschafter Luis Vega statt.",
    ],
)
def test_guests_told_alone_were_met_by_who_met_the_others(text: str) -> None:
    assert [(parties, len(names)) for parties, _, names in meetings(text)] == [(["CL", "NO"], 2), (["NO", "PE"], 2)]


def test_who_is_met_one_by_one_is_named_by_no_region() -> None:
    text = (
        "On the eve of the India-Central Asia Dialogue, Minister S Patel of India met separately with two guests.\n\n"
        "He saw Kazakh Foreign Minister Daulet Omarov and Kyrgyz Foreign Minister Azamat Toktorov."
    )
    assert sorted(parties for parties, _, _ in meetings(text)) == [["IN", "KG"], ["IN", "KZ"]]
