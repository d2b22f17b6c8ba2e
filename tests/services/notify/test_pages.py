"""The pages: everything by forms, for whoever has a session, and for nobody else."""

from __future__ import annotations

import html
import re

import pytest

from libs.service.keys import read_key
from libs.service.sessions import COOKIE, sign_session
from tests.services.notify.conftest import SECRET, Platform
from tests.services.notify.receiver import Receiver
from tests.services.notify.stories import recorded

OURS = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
FORM = {
    "name": "Water <b>",
    "channel": "webhook",
    "sectors": ["water", "agriculture"],
    "parties": "KZ, UZ",
    "words": "irrigat*",
}


async def session(platform: Platform, client_id: str = "cli_one") -> dict[str, str]:
    key = read_key((await platform.key(client_id=client_id))["Authorization"].removeprefix("Bearer "))
    assert key is not None
    return {"Cookie": f"{COOKIE}={sign_session(SECRET, key.id)}", **OURS}


async def test_a_visitor_is_sent_to_sign_in(platform: Platform) -> None:
    response = await platform.http.get("/subscriptions", headers={"Accept": "text/html"})
    assert (response.status_code, response.headers["location"]) == (303, "/login?next=/subscriptions")


async def test_a_subscription_is_made_paused_and_deleted_by_forms(platform: Platform, receiver: Receiver) -> None:
    visitor = await session(platform)
    made = await platform.http.post("/subscriptions", data={**FORM, "url": receiver.url()}, headers=visitor)
    assert made.status_code == 201
    assert "whsec_" in made.text
    assert "feed.ics?token=ft_" in made.text
    assert "Water &lt;b&gt;" in made.text
    again = await platform.http.get("/subscriptions", headers=visitor)
    assert "whsec_" not in again.text
    assert "token=ft_" not in again.text
    (subscription_id,) = set(re.findall(r"sub_\w{16}", again.text))
    for action, told in (("pause", "paused"), ("resume", "active"), ("delete", "There are no subscriptions yet.")):
        acted = await platform.http.post(f"/subscriptions/{subscription_id}", data={"action": action}, headers=visitor)
        assert (acted.status_code, acted.headers["location"]) == (303, "/subscriptions")
        assert told in (await platform.http.get("/subscriptions", headers=visitor)).text


async def test_new_links_replace_the_old_ones(platform: Platform) -> None:
    visitor = await session(platform)
    made = await platform.http.post("/subscriptions", data={"name": "All", "channel": "none"}, headers=visitor)
    links = [html.unescape(link) for link in re.findall(r'href="([^"]*feed\.[^"]*)"', made.text)]
    assert len(links) == 3
    assert {(await platform.http.get(link)).status_code for link in links} == {200}
    subscription_id = links[0].split("/")[-2]
    renewed = await platform.http.post(
        f"/subscriptions/{subscription_id}", data={"action": "new_links"}, headers=visitor
    )
    assert {(await platform.http.get(link)).status_code for link in links} == {404}
    newer = [html.unescape(link) for link in re.findall(r'href="([^"]*feed\.[^"]*)"', renewed.text)]
    assert {(await platform.http.get(link)).status_code for link in newer} == {200}


@pytest.mark.parametrize("language", ["en", "ru", "de"])
async def test_what_is_wrong_in_the_form_is_told_and_what_was_written_stays(platform: Platform, language: str) -> None:
    visitor = await session(platform)
    refused = await platform.http.post(
        f"/subscriptions?lang={language}",
        data={**FORM, "parties": "KZ, XX", "url": "http://10.0.0.1/"},
        headers=visitor,
    )
    assert refused.status_code == 422
    assert "parties: This code is not known" in refused.text
    assert 'value="KZ, XX"' in refused.text
    inside = await platform.http.post("/subscriptions", data={**FORM, "url": "http://10.0.0.1/"}, headers=visitor)
    assert inside.status_code == 422
    assert "which webhooks may not reach" in inside.text


async def test_another_site_cannot_act_for_a_visitor(platform: Platform) -> None:
    visitor = await session(platform)
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}):
        response = await platform.http.post("/subscriptions", data=FORM, headers={**visitor, **headers})
        assert response.status_code == 403


async def test_deliveries_are_shown_with_their_attempts_and_sent_again(platform: Platform, receiver: Receiver) -> None:
    visitor = await session(platform)
    key = await platform.key(client_id="cli_one")
    visitor = await session(platform)
    key = {"Cookie": visitor["Cookie"], "Sec-Fetch-Site": "same-origin"}
    await platform.subscribe(key, receiver.url(), name="Hooks")
    await platform.tell(recorded())
    delivery = await platform.delivery_in(key, "delivered")
    page = await platform.http.get("/deliveries", headers=visitor)
    assert "meeting.created" in page.text
    title = recorded().record.titles["ru"]
    assert f'">{title}</a>' in (await platform.http.get("/deliveries?lang=ru", headers=visitor)).text
    assert "<td>200 </td>" in page.text
    resent = await platform.http.post(f"/deliveries/{delivery['id']}", headers=visitor)
    assert resent.status_code == 303
    foreign = await session(platform, "cli_two")
    assert (await platform.http.post(f"/deliveries/{delivery['id']}", headers=foreign)).status_code == 404
    assert "meeting.created" not in (await platform.http.get("/deliveries", headers=foreign)).text


async def test_the_filter_of_an_address_is_the_form_and_becomes_the_subscription(platform: Platform) -> None:
    visitor = await session(platform)
    asked = "sector=water&party=KZ&party=UZ&sector_none=oil_gas&pair=KZ-UZ&status=planned&word_all=irrig*&junk=1"
    page = (await platform.http.get(f"/subscriptions?{asked}&lang=de", headers=visitor)).text
    form = page.partition('<form method="post" action="/subscriptions">')[2].partition("</form>")[0]
    assert 'value="Wasser, Kasachstan, Usbekistan, Kasachstan – Usbekistan, geplant, irrig*"' in form
    assert "ohne Öl und Gas" in form
    checked = re.findall(r'type="checkbox" name="(\w+)" value="([^"]+)" checked', form)
    written = re.findall(r'name="(\w+)" type="text"[^>]* value="([^"]+)"', form)
    sent: dict[str, list[str]] = {}
    for name, value in (*checked, *written):
        sent.setdefault(name, []).append(html.unescape(value))
    made = await platform.http.post("/subscriptions", data={**sent, "channel": "none"}, headers=visitor)
    assert made.status_code == 201, made.text
    key = {"Cookie": visitor["Cookie"], "Sec-Fetch-Site": "same-origin"}
    (subscription,) = (await platform.http.get("/v1/subscriptions", headers=key)).json()["items"]
    assert subscription["filter"] == {
        "sectors": {"any": ["water"], "none": ["oil_gas"]},
        "parties": {"any": ["KZ", "UZ"]},
        "pairs": {"any": ["KZ-UZ"]},
        "statuses": {"any": ["planned"]},
        "words": {"all": ["irrig*"]},
    }
