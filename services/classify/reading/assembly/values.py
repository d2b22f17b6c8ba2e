"""Date, place, amount and count of drafts: from their own sentences, else from the occasion they share."""

from __future__ import annotations

from datetime import timedelta

from services.classify.reading.assembly.actors import within
from services.classify.reading.assembly.bearings import day_of, period
from services.classify.reading.assembly.drafts import Draft
from services.classify.reading.document import Count, Document, LineKind, Mentions, Money, Place

RECENT = timedelta(days=30)
CLOSE = 2  # sentences
DONE = {"held", "signed", "in_force"}
TRADE = {"trade_turnover", "export", "import"}


def share_occasions(document: Document, mentions: Mentions, drafts: list[Draft]) -> None:
    """Dates and places that a draft does not tell itself: those of the happening told before it, or the dateline's."""
    dateline = next((place for place in mentions.places if place.dateline), None)
    for number, draft in enumerate(drafts):
        earlier = [other for other in drafts[:number] if related(draft, other)]
        if draft.status not in DONE or draft.background or draft.status == "in_force":
            continue
        source = next(iter(reversed(earlier)), None)
        if draft.when is None and source is not None and source.when is not None:
            draft.when = source.when
        if draft.place is None and needs_place(draft):
            if source is not None and source.place is not None and one_occasion(draft, source):
                draft.place = source.place
            elif dateline is not None and plausible(dateline, draft, number):
                draft.place = dateline
    for number, draft in enumerate(drafts):
        if draft.status in DONE and not draft.background and (draft.when is None or draft.place is None):
            for other in drafts[number + 1 :]:
                if related(draft, other) and other.place is not None and draft.place is None and needs_place(draft):
                    draft.place = other.place
                if related(draft, other) and draft.when is None and other.when is not None:
                    draft.when = other.when


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
    """A dateline names the place of the article's first happening; of later ones where a party is at home."""
    return number == 0 or place.country in draft.parties


def correct_status(document: Document, drafts: list[Draft]) -> None:
    """What is dated after the publication is planned, whatever the tense of its verb."""
    published = day_of(document.published_at)
    for draft in drafts:
        if draft.when is None or published is None or draft.status not in ("held", "signed"):
            continue
        if period(draft.when)[0] > published and draft.when.precision != "year":
            draft.status = "planned"


def mark_background(document: Document, drafts: list[Draft]) -> None:
    """What lies well before the publication is recalled, not reported."""
    published = day_of(document.published_at)
    for draft in drafts:
        if draft.when is None or draft.status not in DONE:
            continue
        last = period(draft.when)[1]
        anchor = published or max((period(d.when)[1] for d in drafts if d.when and d.status in DONE), default=None)
        if anchor and anchor - last > RECENT and any(other is not draft for other in drafts):
            draft.background = True


def amount_of(
    document: Document, mentions: Mentions, draft: Draft, window: list[int], others: set[int]
) -> Money | None:
    """The sum of an agreement: in its own sentence, in the one that it goes on about, else in those behind.

    Never one of a trade figure, nor around it one of a portfolio or of a whole project; `others` are the sentences that
    tell other agreements.
    """
    figures = [(f.start, f.end, f.metric) for f in mentions.figures]
    own = sorted(draft.sentences)
    goes_on = draft.first.definite or draft.first.refers or draft.first.anaphoric
    before = [own[0] - 1] if goes_on and own and own[0] and own[0] - 1 not in others else []
    for index in [*own, *before, *(i for i in window if i not in own)]:
        sentence = document.sentences[index]
        if document.lines[sentence.line].kind is LineKind.TITLE:
            continue
        sums = [
            money
            for money in within(mentions.money, (sentence.start, sentence.end))
            if not any(a <= money.start < b and (m in TRADE or index not in own) for a, b, m in figures)
        ]
        if sums:
            cue = next((cue for cue in draft.cues if cue.sentence == index), draft.first)
            return min(sums, key=lambda money: (abs(money.start - cue.end), money.start))
    return None


def count_of(document: Document, mentions: Mentions, draft: Draft) -> Count | None:
    """How many documents, where the draft's own sentences tell."""
    for index in sorted(draft.sentences):
        sentence = document.sentences[index]
        counts = within(mentions.counts, (sentence.start, sentence.end))
        if counts:
            return counts[0]
    return None
