"""What a record says: composed of its reports alone, so that the order in which they came does not matter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from libs.messages.records import Codes, Difference, DifferingValue, Headline, RecordFigure, RecordParticipant, Source
from libs.messages.values import Amount, Channel, Date, Evidence, Kind, Place, Status, Value
from services.store.merging import confidence, sources
from services.store.merging.choosing import Choice, Voice, choose, members
from services.store.merging.codes import codes_of
from services.store.merging.evidence import newest_first, of_field, of_member, quotes
from services.store.merging.figures import figures_of
from services.store.merging.lifecycle import replaced_by_postponement, stage_of, status_of
from services.store.merging.names import fold
from services.store.merging.people import Attendance, participants
from services.store.merging.projects import projects_of
from services.store.merging.told import Told
from services.store.merging.wording import titles_of

SINGLE = ("form", "channel", "date", "place", "amount", "count")
PARTIES_SHARE = 0.5
SECTORS_SHARE = 0.25
VAGUE_FORMS = frozenset({"talks", "agreement", "documents"})
PRECISION = {"day": 2, "month": 1, "year": 0}


class Account(Value):
    """A record without its identity and history; the fields are the record's."""

    kind: Kind
    status: Status
    form: str | None
    channel: Channel | None
    date: Date | None
    place: Place | None
    parties: tuple[str, ...]
    participants: tuple[RecordParticipant, ...]
    sectors: tuple[str, ...]
    projects: tuple[str, ...]
    amount: Amount | None
    count: int | None
    figures: tuple[RecordFigure, ...]
    titles: dict[str, str]
    headline: Headline | None
    confidence: float
    field_confidence: dict[str, float]
    codes: Codes
    evidence: dict[str, tuple[Evidence, ...]]
    differences: dict[str, Difference]
    sources: tuple[Source, ...]
    independent_sources: int


def compose(group: Sequence[Told]) -> Account:
    """The account of one event from all reports of it, in whatever order they are given."""
    return _Composing(sorted(group, key=lambda told: told.order)).account()


