"""Which words of an article say what an event is about, and the sectors that they name."""

from __future__ import annotations

from dataclasses import dataclass

from services.classify.reading.assembly.actors import Span
from services.classify.reading.assembly.drafts import Draft
from services.classify.reading.assembly.projects import find_projects
from services.classify.reading.assembly.sectors import article_sectors, find_sectors, office_sectors, recalls
from services.classify.reading.assembly.windows import AGREEMENT_REACH, MEETING_REACH
from services.classify.reading.document import Document, LineKind, Mentions
from services.classify.reading.languages.pack import Pack
from services.classify.reading.languages.patterns import Caseless, alternation, pattern, words_pattern

LENDERS = {"ADB", "AIIB", "AfDB", "EBRD", "EDB", "EIB", "IMF", "IsDB", "NDB", "WB"}


@dataclass(frozen=True)
class TopicWords:
    spoken: Caseless  # people talked of something
    papers: Caseless  # at the head of a sentence: it goes on about a paper
    covers: Caseless  # anywhere: it says what a paper holds


def topic_words(pack: Pack) -> TopicWords:
    table = pack.table("sectors")
    papers = alternation(table["papers"])
    return TopicWords(
        words_pattern(table["spoken"]), pattern(rf"[\W_]{{0,12}}(?:{papers})(?!\w)"), words_pattern(table["covers"])
    )


def sectors_of(
    document: Document, mentions: Mentions, pack: Pack, draft: Draft, spans: list[Span], drafts: list[Draft]
) -> dict[str, list[Span]]:
    """What the event is about; a paper that lends money is also about what the money is for."""
    found = sectors_told(document, mentions, pack, draft, spans, drafts)
    if draft.kind != "agreement":
        return found
    lenders = [draft.parties[code] for code in sorted(LENDERS & draft.parties.keys())]
    if lenders and "investment" not in found and (draft.money or draft.form != "memorandum"):
        found = {**found, "investment": lenders}
    if found.keys() != {"investment"}:
        return found
    purpose = find_sectors(document, mentions, pack, titles(document))
    return {**(purpose or find_sectors(document, mentions, pack, sentence_before(document, draft))), **found}


def sectors_told(
    document: Document, mentions: Mentions, pack: Pack, draft: Draft, spans: list[Span], drafts: list[Draft]
) -> dict[str, list[Span]]:
    """What the event is about, by the words around its cues; where they are silent, by what they stand for.

    A paper that takes up something is about the sentence before it; the one event of an article is about all of it.
    """
    told = [span for span in spans if draft.background or not recalls(document, pack, span)]
    found = without_parties(find_sectors(document, mentions, pack, told), mentions, draft)
    if not found and any(cue.title for cue in draft.cues):
        found = find_sectors(document, mentions, pack, titles(document))
    if found:
        return found
    if draft.kind == "agreement" and takes_up(draft):
        found = find_sectors(document, mentions, pack, sentence_before(document, draft))
    if not found and is_alone(draft, drafts):
        news = [span for span in body(document) if not recalls(document, pack, span)]
        found = find_sectors(document, mentions, pack, news)
    if draft.form != "protocol" and draft.status != "cancelled":
        found = found or article_sectors(document, mentions, pack)
    if not found and draft.kind == "meeting":
        own = [document.sentences[index] for index in sorted(draft.sentences)]
        found = office_sectors(mentions, pack, [(s.start, s.end) for s in own])
    return found


def projects_of(
    document: Document, mentions: Mentions, pack: Pack, draft: Draft, spans: list[Span], drafts: list[Draft]
) -> list[tuple[str, Span]]:
    """The undertakings that the event deals with; where its own words name none, those that lead up to a paper.

    The one event of an article deals with whatever the article names.
    """
    own = find_sectors(document, mentions, pack, spans)
    found = [
        (name, span)
        for name, span in find_projects(document, mentions, pack, spans)
        if stands_in(span, spans) or is_of_these(find_sectors(document, mentions, pack, [span]), own)
    ]
    if not found and draft.kind == "agreement" and draft.first.sentence:
        before = document.sentences[draft.first.sentence - 1]
        if document.lines[before.line].kind is not LineKind.TITLE:
            found = find_projects(document, mentions, pack, [(before.start, before.end)])
    return found or (find_projects(document, mentions, pack, body(document)) if is_alone(draft, drafts) else [])


def stands_in(inner: Span, spans: list[Span]) -> bool:
    return any(start <= inner[0] and inner[1] <= end for start, end in spans)


def is_of_these(topics: dict[str, list[Span]], own: dict[str, list[Span]]) -> bool:
    """Whether an undertaking that an event's own words do not name may be what they are about."""
    return not own or not topics or not topics.keys().isdisjoint(own)


def is_alone(draft: Draft, drafts: list[Draft]) -> bool:
    """Whether a draft is the only news."""
    return not draft.background and all(other is draft or other.background for other in drafts)


def without_parties(found: dict[str, list[Span]], mentions: Mentions, draft: Draft) -> dict[str, list[Span]]:
    """The sectors but politics told by the name of a country alone that takes part itself."""
    names = [(country.start, country.end) for country in mentions.countries if country.code in draft.parties]
    left = [hit for hit in found.get("politics", ()) if not any(a <= hit[0] and hit[1] <= b for a, b in names)]
    others = {code: spans for code, spans in found.items() if code != "politics"}
    return {**others, "politics": left} if left else others


def body(document: Document) -> list[Span]:
    return [(s.start, s.end) for s in document.sentences if document.lines[s.line].kind is LineKind.BODY]


