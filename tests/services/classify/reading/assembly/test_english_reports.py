"""English reports whose head tells more than the happening: who reports it, what it was, where else somebody was."""

from typing import Any

import pytest

from services.classify.reading.reader import read_article


def main_events(text: str, title: str | None = None, url: str | None = None) -> list[dict[str, Any]]:
    article = {"id": "a", "title": title, "text": text, "url": url, "published_at": "2025-05-08"}
    return [event for event in read_article(article)["events"] if event["prominence"] == "main"]


def names(event: dict[str, Any]) -> list[str]:
    return [person["name"] for person in event["participants"]]


def test_who_only_says_what_another_of_his_country_will_do_takes_no_part() -> None:
    text = (
        "Deputy Foreign Minister of Norway Arman Doe said that Norwegian Premier Jan Roe would visit Serbia on May 20."
    )
    assert [names(event) for event in main_events(text)] == [["Jan Roe"]]


def test_a_visit_put_off_is_called_off_on_its_old_day_and_planned_on_the_new_one() -> None:
    text = (
        "Norwegian Prime Minister Jan Roe's visit to Serbia has been postponed, a spokesman said. According to him, "
        "on May 26, Roe is to meet with Serbian President Damjan Dovic. Roe was expected to meet with Dovic on May 12. "
        "Roe will be the first Nordic leader to visit Serbia since Dovic took office in January."
    )
    told = [(event["status"], event["date"] and event["date"]["start"]) for event in main_events(text)]
    assert told == [("cancelled", "2025-05-12"), ("planned", "2025-05-26")]


def test_talks_of_who_attends_a_forum_are_talks() -> None:
    text = (
        "Norwegian Prime Minister Jan Roe, who is visiting Serbia to participate in the Danube Forum, has met with "
        "Damjan Dovic, President of Serbia."
    )
    assert [event["form"] for event in main_events(text)] == ["talks"]


def test_the_chairs_of_a_session_meet_alone_and_with_all_the_others_once() -> None:
    text = (
        "The eighth session of the Norwegian-Serbian trade commission was held in Oslo on May 7. It was chaired by "
        "Minister of Trade of Norway Jan Roe and Minister of Economy of Serbia Damjan Dovic. First, a one-on-one "
        "meeting between Jan Roe and Damjan Dovic took place, then the talks went on with all delegates."
    )
    assert [event["form"] for event in main_events(text)] == ["session"]


def test_labels_of_other_articles_below_the_first_paragraph_make_no_opinion_of_it() -> None:
    text = (
        "OSLO: President Jan Roe's planned visit to Serbia has been cancelled, the Norwegian government said on "
        "Tuesday, though officials in Belgrade would only say that the trip was up in the air and that they would "
        "wait for a word from the embassy.\n\nOpinion\n\nA hard winter"
    )
    assert [event["status"] for event in main_events(text)] == ["cancelled"]


def test_what_was_discussed_is_no_plan() -> None:
    text = (
        "In the past days, Energy Minister of Norway Jan Roe and Minister of Energy of Serbia Damjan Dovic discussed "
        "cooperation in wind power and proposed a memorandum of mutual understanding."
    )
    told = {(event["kind"], event["form"], event["status"]) for event in main_events(text)}
    assert told == {("meeting", "talks", "held"), ("agreement", "memorandum", "proposed")}


def test_a_minister_without_a_country_is_of_the_publishers_where_it_is_told_at_all() -> None:
    text = (
        "Minister of Foreign Affairs Jan Roe has held talks with the Russian, Chinese and American delegates who came "
        "for official visits. Russian Foreign Minister Pyotr Vetrov and Chinese Foreign Minister Li Tao reached Norway "
        "on Wednesday."
    )
    told = [p for event in main_events(text, url="https://news.example.no/1") for p in event["participants"]]
    assert {person["country"] for person in told if person["name"] == "Jan Roe"} == {"NO"}


def test_a_tomb_is_of_nobody_who_receives_and_realities_are_met_by_nobody() -> None:
    text = (
        "Talks between President of Norway Jan Roe and President of Serbia Damjan Dovic took place in Belgrade on May "
        "7. The cooperation meets modern realities. Before the start of the talks the President of Norway went to the "
        "mausoleum of the first President of Serbia Milan Petrovic, where officials welcomed the guest at the main "
        "entrance."
    )
    assert [names(event) for event in main_events(text)] == [["Jan Roe", "Damjan Dovic"]]


def test_an_order_that_somebody_signs_is_no_contract() -> None:
    text = (
        "The memorandum on energy between Norway and Serbia signed in Oslo on April 30 was approved. President Damjan "
        "Dovic has signed an order in this regard."
    )
    assert [event["form"] for event in main_events(text)] == ["memorandum"]


def test_a_king_is_no_minister_who_has_his_name_too_and_whoever_attended_the_meeting_was_at_that_meeting() -> None:
    text = (
        "AMMAN — His Majesty King Abdullah of Jordan on Wednesday received Serbian Minister of Trade Milan Abdul Aziz "
        "Petrovic. Foreign Minister of Jordan Omar Roe and Director of the Office of His Majesty Samir Doe attended "
        "the meeting."
    )
    (event,) = main_events(text)
    assert (event["form"], event["parties"]) == ("reception", ["JO", "RS"])
    assert names(event)[:2] == ["Abdullah", "Milan Abdul Aziz Petrovic"]