class _Composing:
    """One record in the making: every field leaves its evidence, its confidence and its differences."""

    def __init__(self, reports: Sequence[Told]) -> None:
        self.reports = reports
        self.kind: Kind = reports[0].report.kind
        self.copy_of = sources.copies(reports)
        self.replaced = replaced_by_postponement(reports)
        self.evidence: dict[str, tuple[Evidence, ...]] = {}
        self.sure: dict[str, float] = {}
        self.differences: dict[str, Difference] = {}
        self.stages: dict[str, int] = {}

    def account(self) -> Account:
        status = self._status()
        self.stages = {told.id: stage_of(told, status, self.replaced) for told in self.reports}
        chosen = {field: self._single(field) for field in SINGLE}
        parties = self._set("parties", PARTIES_SHARE)
        people = self._people()
        sectors = self._set("sectors", SECTORS_SHARE)
        projects = self._projects()
        figures = self._figures()
        form, channel, date, place = (chosen[field] for field in ("form", "channel", "date", "place"))
        if self.kind == "meeting" and (channel in ("phone", "online") or form == "call"):
            place = None  # a place told in passing is where one side sat
            self._forget("place")
        return Account(
            kind=self.kind,
            status=status,
            form=form,
            channel=channel,
            date=date,
            place=place,
            parties=parties,
            participants=people,
            sectors=sectors,
            projects=projects,
            amount=chosen["amount"],
            count=chosen["count"],
            figures=figures,
            titles=titles_of(self.kind, status, form, channel, place, parties, sectors, chosen["count"]),
            headline=self._headline(),
            confidence=confidence.of_record(self.reports, self.copy_of),
            field_confidence=self.sure,
            codes=codes_of(self.kind, status, form, channel, len(parties), sectors),
            evidence=self.evidence,
            differences=self.differences,
            sources=tuple(sources.source_of(told, self.copy_of) for told in newest_first(self.reports)),
            independent_sources=sources.independent(self.reports, self.copy_of),
        )

    def _status(self) -> Status:
        self._note("kind", Choice(self.kind, tuple(self.reports)), others=())
        choice = status_of(self.reports, self.replaced)
        ends = {told.report.status for told in self.reports if told.id not in self.replaced}
        # That an event was announced before it was held is no difference; that one says held and one cancelled is.
        self._note("status", choice, differs={"held", "cancelled"} <= ends, others=())
        status: Status = choice.value
        return status

    def _single(self, field: str) -> Any:
        voices = [self._voice(told, field) for told in self.reports if getattr(told.report, field) is not None]
        choice = choose(voices, _by_place if field == "place" else None)
        if choice.rule == "held_over_planned" and self.replaced:
            rivals = {told.id for _, told_by in choice.rivals for told in told_by}
            choice = _renamed(choice, "postponed") if rivals <= self.replaced else choice
        self._note(field, choice)
        return choice.value

    def _voice(self, told: Told, field: str) -> Voice:
        value = getattr(told.report, field)
        precision = 0
        if field == "date":
            precision = PRECISION[value.precision]
        elif field == "form":
            precision = 0 if value in VAGUE_FORMS else 1
        return Voice(value, told, told.article_id in self.copy_of, self.stages[told.id], precision)

    def _set(self, field: str, share: float) -> tuple[str, ...]:
        told_sets = {told.id: getattr(told.report, field) for told in self.reports if told.id not in self.replaced}
        copying = [told.id for told in self.reports if told.article_id in self.copy_of]
        kept, dropped = members(told_sets, copying, share)
        for at, value in enumerate(kept):
            self._prove(f"/{field}/{at}", of_member(field, value, self.reports))
        telling = [told for told in self.reports if getattr(told.report, field)]
        if telling:
            fitting = [told for told in telling if set(getattr(told.report, field)) <= set(kept)]
            self.sure[f"/{field}"] = confidence.of_field(
                field, fitting or telling, [told for told in telling if told not in fitting], self.copy_of
            )
        if dropped:
            chosen = [told for told in telling if not set(getattr(told.report, field)) & set(dropped)]
            values = [DifferingValue(value=kept, article_ids=_articles(chosen), chosen=True)]
            for value in dropped:
                naming = [told for told in telling if value in getattr(told.report, field)]
                values.append(
                    DifferingValue(
                        value=value,
                        article_ids=_articles(naming),
                        chosen=False,
                        evidence=of_member(field, value, naming),
                    )
                )
            self.differences[f"/{field}"] = Difference(rule="named_by_few", values=tuple(values))
        return tuple(kept)

    def _people(self) -> tuple[RecordParticipant, ...]:
        coming, absent = participants([told for told in self.reports if told.id not in self.replaced], self.stages)
        for at, attendance in enumerate(coming):
            self._prove(f"/participants/{at}", _named(attendance))
        naming = [told for told in self.reports if told.report.participants]
        if naming:
            self.sure["/participants"] = confidence.of_field("participants", naming, [], self.copy_of)
        if absent:
            values = [_attending(attendance, True) for attendance in coming]
            values += [_attending(attendance, False) for attendance in absent]
            self.differences["/participants"] = Difference(rule="held_over_planned", values=tuple(values))
        return tuple(attendance.participant for attendance in coming)

    def _projects(self) -> tuple[str, ...]:
        found = projects_of(self.reports)
        for at, (_, spellings) in enumerate(found):
            proofs = [quote for spelling in spellings for quote in of_member("projects", spelling, self.reports)]
            self._prove(f"/projects/{at}", tuple(dict.fromkeys(proofs)))
        naming = [told for told in self.reports if told.report.projects]
        if naming:
            self.sure["/projects"] = confidence.of_field("projects", naming, [], self.copy_of)
        return tuple(name for name, _ in found)

    def _figures(self) -> tuple[RecordFigure, ...]:
        found = figures_of(self.reports)
        for at, (_, proofs) in enumerate(found):
            self._prove(f"/figures/{at}", proofs)
        return tuple(figure for figure, _ in found)

    def _headline(self) -> Headline | None:
        titled = [told for told in self.reports if told.title and told.article_id not in self.copy_of]
        if not titled:
            return None
        # What tells the present state, in English if there is such, as it was first published.
        best = min(titled, key=lambda told: (-self.stages[told.id], told.language != "en", told.order))
        return Headline(text=best.title or "", language=best.language, article_id=best.article_id)

    def _note(
        self, field: str, choice: Choice, *, differs: bool | None = None, others: Sequence[Told] | None = None
    ) -> None:
        """Keep what a field's choice rests on, and what was said against it."""
        if choice.value is None:
            return
        self._prove(f"/{field}", of_field(field, choice.supporters))
        if field != "kind":
            against = self._equals_against(choice) if others is None else others
            self.sure[f"/{field}"] = confidence.of_field(field, choice.supporters, against, self.copy_of)
        if choice.rivals and differs is not False:
            values = [DifferingValue(value=_plain(choice.value), article_ids=_articles(choice.supporters), chosen=True)]
            for value, told_by in choice.rivals:
                proofs = tuple(quote for told in newest_first(told_by) for quote in quotes(told, f"/{field}"))
                values.append(
                    DifferingValue(value=_plain(value), article_ids=_articles(told_by), chosen=False, evidence=proofs)
                )
            self.differences[f"/{field}"] = Difference(rule=choice.rule or "first", values=tuple(values))

    def _equals_against(self, choice: Choice) -> list[Told]:
        """Who says otherwise and counts as much: what was announced casts no doubt on what happened."""
        best = max(self.stages[told.id] for told in choice.supporters)
        return [told for _, told_by in choice.rivals for told in told_by if self.stages[told.id] >= best]

    def _forget(self, field: str) -> None:
        self.evidence.pop(f"/{field}", None)
        self.sure.pop(f"/{field}", None)
        self.differences.pop(f"/{field}", None)

    def _prove(self, pointer: str, found: tuple[Evidence, ...]) -> None:
        if found:
            self.evidence[pointer] = found


def _named(attendance: Attendance) -> tuple[Evidence, ...]:
    mentions = sorted(attendance.mentions, key=lambda mention: mention.told.order, reverse=True)
    return tuple(quote for mention in mentions for quote in quotes(mention.told, f"/participants/{mention.at}"))


def _attending(attendance: Attendance, chosen: bool) -> DifferingValue:
    person = attendance.participant
    return DifferingValue(
        value=person.model_dump(exclude={"variants"}),
        article_ids=_articles([mention.told for mention in attendance.mentions]),
        chosen=chosen,
        evidence=() if chosen else _named(attendance),
    )


def _articles(reports: Sequence[Told]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(told.article_id for told in newest_first(reports)))


def _plain(value: Any) -> Any:
    return value.model_dump(mode="json") if isinstance(value, Value) else value


def _renamed(choice: Choice, rule: str) -> Choice:
    return Choice(choice.value, choice.supporters, choice.rivals, rule)


def _by_place(place: Place) -> str:
    return str(place.geonames_id) if place.geonames_id else f"{fold(place.name)}|{place.country}"
