from __future__ import annotations

from pathlib import Path

import pytest

from libs.service import ServiceSettings, load_settings
from tests.libs.service.conftest import SECRET


class StoreSettings(ServiceSettings):
    service = "store"


def test_a_services_own_variable_beats_the_common_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMMUNIQUE_SECRET", SECRET)
    monkeypatch.setenv("COMMUNIQUE_DATABASE_URL", "postgresql://all@db/all")
    monkeypatch.setenv("COMMUNIQUE_STORE_DATABASE_URL", "postgresql://store@db/store")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318")

    store, other = load_settings(StoreSettings), load_settings(ServiceSettings)

    assert store.database == "postgresql://store@db/store"
    assert other.database == "postgresql://all@db/all"
    assert store.otlp_endpoint == "http://collector:4318"


def test_any_setting_can_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(f"{SECRET}\n")
    (tmp_path / "url").write_text("postgresql://store:w7Qm@db/store\n")
    monkeypatch.setenv("COMMUNIQUE_SECRET_FILE", str(tmp_path / "secret"))
    monkeypatch.setenv("COMMUNIQUE_STORE_DATABASE_URL_FILE", str(tmp_path / "url"))

    settings = load_settings(StoreSettings)

    assert settings.secret.get_secret_value() == SECRET
    assert settings.database == "postgresql://store:w7Qm@db/store"


@pytest.mark.parametrize(
    ("variables", "word"),
    [
        ({}, "COMMUNIQUE_SECRET is missing"),
        ({"COMMUNIQUE_SECRET": "short"}, "at least 32"),
        ({"COMMUNIQUE_SECRET": "a" * 40}, "must be random"),
        ({"COMMUNIQUE_SECRET": "changeme-" + SECRET}, "must be random"),
        ({"COMMUNIQUE_SECRET": SECRET, "COMMUNIQUE_DATABASE_URL": "postgresql://a:changeme@b/c"}, "placeholder"),
        ({"COMMUNIQUE_SECRET": SECRET, "COMMUNIQUE_PORT": "many"}, "COMMUNIQUE_PORT"),
        ({"COMMUNIQUE_SECRET": SECRET, "COMMUNIQUE_PUBLIC_URL": "ftp://here"}, "COMMUNIQUE_PUBLIC_URL"),
        ({"COMMUNIQUE_SECRET_FILE": "/nowhere/secret"}, "/nowhere/secret: No such file"),
    ],
)
def test_wrong_settings_end_the_start_with_one_line(
    variables: dict[str, str], word: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(SystemExit) as stopped:
        load_settings(StoreSettings)

    told = capsys.readouterr().err
    assert stopped.value.code == 2
    assert told.startswith("communique store: ")
    assert told.count("\n") == 1
    assert word in told
    assert "changeme" not in told


def test_embedded_mode_starts_on_a_laptop_without_any_setting() -> None:
    settings = load_settings(StoreSettings, embedded=True, data=Path("here"))

    here = Path("here").resolve()
    assert settings.database == f"sqlite:///{here}/store.sqlite"
    assert settings.bus == f"sqlite:///{here}/bus.sqlite"
    assert settings.reads_openly


def test_settings_never_show_their_secrets() -> None:
    settings = StoreSettings(secret=SECRET, database_url="postgresql://store:w7Qm@db/store")

    assert SECRET not in repr(settings)
    assert "w7Qm" not in repr(settings)
