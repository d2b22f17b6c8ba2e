"""What real Russian reports do that tidy ones do not, one sentence or page for each."""

from __future__ import annotations

from typing import Any

import pytest

from services.classify.reading.boilerplate import mark_boilerplate
from services.classify.reading.document import LineKind
from services.classify.reading.reader import read_article


def events(text: str, title: str | None = None, published: str = "2024-05-20") -> list[dict[str, Any]]:
    article = {"id": "1", "title": title, "text": text, "language": "ru", "published_at": published}
    return [event for event in read_article(article)["events"] if event["prominence"] == "main"]


def people(event: dict[str, Any]) -> list[tuple[str | None, str | None, str | None]]:
    return [(person["name"], person["role"], person["country"]) for person in event["participants"]]


def test_a_town_of_today_goes_before_one_that_bore_its_name() -> None:
    (met,) = events("Министр экономики Грузии Леван Гелашвили встретился в Ставрополе с послом Турции.")
    assert met["place"]["name"] == "Stavropol"


def test_whoever_owns_the_talks_is_named_in_the_genitive() -> None:
    (met,) = events("Переговоры Александра Гриценко и министра экономики Грузии Левана Гелашвили прошли в Баку.")
    assert "Александр Гриценко" in [name for name, _, _ in people(met)]


def test_a_family_name_may_stand_before_name_and_patronymic_in_any_case() -> None:
    (signed,) = events(
        "Казахстанская компания «Степь» в лице генерального директора Лужкова Петра Ильича и турецкая компания "
        "«Дениз» в лице директора Орхана Четиноглу подписали меморандум."
    )
    assert "Лужков Петр Ильич" in [(name or "").replace("ё", "е") for name, _, _ in people(signed)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Глава Чувашии примет участие в переговорах с министром экономики Турции Орханом Четиноглу.",
            (None, "глава", "RU"),
        ),
        (
            "Спецпосланник президента США Роджера Хартли Мартин Гилмор провёл переговоры с министром иностранных дел "
            "Грузии Леваном Гелашвили.",
            ("Мартин Гилмор", "спецпосланник президента", "US"),
        ),
        (
            "Глава Минобороны России Олег Старцев провёл переговоры с главой Пентагона Мартином Гилмором.",
            ("Мартин Гилмор", "министр обороны", "US"),
        ),
        (
            "На встречу со спикером Госдумы Олегом Старцевым прибыл президент Монголии Бат-Эрдэнэ Дорж. Переговоры "
            "президента Монголии и спикера Госдумы прошли в Москве.",
            ("Олег Старцев", "спикер Госдумы", "RU"),
        ),
        (
            "Министр образования республики Олег Старцев встретился в Минске с министром образования Грузии Леваном "
            "Гелашвили.",
            ("Олег Старцев", "министр образования", "BY"),
        ),
        (
            "Делегация из китайского города Лунцюань во главе с мэром Чжан Вэйминем встретилась с губернатором "
            "Омской области Олегом Старцевым.",
            ("Чжан Вэйминь", "мэр", "CN"),
        ),
        (
            "Главы МИД Грузии и Турции Леван Гелашвили и Орхан Четиноглу провели переговоры.",
            ("Орхан Четиноглу", "министр иностранных дел", "TR"),
        ),
        (
            "В Баку прошло заседание грузинско-турецкой комиссии. Грузинскую сторону представлял Леван Гелашвили, "
            "турецкую – Орхан Четиноглу.",
            ("Орхан Четиноглу", "", "TR"),
        ),
        (
            "Губернатор Омской области Олег Старцев встретился с министром иностранных дел и по делам беженцев Сирии "
            "Самиром Хатибом.",
            ("Самир Хатиб", "министр иностранных дел и по делам беженцев", "SY"),
        ),
        (
            "Министр экономики Грузии Леван Гелашвили встретился с премьер-министром соседней страны Турции Орханом "
            "Четиноглу.",
            ("Орхан Четиноглу", "премьер-министр", "TR"),
        ),
        (
            "Посол Турции встретился с заместителем председателя службы дорог Грузии «Гзаткеци» Леваном Гелашвили.",
            ("Леван Гелашвили", "заместитель председателя", "GE"),
        ),
        (
            "Спикеры парламентов Грузии и Турции Леван Гелашвили и Орхан Четиноглу встретились в Баку.",
            ("Леван Гелашвили", "спикер парламента", "GE"),
        ),
        (
            "Делегация Турции встретилась в Баку с министром науки Грузии академиком АН Леваном Гелашвили.",
            ("Леван Гелашвили", "министр науки", "GE"),
        ),
    ],
)
def test_people_are_read_with_their_offices(text: str, told: tuple[str | None, str, str]) -> None:
    name, role, country = told
    shown = [(who, (office or "").lower(), code) for event in events(text) for who, office, code in people(event)]
    assert (name, role.lower(), country) in shown


