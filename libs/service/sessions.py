"""Sessions of people in browsers: a signed cookie that names a key, and the defence of what it may do.

The cookie is good only as long as the key is: every request looks the key up again.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import Request, Response
from itsdangerous import BadSignature, URLSafeTimedSerializer

from libs.service.problems import Problem
from libs.service.settings import ServiceSettings

COOKIE = "communique_session"
SAFE_METHODS = frozenset(("GET", "HEAD", "OPTIONS", "TRACE"))

_SALT = "communique.session.v1"


def sign_session(secret: str, key_id: str) -> str:
    """The value of the cookie."""
    return str(URLSafeTimedSerializer(secret, salt=_SALT).dumps(key_id))


def read_session(secret: str, cookie: str, max_age: float) -> str | None:
    """The key's id; None where the cookie was not signed by us, or is older than `max_age` seconds."""
    try:
        key_id = URLSafeTimedSerializer(secret, salt=_SALT).loads(cookie, max_age=int(max_age))
    except BadSignature:
        return None
    return key_id if isinstance(key_id, str) else None


def start_session(response: Response, settings: ServiceSettings, key_id: str) -> None:
    """Have the browser keep the session."""
    response.set_cookie(
        COOKIE,
        sign_session(settings.secret.get_secret_value(), key_id),
        max_age=int(settings.session_hours * 3600),
        path="/",
        httponly=True,
        samesite="lax",
        secure=settings.public_url.startswith("https:"),
    )


def end_session(response: Response) -> None:
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax")


def refuse_foreign_origin(request: Request) -> None:
    """A dependency: only our own pages may change something with a cookie, or start a session.

    Browsers say where a request comes from in `Sec-Fetch-Site`, older ones in `Origin`; who says neither is refused.
    """
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        same = site in ("same-origin", "none")
    else:
        origin = request.headers.get("origin", "")
        settings: ServiceSettings = request.app.state.settings
        same = bool(origin) and _origin(origin) in (_origin(settings.public_url), _origin(str(request.base_url)))
    if not same:
        raise Problem("foreign-origin")


def _origin(url: str) -> tuple[str, str, int | None]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "", url, None
    return parts.scheme, parts.hostname or "", port or {"http": 80, "https": 443}.get(parts.scheme)
