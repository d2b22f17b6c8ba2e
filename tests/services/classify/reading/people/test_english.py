"""People in English articles."""

from __future__ import annotations

import pytest

from tests.services.classify.reading.people.readings import Told, people_in, told

ONE_PERSON: list[tuple[str, Told]] = [
    ("The ambassador of Norway in Belgrade, Arman Doe, came.", ("Arman Doe", "Ambassador", None, "NO")),
    (
        "Norway's Minister of Roads and Urban Development Farzin Sadegh Malvin came.",
        ("Farzin Sadegh Malvin", "Minister of Roads and Urban Development", None, "NO"),
    ),
    ("Jan Roe, an aide to the Serbian president, came.", ("Jan Roe", "Aide to the Serbian President", None, "RS")),
    (
        "Arman Doe, Serbia's Deputy Minister of Transport and Head of the Danube Working Group.",
        ("Arman Doe", "Deputy Minister of Transport", None, "RS"),
    ),
    ("Norway's Energy Secretary Arman Doe came.", ("Arman Doe", "Energy Secretary", None, "NO")),
    ("Norwegian Ambassador to Jordan Safia Al Roe came.", ("Safia Al Roe", "Ambassador", None, "NO")),
    ("Serbian High Commissioner to India Datuk Arman Doe came.", ("Arman Doe", "High Commissioner", None, "RS")),
    ("HRH Crown Prince Hussein of Jordan came.", ("Hussein", "Crown Prince", None, "JO")),
    (
        "Norway's Minister of Defense and Armed Forces Logistics Brigadier General Arman Doe came.",
        ("Arman Doe", "Minister of Defense and Armed Forces Logistics", None, "NO"),
    ),
    (
        "Norway's Minister of Energy Transition and Sustainable Development Leila Benaro came.",
        ("Leila Benaro", "Minister of Energy Transition and Sustainable Development", None, "NO"),
    ),
    (
        "Norway's Adviser to the Prime Minister on Trade and Investment Arman Doe came.",
        ("Arman Doe", "Adviser to the Prime Minister on Trade and Investment", None, "NO"),
    ),
    (
        "Advisor of the Foreign Minister of Norway for Political Affairs Arman Doe came.",
        ("Arman Doe", "Advisor of the Foreign Minister for Political Affairs", None, "NO"),
    ),
    ("Governor of Central Java Suparno Adi Wibawa came.", ("Suparno Adi Wibawa", "Governor", "Central Java", None)),
    ("Mayor of Springfield, Norway, Arman Doe came.", ("Arman Doe", "Mayor", "Springfield", "NO")),
    (
        "BP Regional President for Serbia, Norway and Iceland Arman Doe came.",
        ("Arman Doe", "Regional President for Serbia, Norway and Iceland", "BP", "GB"),
    ),
    ("African Union Commission Chairman Arman Doe came.", ("Arman Doe", "Chairman", "African Union Commission", None)),
    ("Amir Oharov, Mayor of Oslo, came.", ("Amir Oharov", "Mayor", "Oslo", "NO")),
    ("The Amir Sheikh Masoud Al-Roe of Qatar came.", ("Masoud Al-Roe", "Amir", None, "QA")),
    (
        "Arman Doe, a director of the Bergen Institute and head of the Oslo Club, came.",
        ("Arman Doe", "Director", "Bergen Institute", None),
    ),
    ("Kazakhstan's Energy Minister Daulet Serikbayev arrived.", ("Daulet Serikbayev", "Energy Minister", None, "KZ")),
    (
        "Deputy Prime Minister, Minister of Foreign Affairs of Turkmenistan Myrat Orazov spoke.",
        ("Myrat Orazov", "Deputy Prime Minister, Minister of Foreign Affairs", None, "TM"),
    ),
    (
        "Ambassador Extraordinary and Plenipotentiary of Japan Hatori Takashi came.",
        ("Hatori Takashi", "Ambassador Extraordinary and Plenipotentiary", None, "JP"),
    ),
    ("The Ambassador of Japan, Hatori Takashi, came.", ("Hatori Takashi", "Ambassador", None, "JP")),
    ("Uzbek PM Rustam Yuldoshev signed it.", ("Rustam Yuldoshev", "Prime Minister", None, "UZ")),
    ("Mayor of Tashkent Rustam Yuldoshev opened the park.", ("Rustam Yuldoshev", "Mayor", "Tashkent", "UZ")),
    (
        "Elina Korhonen, Minister for Foreign Affairs of Finland, agreed.",
        ("Elina Korhonen", "Minister for Foreign Affairs", None, "FI"),
    ),
    ("B. Amanov, who is Mayor of Ashgabat, spoke.", ("B. Amanov", "Mayor", "Ashgabat", "TM")),
    (
        "Saudi Crown Prince Khalid bin Saud al Harbi was received.",
        ("Khalid bin Saud al Harbi", "Crown Prince", None, "SA"),
    ),
    (
        "Chairman of the Norway Fisheries Council Arman Abdullah Doe spoke.",
        ("Arman Abdullah Doe", "Chairman of the Norway Fisheries Council", None, "NO"),
    ),
    (
        "Speaker of Norway's Shura Council Hamna bint Hassan Al Roe spoke.",
        ("Hamna bint Hassan Al Roe", "Speaker", "Shura Council", "NO"),
    ),
    (
        "State Secretary at Serbia's Ministry of Foreign Affairs Damjan Dovic came.",
        ("Damjan Dovic", "State Secretary at Serbia's Ministry of Foreign Affairs", None, "RS"),
    ),
    (
        "The Ambassador of Qatar, Saif bin Sultan Al-Roe, came.",
        ("Saif bin Sultan Al-Roe", "Ambassador", None, "QA"),
    ),
    (
        "Genevieve Cooper, the World Bank (WB) Country Director for Serbia, came.",
        ("Genevieve Cooper", "Country Director for Serbia", "World Bank", None),
    ),
    ("Head of the World Bank in Serbia Jane Roe came.", ("Jane Roe", "Head", "World Bank", None)),
    (
        "Arman Doe, who has served as Ambassador of Norway, came.",
        ("Arman Doe", "Ambassador", None, "NO"),
    ),
    ("Arman Doev Foreign Minister of Norway came.", ("Arman Doev", "Foreign Minister", None, "NO")),
    ("Dr. Sultan Al Roe came.", ("Sultan Al Roe", None, None, None)),
    ("Chief Officer of Siemens Jane Roe came.", ("Jane Roe", "Chief Officer", "Siemens", "DE")),
    ("President Norway Shavkat Doe came.", ("Shavkat Doe", "President", None, "NO")),
    ("Deputy of the Milli Majlis Arman Doe came.", ("Arman Doe", "Deputy of the Milli Majlis", None, None)),
    ("The head of the Norway Foreign Ministry spoke.", (None, "Foreign Minister", None, "NO")),
    (
        "The head of the Norway delegation, Arman Doe, spoke.",
        ("Arman Doe", "Head of the Norway Delegation", None, "NO"),
    ),
    (
        "Woo Won-shik, South Korea's minister of trade, industry and energy, left.",
        ("Woo Won-shik", "Minister of Trade, Industry and Energy", None, "KR"),
    ),
]


