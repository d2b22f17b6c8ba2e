from __future__ import annotations

import pytest

from services.classify.reading.document import Organization
from services.classify.reading.geography import expand_bloc, find_organizations
from services.classify.reading.languages.pack import load_pack
from tests.services.classify.reading.documents import document


def organizations(text: str, language: str = "en") -> tuple[Organization, ...]:
    return find_organizations(document(text, language), load_pack(language))


@pytest.mark.parametrize(
    ("language", "text", "code"),
    [
        ("en", "the Asian Development Bank said", "ADB"),
        ("ru", "президентом Азиатского банка развития", "ADB"),
        ("de", "der Asiatischen Entwicklungsbank", "ADB"),
        ("ru", "главы ЕБРР", "EBRD"),
        ("de", "die EBWE leiht", "EBRD"),
        ("en", "the Organization of Turkic States", "OTS"),
        ("ru", "саммит Организации тюркских государств", "OTS"),
        ("de", "der Organisation der Turkstaaten", "OTS"),
        ("de", "die EU-Kommission", "EU"),
        ("ru", "представители ПРООН", "UNDP"),
        ("en", "the UN General Assembly", "UN"),
    ],
)
def test_international_organisations_are_known_by_name_and_acronym(language: str, text: str, code: str) -> None:
    assert [organization.code for organization in organizations(text, language)] == [code]


def test_an_acronym_stands_in_capitals() -> None:
    assert organizations("Those who met us echo the eco movement.") == ()


def test_a_name_is_given_in_the_nominative_and_an_acronym_as_written() -> None:
    found = organizations("главой Еврокомиссии, а также с президентом ЕБРР и Европейским союзом", "ru")
    assert [organization.name for organization in found] == ["Еврокомиссия", "ЕБРР", "Европейский союз"]


@pytest.mark.parametrize(
    ("language", "text", "name", "country"),
    [
        ("en", "a delegation of the South Korean contractor Hanbit Builders came", "Hanbit Builders", "KR"),
        ("en", "the Hamburg firm Nordwind Power of Germany", "Nordwind Power", "DE"),
        ("ru", "германская компания «Норд Винд» построит", "Норд Винд", "DE"),
        ("de", "der kasachische Versorger Schetysu Green Power", "Schetysu Green Power", "KZ"),
        ("de", "mit der Hansa Wind Systems AG aus Bremerhaven", "Hansa Wind Systems AG", "DE"),
        ("ru", "концерн «Туркменхимия»", "Туркменхимия", "TM"),
    ],
)
def test_a_company_belongs_to_the_country_that_the_words_around_tell(
    language: str, text: str, name: str, country: str
) -> None:
    assert (name, country) in [(o.name, o.country) for o in organizations(text, language) if o.kind == "company"]


@pytest.mark.parametrize(
    ("language", "text", "country"),
    [
        ("en", "the Ministry of Energy of Uzbekistan", "UZ"),
        ("en", "Kazakhstan's Ministry of Finance", "KZ"),
        ("ru", "МИД Ирана сообщил", "IR"),
        ("de", "das usbekische Energieministerium", "UZ"),
        ("de", "das Außenamt in Islamabad teilte mit", "PK"),
    ],
)
def test_a_body_of_state_belongs_to_its_country(language: str, text: str, country: str) -> None:
    assert [(o.kind, o.country) for o in organizations(text, language)] == [("state", country)]


def test_an_acronym_in_brackets_names_the_organisation_from_there_on() -> None:
    found = organizations("The Eximbank of Korea (KEXM) lent. Later KEXM paid.")
    assert [(o.name, o.country) for o in found][-1] == ("KEXM", "KR")


def test_a_bloc_stands_for_its_members() -> None:
    (bloc,) = organizations("the C5+1 ministers met")
    assert (bloc.code, bloc.country) == (None, None)
    assert expand_bloc(bloc.name) == ("KG", "KZ", "TJ", "TM", "US", "UZ")
    assert expand_bloc("European Union") == ()


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("en", "The head of the State Customs Committee Orlan Tavrov spoke.", "State Customs Committee"),
        ("en", "The chairman of the National Forest Service Peter Holm spoke.", "National Forest Service"),
    ],
)
def test_a_person_behind_a_body_is_no_part_of_its_name(language: str, text: str, name: str) -> None:
    assert [o.name for o in find_organizations(document(text, language), load_pack(language))] == [name]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("A paper with the Oman Investment Authority (OIA) was signed in Vienna. Its head is at OIA.", "OM"),
        ("The Hong Kong General Chamber of Commerce (HKGCC) met guests. Two are from HKGCC.", "HK"),
        ("The Norwegian Export Council (NEC) opened an office in Vienna. The director of NEC spoke.", "NO"),
        ("The Chamber of Commerce of Kenya (KCC) met guests. Two are from KCC.", "KE"),
    ],
)
def test_letters_that_an_article_explains_stand_for_the_body_and_its_country(text: str, country: str) -> None:
    named = organizations(text)
    assert named[-1].name.isupper()
    assert {body.country for body in named} == {country}


def test_what_stands_behind_brackets_is_not_where_a_body_is() -> None:
    assert [body.country for body in organizations("The Fish Traders Authority (FTA) in Oslo said so.")] == [None]


@pytest.mark.parametrize("country", ["Sri Lanka", "Saudi Arabia", "Kenya", "Hong Kong"])
def test_the_name_of_a_body_begins_behind_the_country_that_leads_to_it(country: str) -> None:
    assert [body.name for body in organizations(f"The {country} Ports Authority said so.")] == ["Ports Authority"]


def test_the_name_of_a_body_ends_with_the_whole_country_behind_it() -> None:
    assert [body.name for body in organizations("The Government of Sri Lanka said so.")] == ["Government of Sri Lanka"]


@pytest.mark.parametrize(
    ("language", "text", "country"),
    [
        ("en", "The University of Oslo answered.", "NO"),
        ("en", "It was the Nairobi Chamber of Commerce.", "KE"),
        ("ru", "Так ответил Университет Осло.", "NO"),
        ("en", "The University of Springfield answered.", None),
    ],
)
def test_a_body_is_at_home_in_the_capital_or_great_town_of_its_name(
    language: str, text: str, country: str | None
) -> None:
    assert [body.country for body in organizations(text, language)] == [country]


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("en", "Oslo University and Nairobi University agreed on it.", ["Oslo University", "Nairobi University"]),
        ("en", "The rector of Oslo University on Monday spoke of it.", ["Oslo University"]),
        ("en", "On Monday Oslo University answered.", ["Oslo University"]),
        ("en", "The University of Economics and Law answered.", ["University of Economics and Law"]),
        ("de", "Gäste der Nairobi University waren da.", ["Nairobi University"]),
    ],
)
def test_the_name_of_a_body_has_its_town_but_no_day_and_no_other_body(
    language: str, text: str, names: list[str]
) -> None:
    assert [body.name for body in organizations(text, language)] == names
