"""What an article tells only as the setting of its news: where somebody was just then, what happened long before."""

from __future__ import annotations

import re
from datetime import date

from services.classify.reading.assembly.bearings import YEAR, day_of, period
from services.classify.reading.assembly.drafts import TOLD, Draft
from services.classify.reading.assembly.occasions import DONE
from services.classify.reading.assembly.values import RECENT
from services.classify.reading.cues import Cue
from services.classify.reading.document import Document
from services.classify.reading.languages.pack import Pack
from services.classify.reading.languages.patterns import Caseless, alternation, pattern


def set_back(document: Document, drafts: list[Draft], pack: Pack) -> None:
    """Make background of what is only the setting of other drafts; never of all."""
    for draft in drafts:
        news = [other for other in drafts if other is not draft and not other.background]
        if draft.background or not news:
            continue
        old = document.published_at is None and is_dated_back(document, draft, news)
        if old or is_setting(document, draft, pack) or is_occasion_of(news, draft):
            draft.background = True
            for other in news:
                other.when = None if old and has_day_of(other, draft) else other.when


def is_setting(document: Document, draft: Draft, pack: Pack) -> bool:
    """Whether a meeting is told in nothing but clauses of place or time: "in Oslo, where the council met"."""
    if draft.kind != "meeting" or any(cue.title for cue in draft.cues):
        return False
    told = [draft.first, *(cue for cue in draft.cues if cue.strength >= TOLD)]
    words = pack.prepared(circumstances)
    return all(opens_with(document, cue, words) for cue in told)


def is_occasion_of(news: list[Draft], visit: Draft) -> bool:
    """Whether a visit is named without a verb in a sentence that tells other news: "on his tour he signed"."""
    if visit.form != "visit" or visit.strength >= TOLD or any(cue.title for cue in visit.cues):
        return False
    return any(other.sentences & visit.sentences for other in news)


def opens_with(document: Document, cue: Cue, words: dict[str, Caseless]) -> re.Match[str] | None:
    """The word that makes a cue's clause one of place, or of time where it tells of something done."""
    start, end = cue.clause
    if start <= document.sentences[cue.sentence].start:
        return None
    if cue.status not in DONE:
        return None  # where it is to be is told with it
    return words["where"].match(document.text, start, end) or words["when"].match(document.text, start, end)


def circumstances(pack: Pack) -> dict[str, Caseless]:
    table = pack.table("passing")
    return {name: pattern(rf"\W*(?:{alternation(table[name])})(?!\w)") for name in ("where", "when")}


def is_dated_back(document: Document, draft: Draft, news: list[Draft]) -> bool:
    """Whether an article without a date of its own dates a draft by year behind news of another day or of none."""
    day = last_day(draft)
    if day is None or draft.status not in DONE or any(cue.title for cue in draft.cues):
        return False
    if not (draft.when and YEAR.search(document.text[draft.when.start : draft.when.end])):
        return False
    days = [last_day(other) for other in news if not has_day_of(other, draft)]
    if any(other and abs(day - other) <= RECENT for other in days):
        return False
    return any(other.first.sentence < draft.first.sentence for other in news)


def has_day_of(other: Draft, draft: Draft) -> bool:
    """Whether a draft was only lent the date of another, with which it shares neither parties nor occasion."""
    return other.when is draft.when and other.parties.keys() != draft.parties.keys()


def last_day(draft: Draft) -> date | None:
    return day_of(period(draft.when)[1]) if draft.when else None