@pytest.mark.parametrize(("text", "expected"), ONE_PERSON)
def test_a_person_has_name_office_body_and_country(text: str, expected: Told) -> None:
    assert told(text) == [expected]


def test_an_office_of_a_body_is_split() -> None:
    ((name, role, organization, country),) = told("Keiko Sano, Vice-President of the Asian Development Bank, flew in.")
    assert (name, role, organization, country) == ("Keiko Sano", "Vice-President", "Asian Development Bank", None)


def test_a_plural_gives_each_of_its_names_the_office_in_the_singular() -> None:
    found = told("Environment ministers Marina Souza of Brazil and Steffi Lange of Germany met.")
    assert found == [
        ("Marina Souza", "Environment Minister", None, "BR"),
        ("Steffi Lange", "Environment Minister", None, "DE"),
    ]


def test_a_plural_with_countries_alone_gives_a_person_each() -> None:
    found = told("The foreign ministers of Georgia and Armenia will meet.")
    assert found == [(None, "Foreign Minister", None, "GE"), (None, "Foreign Minister", None, "AM")]


def test_groups_are_no_persons() -> None:
    assert told("Ministers praised the delegation, and heads of departments listened.") == []


@pytest.mark.parametrize(
    "text", ["Tashkent Hosts Political Consultations With Japan.", "Guests came from the Persian Gulf countries."]
)
def test_what_a_headline_writes_large_is_no_name(text: str) -> None:
    assert not people_in(text, "en")


def test_an_office_and_a_family_name_later_are_the_same_person() -> None:
    text = (
        "Kazakhstan's Minister of Transport Marat Serikov came. Serikov thanked the hosts. The minister left at noon."
    )
    assert {person.id for person in people_in(text)} == {0}
    assert [person.by_name for person in people_in(text)] == [True, True, False]