def test_who_took_part_in_a_forum_and_met_somebody_had_talks() -> None:
    text = (
        "Taking part in the Global Forum in Berlin, Minister of Agriculture of Norway Jan Roe met with Serbian "
        "Minister of Agriculture Damjan Dovic."
    )
    assert [event["form"] for event in main_events(text)] == ["talks"]


def test_a_call_that_is_received_is_no_reception() -> None:
    text = "King Olav of Norway on Thursday received a phone call from President of Serbia Damjan Dovic."
    assert [event["form"] for event in main_events(text, "King receives call from Serbian president")] == ["call"]


def test_a_further_meeting_of_others_is_one_of_its_own() -> None:
    text = (
        "President of Jordan Omar Roe received Iraqi Foreign Minister Samir Doe on Sunday. While in Amman, the Iraqi "
        "Foreign Minister also took part in the third coordination meeting between Jordan, Cyprus and Greece."
    )
    assert main_events(text)[0]["parties"] == ["IQ", "JO"]


def test_a_paper_of_the_visit_that_somebody_mentions_is_recalled() -> None:
    text = (
        "Minister of Agriculture of Norway Jan Roe met with Ambassador of Serbia to Norway Damjan Dovic. The Minister "
        "noted that during the visit of Deputy Foreign Minister of Serbia Ivo Petrovic to Norway, an agreement was "
        "signed on a joint commission."
    )
    (event,) = main_events(text)
    assert names(event) == ["Jan Roe", "Damjan Dovic"]


def test_whoever_comes_to_a_conclusion_visits_nobody_and_an_accession_is_a_topic() -> None:
    text = (
        "The Norwegian-Serbian Cooperation Council met in Oslo on Tuesday. Talks on Tuesday touched on Serbia's "
        "European Union accession. Prime Minister of Norway Jan Roe said both countries came to the realization that "
        "they need each other."
    )
    assert [(event["form"], event["parties"]) for event in main_events(text)] == [("session", ["NO", "RS"])]


def test_what_had_been_planned_long_ago_is_recalled() -> None:
    text = (
        "Foreign Minister of Norway Jan Roe met with Foreign Minister of Serbia Damjan Dovic in Oslo on May 7. Roe "
        "said that President Ivo Petrovic of Serbia will follow up on his visit to Norway in November 2023."
    )
    assert [event["date"]["start"] for event in main_events(text)] == ["2025-05-07"]


def test_a_road_that_meets_requirements_is_no_meeting_and_a_month_with_a_full_stop_is_in_the_dateline() -> None:
    text = (
        "ULAN BATOR, Dec. 1 (Xinhua) -- Mongolia and the Asian Development Bank on Thursday signed a loan. It was "
        "signed by Finance Minister Bat Bayaro and ADB representative Jan Roe. The roads will meet international "
        "safety requirements. They will join the networks of China and Russia."
    )
    (event,) = main_events(text)
    assert (event["kind"], event["parties"]) == ("agreement", ["ADB", "MN"])
    assert [person["country"] for person in event["participants"]] == ["MN", None]


def test_a_legal_framework_is_no_matter_of_justice_and_a_town_is_no_port() -> None:
    text = (
        "Ambassador of Norway Jan Roe met with Governor of Port Sudan Omar Doe. The legal framework for cooperation in "
        "education was discussed."
    )
    assert [event["sectors"] for event in main_events(text)] == [["education"]]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "A meeting of the chairs of the parliaments of Norway and Serbia, set to culminate in the signing of the "
            "Oslo Declaration, will take place in Oslo on 27 May.",
            [("talks", "planned"), ("declaration", "planned")],
        ),
        (
            "Foreign Minister Jan Roe will also inaugurate a Norwegian-Serbian Business Forum in Belgrade, hosted by "
            "the Chamber of Commerce.",
            [("forum", "planned")],
        ),
        (
            "Foreign Minister of Norway Jan Roe and his Serbian counterpart Damjan Dovic spoke by phone on Saturday. "
            "Pointing to the Friday meeting between Kenya and the US in Vienna, Roe praised the mediators.",
            [("call", "held")],
        ),
    ],
)
def test_a_participle_between_commas_and_a_verb_behind_it_tell_what_is_to_come(
    text: str, told: list[tuple[str, str]]
) -> None:
    assert [(event["form"], event["status"]) for event in main_events(text)] == told


def test_who_chairs_a_cabinet_that_approves_a_paper_has_not_signed_it() -> None:
    text = (
        "Serbia's government approved the memorandum with Norway on renewable energy cooperation. The decision was "
        "taken by the Cabinet chaired by Prime Minister Jan Roe. The memorandum was signed in March 2025."
    )
    assert [(names(event), event["sectors"]) for event in main_events(text)] == [([], ["renewables"])]


