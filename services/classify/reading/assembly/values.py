"""Status, amount and count of drafts, by what they tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from services.classify.reading.assembly.actors import within
from services.classify.reading.assembly.bearings import day_of, period
from services.classify.reading.assembly.drafts import TOLD, Draft
from services.classify.reading.assembly.matching import is_package
from services.classify.reading.assembly.occasions import DONE
from services.classify.reading.document import Count, Document, LineKind, Mentions, Money
from services.classify.reading.languages.pack import Pack
from services.classify.reading.languages.patterns import Caseless, alternation, pattern, words_pattern

RECENT = timedelta(days=30)
AGED = timedelta(days=730)  # no news by itself
BACK = 2  # sentences
NEAR = 4  # sentences
HEAD = 60  # characters at the beginning of a line
PART = 40  # characters around a sum
AGAIN = 30  # characters to the same sum in another currency
TRADE = {"trade_turnover", "export", "import"}


def correct_status(document: Document, drafts: list[Draft], pack: Pack) -> None:
    """What is dated after the publication is planned, whatever the tense of its verb, and so is what an article of
    plans tells in the present."""
    published = day_of(document.published_at)
    for draft in drafts:
        if draft.when is None or published is None or draft.status not in ("held", "signed", "in_force"):
            continue
        if period(draft.when)[0] > published and draft.when.precision != "year":
            if draft.status == "in_force":
                draft.when = None  # it is to take effect
            else:
                draft.status = "planned"
    call_off(document, drafts, pack)
    announced = is_announced(document, pack)
    for number, draft in enumerate(drafts):
        if (draft.when and published) or not is_in_the_present(draft):
            continue
        others = drafts[:number] if published else [other for other in drafts if other is not draft]
        if announced or goes_on_planning(draft, others, drafts):
            draft.status = "planned"


def speak_by_phone(drafts: list[Draft], document: Document, pack: Pack) -> None:
    """Who only spoke with somebody, told beside his call with another, phoned as well."""
    words = pack.prepared(spoken_words)
    for number, draft in enumerate(drafts):
        if draft.kind != "meeting" or (draft.form, draft.channel) != ("talks", "in_person") or draft.place:
            continue
        told = [cue for cue in draft.cues if cue.strength >= TOLD]
        if not told or not all(words.search(document.text, cue.start, cue.end) for cue in told):
            continue
        beside = [*drafts[max(0, number - 1) : number], *drafts[number + 1 : number + 2]]
        if any(is_call_beside(other, draft) for other in beside):
            draft.form, draft.channel = "call", "phone"


def is_call_beside(other: Draft, draft: Draft) -> bool:
    """Whether another draft tells close by of a call by one of the same people."""
    if other.form != "call" or other.channel != "phone" or other.status != draft.status:
        return False
    near = min((abs(one - two) for one in draft.sentences for two in other.sentences), default=NEAR)
    return near < NEAR and bool(draft.people.keys() & other.people.keys())


def spoken_words(pack: Pack) -> Caseless:
    return words_pattern(pack.table("cues")["channels"].get("spoken", ()))


def call_off(document: Document, drafts: list[Draft], pack: Pack) -> None:
    """What had been meant to be done on a visit that was called off is called off with it."""
    meant = pack.prepared(meant_words)
    for number, draft in enumerate(drafts):
        if draft.kind != "meeting" or draft.status != "planned" or draft.background:
            continue
        off = [other for other in drafts[:number] if other.kind == "meeting" and other.status == "cancelled"]
        told = [document.sentences[index] for index in draft.sentences]
        near = [other for other in off if draft.first.sentence - max(other.sentences, default=0) <= NEAR]
        shared = any(other.parties.keys() & draft.parties.keys() for other in near)
        if shared and told and all(meant.search(document.text, one.start, one.end) for one in told):
            draft.status = "cancelled"


def meant_words(pack: Pack) -> Caseless:
    return words_pattern(pack.table("cues")["meant"])


def is_announced(document: Document, pack: Pack) -> bool:
    """Whether a label at the head says that dates are announced: "Media advisory"."""
    label = pack.prepared(announcement)
    return any(label.match(document.text, line.start, min(line.end, line.start + HEAD)) for line in document.lines[:3])


def announcement(pack: Pack) -> Caseless:
    return pattern(rf"\W*(?:{alternation(pack.table('cues')['announcing'])})(?!\w)")


def is_in_the_present(draft: Draft) -> bool:
    """Whether all that tells a meeting as held, or a paper as signed, has no verb, or one in a tense that may speak of
    what is to come."""
    tellers = [cue for cue in draft.cues if cue.strength == 1 or cue.speech]
    tellers = [cue for cue in tellers if not cue.title] or tellers
    return draft.status in ("held", "signed") and all(cue.present for cue in tellers)


def goes_on_planning(draft: Draft, others: list[Draft], drafts: list[Draft]) -> bool:
    """Whether the article told a plan with a party in common, and of nothing done."""
    told = [other for other in drafts if other is not draft and not other.background]
    planned = any(other.status == "planned" and other.parties.keys() & draft.parties.keys() for other in others)
    return planned and not any(other.status in DONE and not is_in_the_present(other) for other in told)


def told_last(drafts: list[Draft]) -> date | None:
    """The last day that is told of something done."""
    days = [d.when for d in drafts if d.when and d.when.precision != "year" and d.status in DONE]
    return max((period(when)[1] for when in days), default=None)


def mark_background(document: Document, drafts: list[Draft]) -> None:
    """What lies well before the publication is recalled, not reported."""
    published = day_of(document.published_at)
    passed: list[Draft] = []  # weeks ago: no news where there is fresher
    for draft in drafts:
        if draft.when is None:
            continue
        if draft.status not in DONE:
            lapsed = published is not None and published - period(draft.when)[1] > RECENT
            draft.background |= lapsed and (draft.kind, draft.status) == ("meeting", "planned")
            continue
        when = draft.when
        spans = [(document.sentences[cue.sentence].start, document.sentences[cue.sentence].end) for cue in draft.cues]
        if when.precision == "year" and not any(start <= when.start < end for start, end in spans):
            continue  # a year told beside it may be of something else
        last = period(draft.when)[1]
        anchor = published or told_last(drafts)
        vague = draft.when.precision == "month" and published and last < published.replace(day=1)
        old = anchor is not None and anchor - last > AGED
        if old:
            draft.background = True
        elif anchor and (vague or anchor - last > RECENT) and any(other is not draft for other in drafts):
            passed.append(draft)
    fresh = any(not draft.background and draft not in passed for draft in drafts)
    latest = max((period(draft.when)[1] for draft in passed if draft.when and not draft.background), default=None)
    for draft in passed:
        draft.background |= fresh or draft.when is None or period(draft.when)[1] != latest


def amount_of(
    document: Document, mentions: Mentions, draft: Draft, window: list[int], others: set[int], pack: Pack
) -> Money | None:
    """The sum of an agreement: in its own sentence, in the one that it goes on about, else in those behind.

    Never one of a trade figure or of many years, nor around it one of a portfolio or of a whole project; `others` are
    the sentences that tell other agreements. A part of a sum only where no whole one is told.
    """
    words = pack.prepared(sum_words)
    own = sorted(draft.sentences)
    first = draft.first.sentence
    goes_on = draft.first.definite or draft.first.refers or draft.first.anaphoric
    before = [first - 1] if goes_on and first and first - 1 not in others else []
    near = [index for index in own if index - first <= BACK]
    ahead = [index for index in window if index not in own and index not in others]
    order = [*near, *before, *ahead, *(i for i in own if i not in near)]
    parts: list[Money] = []
    for index in dict.fromkeys(order):
        sums = sums_in(document, mentions, index, own, words)
        whole = [money for money in sums if not is_part(document, money, words)]
        cue = next((cue for cue in draft.cues if cue.sentence == index), draft.first)
        if whole:
            best = min(whole, key=lambda money: (abs(money.start - cue.end), money.start))
            return headed_total(document, mentions, draft, best, sums, first_told=index == first) or best
        parts += sums
    return parts[0] if parts else None


def sums_in(document: Document, mentions: Mentions, index: int, own: list[int], words: SumWords) -> list[Money]:
    """The sums of a sentence that may be an agreement's; the same one in another currency is told once."""
    sentence = document.sentences[index]
    if document.lines[sentence.line].kind is LineKind.TITLE:
        return []
    figures = [f for f in mentions.figures if f.metric in TRADE or index not in own or "/" in (f.period or "")]
    found: list[Money] = []
    for money in within(mentions.money, (sentence.start, sentence.end)):
        if any(figure.start <= money.start < figure.end for figure in figures):
            continue
        close = bool(found) and found[-1].currency != money.currency and money.start - found[-1].end <= AGAIN
        if close and words.again.match(document.text, found[-1].end, money.start):
            continue
        found.append(money)
    return found


