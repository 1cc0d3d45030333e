"""The Nu checker finds no error in the HTML of any type of page, as the server sent it. Needs npm and Java: `make audit`."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from playwright.sync_api import Page, Response

from bansou.operations.audit import check_html, install_tools
from bansou.operations.stylesheets import SITE_STYLESHEET
from tests.browser.holdings import Holdings
from tests.browser.pages import PAGES, PageType


def _sent(kind: PageType, page: Page, holdings: Holdings) -> bytes:
    """The HTML of the last answer: of the page itself, or of what was done on it."""
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer) if answer.request.resource_type == "document" else None)
    kind.open(page, holdings)
    return answers[-1].body()


@pytest.mark.audit
def test_the_nu_checker_finds_no_error_on_any_page(site, browse, tmp_path):
    tools = install_tools(Path(settings.VAR_DIR) / "audit")
    for person in sorted({kind.person for kind in PAGES}):
        page = browse(person)
        for kind in (kind for kind in PAGES if kind.person == person):
            name = re.sub(r"[^a-z0-9]+", "-", kind.name.lower())
            (tmp_path / f"{name}.html").write_bytes(_sent(kind, page, site.holdings))
    (tmp_path / "site.css").write_bytes(Path(finders.find(SITE_STYLESHEET)).read_bytes())

    remarks = check_html(tools, tmp_path)

    assert not remarks, "\n".join(f"{remark.page}:{remark.line}: {remark.message}\n    {remark.extract}" for remark in remarks)
