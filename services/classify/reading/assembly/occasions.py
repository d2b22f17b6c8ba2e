"""Date and place of drafts that tell none: from the sentences around them, else from the occasion they share."""

from __future__ import annotations

from datetime import timedelta

from services.classify.reading.assembly.actors import within
from services.classify.reading.assembly.bearings import dates_agree, day_of, period, turned
from services.classify.reading.assembly.drafts import Draft
from services.classify.reading.document import Document, LineKind, Mentions, Place, When
from services.classify.reading.languages.pack import Pack
from services.classify.reading.languages.patterns import Caseless, alternation, pattern, words_pattern

CLOSE = 2  # sentences
LEAD = 2  # sentences
PROSE = 50  # characters; shorter ones at the head may be furniture
AHEAD = 4  # sentences back to the meeting at which a paper is to be signed
FRESH = timedelta(days=45)
A_FEW_DAYS = timedelta(days=4)
PREPOSITION = 20  # characters
JOURNEY = 60  # characters
BEHIND = 3  # sentences
DONE = {"held", "signed", "in_force"}


def share_occasions(document: Document, mentions: Mentions, drafts: list[Draft], pack: Pack) -> None:
    """Dates and places that a draft does not tell itself: those of the happening told before it, or the dateline's."""
    desk, scene = desk_of(document, mentions), scene_of(document, mentions)
    dateline = desk or scene
    there = desk if desk and scene and desk.name == scene.name else None  # it was written where it plays
    look_beside(document, mentions, drafts)
    for number, draft in enumerate(drafts):
        earlier = [other for other in drafts[:number] if related(draft, other)]
        first = all(other.background for other in drafts[:number])
        ahead = draft.kind == "meeting" and draft.status in ("planned", "cancelled") and not draft.background
        untold = first and ahead and draft.place is None and needs_place(draft)
        if untold and scene is not None and plausible(there or scene, draft, number):
            draft.place = scene
        if draft.status == "in_force" and draft.place is None and dateline is not None:
            draft.place = dateline if dateline.dateline and dateline.country in draft.parties else None
        if draft.status not in DONE or draft.background or draft.status == "in_force":
            continue
        source = next(iter(reversed(earlier)), None)
        if draft.when is None and source is not None and source.when is not None:
            draft.when = source.when
        if draft.place is None and needs_place(draft):
            if source is not None and source.place is not None and one_occasion(draft, source):
                draft.place = source.place
            elif dateline is None or abroad(document, mentions, draft, dateline, pack):
                continue
            elif plausible(dateline, draft, number):
                told = told_later(draft, drafts[number + 1 :]) if dateline.dateline else None
                draft.place = told or dateline
    for number, draft in enumerate(drafts):
        if draft.status in DONE - {"in_force"} and not draft.background and not (draft.when and draft.place):
            for other in drafts[number + 1 :]:
                elsewhere = any(cue in other.cues for cue in draft.cues)  # "met X, and in Oslo Y"
                desk = other.place if other.place and other.place.dateline else None
                elsewhere = elsewhere or (desk is not None and abroad(document, mentions, draft, desk, pack))
                if related(draft, other) and other.place and draft.place is None and needs_place(draft):
                    draft.place = None if elsewhere else other.place
                if related(draft, other) and draft.when is None and other.when is not None:
                    draft.when = other.when
    for draft in drafts:
        if draft.place is None and draft.hint is not None and draft.kind == "meeting" and needs_place(draft):
            draft.place = draft.hint
    share_plans(drafts)
    look_back(document, mentions, drafts, pack)
    look_at_setting(document, mentions, drafts, pack)
    share_third_towns(drafts)


def desk_of(document: Document, mentions: Mentions) -> Place | None:
    """The place of the dateline; of several with strokes between them the one at which the article puts something,
    else the last, where it was written."""
    towns: list[Place] = []
    for place in mentions.places:
        if place.dateline and (not towns or document.text[towns[-1].end : place.start].rstrip().endswith("/")):
            towns.append(place)
    told = {place.name for place in mentions.places if place.located and not place.dateline}
    return next((town for town in towns if town.name in told), towns[-1] if towns else None)


def abroad(document: Document, mentions: Mentions, draft: Draft, desk: Place, pack: Pack) -> bool:
    """Whether a draft's first clause puts it into another country than the desk's, without a town ("in China")."""
    put_in, away = pack.prepared(put_into), pack.prepared(gone_to)
    cues = [cue for cue in draft.cues if not cue.title][:1]
    named = [
        country
        for cue in cues
        for country in within(mentions.countries, cue.clause)
        if country.form == "name"
        and (
            put_in.search(document.text, max(0, country.start - PREPOSITION), country.start)
            or away.search(document.text, max(cue.clause[0], country.start - JOURNEY), country.start)
        )
    ]
    return bool(named) and desk.country not in {country.code for country in named}


