"""People in Russian articles: every case, and back to the nominative."""

from __future__ import annotations

import pytest

from services.classify.reading.languages.ru.declension import bases
from tests.services.classify.reading.people.readings import Told, people_in, told

ONE_PERSON: list[tuple[str, Told]] = [
    (
        "Прибыл временный поверенный в делах Японии в Узбекистане Такаси Хатори.",
        ("Такаси Хатори", "временный поверенный в делах", None, "JP"),
    ),
    (
        "Переговоры с министром энергетики Казахстана Алмазом Сериковым завершены.",
        ("Алмаз Сериков", "министр энергетики", None, "KZ"),
    ),
    ("Об этом сообщил посол Узбекистана в Германии Рустам Юлдошев.", ("Рустам Юлдошев", "посол", None, "UZ")),
    (
        "Принят заместитель министра иностранных дел Туркменистана Мурат Оразов.",
        ("Мурат Оразов", "заместитель министра иностранных дел", None, "TM"),
    ),
    ("Подписал мэр Ташкента Рустам Юлдошев.", ("Рустам Юлдошев", "мэр", "Ташкент", "UZ")),
    ("Подписал аким Костаная Ержан САДЫКОВ.", ("Ержан Садыков", "аким", "Костанай", "KZ")),
    ("Подписал мэр Хэфэя Ван Цзюнь.", ("Ван Цзюнь", "мэр", "Хэфэй", "CN")),
    (
        "Вице-премьер и министр обороны Польши Ян Ковальский ответил.",
        ("Ян Ковальский", "вице-премьер, министр обороны", None, "PL"),
    ),
    (
        "Выступил ректор Омского государственного университета Пётр Лосев.",
        ("Пётр Лосев", "ректор", "Омский государственный университет", "RU"),
    ),
    (
        "Приехала директор Харбинского отделения палаты Анна Дубова.",
        ("Анна Дубова", "директор", "Харбинское отделение палаты", "CN"),
    ),
    (
        "Прибыла ректор Института имени А. Б. Ковача Анна Дубова.",
        ("Анна Дубова", "ректор", "Институт имени А. Б. Ковача", None),
    ),
    (
        "Выступил проректор по науке профессор Пётр Лосев.",
        ("Пётр Лосев", "проректор по науке", None, None),
    ),
    (
        "Прибыл вице-президент ЕБРР по банковским делам Ян Ковач.",
        ("Ян Ковач", "вице-президент по банковским делам", "ЕБРР", None),
    ),
    ("Он говорил с главой МИД Ирана Аббасом Аракчи.", ("Аббас Аракчи", "министр иностранных дел", None, "IR")),
]


@pytest.mark.parametrize(("text", "expected"), ONE_PERSON)
def test_name_and_office_come_in_the_nominative(text: str, expected: Told) -> None:
    assert told(text, "ru") == [expected]


@pytest.mark.parametrize(
    ("oblique", "case", "nominative"),
    [
        ("Рашида Мередова", "gent", "Рашид Мередов"),
        ("Ильхама Алиева", None, "Ильхам Алиев"),
        ("Шавкатом Мирзиёевым", None, "Шавкат Мирзиёев"),
        ("Ольгой Петровой", None, "Ольга Петрова"),
        ("Дай Хоуляна", "gent", "Дай Хоулян"),
        ("Вон До Ёна", "gent", "Вон До Ён"),
        ("Владимиром Зеленским", None, "Владимир Зеленский"),
        ("Сергея Лаврова", "accs", "Сергей Лавров"),
    ],
)
def test_a_case_is_undone_over_the_whole_name(oblique: str, case: str | None, nominative: str) -> None:
    assert " ".join(bases(oblique.split(), case, {})[0].tokens) == nominative


@pytest.mark.parametrize(
    "name", ["Касым-Жомарт Токаев", "Клер Моро", "Фумио Кисида", "Урсула фон дер Ляйен", "Роза Отунбаева"]
)
def test_a_nominative_is_left_alone(name: str) -> None:
    assert " ".join(bases(name.split(), "nomn", {})[0].tokens) == name


def test_the_rank_alone_means_who_holds_it() -> None:
    text = (
        "Президент Казахстана Алмаз Сериков прибыл в Баку. Глава государства встретился с коллегами. А. Сериков уехал."
    )
    assert {person.id for person in people_in(text, "ru")} == {0}


def test_ministers_of_a_list_share_the_office() -> None:
    found = told("Министры энергетики – Парвиз Шахбазов и Алмаз Сериков – подписали меморандум.", "ru")
    assert [(name, role) for name, role, *_ in found] == [
        ("Парвиз Шахбазов", "министр энергетики"),
        ("Алмаз Сериков", "министр энергетики"),
    ]


def test_a_ship_in_quotes_is_no_person() -> None:
    assert told("Судно «Пётр Великий» вышло в море.", "ru") == []


