"""Pages of replays: what reading stored articles again would change, to be taken or discarded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from libs.db import Database
from libs.pages import language_of, render
from libs.pipeline import Unit
from libs.service import Principal, Problem, new_router, require
from libs.service.paging import make_cursor
from services.store.api.corrections import Transact
from services.store.api.events import after_of
from services.store.api.replays import RUN, QuietSince, change_body, replay_body
from services.store.replaying import NotNow, UnknownReplay, begin_to_apply, compare_again, discard
from services.store.tables import replays
from services.store.tables.replays import ReplayRow
from services.store.web.words import words_in

Operator = Annotated[Principal, Depends(require("admin"))]
ACTS: dict[str, Callable[[Unit, str, str], ReplayRow]] = {
    "apply": begin_to_apply,
    "discard": discard,
    "compare": lambda unit, run, _: compare_again(unit, run),
}
EFFECTS = ("created", "changed", "gone")
PER_PAGE = 50
MOVING = ("reading", "stalled", "comparing", "applying")


def replay_page_router(database: Database, transact: Transact, quiet_since: QuietSince) -> APIRouter:
    router = new_router(prefix="/events/replays", include_in_schema=False)

    @router.get("")
    async def listed(request: Request, _: Operator) -> Response:
        def read(session: Session) -> list[dict[str, Any]]:
            return [replay_body(session, row, quiet_since()) for row in replays.list_replays(session, None, PER_PAGE)]

        found = await database.read(read)
        return render(request, "replays.html", w=words_in(language_of(request)), replays=found)

    @router.get("/{run}")
    async def one(request: Request, _: Operator, run: str, cursor: str | None = None) -> Response:
        position = after_of(cursor, request.url.path, int)
        after = int(position[0]) if position else 0

        def read(session: Session) -> tuple[dict[str, Any], list[dict[str, Any]]] | None:
            row = replays.replay(session, run) if RUN.fullmatch(run) else None
            if row is None:
                return None
            changes = replays.select_changes(session, run, EFFECTS, after, PER_PAGE + 1)
            shown = [{**change_body(one), "number": one.number} for one in changes]
            return replay_body(session, row, quiet_since()), shown

        found = await database.read(read)
        if found is None:
            raise Problem("not-found", "There is no replay with this id.")
        replay, changes = found
        more = len(changes) > PER_PAGE
        return render(
            request,
            "replay.html",
            w=words_in(language_of(request)),
            replay=replay,
            changes=changes[:PER_PAGE],
            next=make_cursor((changes[PER_PAGE - 1]["number"],), request.url.path) if more else None,
            moving=replay["state"] in MOVING,
        )

    @router.post("/{run}")
    async def act(operator: Operator, run: str, action: Annotated[str, Form(max_length=20)]) -> Response:
        if action not in ACTS:
            raise Problem("not-found")
        by = operator.name or operator.client_id
        try:
            await transact(lambda unit: ACTS[action](unit, run, by))
        except UnknownReplay:
            raise Problem("not-found", "There is no replay with this id.") from None
        except NotNow as reason:
            raise Problem("conflict", str(reason)) from reason
        return RedirectResponse(f"/events/replays/{run}", 303)

    return router