def titles(document: Document) -> list[Span]:
    return [(s.start, s.end) for s in document.sentences if document.lines[s.line].kind is LineKind.TITLE]


def takes_up(draft: Draft) -> bool:
    """Whether a paper goes on from what was told before it."""
    return draft.form in ("agreement", "contract", "memorandum")


def sentence_before(document: Document, draft: Draft) -> list[Span]:
    """The sentence before that which tells a draft, in its paragraph."""
    if not draft.first.sentence:
        return []
    before = document.sentences[draft.first.sentence - 1]
    here = document.sentences[draft.first.sentence]
    return [(before.start, before.end)] if before.line == here.line else []


def paper_window(document: Document, pack: Pack, draft: Draft, window: list[int]) -> list[int]:
    """The sentences about a paper: its own, and those behind that go on about it, not about what else was said."""
    words = pack.prepared(topic_words)
    lines = {document.sentences[index].line for index in draft.sentences}
    found = []
    for index in window:
        sentence = document.sentences[index]
        if index in draft.sentences or words.covers.search(document.text, sentence.start, sentence.end):
            found.append(index)
        elif words.spoken.search(document.text, sentence.start, sentence.end):
            continue
        elif sentence.line in lines or words.papers.match(document.text, sentence.start, sentence.end):
            found.append(index)
    return found


def topic_window(document: Document, pack: Pack, draft: Draft, window: list[int], drafts: list[Draft]) -> list[int]:
    """The sentences that may say what a draft is about; a meeting's topics go on behind a paper that its sides sign.

    What follows a paper in its own paragraph is about the paper.
    """
    if draft.background or not draft.sentences:
        return window
    window = sentences_behind(document, draft, drafts)
    if draft.kind == "agreement":
        met = any(other.kind == "meeting" and not other.background for other in drafts)
        return paper_window(document, pack, draft, window) if met else window
    if draft.status == "planned" and any(is_spoken_of(draft, other) for other in drafts):
        return [index for index in window if index in draft.sentences]
    tellers: dict[int, list[Draft]] = {}
    for other in drafts:
        for cue in other.cues:
            if not cue.title and cue.strength:
                tellers.setdefault(cue.sentence, []).append(other)
    words = pack.prepared(topic_words)
    found, goes_on, since, paper, package = set(window), False, 0, -1, -1
    for sentence in document.sentences[min(draft.sentences) :]:
        told = tellers.get(sentence.index, [])
        package = sentence.line if any(other.form == "documents" for other in told) else package
        if draft in told:
            goes_on, since, paper = True, 0, -1
        elif told:
            goes_on = goes_on and all(ends_with(draft, other) for other in told)
            apart = all(other.kind == "agreement" and other.form != "declaration" for other in told)
            paper = sentence.line if apart else -1
        elif sentence.line == package and words.papers.match(document.text, sentence.start, sentence.end):
            found.discard(sentence.index)  # "they concern ..." says what several papers are about
        else:
            since += 1
            if goes_on and since <= MEETING_REACH and sentence.line != paper:
                found.add(sentence.index)
    return sorted(found)


def sentences_behind(document: Document, draft: Draft, drafts: list[Draft]) -> list[int]:
    """A draft's own sentences and what follows until other news is told; what is only recalled does not end it."""
    news: dict[int, list[Draft]] = {}
    for other in drafts:
        for cue in other.cues:
            if not cue.title and cue.strength and not other.background:
                news.setdefault(cue.sentence, []).append(other)
    found, goes_on, since = set(draft.sentences), False, 0
    for sentence in document.sentences:
        if sentence.index in news:
            goes_on, since = draft in news[sentence.index], 0
        elif document.lines[sentence.line].kind is not LineKind.TITLE:
            since += 1
        if goes_on and since <= (AGREEMENT_REACH if draft.kind == "agreement" else MEETING_REACH):
            found.add(sentence.index)
    return sorted(found)


def is_spoken_of(planned: Draft, meeting: Draft) -> bool:
    """Whether a meeting to come is told after one that was held: what follows goes on about the latter."""
    if meeting.kind != "meeting" or meeting.status != "held" or meeting.background or not meeting.sentences:
        return False
    earlier = min(meeting.sentences) < min(planned.sentences)
    return earlier and bool(meeting.parties.keys() & planned.parties.keys())


def ends_with(meeting: Draft, paper: Draft) -> bool:
    """Whether the paper is one that the sides of the meeting sign, or a further meeting of which they speak."""
    ours, theirs = meeting.parties.keys(), paper.parties.keys()
    if paper.kind == "meeting":
        return meeting.status == "held" and paper.status == "planned" and bool(ours & theirs)
    return ours <= theirs or theirs <= ours


def topic_spans(
    document: Document, draft: Draft, window: list[int], drafts: list[Draft], ranges: list[list[int]]
) -> list[Span]:
    """The words that may say what the event is about; a sentence that tells two events is cut at their clauses."""
    spans: list[Span] = []
    for index in window:
        sentence = document.sentences[index]
        mine = [cue.clause for cue in draft.cues if cue.sentence == index and cue.strength and not cue.referred]
        other = [
            cue.clause
            for rival in drafts
            if rival is not draft
            for cue in rival.cues
            if cue.sentence == index and cue.strength
        ]
        if other and any(cue.sentence == index for cue in draft.cues) and not set(mine) & set(other):
            spans += mine
        else:
            spans.append((sentence.start, sentence.end))
    return list(dict.fromkeys(spans))
