"""The codes that a filter may name: the vocabulary's, countries by ISO 3166-1 alpha-2, organisations by acronym."""

from __future__ import annotations

from libs.messages.values import FORMS, KINDS, ORGANIZATIONS, SECTORS, STATUSES

COUNTRIES: frozenset[str] = frozenset(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA
    CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA
    GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP
    KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS
    MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS
    RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW
    TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW
    """.split()  # noqa: SIM905
)

PARTIES: frozenset[str] = COUNTRIES | ORGANIZATIONS

ALLOWED: dict[str, frozenset[str]] = {
    "sectors": frozenset(SECTORS),
    "parties": PARTIES,
    "countries": COUNTRIES,
    "kinds": frozenset(KINDS),
    "statuses": frozenset(code for codes in STATUSES.values() for code in codes),
    "forms": frozenset(code for codes in FORMS.values() for code in codes),
}


def is_code(field: str, value: str) -> bool:
    """Whether the value can occur in the field; `pairs` are two parties with a hyphen between them."""
    if field == "pairs":
        first, _, second = value.partition("-")
        return first in PARTIES and second in PARTIES and first != second
    return value in ALLOWED[field]
