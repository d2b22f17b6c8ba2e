"""The text of an article."""

from datetime import date, datetime

import pytest

from services.classify.reading.clean import clean_article
from services.classify.reading.document import LineKind
from services.classify.reading.errors import UnreadableArticle

SENTENCE = "The ministers of both countries met in the capital on Monday and spoke about railways for three hours."


def test_title_and_text_are_parted_by_a_blank_line() -> None:
    assert clean_article({"title": "Talks held", "text": SENTENCE}).text == f"Talks held\n\n{SENTENCE}"


@pytest.mark.parametrize("repeats", [1, 2])
def test_a_title_that_the_text_repeats_stands_once(repeats: int) -> None:
    text = "Talks  held\n\n" * repeats + SENTENCE
    assert clean_article({"title": "Talks held", "text": text}).text == f"Talks held\n\n{SENTENCE}"


def test_nothing_of_the_text_is_cut() -> None:
    text = f"13.06.2024 | News\n\n{SENTENCE}\n\nAlso read:\nBridge opened"
    assert clean_article({"text": text}).text == text


def test_invisible_and_unprintable_characters_are_dropped() -> None:
    dirty = "Ta\u200blks\u0000 \u202eheld\u00ad in \ud800Oslo\ufeff"
    assert clean_article({"title": dirty}).text == "Talks held in Oslo"


def test_letters_are_composed() -> None:
    assert clean_article({"text": "Mu\u0308nchen"}).text == "M\u00fcnchen"


@pytest.mark.parametrize(
    "line",
    [
        "Also read:",
        "Photo: agency",
        "Фото: пресс-служба",
        "Lesen Sie auch:",
        "© Wire",
        "Home » World",
        "Подписывайтесь на канал",
    ],
)
def test_furniture_is_marked_as_boilerplate(line: str) -> None:
    clean = clean_article({"text": f"{SENTENCE}\n{line}"})
    assert [clean.text[start:end] for start, end in clean.boilerplate] == [line]


def test_headlines_below_a_heading_are_boilerplate() -> None:
    clean = clean_article({"text": f"{SENTENCE}\nRelated articles\nBus fares rise\nDust expected in the south."})
    marked = [clean.text[start:end] for start, end in clean.boilerplate]
    assert marked == ["Related articles", "Bus fares rise", "Dust expected in the south."]


def test_a_sentence_that_begins_like_a_heading_stays() -> None:
    text = "Новости о подписании договора пришли в столицу вечером, когда министры уже уехали в аэропорт."
    assert clean_article({"text": f"{text}\n{SENTENCE}"}).boilerplate == ()


def test_a_date_is_read_as_a_date_and_a_time_in_its_own_offset() -> None:
    assert clean_article({"title": "T", "published_at": "2024-05-01"}).published_at == date(2024, 5, 1)
    moment = clean_article({"title": "T", "published_at": "2024-05-01T23:30:00+09:00"}).published_at
    assert isinstance(moment, datetime)
    assert moment.isoformat() == "2024-05-01T23:30:00+09:00"


def test_a_time_in_utc_is_moved_to_the_zone_of_the_source() -> None:
    moment = clean_article(
        {"title": "T", "published_at": "2024-05-01T22:30:00Z", "time_zone": "Asia/Tokyo"}
    ).published_at
    assert isinstance(moment, datetime)
    assert moment.date() == date(2024, 5, 2)


@pytest.mark.parametrize(
    "article",
    [
        {},
        {"title": " ", "text": "\n"},
        {"text": 5},
        {"title": ["a"]},
        {"text": "a", "published_at": "yesterday"},
        {"text": "a", "published_at": 3},
    ],
)
def test_an_article_of_the_wrong_shape_is_refused(article: dict[str, object]) -> None:
    with pytest.raises(UnreadableArticle):
        clean_article(article)


def test_html_is_read_as_its_main_text() -> None:
    page = f"<html><body><article><h1>Talks</h1><p>{SENTENCE}</p><p>{SENTENCE} Again.</p></article></body></html>"
    text = clean_article({"title": "Talks", "html": page}).text
    assert text.startswith("Talks\n\n")
    assert SENTENCE in text
    assert "<p>" not in text


def test_html_without_an_article_falls_back_on_what_is_visible() -> None:
    assert "Short note" in clean_article({"html": "<div>Short <b>note</b></div><script>x()</script>"}).text


def test_a_list_that_a_sentence_announces_is_a_part_of_the_article() -> None:
    rows = ["The following papers were signed:", "- Agreement on ports;", "- Memorandum on museums", "- Plan for 2024"]
    others = ["Read also:", "- Other ministers meet", "- Will it come this year or the next?"]
    text = "\n\n".join([SENTENCE, *rows, *others])
    clean = clean_article({"text": text})
    cut = [clean.text[start:end] for start, end in clean.boilerplate]
    assert cut == others