def test_a_headline_in_capitals_tells_nobody_but_the_text_does() -> None:
    text = (
        "АКИМ ОБЛАСТИ ОБСУДИЛ ПЕРСПЕКТИВЫ С ПОСЛОМ ЯПОНИИ\n\n"
        "Аким области Даулет Серикбаев принял посла Японии Такаси Хатори. Руководитель региона рассказал о портах."
    )
    assert {person.name for person in people_in(text, "ru")} == {"Даулет Серикбаев", "Такаси Хатори"}


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Президент принял Беату Роу, которая назначена послом Италии.", "Беата Роу", "посол"),
        ("Иван Роу, избранный мэром Оша, выступил с речью.", "Иван Роу", "мэр"),
        (
            "Министр позвонил государственному секретарю Италии по делам семьи, культуре и спорту Джеймсу Роу.",
            "Джеймс Роу",
            "государственный секретарь по делам семьи, культуре и спорту",
        ),
        ("Министр Италии Анна Роу по итогам встречи выступила.", "Анна Роу", "министр"),
    ],
)
def test_an_office_is_read_behind_the_words_for_coming_into_it_and_behind_its_country(
    text: str, name: str, role: str
) -> None:
    assert (name, role) in [(found, office) for found, office, *_ in told(text, "ru")]


@pytest.mark.parametrize(
    ("text", "name", "organization"),
    [
        ("Раис Татарстана Рустам Роу открыл форум.", "Рустам Роу", "Татарстан"),
        ("Гость встретился с Мансуром Доу, мэром столицы Турции Анкары.", "Мансур Доу", "Анкара"),
        ("Министр Раис Гумеров уехал.", "Раис Гумеров", None),
    ],
)
def test_heads_of_regions_and_capitals_have_them_for_their_body(text: str, name: str, organization: str | None) -> None:
    assert (name, organization) in [(found, body) for found, _, body, _ in told(text, "ru")]


def test_the_head_of_a_region_is_its_governor() -> None:
    people = people_in("Глава Томской области прибыл в Астану. Губернатор Томской области Пётр Лосев рад.", "ru")
    assert {person.name for person in people} == {"Пётр Лосев"}


def test_whose_name_an_institution_bears_is_nobody_of_the_article() -> None:
    people = people_in("В МГУ им. Н. П. Ковача прибыл посол Индии Арун Мехта.", "ru")
    assert {person.name for person in people} == {"Арун Мехта"}


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Визит советника-посланника посольства Италии А. П. Роу начался.", "А. П. Роу", "советник-посланник"),
        ("Гость встретился с исполняющим обязанности министра Иваном Роу.", "Иван Роу", "министр"),
    ],
)
def test_ranks_of_two_words_and_acting_officials_are_read(text: str, name: str, role: str) -> None:
    assert (name, role) in [(found, office) for found, office, *_ in told(text, "ru")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Приморский губернатор принял посла Индии Аруна Патела.", {None, "Арун Пател"}),
        ("ПОСОЛ ИНДИИ ПОСЕТИЛ ТОМСКУЮ ОБЛАСТЬ 3 мая посол Индии Арун Мехта прибыл в Томск.", {"Арун Мехта"}),
        ("Премьер Молдавии Ион Русу прибыл. Глава молдавского правительства уехал.", {"Ион Русу"}),
    ],
)
def test_adjectives_and_headlines_name_nobody_and_ranks_are_read_across_them(text: str, names: set[str | None]) -> None:
    assert {person.name for person in people_in(text, "ru")} == names


@pytest.mark.parametrize(
    ("text", "organization"),
    [
        ("Выступил глава администрации г. Томска Пётр Лосев.", "администрация г. Томска"),
        ("Выступил аким г. Шымкента Ержан Садыков.", "Шымкент"),
    ],
)
def test_a_town_is_read_behind_a_word_cut_short(text: str, organization: str) -> None:
    assert [person.organization for person in people_in(text, "ru")] == [organization]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Прибыл председатель Мажилиса Ержан Садыков.", ("Ержан Садыков", "председатель Мажилиса", None, "KZ")),
        ("Прибыл председатель Жогорку Кенеша Азамат Токов.", ("Азамат Токов", "председатель", "Жогорку Кенеш", "KG")),
        ("Прибыл управляющий директор банка Ян Ковач.", ("Ян Ковач", "управляющий директор", None, None)),
    ],
)
def test_parliaments_tell_their_country_and_are_no_names(text: str, expected: Told) -> None:
    assert told(text, "ru") == [expected]


def test_who_manages_something_is_read_with_what_he_manages() -> None:
    found = told("Гость встретился с заведующим отделом МИД Италии Иваном Роу.", "ru")
    assert ("Иван Роу", "IT") in [(name, country) for name, _, _, country in found]


def test_a_name_that_a_stadium_bears_may_end_the_text() -> None:
    text = "Встреча министров Казахстана и Кыргызстана прошла в Бишкеке на стадионе имени Дгородок"
    assert [name for name, *_ in told(text, "ru")] == [None, None]
