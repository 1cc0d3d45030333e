"""Probes: /healthz speaks for the process alone, /readyz for the database too, and neither tells more."""

import pytest
from django.db import connection, connections

from bansou.operations import health


@pytest.fixture(autouse=True)
def _nothing_remembered(monkeypatch):
    monkeypatch.setattr(health._Remembered, "is_migrated", False)


def test_healthz_answers_without_the_database(client):
    # No `db` fixture: pytest-django fails the test if the database is touched.
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]


def test_probes_are_answered_under_any_host_name_and_without_https(client, settings):
    settings.ALLOWED_HOSTS = ["example.jp"]
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/healthz", headers={"host": "10.0.0.7"}).status_code == 200


@pytest.mark.django_db
def test_readyz_answers_where_the_database_is_there_and_migrated(client):
    response = client.get("/readyz")

    assert (response.status_code, response.content) == (200, b"ready\n")


@pytest.mark.django_db
def test_readyz_says_no_while_a_migration_is_missing(client, monkeypatch):
    monkeypatch.setattr(health, "is_migrated", lambda: False)

    response = client.get("/readyz")

    assert (response.status_code, response.content) == (503, b"not ready\n")


@pytest.mark.django_db
def test_readyz_says_no_and_no_more_when_the_database_is_away(client, monkeypatch):
    parameters = connection.get_connection_params() | {"host": "/nowhere"}
    monkeypatch.setattr(connections["default"], "get_connection_params", lambda: dict(parameters))

    response = client.get("/readyz")

    assert (response.status_code, response.content) == (503, b"not ready\n")


def test_probes_take_no_posts(client):
    assert client.post("/healthz").status_code == 405


def test_robots_keep_out_of_personal_pages_and_find_the_sitemap(client, settings):
    settings.BASE_URL = "https://example.jp"

    text = client.get("/robots.txt").content.decode()

    assert "Disallow: /me/" in text
    assert "Disallow: /admin/" in text
    assert text.endswith("Sitemap: https://example.jp/sitemap.xml\n")