def is_part(document: Document, money: Money, words: SumWords) -> bool:
    """Whether a sum is told as a part of another ("half", "of which", "each")."""
    ahead = document.text[max(0, money.start - PART) : money.start]
    behind = document.text[money.end : money.end + PART]
    return bool(words.part_before.search(ahead) or words.part_behind.match(behind))


def headed_total(
    document: Document, mentions: Mentions, draft: Draft, best: Money, sums: list[Money], *, first_told: bool
) -> Money | None:
    """The sum of the title, where it is what the sums told here add up to, or of all papers whose sums come later."""
    title = next((line for line in document.lines if line.kind is LineKind.TITLE), None)
    heads = within(mentions.money, (title.start, title.end)) if title else []
    total = sum(money.value for money in sums if money.currency == best.currency)
    alike = [money for money in heads if money.currency == best.currency]
    if len(alike) == 1 and alike[0].value > best.value and not first_told and is_several(document, mentions, draft):
        return alike[0]
    return next((money for money in alike if len(sums) > 1 and close(money.value, total)), None)


def is_several(document: Document, mentions: Mentions, draft: Draft) -> bool:
    count = count_of(document, mentions, draft)
    return is_package(draft) or (count is not None and count.value > 1)


def close(one: float, other: float) -> bool:
    return abs(one - other) <= 0.01 * abs(one)


@dataclass(frozen=True)
class SumWords:
    part_before: Caseless
    part_behind: Caseless
    again: Caseless  # between a sum and itself in another currency


def sum_words(pack: Pack) -> SumWords:
    table = pack.table("money")["parts"]
    return SumWords(
        pattern(rf"(?<!\w)(?:{alternation(table['before'])})\W{{0,3}}(?:\w+\s){{0,2}}$"),
        pattern(rf"\W{{0,3}}(?:{alternation(table['behind'])})(?!\w)"),
        pattern(rf"\s?(?:\(|,)\s?(?:{alternation(table['again'])})?[\s\w.]{{0,12}}$"),
    )


def count_of(document: Document, mentions: Mentions, draft: Draft) -> Count | None:
    """How many documents, where the draft's own sentences tell."""
    if draft.single:
        return None
    for index in sorted(draft.sentences):
        sentence = document.sentences[index]
        counts = within(mentions.counts, (sentence.start, sentence.end))
        if counts:
            return counts[0]
    return None
