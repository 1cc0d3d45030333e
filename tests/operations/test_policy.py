"""The Content Security Policy: strict on the site, softer in the admin, and previews fit into the admin's frame."""

import pytest

from bansou.explainer.models import ExplainerPage


@pytest.fixture
def chapter(db) -> ExplainerPage:
    return ExplainerPage.objects.live().first()


def test_a_page_of_the_site_may_not_be_framed_and_runs_no_inline_script(visitor, chapter):
    policy = visitor.get(chapter.url)["Content-Security-Policy"]

    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy


def test_the_admin_has_the_softer_policy(client_of, owner):
    policy = client_of(owner).get("/admin/")["Content-Security-Policy"]

    assert "script-src 'self' 'unsafe-inline'" in policy
    assert "frame-ancestors 'self'" in policy


def test_a_preview_is_as_strict_as_the_page_but_may_be_framed_by_the_admin(chapter):
    policy = chapter.make_preview_request()["Content-Security-Policy"]

    assert "frame-ancestors 'self'" in policy
    assert "unsafe-inline" not in policy
