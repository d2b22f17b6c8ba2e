"""The floor: a bare FastAPI application that takes the same body and only inserts the row."""

from __future__ import annotations

import asyncio
import json
import os
from typing import Annotated, Any

import uvicorn
from fastapi import Body, FastAPI
from sqlalchemy import text
from sqlmodel import Session

from libs.db import Database

app = FastAPI()
database = Database(os.environ["FLOOR_URL"])


@app.post("/v1/articles", status_code=202)
async def post(article: Annotated[dict[str, Any], Body()]) -> dict[str, str]:
    def insert(session: Session) -> None:
        row = {"id": article["id"], "body": json.dumps(article, ensure_ascii=False)}
        session.execute(text("insert into article (id, body) values (:id, :body)"), row)

    await database.transaction(insert)
    return {"id": article["id"]}


def main() -> None:
    create = "create table if not exists article (id text primary key, body text not null)"
    asyncio.run(database.transaction(lambda session: session.execute(text(create)) and None))
    uvicorn.run(app, port=int(os.environ["FLOOR_PORT"]), log_level="warning")


if __name__ == "__main__":
    main()