@pytest.mark.parametrize(
    ("words", "sectors"),
    [
        ("the supply of diesel locomotives", ["industry", "transport"]),
        ("gas interconnectors", ["oil_gas"]),
        ("the deposit of the country's instrument of acceptance and tourism", ["tourism"]),
    ],
)
def test_a_word_that_is_a_part_of_something_else_names_no_sector(words: str, sectors: list[str]) -> None:
    text = f"Minister of Norway Jan Roe met with Minister of Serbia Damjan Dovic in Oslo. They discussed {words}."
    assert [event["sectors"] for event in main_events(text)] == [sectors]


def test_a_first_lady_is_not_the_president_of_her_name() -> None:
    text = (
        "President of Norway Jan Roe has begun a visit to Serbia. First Lady Mona Roe is with him. In Belgrade "
        "President Roe met with President Damjan Dovic of Serbia."
    )
    assert {
        role["role"] for event in main_events(text) for role in event["participants"] if role["name"] == "Mona Roe"
    } <= {"First Lady"}
    assert all("Jan Roe" in names(event) for event in main_events(text))


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Prime Minister of Norway Jan Roe left for Serbia on Sunday, beginning his four-nation tour.", ["NO", "RS"]),
        (
            "The head of the OSCE, Jan Roe, will visit five countries next week. Mr Roe will visit Kenya, Uganda and "
            "Chad, where he will speak to students.",
            ["KE", "OSCE", "TD", "UG"],
        ),
    ],
)
def test_a_journey_told_twice_is_one_visit(text: str, parties: list[str]) -> None:
    assert [(event["form"], event["parties"]) for event in main_events(text)] == [("visit", parties)]


def test_a_tranche_is_what_is_lent_and_not_the_whole_that_it_is_a_part_of() -> None:
    text = (
        "The ADB and the Government of Sri Lanka yesterday signed the $107-million second tranche loan agreement of an "
        "$800 million financing facility to upgrade roads."
    )
    assert [event["amount"]["value"] for event in main_events(text)] == [107000000]


def test_whoever_hands_over_a_message_and_then_meets_somebody_meets_him() -> None:
    text = (
        "Foreign Minister of Norway Jan Roe handed over a message of the king and held wide-ranging discussions with "
        "Serbian Foreign Minister Damjan Dovic on tourism."
    )
    assert [names(event) for event in main_events(text)] == [["Jan Roe", "Damjan Dovic"]]


@pytest.mark.parametrize(
    "text",
    [
        "OSLO, May 7 - Minister of Norway Jan Roe met Minister of Serbia Damjan Dovic during his visit to Serbia.",
        "OSLO, May 7 - A Norwegian delegation led by Minister Jan Roe returned home concluding a three-day visit to "
        "Serbia, where it met Minister Damjan Dovic of Serbia.",
    ],
)
def test_what_happens_on_a_journey_abroad_is_not_where_it_is_reported_from(text: str) -> None:
    assert {event["place"] and event["place"]["name"] for event in main_events(text)} == {None}


def test_a_visit_that_somebody_hopes_another_will_pay_is_none() -> None:
    text = (
        "Norwegian Minister Jan Roe met with Serbian Minister Damjan Dovic in Oslo. He hoped that Serbian President "
        "Ivo Petrovic would visit Norway at his earliest convenience."
    )
    assert [event["form"] for event in main_events(text)] == ["talks"]


def test_who_says_something_and_signed_a_paper_has_signed_it() -> None:
    text = (
        "The EBRD lends Serbia $5 million. “It matters,” says Jan Roe, EBRD Director, who signed the loan agreement in "
        "Belgrade on 19 April 2025. “It is late,” says Damjan Dovic, Serbian analyst."
    )
    assert [names(event) for event in main_events(text)] == [["Jan Roe"]]


def test_on_whose_direction_somebody_acts_is_not_there_and_a_region_is_not_called_after_its_old_kingdom() -> None:
    text = (
        "On the direction of Premier Jan Roe, a Norwegian delegation led by Minister Ole Berg met officials of British "
        "Columbia in the Canadian city of Vancouver."
    )
    (event,) = main_events(text)
    assert (names(event), event["parties"]) == (["Ole Berg"], ["CA", "NO"])


def test_nobody_is_called_after_his_father_alone() -> None:
    text = (
        "His Majesty King Omar of Jordan and Serbian President Damjan Dovic held talks in Belgrade on Monday. The "
        "talks were attended by Crown Prince Ali bin Omar and by Their Royal Highnesses Princes of the court."
    )
    assert sorted(names(main_events(text)[0])) == ["Ali bin Omar", "Damjan Dovic", "Omar"]


def test_in_conjunction_with_whose_visit_companies_sign_he_does_not() -> None:
    text = (
        "Norwegian and Serbian firms signed agreements on Thursday. The agreements were made in conjunction with "
        "Serbian Premier Damjan Dovic's visit to Norway."
    )
    papers = [event for event in main_events(text) if event["kind"] == "agreement"]
    assert [names(event) for event in papers] == [[]]
