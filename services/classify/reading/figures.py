"""Economic figures told about relations between parties: trade, exports, imports, investment, freight."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from services.classify.reading.dates import reference_date
from services.classify.reading.document import Country, Document, Figure, Organization, Place, Sentence, When
from services.classify.reading.figurevalues import Article, Change, Parties, Value, find_changes, find_values
from services.classify.reading.figurewords import Metric, figure_table
from services.classify.reading.languages.pack import Pack
from services.classify.reading.money import find_money, plain_spaces
from services.classify.reading.periods import period_of

MOST_IN_A_SENTENCE = 6
SAME_SUM_REACH = 25
TRADE = ("trade_turnover", "export", "import", "freight")
CHANGE_REACH = 200  # characters between a value and its change
GOES_BACK = 2  # sentences
SHORT = 160  # characters of a sentence that only adds a sum


def find_figures(
    document: Document,
    pack: Pack,
    countries: Sequence[Country],
    organizations: Sequence[Organization],
    dates: Sequence[When],
    places: Sequence[Place] = (),
) -> tuple[Figure, ...]:
    """Figures between named parties, in text order; none of one country's totals with all the world."""
    named = [(c.start, c.code) for c in countries]
    named += [(o.start, o.code or o.country or "") for o in organizations if o.code or o.country]
    several = len({code for _, code in named} | {place.country for place in places}) >= 2
    article = Article(
        document,
        plain_spaces(document.text).replace("ё", "е"),
        pack.prepared(figure_table),
        pack,
        Parties(tuple(sorted(named)), several),
        dates,
        find_money(document, pack),
        reference_date(document, pack),
    )
    metrics = sorted(match.start() for _, match in article.table.metric.find(article.text))
    if not metrics:
        return ()
    found: list[Figure] = []
    for sentence in document.sentences:
        since = document.sentences[max(0, sentence.index - GOES_BACK)].start
        near = bisect_left(metrics, since) < bisect_left(metrics, sentence.end)
        told = list(_figures_in(article, sentence)) if near else []
        if not told and found:
            _add_change(article, sentence, found)
        found += _with_growth(told, found)
    return tuple(_without_repeats(found))


def _add_change(article: Article, sentence: Sentence, found: list[Figure]) -> None:
    """ "That is 11 per cent more than a year before": a change that goes to the figure of the sentence before."""
    last = found[-1]
    before = article.document.sentences[sentence.index - 1] if sentence.index else None
    if before is None or last.start != before.start or last.change_pct is not None or last.target:
        return
    text, start, end = article.text, sentence.start, sentence.end
    if article.table.pronoun.match(text, start, end) and not article.table.metrics_in(text, start, end):
        changes = find_changes(article, start, end)
        if changes:
            found[-1] = replace(last, change_pct=changes[0].percent)


def _with_growth(told: list[Figure], found: list[Figure]) -> list[Figure]:
    """The figures of a sentence; the first takes over the growth that the sentence before told without a sum."""
    if not told or not found or found[-1].value is not None or told[0].start < found[-1].end:
        return told
    growth, first = found[-1], told[0]
    if first.metric != growth.metric or first.change_pct is not None or first.target:
        return told
    found.pop()
    return [replace(first, change_pct=growth.change_pct), *told[1:]]


def _figures_in(article: Article, sentence: Sentence) -> Iterator[Figure]:
    start, end = sentence.start, sentence.end
    metrics = article.table.metrics_in(article.text, start, end)
    inherited = None if metrics else _inherited(article, sentence)
    if not metrics and inherited is None:
        return
    related = inherited is not None or any(metric.kind == "investment" for metric in metrics)
    if not _between_parties(article, sentence, related):
        return
    values = find_values(article, start, end)[:MOST_IN_A_SENTENCE]
    changes = find_changes(article, start, end)
    if not values:
        yield from _growth(article, sentence, metrics, changes)
    for value in values:
        metric = _metric_of(value, metrics, inherited)
        if (
            metric is None
            or _said_again(value, values, article.text)
            or not _admissible(article, value, metric, sentence)
        ):
            continue
        target = article.table.is_target(article.text, start, end, value.start, value.end)
        change = None if target else _change_of(value, values, changes)
        period = period_of(article, sentence, value, target)
        yield Figure(start, end, metric.kind, value.amount, value.unit, change, period, target)


