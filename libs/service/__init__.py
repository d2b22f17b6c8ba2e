"""What every service stands on: its application, keys, limits, problems, settings, and the way it is run."""

from pathlib import Path

from libs.service.app import create_app
from libs.service.auth import Principal, reader, require, visitor
from libs.service.clients import CLIENTS_SUBSCRIPTION
from libs.service.dead import dead_router
from libs.service.dispatcher import Dispatcher
from libs.service.keys import new_key
from libs.service.paging import Paging, page
from libs.service.problems import Problem
from libs.service.serve import Server, serve
from libs.service.settings import ServiceSettings, load_settings
from libs.service.strict_json import new_router, parse
from libs.service.tables import keep_client

MIGRATIONS = Path(__file__).parent / "migrations"

__all__ = [
    "CLIENTS_SUBSCRIPTION",
    "MIGRATIONS",
    "Dispatcher",
    "Paging",
    "Principal",
    "Problem",
    "Server",
    "ServiceSettings",
    "create_app",
    "dead_router",
    "keep_client",
    "load_settings",
    "new_key",
    "new_router",
    "page",
    "parse",
    "reader",
    "require",
    "serve",
    "visitor",
]
