"""Whose side people are on, who is meant by a plural, and what a name says of where somebody is from."""

from __future__ import annotations

import pytest

from tests.services.classify.reading.people.readings import people_in, told

SIDES = [
    (
        "de",
        "Von mongolischer Seite saßen Außenminister L. Bataar, der Botschafter Ts. Dorj und der Chef des "
        "Präsidialamtes P. Ganbold am Tisch, von deutscher Karl Holm, Chef des Bundespräsidialamtes.",
        [("L. Bataar", "MN"), ("Ts. Dorj", "MN"), ("P. Ganbold", "MN"), ("Karl Holm", "DE")],
    ),
    (
        "en",
        "A delegation from Osh led by Mayor Bakyt Asanov came to Ankara, Turkey.",
        [("Bakyt Asanov", "KG")],
    ),
    (
        "ru",
        "Министры обсудили торговлю с таджикским и узбекским коллегами – Фируз Назаров и Шерзод Валиев.",
        [("Фируз Назаров", "TJ"), ("Шерзод Валиев", "UZ")],
    ),
    (
        "en",
        "President of Turkey Emre Kaya was accompanied by Foreign Minister Kerem Aksoy and Defense Minister Can Demir. "
        "Iran was not represented.",
        [("Emre Kaya", "TR"), ("Kerem Aksoy", "TR"), ("Can Demir", "TR")],
    ),
]


@pytest.mark.parametrize(("language", "text", "expected"), SIDES)
def test_people_are_of_the_side_that_the_sentence_puts_them_on(
    language: str, text: str, expected: list[tuple[str, str]]
) -> None:
    assert [(name, country) for name, _, _, country in told(text, language) if name] == expected


PLURALS = [
    ("en", "President of Turkey Emre Kaya met President of Kazakhstan Marat Nurov. The two presidents signed a paper."),
    (
        "de",
        "Der türkische Präsident Emre Kaya traf den kasachischen Präsidenten Marat Nurow. Beide Präsidenten kamen.",
    ),
    ("ru", "Президент Турции Эмре Кая принял президента Казахстана Марата Нурова. Оба президента подписали документ."),
]


@pytest.mark.parametrize(("language", "text"), PLURALS)
def test_a_plural_office_takes_up_everybody_who_holds_it(language: str, text: str) -> None:
    people = people_in(text, language)
    last = max(person.start for person in people)
    assert len({person.id for person in people if person.start == last}) == 2
    assert len({person.id for person in people}) == 2


def test_a_plural_office_leaves_out_who_holds_another() -> None:
    text = (
        "Mayor of Osh Bakyt Asanov met Mayor of Ankara Emre Kaya and Deputy Mayor Can Demir. The mayors signed a paper."
    )
    people = people_in(text, "en")
    last = max(person.start for person in people)
    assert {person.name for person in people if person.start == last} == {"Bakyt Asanov", "Emre Kaya"}


def test_a_counterpart_is_called_by_the_office_that_he_holds_too() -> None:
    text = (
        "Foreign Minister of Turkey Kerem Aksoy met his Kazakh counterpart Marat Nurov. "
        "The Kazakh foreign minister stayed for dinner."
    )
    found = {(person.name, person.role, person.country) for person in people_in(text, "en")}
    assert found == {("Kerem Aksoy", "Foreign Minister", "TR"), ("Marat Nurov", "Foreign Minister", "KZ")}


def test_the_country_of_an_office_stands_before_the_name() -> None:
    text = "President of China Wang Ming met Foreign Minister of Georgia Irakli Lomidze and Jordan Peters."
    assert [(name, country) for name, _, _, country in told(text, "en")][:2] == [
        ("Wang Ming", "CN"),
        ("Irakli Lomidze", "GE"),
    ]


OF_BODIES = [
    (
        "en",
        "The European Commission was represented by the Commissioner for Energy Karin Holm in Luxembourg.",
        ("Karin Holm", "Commissioner for Energy", "European Commission", None),
    ),
    (
        "en",
        "Washington's special representative for North Korea John Doe came to Seoul.",
        ("John Doe", "Special Representative for North Korea", None, "US"),
    ),
    (
        "en",
        "The president's principal adviser Can Demir spoke in Ankara.",
        ("Can Demir", "Principal Adviser", None, "TR"),
    ),
    (
        "ru",
        "Пресс-секретарь президента Казахстана Марат Нуров приехал.",
        ("Марат Нуров", "пресс-секретарь президента", None, "KZ"),
    ),
    (
        "de",
        "Der Botschafter der Volksrepublik China in Berlin, Wang Ming, kam nach Köln.",
        ("Wang Ming", "Botschafter", None, "CN"),
    ),
]


@pytest.mark.parametrize(("language", "text", "expected"), OF_BODIES)
def test_offices_of_unions_envoys_and_advisers_keep_what_is_theirs(
    language: str, text: str, expected: tuple[str, str, str | None, str | None]
) -> None:
    assert told(text, language)[-1] == expected


def test_of_two_countries_told_the_name_speaks_for_the_likelier() -> None:
    text = "Gäste aus China kamen nach Deutschland. Vizebürgermeister Chen Ming und Bürgermeister Karl Holm sprachen."
    found = {(name, country) for name, _, _, country in told(text, "de")}
    assert found == {("Chen Ming", "CN"), ("Karl Holm", "DE")}