def _growth(
    article: Article, sentence: Sentence, metrics: Sequence[Metric], changes: Sequence[Change]
) -> Iterator[Figure]:
    """How trade grew where no sum is told: the first change told behind each metric."""
    if article.table.world.search(article.text, sentence.start, sentence.end):
        return
    for metric, following in zip_longest(metrics, metrics[1:]):
        until = following.start if following else sentence.end
        change = next((c for c in changes if metric.end <= c.start < min(until, metric.end + CHANGE_REACH)), None)
        if change is None or metric.kind not in TRADE:
            continue
        if not article.table.is_target(article.text, sentence.start, sentence.end, change.start, change.end):
            period = period_of(article, sentence, change, aim=False)
            yield Figure(sentence.start, sentence.end, metric.kind, None, None, change.percent, period)


def _said_again(value: Value, values: Sequence[Value], text: str) -> bool:
    """The same sum in another currency: "5 trillion yen (some 42 billion dollars)", "$6.7 million, or €6 million"."""
    before = [other for other in values if other.end <= value.start]
    if not before or before[-1].unit == value.unit or "t" in (before[-1].unit, value.unit):
        return False
    gap = text[before[-1].end : value.start]
    return len(gap) <= SAME_SUM_REACH and ("(" in gap or gap.startswith(",")) and ")" not in gap


def _inherited(article: Article, sentence: Sentence) -> Metric | None:
    """A sentence that goes on about the figure before it."""
    table, text, start, end = article.table, article.text, sentence.start, sentence.end
    if sentence.index == 0:
        return None
    if not (end - start <= SHORT and _dated(article, sentence)) and not table.goes_on(text, start, end):
        return None
    if table.agreement.search(text, start, end):
        return None
    for before in reversed(article.document.sentences[max(0, sentence.index - GOES_BACK) : sentence.index]):
        metrics = table.metrics_in(text, before.start, before.end)
        if metrics or not table.goes_on(text, before.start, before.end):
            return next((metric for metric in reversed(metrics) if metric.kind == "trade_turnover"), None)
    return None


def _dated(article: Article, sentence: Sentence) -> bool:
    """Whether a sentence tells a month or year, as one does that only adds a sum to the report before it."""
    return any(sentence.start <= when.start < sentence.end and when.precision != "day" for when in article.dates)


def _metric_of(value: Value, metrics: Sequence[Metric], inherited: Metric | None) -> Metric | None:
    """The nearest metric before the value that fits its unit, else the next behind it."""
    fitting = [m for m in metrics if m.kind in ("export", "import", "freight") or value.unit != "t"]
    if value.unit == "t" and not fitting:
        return None
    before = [metric for metric in fitting if metric.end <= value.start]
    after = [metric for metric in fitting if metric.start >= value.end]
    if before:
        return before[-1]
    return after[0] if after else inherited


def _admissible(article: Article, value: Value, metric: Metric, sentence: Sentence) -> bool:
    """Amounts of agreements and a country's totals are no figures."""
    table, text = article.table, article.text
    if table.world.search(text, sentence.start, sentence.end):
        return False
    if metric.kind == "investment" and table.agreement.search(text, sentence.start, sentence.end):
        return bool(table.to_date.search(text, sentence.start, value.start))
    return True


def _between_parties(article: Article, sentence: Sentence, related: bool) -> bool:
    """At least two parties here or just before, or in the article where the words speak of a relation or a project."""
    first = article.document.sentences[max(0, sentence.index - 2)]
    named = len(article.parties.between(first.start, sentence.end))
    if named + bool(article.table.bloc.search(article.text, first.start, sentence.end)) >= 2:
        return True
    related = related or article.table.relation.search(article.text, sentence.start, sentence.end) is not None
    return related and article.parties.several


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
    grown = {(figure.metric, figure.change_pct) for figure in best.values() if figure.value is not None}
    kept = [figure for figure in best.values() if figure.value or (figure.metric, figure.change_pct) not in grown]
    yield from sorted(kept, key=lambda figure: figure.start)


def _told(figure: Figure) -> int:
    return (figure.change_pct is not None) + (figure.period is not None)
