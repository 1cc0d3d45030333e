"""The review desk in Wagtail's admin, and the watch that listens to all tests."""

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize(
    "path",
    ["/admin/", "/admin/snippets/cases/case/", "/admin/snippets/cases/case/edit/{submitted}/", "/admin/pages/"],
)
def test_the_admin_reports_no_error(site, browse, path):
    staff = browse("staff")

    answer = staff.goto(path.format(**vars(site.holdings)))
    staff.wait_for_load_state("networkidle")

    assert answer is not None
    assert answer.status == 200
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_the_queue_begins_with_what_waits(site, browse):
    staff = browse("staff")

    staff.goto("/admin/snippets/cases/case/")

    expect(staff.locator("main tbody tr").first).to_contain_text("審査を待つ事例")
    expect(staff.locator("main")).not_to_contain_text("書きかけの事例")


def test_the_watch_hears_errors_broken_policy_and_foreign_hosts(site, browse, watch):
    page = browse()
    page.goto("/about/")
    assert not watch.findings

    page.evaluate("() => { document.body.setAttribute('style', 'color: red'); }")
    page.evaluate("() => { new Image().src = 'http://elsewhere.invalid/x.png'; }")
    page.evaluate("() => { setTimeout(() => { throw new Error('broken'); }); }")
    page.wait_for_timeout(300)

    heard = "\n".join(watch.findings)
    watch.forget()
    assert "style-src" in heard
    assert "elsewhere.invalid" in heard
    assert "broken" in heard
