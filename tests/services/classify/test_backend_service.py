"""The service with its optional readers set: by settings alone, told in its metrics, and off unless set."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import ValidationError

from libs.bus import open_bus
from libs.service.service import Service
from libs.telemetry import Telemetry
from services.classify.app import build, make_backend
from services.classify.settings import Settings
from tests.services.classify.backends.endpoint import Endpoint, reply
from tests.services.classify.test_readings import ARTICLE


@pytest.fixture
def endpoint() -> Endpoint:
    return Endpoint(reply("talks"))


@pytest.fixture
async def classify(tmp_path: Path, telemetry: Telemetry, endpoint: Endpoint) -> AsyncIterator[Service]:
    settings = Settings.model_validate(
        {
            "embedded": True,
            "instance": "test",
            "workers": 1,
            "data": tmp_path,
            "backend": "llm",
            "llm_url": "http://model.test/v1",
            "llm_model": "reader-small",
            "gliner_folder": tmp_path / "no-such-model",
        }
    )
    bus = open_bus(settings.bus, instance="test")
    service = build(settings, telemetry=telemetry, bus=bus, transport=endpoint)
    await service.start()
    yield service
    await service.stop()


async def test_a_reading_goes_through_worker_model_and_worker_again(classify: Service, endpoint: Endpoint) -> None:
    transport = httpx.ASGITransport(classify.app, client=("127.0.0.1", 5000))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
        answer = await client.post("/v1/extract", json=ARTICLE)
        metrics = (await client.get("/metrics")).text

    assert answer.status_code == 200
    (event,) = answer.json()["events"]
    assert (event["parties"], event["evidence"]["/kind"][0]["quote"]) == (["KZ", "UZ"], "broke bread")
    assert len(endpoint.requests) == 1
    lines = metrics.splitlines()
    assert any(line.startswith("communique_backend_requests_total") and 'outcome="answered"' in line for line in lines)
    assert any(line.startswith("communique_readings_without_adapter_total") and '"gliner"' in line for line in lines)


def test_by_default_no_backend_is_made_nor_its_code_loaded() -> None:
    program = (
        "import sys\n"
        "from services.classify.app import make_backend\n"
        "from services.classify.settings import Settings\n"
        "assert make_backend(Settings(embedded=True)) is None\n"
        "print([name for name in sys.modules if name.startswith('services.classify.backends') or 'gliner2' in name])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("lacking", [{"llm_url": ""}, {"llm_url": "model:9000"}, {"llm_model": ""}])
def test_a_backend_without_address_or_model_does_not_start(lacking: dict[str, str]) -> None:
    given: dict[str, Any] = {"embedded": True, "backend": "hybrid", "llm_url": "http://a.test/v1", "llm_model": "m"}
    with pytest.raises(ValidationError, match="CLASSIFY_LLM_"):
        Settings.model_validate({**given, **lacking})


async def test_the_key_may_lie_in_a_file_and_is_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "key").write_text("s3cret\n")
    monkeypatch.setenv("COMMUNIQUE_CLASSIFY_BACKEND", "llm")
    monkeypatch.setenv("COMMUNIQUE_CLASSIFY_LLM_URL", "http://model.test/v1")
    monkeypatch.setenv("COMMUNIQUE_CLASSIFY_LLM_MODEL", "reader-small")
    monkeypatch.setenv("COMMUNIQUE_CLASSIFY_LLM_KEY_FILE", str(tmp_path / "key"))
    settings = Settings(embedded=True)
    assert "s3cret" not in repr(settings)
    endpoint = Endpoint(reply("talks"))
    backend = make_backend(settings, endpoint)
    assert backend is not None
    await backend.propose("some text", None)
    await backend.close()
    assert endpoint.requests[0].headers["authorization"] == "Bearer s3cret"


def test_extract_reads_with_the_same_settings_and_falls_back_the_same_way(tmp_path: Path) -> None:
    environment = {
        "COMMUNIQUE_CLASSIFY_BACKEND": "llm",
        "COMMUNIQUE_CLASSIFY_LLM_URL": "http://127.0.0.1:9/v1",
        "COMMUNIQUE_CLASSIFY_LLM_MODEL": "m",
        "COMMUNIQUE_CLASSIFY_GLINER_FOLDER": str(tmp_path),
    }
    outputs = [
        subprocess.run(
            [sys.executable, "-m", "services.classify.extract"],
            input=json.dumps(ARTICLE),
            env=added,
            capture_output=True,
            text=True,
            check=True,
            timeout=100,
        )
        for added in ({"PATH": "/usr/bin"}, {"PATH": "/usr/bin", **environment})
    ]
    assert outputs[0].stdout == outputs[1].stdout
    assert outputs[0].stderr == ""
    assert "gliner is missing" in outputs[1].stderr
    assert "read by the rules alone" in outputs[1].stderr
