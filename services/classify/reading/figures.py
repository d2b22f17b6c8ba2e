"""Economic figures told about relations between parties: trade, exports, imports, investment, freight."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.classify.reading.document import Country, Document, Figure, Organization, Sentence, When
from services.classify.reading.figurevalues import Change, Value, find_changes, find_values
from services.classify.reading.figurewords import FigureTable, Metric, figure_table
from services.classify.reading.languages.pack import Pack
from services.classify.reading.money import plain_spaces
from services.classify.reading.periods import period_of

MOST_IN_A_SENTENCE = 6
SAME_SUM_REACH = 25
CHANGE_REACH = 110  # characters between a value and its change


@dataclass(frozen=True, slots=True)
class Parties:
    """Who is named, by offset; to know whether a figure stands between parties."""

    named: tuple[tuple[int, str], ...]

    def between(self, start: int, end: int) -> set[str]:
        return {code for offset, code in self.named if start <= offset < end}


def find_figures(
    document: Document,
    pack: Pack,
    countries: Sequence[Country],
    organizations: Sequence[Organization],
    dates: Sequence[When],
) -> tuple[Figure, ...]:
    """Figures between named parties, in text order; none of one country's totals with all the world."""
    table = pack.prepared(figure_table)
    named = [(c.start, c.code) for c in countries]
    named += [(o.start, o.code or o.country or "") for o in organizations if o.code or o.country]
    parties = Parties(tuple(sorted(named)))
    found: list[Figure] = []
    for sentence in document.sentences:
        found += _figures_in(document, sentence, table, pack, parties, dates)
    return tuple(_without_repeats(found))


def _figures_in(
    document: Document,
    sentence: Sentence,
    table: FigureTable,
    pack: Pack,
    parties: Parties,
    dates: Sequence[When],
) -> Iterator[Figure]:
    text = plain_spaces(document.text).replace("ё", "е")
    metrics = table.metrics_in(text, sentence.start, sentence.end)
    inherited = None
    if not metrics:
        inherited = _inherited(document, sentence, text, table)
        if inherited is None:
            return
    values = find_values(document, pack, sentence.start, sentence.end)[:MOST_IN_A_SENTENCE]
    changes = find_changes(text, sentence.start, sentence.end, table, pack)
    related = inherited is not None or any(metric.kind == "investment" for metric in metrics)
    if not values or not _between_parties(document, sentence, text, table, parties, related):
        return
    for value in values:
        if _said_again(value, values, text):
            continue
        metric = _metric_of(value, metrics, inherited, sentence, text)
        if metric is None or not _admissible(value, metric, sentence, text, table):
            continue
        change = _change_of(value, values, changes)
        target = table.is_target(text, sentence.start, sentence.end, value.start, value.end)
        yield Figure(
            sentence.start,
            sentence.end,
            metric.kind,
            value.amount,
            value.unit,
            None if target else change,
            period_of(document, pack, sentence, value, dates, table, target),
            target,
        )


def _said_again(value: Value, values: Sequence[Value], text: str) -> bool:
    """The same sum in another currency: "5 trillion yen (some 42 billion dollars)", "$6.7 million, or €6 million"."""
    before = [other for other in values if other.end <= value.start]
    if not before or before[-1].unit == value.unit or "t" in (before[-1].unit, value.unit):
        return False
    gap = text[before[-1].end : value.start]
    return len(gap) <= SAME_SUM_REACH and ("(" in gap or gap.startswith(",")) and ")" not in gap


def _inherited(document: Document, sentence: Sentence, text: str, table: FigureTable) -> Metric | None:
    """A sentence that goes on about the figure before it."""
    if sentence.index == 0:
        return None
    before = document.sentences[sentence.index - 1]
    if before.line != sentence.line or not table.goes_on(text, sentence.start, sentence.end):
        return None
    metrics = table.metrics_in(text, before.start, before.end)
    relational = [metric for metric in metrics if metric.kind == "trade_turnover"]
    return relational[-1] if relational else None


def _metric_of(
    value: Value, metrics: Sequence[Metric], inherited: Metric | None, sentence: Sentence, text: str
) -> Metric | None:
    """The nearest metric before the value that fits its unit, else the next behind it."""
    fitting = [m for m in metrics if m.kind in ("export", "import", "freight") or value.unit != "t"]
    if value.unit == "t" and not fitting:
        return None
    before = [metric for metric in fitting if metric.end <= value.start]
    after = [metric for metric in fitting if metric.start >= value.end]
    if before:
        return before[-1]
    return after[0] if after else inherited


def _admissible(value: Value, metric: Metric, sentence: Sentence, text: str, table: FigureTable) -> bool:
    """Amounts of agreements and a country's totals are no figures."""
    if table.world.search(text, sentence.start, sentence.end):
        return False
    if metric.kind == "investment" and table.agreement.search(text, sentence.start, sentence.end):
        return bool(table.to_date.search(text, sentence.start, value.start))
    return True


def _between_parties(
    document: Document, sentence: Sentence, text: str, table: FigureTable, parties: Parties, related: bool
) -> bool:
    """At least two parties in the sentence, or in the article where the words speak of a relation or a project."""
    if len(parties.between(sentence.start, sentence.end)) >= 2:
        return True
    around = document.sentences[max(0, sentence.index - 2) : sentence.index + 1]
    near = parties.between(around[0].start, sentence.end) if around else set()
    if len(near) >= 2:
        return True
    related = related or table.relation.search(text, sentence.start, sentence.end) is not None
    return related and len(parties.between(0, len(document.text))) >= 2


def _change_of(value: Value, values: Sequence[Value], changes: Sequence[Change]) -> float | None:
    """The change told nearest to this value and to no other."""
    best: Change | None = None
    for change in changes:
        distance = _distance(value.start, value.end, change)
        if distance > CHANGE_REACH:
            continue
        if any(_distance(other.start, other.end, change) < distance for other in values if other is not value):
            continue
        if best is None or distance < _distance(value.start, value.end, best):
            best = change
    return best.percent if best is not None else None


def _distance(start: int, end: int, change: Change) -> int:
    return change.start - end if change.start >= end else start - change.end


def _without_repeats(found: Sequence[Figure]) -> Iterator[Figure]:
    """One figure for each metric, value and unit; the one that tells most."""
    best: dict[tuple[str, float | None, str | None], Figure] = {}
    for figure in found:
        key = (figure.metric, figure.value, figure.unit)
        known = best.get(key)
        if known is None or _told(figure) > _told(known):
            best[key] = figure
    yield from sorted(best.values(), key=lambda figure: figure.start)


def _told(figure: Figure) -> int:
    return (figure.change_pct is not None) + (figure.period is not None)