def test_headlines_with_bullets_below_the_last_sentence_are_boilerplate() -> None:
    headline = "- Norland and Eastland: will the long awaited treaty come this year or the next?"
    clean = clean_article({"text": f"{SENTENCE}\n{headline}"})
    assert [clean.text[start:end] for start, end in clean.boilerplate] == [headline]


def test_a_list_above_the_article_ends_with_its_first_sentence() -> None:
    sentence = "The ministers of Latvia and Kenya met in Riga on Tuesday to speak of ports."
    text = f"LATEST NEWS\n\nFloods in the north\n\n{sentence}"
    clean = clean_article({"text": text})
    kept = [text[line.start : line.end] for line in clean.lines if line.kind is LineKind.BODY]
    assert kept == [sentence]


@pytest.mark.parametrize(
    "line",
    ["10:21, 2 марта", "30.08.17 Kirgistan, Regierung", "USD 88.21", "Go to Mobile Version", "Читайте нас в Дзене"],
)
def test_small_furniture_is_no_part_of_the_article(line: str) -> None:
    text = f"{line}\n\nThe ministers of Latvia and Kenya met in Riga on Tuesday to speak of ports."
    kinds = [line.kind for line in clean_article({"text": text}).lines]
    assert kinds == [LineKind.BOILERPLATE, LineKind.BODY]


@pytest.mark.parametrize(
    "line",
    [
        "Politics and economy",
        "МЕЖДУНАРОДНАЯ ПАНОРАМА",
        "Wirtschaft aktuell",
        "By Ada Norland – Wire:",
        "Von Ada Nordland",
        "The presidents shake hands in Riga / Photo: Wire",
        "Министры за столом (фото: пресс-служба)",
        "Ada Nordland und Jan Ostmann (v. l.).",
        "LATVIA-RIGA-MINISTER-VISIT",
        "Facebook Twitter Telegram",
    ],
)
def test_labels_bylines_and_captions_above_the_article_are_no_part_of_it(line: str) -> None:
    sentence = "The ministers of Latvia and Kenya met in Riga on Tuesday to speak of ports."
    clean = clean_article({"title": "Ministers meet", "text": f"{line}\n\n{sentence}"})
    assert [clean.text[start:end] for start, end in clean.boilerplate] == [line]


@pytest.mark.parametrize("line", ["Riga, 3 March", "Riga, March 3. Wire", "Ministers from two continents meet in Riga"])
def test_where_an_article_comes_from_and_what_it_is_about_stay(line: str) -> None:
    sentence = "The ministers of Latvia and Kenya met in Riga on Tuesday to speak of ports."
    assert clean_article({"title": "Talks", "text": f"{line}\n\n{sentence}"}).boilerplate == ()


@pytest.mark.parametrize("tail", ["(wir/ab/12)", "© Ada Norland", "www.wire.example", "// Wire of the North"])
def test_what_stands_behind_the_last_word_is_cut_off_it(tail: str) -> None:
    clean = clean_article({"title": "Talks", "text": f"{SENTENCE} {tail}"})
    assert [clean.text[start:end].strip() for start, end in clean.boilerplate] == [tail]


@pytest.mark.parametrize("rest", ["and so on and on", "and on and on, with all that the two had brought along for it,"])
def test_lines_broken_to_a_width_are_joined(rest: str) -> None:
    rows = [
        "The ministers of transport of Latvia and",
        "Kenya met in Riga on Tuesday to speak of the",
        "ports of both countries and of the",
        "railways between them.",
    ]
    wide = [f"{row} {rest}" for row in rows[:3]]
    text = "\n".join([*wide, rows[3]])
    assert clean_article({"text": text}).text == text.replace("\n", " ")


def test_sentences_torn_apart_by_gaps_are_joined() -> None:
    rows = [
        "The ministers of transport of Latvia",
        "and of Kenya met in Riga on",
        "a cold Tuesday to speak of ports,",
        "and of railways. They signed nothing.",
    ]
    assert "Latvia  and of Kenya met in Riga on  a cold" in clean_article({"text": "\n\n".join(rows)}).text


@pytest.mark.parametrize(
    "text",
    [
        f"{SENTENCE}\n{SENTENCE}\n{SENTENCE}",
        "The ministers signed:\nan agreement on the ports of both countries at sea\na plan\nan accord on rails",
        "One\nTwo\nThree\nFour",
    ],
)
def test_lines_that_end_where_they_should_stay(text: str) -> None:
    assert clean_article({"text": text}).text == text