def test_a_counterpart_has_the_same_office() -> None:
    found = told("Minister of Transport Marat Serikov of Kazakhstan met his Chinese counterpart Liu Weimin.")
    assert found == [
        ("Marat Serikov", "Minister of Transport", None, "KZ"),
        ("Liu Weimin", "Minister of Transport", None, "CN"),
    ]


def test_two_people_of_one_family_name_stay_apart() -> None:
    found = told("Deputy Mayor Anna Petrova spoke. Minister of Justice Ivan Petrov listened.")
    assert [name for name, *_ in found] == ["Anna Petrova", "Ivan Petrov"]


@pytest.mark.parametrize(
    "text", ["Talks were held at Heydar Aliyev Center.", "They landed at Nursultan Nazarbayev Airport."]
)
def test_what_is_named_after_a_person_is_none(text: str) -> None:
    assert told(text) == []


def test_boilerplate_has_no_people() -> None:
    text = "Minister of Justice Ivan Petrov spoke.\nAlso read: President Anna Lind visits Oslo"
    assert [person.name for person in people_in(text, boilerplate="Also read")] == ["Ivan Petrov"]


def test_a_mention_covers_name_and_office() -> None:
    text = "On Monday Minister of Justice Ivan Petrov spoke."
    (person,) = people_in(text)
    assert text[person.start : person.end] == "Minister of Justice Ivan Petrov"


def test_the_side_that_a_sentence_tells_gives_the_country() -> None:
    found = told(
        "The Kazakh side was represented by Trade Minister Marat Serikov, the Chinese by Trade Minister Liu Weimin."
    )
    assert [(name, country) for name, _, _, country in found] == [("Marat Serikov", "KZ"), ("Liu Weimin", "CN")]


def test_an_agency_under_the_president_is_led_by_its_head_alone() -> None:
    found = told(
        "Gulmira Toktosunova, head of the National Investment Agency under the President of Kyrgyzstan, spoke."
    )
    assert [(name, role, country) for name, role, _, country in found] == [("Gulmira Toktosunova", "Head", "KG")]


def test_who_is_met_in_a_sentence_is_not_the_office_that_meets_him() -> None:
    assert told("The head of Norway's Foreign Ministry met with Arman Doe.") == [
        (None, "Foreign Minister", None, "NO"),
        ("Arman Doe", None, None, None),
    ]


def test_who_meets_an_office_in_a_sentence_does_not_hold_it() -> None:
    assert told("Arman Doe met the king of Norway.") == [
        ("Arman Doe", None, None, None),
        (None, "King", None, "NO"),
    ]


def test_a_country_has_no_two_foreign_ministers() -> None:
    assert told("The Minister of Foreign Affairs, Arman Doe, met today with Norway's Foreign Minister, Nils Roe.") == [
        ("Arman Doe", "Minister of Foreign Affairs", None, None),
        ("Nils Roe", "Foreign Minister", None, "NO"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Rashid Doe, Deputy Chairman of the Cabinet of Ministers and Foreign Minister of Turkmenistan, spoke.",
            ("Rashid Doe", "Deputy Chairman of the Cabinet of Ministers, Foreign Minister", None, "TM"),
        ),
        ("The Ministry of Energy and Foreign Minister John Roe agreed.", ("John Roe", "Foreign Minister", None, None)),
        ("Governor of St. Andrews Ewan Doe was there.", ("Ewan Doe", "Governor", "St. Andrews", None)),
        (
            "Nasser bin Sultan Al-Roe, Ambassador of Qatar, left.",
            ("Nasser bin Sultan Al-Roe", "Ambassador", None, "QA"),
        ),
        ("They were met by EAM S. Raman of India.", ("S. Raman", "External Affairs Minister", None, "IN")),
        ("Rais of Tatarstan Rustam Roe spoke.", ("Rustam Roe", "Rais", "Tatarstan", "RU")),
        (
            "Kim Seung Doe, President of the Peru-Ghana Council, left.",
            ("Kim Seung Doe", "President of the Peru-Ghana Council", None, "PE"),
        ),
    ],
)
def test_offices_end_where_names_and_other_offices_begin(text: str, expected: Told) -> None:
    assert expected[:3] in [one[:3] for one in told(text, "en")]
    if expected[3]:
        assert expected in told(text, "en")