@pytest.mark.parametrize(
    ("name", "told"),
    [("Чыонг Тан Хангом", "Чыонг Тан Ханг"), ("Нгуен Тан Бангом", "Нгуен Тан Банг"), ("Ли Чже Хоном", "Ли Чже Хон")],
)
def test_only_the_last_syllable_of_an_eastern_name_changes(name: str, told: str) -> None:
    (event,) = events(f"Министр энергетики России Олег Старцев провёл встречу с президентом Вьетнама {name}.")
    assert told in [who for who, _, _ in people(event)]


def test_a_leader_is_who_holds_the_foremost_office() -> None:
    (event,) = events(
        "В Кремле завершились переговоры президента России Олега Старцева с генеральным секретарём ЦК "
        "Коммунистической партии Вьетнама Нгуен Ван Лангом.",
        "Переговоры Старцева с вьетнамским лидером завершились",
    )
    assert [name for name, _, _ in people(event)] == ["Олег Старцев", "Нгуен Ван Ланг"]


def test_a_speaker_is_the_chairman_of_the_parliament() -> None:
    (event,) = events(
        "Председатель Великого государственного хурала Монголии Бат-Эрдэнэ Дорж принял посла Вьетнама Нгуен Ван Лама.",
        "Спикер парламента Монголии принял посла Вьетнама",
    )
    assert sorted(name or "" for name, _, _ in people(event)) == ["Бат-Эрдэнэ Дорж", "Нгуен Ван Лам"]


def test_two_spellings_of_a_company_have_one_head() -> None:
    (event,) = events(
        "Глава ПАО «Газпром» Олег Старцев встретился с президентом Туркменистана Довраном Аннаевым.",
        "Глава Газпрома встретился с президентом Туркменистана",
    )
    assert [name for name, _, _ in people(event)] == ["Олег Старцев", "Довран Аннаев"]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        # what is told at the margins, in whatever words and quotes
        (
            "«На полях» сессии Генассамблеи ООН в Нью-Йорке прошла встреча министра иностранных дел Грузии Левана "
            "Гелашвили с министром иностранных дел Армении Арменом Петросяном.",
            [("meeting", "held", "talks")],
        ),
        (
            "Президент России Олег Старцев принимает верительные грамоты у послов Чехии, Венгрии и Норвегии.",
            [("meeting", "held", "reception")],
        ),
        (
            "Власти Турции ещё не ответили России. Решение о площадке для станции принял президент Турции Орхан "
            "Четиноглу.",
            [],
        ),
        (
            "Казахстан и Китай договорились подписать соглашение о сотрудничестве в области транспорта.",
            [("agreement", "planned", "agreement")],
        ),
        (
            "Правительства Узбекистана и Таджикистана сообщили, что достигнута предварительная договорённость о "
            "проведении заседания.",
            [],
        ),
        (
            "Европейский инвестиционный банк выделяет России заём в 25 миллионов евро. Соглашение об этом было "
            "подписано представителями сторон.",
            [("agreement", "signed", "agreement")],
        ),
        (
            "Сегодня в Душанбе прибудет правительственная делегация Узбекистана.",
            [("meeting", "planned", "visit")],
        ),
        (
            "Кредит в 10 млн евро на модернизацию водопровода предоставил Грузии Европейский банк реконструкции и "
            "развития.",
            [("agreement", "signed", "agreement")],
        ),
        (
            "Казахстан и Китай расширят перевозки, следует из договора, подписанного железными дорогами Казахстана и "
            "Китая.",
            [("agreement", "signed", "treaty")],
        ),
        (
            "Посольство Туркменистана в Беларуси провело в Минске совещание с министром энергетики Беларуси Олегом "
            "Старцевым.",
            [("meeting", "held", "talks")],
        ),
        (
            "Делегация Узбекистана во главе с Каюмовым отправится с визитом в Китай.",
            [("meeting", "planned", "visit")],
        ),
    ],
)
def test_events_are_told_apart_from_what_only_looks_like_them(text: str, kinds: list[tuple[str, str, str]]) -> None:
    assert [(event["kind"], event["status"], event["form"]) for event in events(text)] == kinds


