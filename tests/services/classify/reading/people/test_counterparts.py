"""Who is only called somebody's counterpart."""

from __future__ import annotations

from services.classify.reading.languages.pack import load_pack
from services.classify.reading.people.counterparts import give_office
from services.classify.reading.people.joining import Told
from services.classify.reading.people.names import Name
from services.classify.reading.people.someone import Someone
from services.classify.reading.people.words import Phrase

COLLEAGUE = Phrase(0, 1, "colleague", "colleague")
MINISTER = Phrase(0, 1, "minister", "Minister of Trade", countries=("KZ",))
NAME = Name(0, 2, ("Anna", "Lind"), True)


def test_a_mention_by_name_alone_gives_no_office() -> None:
    called, by_name = Told(0, 9, 0, None, (COLLEAGUE,), ("DE",)), Told(20, 29, 1, NAME, ())
    someone = Someone([called, by_name], ["DE"])
    other = Someone([Told(40, 50, 0, None, (MINISTER,), ("KZ",))], ["KZ"])
    give_office(someone, by_name, [other], load_pack("en"))
    assert not someone.counterpart
    give_office(someone, called, [other], load_pack("en"))
    assert someone.offices[-1].role == "Minister of Trade"
