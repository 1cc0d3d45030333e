"""The log says what happened on the site, not who did it."""

import logging

import pytest


@pytest.fixture
def lines(caplog):
    caplog.set_level(logging.INFO, logger="bansou.requests")
    return lambda: [record.getMessage() for record in caplog.records if record.name == "bansou.requests"]


def test_a_request_is_logged_with_its_route_status_and_time(client, lines):
    client.get("/robots.txt")

    assert len(lines()) == 1
    assert lines()[0].startswith("GET /robots.txt 200 ")
    assert lines()[0].endswith(" ms")


@pytest.mark.django_db
def test_neither_search_words_nor_keys_nor_network_addresses_reach_the_log(client, lines):
    client.get("/search/?q=himitsu", headers={"x-forwarded-for": "203.0.113.9"})
    client.get("/accounts/confirm-email/geheim-key/")

    text = "\n".join(lines())
    assert "GET /search/ 200" in text
    assert "/accounts/confirm-email/" in text
    assert not any(secret in text for secret in ("himitsu", "geheim-key", "203.0.113.9", "127.0.0.1"))


def test_an_address_that_does_not_exist_is_logged_without_its_words(client, db, lines):
    client.get("/no/such/aoi@example.jp/")

    assert "aoi@example.jp" not in "\n".join(lines())
