"""Every problem that an answer may tell, by its slug: status, title, and what to do about it.

`/problems/<slug>` shows the explanation; a slug never changes its meaning.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProblemKind:
    slug: str
    status: int
    title: str
    explanation: str


def _table(*kinds: ProblemKind) -> dict[str, ProblemKind]:
    return {kind.slug: kind for kind in kinds}


KINDS: dict[str, ProblemKind] = _table(
    ProblemKind(
        "malformed-request",
        400,
        "The request cannot be read",
        "Something in the request line, the headers or the body breaks the rules of HTTP. Compare it with the "
        "description of the API.",
    ),
    ProblemKind(
        "malformed-json",
        400,
        "The body is not JSON",
        "The body must be one JSON value in UTF-8 (RFC 8259). The detail names line and column of the first fault.",
    ),
    ProblemKind(
        "bad-cursor",
        400,
        "The cursor is not one of this list",
        "A cursor is good only for the list that gave it, and as it was given. Take `next` of the page before, or "
        "start again without a cursor.",
    ),
    ProblemKind(
        "unauthenticated",
        401,
        "A key is needed",
        "Send a key as `Authorization: Bearer cq_…`. The key may be missing, mistyped, expired or withdrawn. A new "
        "key is known everywhere within two seconds.",
    ),
    ProblemKind(
        "missing-scope",
        403,
        "The key may not do this",
        "The key is good and lacks the scope that the detail names. An operator can make a key with that scope.",
    ),
    ProblemKind(
        "foreign-origin",
        403,
        "The request comes from another site",
        "A change made with a session must come from a page of this platform. Programs send a key and no cookie.",
    ),
    ProblemKind("forbidden", 403, "This is not allowed", "The detail says why. Trying again will not help."),
    ProblemKind(
        "not-found",
        404,
        "There is nothing here",
        "The address is mistyped, the thing never existed, or it belongs to somebody else: the answer is the same.",
    ),
    ProblemKind(
        "method-not-allowed",
        405,
        "The address knows other methods",
        "The header `Allow` lists the methods that the address knows.",
    ),
    ProblemKind(
        "not-acceptable",
        406,
        "No such representation",
        "The formats or languages that the request accepts are not to be had here.",
    ),
    ProblemKind(
        "too-slow",
        408,
        "The body did not arrive in time",
        "The connection was silent for too long, or the whole body took too long. Send it again.",
    ),
    ProblemKind(
        "conflict",
        409,
        "The state has changed meanwhile",
        "Read the current state and decide again; the detail says more.",
    ),
    ProblemKind(
        "in-progress",
        409,
        "The same request is being worked on",
        "A request with the same `Idempotency-Key` has not been answered yet. Wait a moment and send it again.",
    ),
    ProblemKind(
        "limit-reached",
        409,
        "There are as many as there may be",
        "The detail names the limit. Delete some, or ask an operator.",
    ),
    ProblemKind(
        "gone", 410, "It is no longer there", "It existed and was taken away for good, or a token was renewed."
    ),
    ProblemKind(
        "too-large",
        413,
        "The body is too large",
        "The detail names the limit, which holds before and after unpacking. Send less, or in several requests.",
    ),
    ProblemKind(
        "unsupported-media-type",
        415,
        "The body is of another type",
        "The detail names the content type that is read here.",
    ),
    ProblemKind(
        "unsupported-encoding",
        415,
        "The body is packed in an unknown way",
        "Bodies are read as they are, or with `Content-Encoding: gzip`.",
    ),
    ProblemKind(
        "invalid",
        422,
        "Something in the request is not valid",
        "`errors` lists each fault: `pointer` is a JSON Pointer into the body, `parameter` names a part of the "
        "address or a header. Nothing was changed.",
    ),
    ProblemKind(
        "idempotency-mismatch",
        422,
        "The Idempotency-Key was used for something else",
        "The same `Idempotency-Key` came with another request before. Take a new key for a new request.",
    ),
    ProblemKind(
        "too-many-requests",
        429,
        "Too many requests",
        "`Retry-After` gives the seconds to wait, `RateLimit` and `RateLimit-Policy` the allowance of the key.",
    ),
    ProblemKind(
        "internal",
        500,
        "Something went wrong here",
        "The fault is on this side and was noted under the trace id. Trying again later may help.",
    ),
    ProblemKind(
        "handling-failed",
        500,
        "It was taken and could not be handled",
        "The message was put aside after several tries, untouched. An operator sees the reason and can replay it.",
    ),
    ProblemKind(
        "unavailable",
        503,
        "Not available at the moment",
        "A part of the platform cannot be reached. Nothing was changed; try again after `Retry-After` seconds.",
    ),
    ProblemKind(
        "overloaded",
        503,
        "More is waiting than can be worked off",
        "Nothing was taken. Try again after `Retry-After` seconds; nothing that was accepted before is lost.",
    ),
)

BY_STATUS: dict[int, str] = {
    400: "malformed-request",
    401: "unauthenticated",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    408: "too-slow",
    409: "conflict",
    410: "gone",
    413: "too-large",
    415: "unsupported-media-type",
    422: "invalid",
    429: "too-many-requests",
    503: "unavailable",
}


def kind_for_status(status: int) -> ProblemKind:
    """The kind for an error that the framework raised."""
    return KINDS[BY_STATUS.get(status, "malformed-request" if status < 500 else "internal")]
