"""The guard: a table of addresses, and that nothing is dialled that was not checked."""

from __future__ import annotations

import asyncio
import ipaddress
from typing import Any

import httpcore
import httpx
import pytest

from services.notify.channels.addresses import is_allowed
from services.notify.channels.guard import BadUrl, BlockedAddress, Guard, GuardedBackend, GuardedTransport, check_url
from tests.services.notify.receiver import Receiver

LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)

DENIED = """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.254 127.0.0.1 127.255.255.254 169.254.0.1
169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.8 192.0.0.170 192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.1
198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255
:: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 64:ff9b::7f00:1 64:ff9b::808:808
64:ff9b:1::1 100::1 2001::1 2001:db8::1 2002:7f00:1:: 2002:808:808::1 3fff::1 5f00::1 fc00::1 fd12:3456::1 fe80::1
fe80::1%eth0 fec0::1 ff02::1 not-an-address
""".split()  # noqa: SIM905

ALLOWED = ("1.1.1.1", "8.8.8.8", "93.184.215.14", "172.32.0.1", "192.167.1.1", "2606:4700:4700::1111", "::ffff:8.8.8.8")


@pytest.mark.parametrize("address", DENIED)
def test_what_is_not_the_public_internet_is_denied(address: str) -> None:
    assert not is_allowed(address, ())


@pytest.mark.parametrize("address", ALLOWED)
def test_the_public_internet_is_allowed(address: str) -> None:
    assert is_allowed(address, ())


@pytest.mark.parametrize(
    ("address", "allowed"), [("10.1.2.3", True), ("::ffff:10.1.2.3", True), ("10.2.0.1", False), ("::1", False)]
)
def test_what_is_listed_is_let_through_and_nothing_else(address: str, allowed: bool) -> None:
    assert is_allowed(address, (ipaddress.ip_network("10.1.0.0/16"),)) is allowed


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/",
        "file:///etc/passwd",
        "example.org",
        "http://",
        "https://user:password@example.org/",
        "https://user@example.org/",
        "http://example.org:22/",
        "http://example.org:25/x",
        "https://example.org/#part",
        "https://example.org/" + "x" * 2000,
        "http://[::1/",
        "http://exa mple.org/",
        "",
    ],
)
def test_an_address_where_no_webhook_can_be_is_refused(url: str) -> None:
    with pytest.raises(BadUrl):
        check_url(url)


def test_https_alone_can_be_asked_for() -> None:
    assert check_url("https://example.org:8443/x", https_only=True).host == "example.org"
    with pytest.raises(BadUrl):
        check_url("http://example.org/", https_only=True)


async def connect(transport: httpx.AsyncBaseTransport, url: str) -> httpx.Response:
    request = httpx.Request("POST", url, content=b"{}", extensions={"timeout": {"connect": 2, "read": 2, "pool": 2}})
    response = await transport.handle_async_request(request)
    await response.aread()
    return response


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "0", "127.1", "[::ffff:127.0.0.1]"]
)
async def test_no_way_of_writing_loopback_gets_through(receiver: Receiver, host: str) -> None:
    transport = GuardedTransport(Guard(()), connections=2)
    with pytest.raises((BlockedAddress, httpcore.ConnectError)):
        await connect(transport, f"http://{host}:{receiver.port}/hook")
    await transport.aclose()
    assert receiver.requests == []


async def test_a_name_that_answers_differently_the_second_time_gains_nothing(receiver: Receiver) -> None:
    """What was checked is what is dialled: the name is asked once, and never by the socket."""
    answers = [["127.0.0.2"], ["127.0.0.1"]]
    asked: list[str] = []

    async def resolve(host: str, _: int) -> list[str]:
        asked.append(host)
        return answers.pop(0)

    guard = Guard((ipaddress.ip_network("127.0.0.2/32"),), resolve=resolve)
    transport = GuardedTransport(guard, connections=2)
    with pytest.raises(httpcore.ConnectError):  # nobody listens at the address that was checked
        await connect(transport, f"http://rebinding.example:{receiver.port}/hook")
    assert asked == ["rebinding.example"]
    with pytest.raises(BlockedAddress, match=r"127\.0\.0\.1, which webhooks may not reach"):
        await connect(transport, f"http://rebinding.example:{receiver.port}/hook")
    await transport.aclose()
    assert receiver.requests == []


async def test_the_allowed_one_of_several_addresses_is_dialled_and_the_name_stays(receiver: Receiver) -> None:
    async def resolve(_: str, __: int) -> list[str]:
        return ["10.0.0.1", "127.0.0.1"]

    transport = GuardedTransport(Guard(LOOPBACK, resolve=resolve), connections=2)
    response = await connect(transport, f"http://hooks.example:{receiver.port}/hook")
    await transport.aclose()
    assert response.status_code == 200
    assert receiver.requests[0].headers["host"] == f"hooks.example:{receiver.port}"


async def test_a_name_that_is_not_answered_in_time_is_a_failure_to_connect() -> None:
    async def resolve(_: str, __: int) -> list[str]:
        await asyncio.sleep(60)
        return []

    backend = GuardedBackend(Guard((), resolve=resolve, timeout=0.05))
    with pytest.raises(httpcore.ConnectError, match="not resolved in time"):
        await backend.connect_tcp("slow.example", 443)
    with pytest.raises(BlockedAddress):
        await backend.connect_unix_socket("/run/any.sock")


async def test_a_proxy_of_the_environment_is_not_asked(receiver: Receiver, monkeypatch: Any) -> None:
    monkeypatch.setenv("HTTP_PROXY", receiver.url("/proxy"))
    monkeypatch.setenv("ALL_PROXY", receiver.url("/proxy"))
    transport = GuardedTransport(Guard(LOOPBACK), connections=2)
    await connect(transport, receiver.url())
    await transport.aclose()
    assert [request.path for request in receiver.requests] == ["/hook"]
