"""The edge's configuration, made from the path table: the same decisions as the embedded dispatcher.

Written for Caddy 2.6 and later. A service's name is looked up again and again, so that its instances may come and go;
requests are spread over all of them, and one that could not be connected is tried again elsewhere for a while.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from libs.service.limits import CAPS, DEFAULT_CAP, too_large
from libs.service.paths import PATHS, SERVICES
from libs.service.problem_kinds import KINDS
from libs.service.problems import MEDIA_TYPE, problem_body

GLOBAL = """\
{
	admin off
	log default {
		output stderr
		format filter {
			wrap json
			fields {
				request>uri query {
					replace token -
				}
				request>headers>Authorization delete
				request>headers>Cookie delete
			}
		}
	}
	servers {
		timeouts {
			read_header 10s
			idle 2m
		}
	}
}
"""
"""Feeds' tokens stand in queries and are never logged."""

UPSTREAM = """\
(%(service)s) {
	reverse_proxy {
		dynamic a %(host)s %(port)d {
			refresh 1s
			dial_timeout 2s
		}
		flush_interval -1
		lb_try_duration 5s
		transport http {
			dial_timeout 2s
			keepalive 60s
		}
	}
}
"""
"""Streams pass at once. Idle connections end before uvicorn's 75 s, so that no request is sent into a closing one."""

LENGTH = "{http.request.header.Content-Length}"


def caddyfile(upstreams: Mapping[str, tuple[str, int]], *, address: str = ":8000") -> str:
    """A Caddyfile. `upstreams` names each service's host and port, `address` what the edge listens on."""
    missing = set(SERVICES) - set(upstreams)
    if missing:
        raise ValueError(f"no upstream for {', '.join(sorted(missing))}")
    blocks = [GLOBAL]
    for service in SERVICES:
        host, port = upstreams[service]
        blocks.append(UPSTREAM % {"service": service, "host": host, "port": port})
    return "\n".join([*blocks, "\n".join(_site(address))])


def _site(address: str) -> list[str]:
    lines = [f"{address} {{", "\troute {", *_sizes()]
    for number, rule in enumerate(PATHS):
        lines += [f"\t\t@path{number} path_regexp {rule.regex}"]
        lines += [f"\t\thandle @path{number} {{", f"\t\t\timport {rule.service}", "\t\t}"]
    lines += ["\t\thandle {", *_answer("not-found", "\t\t\t"), "\t\t}", "\t}"]
    return [*lines, "\thandle_errors {", "\t\theader Retry-After 5", *_answer("unavailable", "\t\t"), "\t}", "}", ""]


def _sizes() -> list[str]:
    """Bodies whose length is said and too large are refused here, in the service's words: when a service answers and
    ends the connection in the middle of a body, the edge may see only the end."""
    lines = []
    for cap in sorted({*CAPS.values(), DEFAULT_CAP}):
        own = " ".join(path for path in CAPS if CAPS[path] == cap)
        paths = f"path {own}" if own else f"not path {' '.join(CAPS)}"
        lines += [f"\t\t@over{cap} {{", f"\t\t\t{paths}"]
        lines += [f'\t\t\texpression `{LENGTH} != "" && int({LENGTH}) > {cap}`', "\t\t}"]
        lines += [f"\t\thandle @over{cap} {{", *_answer("too-large", "\t\t\t", str(too_large(cap).detail)), "\t\t}"]
    return lines


def _answer(slug: str, indent: str, detail: str = "") -> list[str]:
    body = json.dumps(problem_body(KINDS[slug], detail))
    return [f"{indent}header Content-Type {MEDIA_TYPE}", f"{indent}respond `{body}` {KINDS[slug].status}"]