def test_a_paper_given_before_recalls_nothing() -> None:
    (event,) = events(
        "Жогорку Кенеш ратифицировал соглашение с Россией об урегулировании долга Кыргызстана по ранее предоставленным "
        "кредитам."
    )
    assert event["status"] == "in_force"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            "В Урумчи (Синьцзян-Уйгурский автономный район, КНР) состоялся форум «Казахстан – Китай».",
            "Urumqi",
        ),
        (
            "Министр иностранных дел Грузии Леван Гелашвили принял посла Армении Армена Петросяна. Посол пригласил его "
            "в Ереван.",
            None,
        ),
        (
            "Министр иностранных дел России Олег Старцев встретился с госсекретарём США Мартином Гилмором. Об итогах "
            "встречи в Куала-Лумпуре сообщил МИД.",
            "Kuala Lumpur",
        ),
        (
            "Московский государственный университет имени М. В. Ломоносова посетил посол Узбекистана Рустам Каюмов.",
            None,
        ),
    ],
)
def test_places_are_where_something_happens(text: str, place: str | None) -> None:
    (event,) = events(text)
    assert (event["place"] or {}).get("name") == place


def test_who_met_before_a_signing_has_not_signed() -> None:
    paper = next(
        event
        for event in events(
            "Казахстан и США подписали контракт на поставку локомотивов. Контракт был подписан после встречи "
            "президента США Мартина Гилмора и президента Казахстана Данияра Омарова."
        )
        if event["kind"] == "agreement"
    )
    assert people(paper) == []


def test_what_is_recalled_brings_no_party_along() -> None:
    (event,) = events(
        "Министр энергетики Узбекистана Рустам Каюмов встретился в Ташкенте с министром энергетики Туркменистана "
        "Довраном Аннаевым. Внимание было уделено итогам прошлой встречи глав государств Центральной Азии."
    )
    assert event["parties"] == ["TM", "UZ"]


def test_sentences_end_without_a_space_behind_them() -> None:
    (event,) = events(
        "В прошлом году товарооборот Казахстана вырос.Министр сельского хозяйства Казахстана Данияр Омаров встретился "
        "с министром сельского хозяйства Китая Ли Вэем."
    )
    assert (event["status"], event["parties"]) == ("held", ["CN", "KZ"])


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (
            "Олег Старцев Леван Гелашвили Россия Грузия общество политика Олег Старцев Леван Гелашвили Россия",
            "boilerplate",
        ),
        (
            "В конце января министр энергетики России Олег Старцев заявлял в Ашхабаде, что Москва не исключает "
            "возможности присоединиться к работе",
            "body",
        ),
        ("Предыдущая встреча глав МИД Грузии и Армении прошла в мае в столице Таджикистана Душанбе. -0-", "body"),
    ],
)
def test_rows_are_parts_of_the_article_or_not(row: str, kind: str) -> None:
    prose = "Президент Грузии Леван Гелашвили прибыл с официальным визитом в Астану."
    rows = [row, prose] if kind == "boilerplate" else [prose, row]
    text = "\n".join(rows)
    spans = [(text.index(one), text.index(one) + len(one)) for one in rows]
    lines = {text[line.start : line.end]: line.kind for line in mark_boilerplate(text, spans, titled=True)}
    assert lines[row] is LineKind(kind)


@pytest.mark.parametrize(
    "body", ["портала «Внешняя торговля Грузии»", "Министерства инвестиций и внешней торговли Грузии"]
)
def test_a_name_with_foreign_trade_in_it_leaves_a_figure_between_two_countries(body: str) -> None:
    text = f"По данным {body}, экспорт Грузии в Турцию в 2023 году вырос на 12% и достиг $10,2 млн."
    read = read_article({"id": "1", "text": text, "language": "ru", "published_at": "2024-05-20"})
    assert [(figure["metric"], figure["value"]) for figure in read["figures"]] == [("export", 10200000.0)]
