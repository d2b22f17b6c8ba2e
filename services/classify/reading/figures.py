"""Economic figures told about relations between parties: trade, exports, imports, investment, freight."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from services.classify.reading.dates import reference_date
from services.classify.reading.document import Country, Document, Figure, Organization, Sentence, When
from services.classify.reading.figurevalues import Article, Change, Parties, Value, find_changes, find_values
from services.classify.reading.figurewords import Metric, figure_table
from services.classify.reading.languages.pack import Pack
from services.classify.reading.money import find_money, plain_spaces
from services.classify.reading.periods import period_of

MOST_IN_A_SENTENCE = 6
SAME_SUM_REACH = 25
TRADE = ("trade_turnover", "export", "import", "freight")
CHANGE_REACH = 110  # characters between a value and its change


def find_figures(
    document: Document,
    pack: Pack,
    countries: Sequence[Country],
    organizations: Sequence[Organization],
    dates: Sequence[When],
) -> tuple[Figure, ...]:
    """Figures between named parties, in text order; none of one country's totals with all the world."""
    named = [(c.start, c.code) for c in countries]
    named += [(o.start, o.code or o.country or "") for o in organizations if o.code or o.country]
    article = Article(
        document,
        plain_spaces(document.text).replace("ё", "е"),
        pack.prepared(figure_table),
        pack,
        Parties(tuple(sorted(named)), len({code for _, code in named}) >= 2),
        dates,
        find_money(document, pack),
        reference_date(document, pack),
    )
    if not article.table.metric.search(article.text):
        return ()
    found = [figure for sentence in document.sentences for figure in _figures_in(article, sentence)]
    return tuple(_without_repeats(found))


def _figures_in(article: Article, sentence: Sentence) -> Iterator[Figure]:
    start, end = sentence.start, sentence.end
    metrics = article.table.metrics_in(article.text, start, end)
    inherited = None if metrics else _inherited(article, sentence)
    if not metrics and inherited is None:
        return
    values = find_values(article, start, end)[:MOST_IN_A_SENTENCE]
    changes = find_changes(article, start, end)
    related = inherited is not None or any(metric.kind == "investment" for metric in metrics)
    if not (values or changes) or not _between_parties(article, sentence, related):
        return
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
    if sentence.index == 0 or not article.table.goes_on(article.text, sentence.start, sentence.end):
        return None
    before = article.document.sentences[sentence.index - 1]
    if before.line != sentence.line:
        return None
    metrics = article.table.metrics_in(article.text, before.start, before.end)
    return next((metric for metric in reversed(metrics) if metric.kind == "trade_turnover"), None)


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
    if len(article.parties.between(first.start, sentence.end)) >= 2:
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
    yield from sorted(best.values(), key=lambda figure: figure.start)


def _told(figure: Figure) -> int:
    return (figure.change_pct is not None) + (figure.period is not None)
