"""Status, amount and count of drafts, by what they tell."""

from __future__ import annotations

from datetime import timedelta

from services.classify.reading.assembly.actors import within
from services.classify.reading.assembly.bearings import day_of, period
from services.classify.reading.assembly.drafts import Draft
from services.classify.reading.assembly.occasions import DONE
from services.classify.reading.document import Count, Document, LineKind, Mentions, Money

RECENT = timedelta(days=30)
TRADE = {"trade_turnover", "export", "import"}


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
        vague = draft.when.precision == "month" and published and last < published.replace(day=1)
        if anchor and (vague or anchor - last > RECENT) and any(other is not draft for other in drafts):
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