def test_a_family_name_that_is_a_countrys_is_nobodys_country() -> None:
    text = "Prime Minister of Portugal Luís Montenegro met Foreign Minister of Spain José Olmo. Montenegro left."
    assert {(person.name, person.country) for person in people_in(text, "en")} == {
        ("Luís Montenegro", "PT"),
        ("José Olmo", "ES"),
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Встреча прошла с Ашотом Гарсяном.", "Ашот Гарсян"),
        ("Министр встретился с послом Китая Чжан Вэньшанем.", "Чжан Вэньшань"),
        ("Турцию представил министр Кемаль Чавушоглу.", "Кемаль Чавушоглу"),
    ],
)
def test_russian_names_return_to_the_nominative(text: str, expected: str) -> None:
    assert expected in {name for name, *_ in told(text, "ru")}


ACROSS = [
    (
        "en",
        "New ambassadors from Namibia and Burkina Faso presented their credentials to President Tran Van Nam in Hanoi.",
        ("Tran Van Nam", "VN"),
    ),
    (
        "en",
        "Talks between the Kazakh Prime Minister Marat Nurov and President Juan Roe were held in Lima, Peru.",
        ("Juan Roe", "PE"),
    ),
    (
        "en",
        "Ambassador Marie Doe, the new ambassador of the Republic of Mali, called on the minister in Khartoum.",
        ("Marie Doe", "ML"),
    ),
    (
        "en",
        "Credentials were handed over by the ambassadors of several states – the Czech Republic Pavel Novy, the "
        "Republic of Cuba Carlos Ruiz and Mongolia Dorj Bataar.",
        ("Carlos Ruiz", "CU"),
    ),
    (
        "de",
        "Botschafter aus Namibia und Mali überreichten Präsident Tran Van Nam in Hanoi ihre Beglaubigungsschreiben.",
        ("Tran Van Nam", "VN"),
    ),
]


@pytest.mark.parametrize(("language", "text", "expected"), ACROSS)
def test_who_is_met_is_not_of_the_guests_country(language: str, text: str, expected: tuple[str, str]) -> None:
    assert expected in [(name, country) for name, _, _, country in told(text, language)]


def test_an_office_told_before_a_name_in_one_sentence_is_somebody_elses() -> None:
    text = "Президент принял королеву Анну II и встретился с Кристиной Роу."
    assert ("Кристина Роу", None) in [(name, role) for name, role, _, _ in told(text, "ru")]


def test_a_lead_leaves_the_name_of_its_office_to_the_next_sentences() -> None:
    text = (
        "The finance minister has met the Norwegian ambassador. Minister of Finance Ali Roe of Iraq thanked "
        "the ambassador of Norway, Karl Holm. Norway trades with Norway's neighbours."
    )
    assert {name for name, *_ in told(text, "en")} == {"Ali Roe", "Karl Holm"}


SENT = [
    ("en", "President Arman Doe received a delegation of the World Bank led by Vice President Jane Roe.", "World Bank"),
    ("en", "The World Bank mission, headed by Country Manager Jane Roe, met the minister.", "World Bank"),
    ("en", "A World Bank delegation was received by Vice President Jane Roe.", None),
    (
        "de",
        "Präsident Doe empfing eine Delegation der Weltbank unter Leitung von Vizepräsidentin Jane Roe.",
        "Weltbank",
    ),
    ("ru", "Президент принял делегацию Всемирного банка во главе с вице-президентом Джейн Роу.", "Всемирный банк"),
]


@pytest.mark.parametrize(("language", "text", "body"), SENT)
def test_who_leads_a_delegation_is_of_the_body_that_sent_it(language: str, text: str, body: str | None) -> None:
    assert [
        person.organization
        for person in people_in(text, language)
        if person.name and person.name[-3:] in ("Roe", "Роу")
    ] == [body]


GOING = [
    (
        "en",
        "The Deputy Minister of Culture, Ms Candith Doe, has concluded her visit to Cameroon. In Yaounde she met "
        "Minister Paul Roe. South Africa trades with Cameroon.",
        [("Candith Doe", "ZA"), ("Paul Roe", "CM")],
    ),
    (
        "de",
        "Ministerpräsident Karl Roe reist am Montag nach Kasachstan. Mit Kasachstan spricht er über Handel.",
        [("Karl Roe", "DE")],
    ),
    ("ru", "В Баку прибыл министр торговли Иван Роу. Делегация Казахстана осталась.", [("Иван Роу", "KZ")]),
]


@pytest.mark.parametrize(("language", "text", "expected"), GOING)
def test_whoever_goes_to_a_country_is_not_from_there(language: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert [(name, country) for name, _, _, country in told(text, language) if name] == expected


def test_whoever_is_listed_with_an_ambassador_is_not_of_his_country() -> None:
    text = "Im Amt trafen sich der Botschafter Ghanas in Österreich, Kofi Roe, und Vizekanzler Karl Doe aus Wien."
    assert [(name, country) for name, _, _, country in told(text, "de")] == [("Kofi Roe", "GH"), ("Karl Doe", "AT")]


def test_a_body_named_after_a_great_city_of_the_article_is_of_its_country() -> None:
    text = "Mayor of Hanoi Tran Van Nam met Mayor of Moscow Ivan Roe. John Doe, Head of Hanoi Port Office, was there."
    assert ("John Doe", "VN") in [(name, country) for name, _, _, country in told(text, "en")]
