from __future__ import annotations

import hashlib
import secrets

from libs.service.keys import ALPHABET, new_key, read_key


def test_a_new_key_is_read_back_and_only_its_hash_is_kept() -> None:
    text, key = new_key(secrets.token_bytes, ("ingest", "read"))

    presented = read_key(text)

    assert presented is not None
    assert presented.id == key.id
    assert presented.opens(key.hash)
    assert key.hash == hashlib.sha256(text.encode()).hexdigest()
    assert text.split("_")[2][:43] not in key.model_dump_json()
    assert [len(part) for part in text.split("_")] == [2, 8, 49]


def test_every_mistyped_character_is_noticed() -> None:
    text, _ = new_key(secrets.token_bytes)

    for at in range(3, len(text)):
        if text[at] == "_":
            continue
        wrong = ALPHABET[(ALPHABET.index(text[at]) + 1) % 62]
        assert read_key(text[:at] + wrong + text[at + 1 :]) is None


def test_what_only_looks_like_a_key_is_none() -> None:
    text, _ = new_key(secrets.token_bytes)

    for wrong in ("", "cq_", text[:-1], text + "0", text.upper(), " " + text, text + "\n", text.replace("cq", "xx")):
        assert read_key(wrong) is None


def test_keys_use_all_the_randomness_they_are_given() -> None:
    made = {new_key(secrets.token_bytes)[0] for _ in range(200)}
    constant = {new_key(bytes)[0] for _ in range(3)}

    assert len(made) == 200
    assert len(constant) == 1