def put_into(pack: Pack) -> Caseless:
    places = pack.table("geography")["places"]
    return pattern(rf"(?<!\w)(?:{alternation(places['prepositions'])})\s+(?:\w{{2,3}}\s)?$")


def gone_to(pack: Pack) -> Caseless:
    """Words on a journey that end right before where it leads: "during his visit to"."""
    away = pack.table("geography")["places"]["away"]
    return pattern(rf"(?<!\w)(?:{alternation(away)})\s+$" if away else r"(?!)")


def look_back(document: Document, mentions: Mentions, drafts: list[Draft], pack: Pack) -> None:
    """The place that "there" stands for: the one told last in the sentences before."""
    there = pack.prepared(there_words)
    for draft in drafts:
        if draft.place is not None or not needs_place(draft) or not draft.sentences:
            continue
        own = document.sentences[draft.first.sentence]
        if there.search(document.text, own.start, own.end):
            first = document.sentences[max(0, own.index - CLOSE)]
            before = stages(mentions, (first.start, own.start))
            draft.place = before[-1] if before else None


def look_at_setting(document: Document, mentions: Mentions, drafts: list[Draft], pack: Pack) -> None:
    """The place of a signing that a sentence behind tells, with its ceremony or with who was present."""
    settings = pack.prepared(setting_words)
    for draft in drafts:
        if draft.place or draft.kind != "agreement" or draft.status != "signed" or draft.background:
            continue
        own = min((cue.sentence for cue in draft.cues if not cue.title), default=draft.first.sentence)
        taken = {cue.sentence for other in drafts for cue in other.cues if other is not draft and cue.strength >= 0.5}
        for sentence in document.sentences[own + 1 : own + 1 + BEHIND]:
            if sentence.index in taken:
                break
            told = stages(mentions, (sentence.start, sentence.end))
            if told and settings.search(document.text, sentence.start, sentence.end):
                draft.place = told[0]
                break


def setting_words(pack: Pack) -> Caseless:
    return words_pattern(pack.table("geography")["places"]["settings"])


def share_third_towns(drafts: list[Draft]) -> None:
    """Who meets others in a town of neither side, as at a conference, is there for some days."""
    for number, draft in enumerate(drafts):
        if draft.place or draft.background or draft.status not in DONE or not needs_place(draft) or not draft.when:
            continue
        for other in drafts[:number]:
            if not (other.place and other.when and other.status in DONE) or other.background:
                continue
            third = other.place.country not in other.parties.keys() | draft.parties.keys()
            near = abs(other.when.first - draft.when.first) <= A_FEW_DAYS
            if third and near and draft.people.keys() & other.people.keys():
                draft.place = other.place
                break


def there_words(pack: Pack) -> Caseless:
    return words_pattern(pack.table("geography")["places"]["there"])


def scene_of(document: Document, mentions: Mentions) -> Place | None:
    """The first place at which the lead, else the title, puts anything: an article without a dateline plays there."""
    long = [sentence for sentence in document.sentences if sentence.end - sentence.start >= PROSE]
    prose = [sentence for sentence in long if not document.text[sentence.end - 1].isalnum()]  # no headline
    body = [sentence for sentence in prose if document.lines[sentence.line].kind is LineKind.BODY]
    for sentence in (*body[:LEAD], *document.sentences[:1]):
        told = stages(mentions, (sentence.start, sentence.end))
        if told:
            return told[0]
    return None


def look_beside(document: Document, mentions: Mentions, drafts: list[Draft]) -> None:
    """What the sentence behind or before a draft's own tells of when and where, if it tells no other event."""
    for draft in drafts:
        if draft.background or (draft.when and (draft.place or not needs_place(draft))) or not draft.sentences:
            continue
        taken = {cue.sentence for other in drafts for cue in other.cues if other is not draft and cue.strength >= 0.5}
        own = {cue.sentence for cue in draft.cues if cue.status == draft.status and not cue.title} or draft.sentences
        for index in (max(own) + 1, min(own) - 1):
            if index in taken or not 0 <= index < len(document.sentences):
                continue
            beside = document.sentences[index]
            span = (beside.start, beside.end)
            if document.lines[beside.line].kind is LineKind.TITLE or within(mentions.figures, span):
                continue
            if draft.when is None:
                dates = [turned(when, draft.status, document) for when in within(mentions.dates, span)]
                dates = [when for when in dates if is_told_of(document, when, draft)]
                draft.when = dates[0] if dates else None
                if dates and draft.place is None and needs_place(draft):
                    draft.place = next(iter(stages(mentions, span)), None)