@pytest.mark.parametrize(
    "line",
    [
        "Story code : 4711",
        "Zuletzt geändert am 3. März",
        "Дата размещения : 3 марта",
        "Reading time | four minutes",
        "812 views",
        "Leser: 12, Kommentare: 0",
        "17 просмотров Общество",
        "Akzeptieren",
        "Back to all news",
        "Вернуться к списку новостей",
        "EN | RU | TM",
        "Press office, +371 555 0100",
        "news@wire.example.org and others",
        "Rain in Riga, 7 °C",
        "Home   World   Ports   Weather",
        "By using this site you agree that cookies may be stored on the device that you read it with.",
        "Any use of these reports must be accompanied by a hyperlink to the agency that wrote them.",
        "Klicken Sie auf das Bild, wenn Sie es größer sehen wollen, und warten Sie einen Augenblick.",
        "Если вы нашли опечатку, выделите слово и дайте нам знать, мы всё исправим в тот же день.",
        "The ministers at the port of Riga Photo: Wire",
        "Ada Norland (left) with her guest at the port",
        "Слева направо: Ада Норландова, её гость и мэр",
        "Фото правительства области",
    ],
)
def test_what_a_page_says_of_itself_is_boilerplate_between_sentences_too(line: str) -> None:
    other = "They agreed that the railways of both countries shall be joined by the end of the year."
    clean = clean_article({"title": "Talks", "text": f"{SENTENCE}\n{line}\n{other}"})
    assert [clean.text[start:end] for start, end in clean.boilerplate] == [line]


@pytest.mark.parametrize(
    "line",
    [
        "A newsletter on ports, printed in both capitals, is to be read by the sailors of either side.",
        "»Wir kommen wieder«, sagte die Ministerin, bevor sie am Abend nach Hause flog.",
        "Открылся форум «Северный порт»",
        "Порты свяжут до осени, сообщает «Северный берег» со ссылкой на агентство «Маяк» и на сайт министерства.",
        "The talks were held on the ministry's own ship, whose master had served in both fleets. (WIRE)",
    ],
)
def test_what_only_looks_like_furniture_stays(line: str) -> None:
    other = "They agreed that the railways of both countries shall be joined by the end of the year."
    assert clean_article({"text": f"{line}\n{SENTENCE}\n{other}"}).boilerplate == ()


def test_what_a_page_prints_twice_is_read_once() -> None:
    twice = "Guests of the port in the old town"
    clean = clean_article({"title": "Talks", "text": f"{SENTENCE}\n{twice}\n{twice}, June\n{SENTENCE}"})
    assert [clean.text[start:end] for start, end in clean.boilerplate] == [twice, f"{twice}, June", SENTENCE]


def test_a_label_above_the_headline_of_an_untitled_text_is_not_it() -> None:
    clean = clean_article({"text": f"Navigator\n\nMinisters speak about railways\n\n{SENTENCE}"})
    assert [clean.text[start:end] for start, end in clean.boilerplate] == ["Navigator"]


def test_lines_torn_apart_by_gaps_are_joined_where_a_noun_begins_the_next_as_well() -> None:
    lines = (
        "Ministerin Eva Lange und der georgische Minister Lewan Gelaschwili haben am Dienstag ein",
        "Abkommen über den Verkehr auf der Straße, über die Bahn und über die Häfen unterzeichnet, das",
        "bis zum Jahr 2030 gelten soll und das beide Länder noch ratifizieren müssen, wie das",
        "Ministerium mitteilte; vorher hatten beide lange über die Kosten gesprochen, die der",
        "staatliche Bank trägt, und über die Frage, wer die neuen Brücken an der Grenze bauen soll, denn",
        "darüber gab es Streit.",
    )
    text = clean_article({"text": "\n\n".join(lines)}).text
    assert text == "  ".join(lines)


@pytest.mark.parametrize("row", ["3 March", "Dienstag", "8 июля", "Ministers speak about railways – Wire of the North"])
def test_days_and_a_headline_with_its_site_above_the_headline_are_boilerplate(row: str) -> None:
    clean = clean_article({"text": f"{row}\n\nMinisters speak about railways\n\n{SENTENCE}"})
    assert [clean.text[start:end] for start, end in clean.boilerplate] == [row]


def test_lines_of_a_paragraph_that_were_broken_to_a_width_are_joined_among_others_that_end_by_themselves() -> None:
    text = """By Jan Roe
The ministers of both countries met in the capital on Monday
and spoke about railways for three hours, the ministry said.
Both sides want to open a new line between the two
capitals by the end of the decade, and they agreed to draw
up a plan for the stations on the way.
They will meet again."""
    lines = clean_article({"text": text}).text.split("\n")
    assert [line[:12] for line in lines] == ["By Jan Roe", "The minister", "Both sides w", "They will me"]