def test_a_capital_that_only_an_apposition_follows_is_nobody() -> None:
    assert [name for name, *_ in told("Firms stand ready under the 2030 Outlook, the minister said.", "en")] == [None]


def test_an_hour_holds_no_office() -> None:
    assert told("They met at 1pm in Oslo, then at 3 pm in Bergen.") == []


def test_offices_once_served_in_are_not_a_persons_own() -> None:
    text = "President of Norway Arman Doe came. Doe served as foreign minister, prime minister and head of the bank."
    assert [person.role for person in people_in(text) if person.name] == ["President"] * 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Union Minister for Power, Government of India, R.K. Doe spoke.",
            ("R. K. Doe", "Union Minister for Power", None, "IN"),
        ),
        (
            "Anil Doe, Joint Secretary, Ministry of Mines, spoke.",
            ("Anil Doe", "Joint Secretary", "Ministry of Mines", None),
        ),
        (
            "The Minister of Culture, Tourism and Craft Promotion, Mr Rufino Doe of Ghana spoke.",
            ("Rufino Doe", "Minister of Culture, Tourism and Craft Promotion", None, "GH"),
        ),
    ],
)
def test_governments_ministries_and_long_domains_behind_commas_are_read(text: str, expected: Told) -> None:
    assert expected in [(*one[:3], one[3] if expected[3] else None) for one in told(text, "en")]


def test_what_somebody_will_do_is_no_office() -> None:
    assert [role for _, role, *_ in told("President John Roe will co-chair the session.", "en")] == ["President"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "External Affairs Minister S. Raman of India met his Uzbek counterpart Aziz Doe.",
            ("Aziz Doe", "Foreign Minister", None, "UZ"),
        ),
        ("Mary Doe, Country Director, ADB, was there.", ("Mary Doe", "Country Director", "ADB", None)),
    ],
)
def test_counterparts_and_officials_of_banks_hold_offices_as_they_are_called(text: str, expected: Told) -> None:
    assert expected in told(text, "en")


def test_an_arab_family_name_is_known_without_its_article() -> None:
    people = people_in("Secretary-General Nayef Al-Roe of Kuwait came. Mr Roe spoke.", "en")
    assert {person.name for person in people} == {"Nayef Al-Roe"}


def test_a_gathering_called_after_its_members_names_none_of_them() -> None:
    assert told("The Forum of Rectors of Norway and Ghana has opened.", "en") == []


def test_two_names_before_an_office_in_the_plural_have_a_country_each() -> None:
    assert told("Arman Doe and Jan Roe, Norwegian and Serbian foreign ministers, met.") == [
        ("Arman Doe", "Foreign Minister", None, "NO"),
        ("Jan Roe", "Foreign Minister", None, "RS"),
    ]


def test_whose_press_service_reports_is_nobody_who_is_there() -> None:
    assert told("The papers were approved, the press service of the Uzbek president said.") == []


def test_an_office_behind_a_list_of_domains_is_of_the_name_before_it() -> None:
    text = "It was signed by Arman Doe, Secretary of the Ministry of Finance and Trade and Takumi Kadonov, Director."
    assert [name for name, *_ in told(text)] == ["Arman Doe", "Takumi Kadonov"]


def test_whose_name_is_japanese_is_of_japan_where_that_is_the_home_country() -> None:
    text = "TOKYO, May 5 - Foreign Minister Katsuro Okano met Trade Minister Daulet Serikov of Kazakhstan in Japan."
    assert [country for *_, country in told(text)] == ["JP", "KZ"]


def test_each_of_two_mayors_has_the_town_behind_his_name() -> None:
    assert told("It was signed by both mayors, Park Heong-jun of Busan and Marco Bucci of New York.") == [
        ("Park Heong-jun", "Mayor", "Busan", "KR"),
        ("Marco Bucci", "Mayor", "New York", "US"),
    ]


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("Jan Roe, Deputy Director of the Norwegian Salmon Export Council, came.",
         ("Deputy Director", "Salmon Export Council")),
        ("Jan Roe, Deputy Chairman of the State Bank of Norway, came.", ("Deputy Chairman", "State Bank")),
        ("Jan Roe, Chairman of the State Council, came.", ("Chairman of the State Council", None)),
    ],
)  # fmt: skip
def test_a_council_of_a_trade_is_no_body_of_state(text: str, office: tuple[str, str | None]) -> None:
    assert [(role, body) for _, role, body, _ in told(text)] == [office]