def stages(mentions: Mentions, span: tuple[int, int]) -> list[Place]:
    """The places in a span where something may happen."""
    return [place for place in within(mentions.places, span) if place.located and not (place.dateline or place.site)]


def is_told_of(document: Document, when: When, draft: Draft) -> bool:
    """Whether a date beside a draft may be its own: of a day or month, and on the side of the publication it is on."""
    published = day_of(document.published_at)
    if published is None or when.dateline or when.said or when.attribute or when.precision == "year":
        return False
    if when.relative and when.last is not None and when.last - when.first > A_FEW_DAYS:
        return False  # "earlier this week", told of something else
    first, last = period(when)
    if draft.status in DONE:
        return first <= published <= last + FRESH and when.precision == "day"
    return last >= published


def told_later(draft: Draft, later: list[Draft]) -> Place | None:
    """The place told further on for what else was done on the same occasion: it outdoes that of the agency's desk."""
    for other in later:
        if other.place is None or not related(draft, other) or draft.parties.keys() != other.parties.keys():
            continue
        if all(cue.present for cue in other.cues):
            continue  # it may be still to come
        return other.place
    return None


def share_plans(drafts: list[Draft]) -> None:
    """A paper to be signed is signed where and when the meeting told before it is to be held; a guest's meetings told
    one behind the other are in one place."""
    for number, draft in enumerate(drafts):
        if draft.status != "planned" or draft.background or draft.place or not needs_place(draft):
            continue
        paper = draft.kind == "agreement"
        for other in reversed(drafts[:number]):
            apart = draft.first.sentence - max(other.sentences, default=0)
            if (
                other.kind != "meeting"
                or other.background
                or not (other.status == "planned" or awaits(draft, other) or is_same_day(draft, other))
            ):
                if paper and other.kind == "meeting" and not other.background:
                    break  # it was agreed on where others met since
                continue
            if apart > (AHEAD if paper else CLOSE) or (not paper and not draft.people.keys() & other.people.keys()):
                continue
            if draft.parties and other.parties and not draft.parties.keys() & other.parties.keys():
                continue
            if paper and (draft.when is None or (other.when is not None and dates_agree(draft.when, other.when))):
                draft.when, draft.place = draft.when or other.when, other.place
                break
            if not paper and other.place is not None:
                draft.place = other.place
                break


def is_same_day(draft: Draft, other: Draft) -> bool:
    """Whether a meeting is to follow on the day of another with somebody in common."""
    if draft.kind != "meeting" or draft.when is None or other.when is None or other.status not in DONE:
        return False
    return draft.when.first == other.when.first and draft.when.precision == "day"


def awaits(draft: Draft, visit: Draft) -> bool:
    """Whether somebody has come on a visit of which a meeting is still to follow."""
    if draft.kind != "meeting" or draft.form == "visit" or draft.when is not None or visit.status != "held":
        return False
    return (
        any(cue.form == "visit" and not cue.title for cue in visit.cues)
        and draft.parties.keys() == visit.parties.keys()
    )


def related(draft: Draft, other: Draft) -> bool:
    """Told as done on one occasion: both done, neither recalled, a party in common."""
    if other.background or other.status not in DONE or other.status == "in_force":
        return False
    if (
        draft.when
        and other.when
        and (draft.when.first, draft.when.precision) != (other.when.first, other.when.precision)
    ):
        return False
    if (draft.channel, other.channel) == ("in_person", "phone") and draft.place is not None:
        return False  # they met there, and phoned on another day
    return not draft.parties or not other.parties or bool(draft.parties.keys() & other.parties.keys())


def one_occasion(draft: Draft, source: Draft) -> bool:
    """Whether a place told for another draft may be this one's: people in common, or told close by."""
    if draft.kind == "agreement":
        return True
    if draft.bodies and not draft.people:
        return False  # companies are visited elsewhere
    if draft.people.keys() & source.people.keys():
        return True
    return draft.first.sentence - max(source.sentences, default=0) <= CLOSE


def needs_place(draft: Draft) -> bool:
    return draft.kind == "agreement" or draft.channel == "in_person"


def plausible(place: Place, draft: Draft, number: int) -> bool:
    """A dateline names the place of the article's first meeting; of other events only where a party is at home.

    Agencies write from their own desks about papers that others signed.
    """
    if not place.dateline and draft.bodies and not draft.people:
        return False  # companies are visited elsewhere
    homes = {person.country for person in draft.people.values()}
    if place.dateline and draft.form == "visit" and homes == {place.country} and len(draft.parties) > 1:
        return False  # whoever is at home there went elsewhere
    return place.country in draft.parties or (place.dateline and number == 0 and draft.kind == "meeting")
