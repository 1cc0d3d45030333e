"""The site record is remembered for a while, and pages are the same with it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bansou.explainer.middleware import KnownSiteMiddleware

pytestmark = pytest.mark.django_db


def test_a_remembered_site_spares_queries_and_changes_no_page(visitor, settings, monkeypatch):
    monkeypatch.setattr(KnownSiteMiddleware, "_remembered", None)

    def asked() -> tuple[int, bytes]:
        visitor.get("/")
        with CaptureQueriesContext(connection) as queries:
            page = visitor.get("/")
        assert page.status_code == 200
        return len(queries), page.content

    each_time, page = asked()
    settings.SITE_REMEMBERED_SECONDS = 30
    remembered, same_page = asked()

    assert remembered < each_time
    assert same_page == page
