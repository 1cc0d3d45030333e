"""axe-core finds nothing on any type of page, on a phone and on a desk."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE
from tests.browser.pages import PAGES, PageType

_VENDOR = Path(__file__).parent / "vendor" / "axe-core"
_AXE = (_VENDOR / "axe.min.js").read_text(encoding="utf-8")
_JAPANESE = json.loads((_VENDOR / "ja.json").read_text(encoding="utf-8"))
_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "resultTypes": ["violations"]}


def axe_findings(page: Page) -> list[str]:
    """What axe-core dislikes on the page, a line for each element."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_AXE)
        page.evaluate("(locale) => axe.configure({locale})", _JAPANESE)
    result: dict[str, Any] = page.evaluate("(rules) => axe.run(document, rules)", _RULES)
    return [
        f"{violation['id']}: {node['target']} {node['html'][:160]} {node['failureSummary'][:300]}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("kind", PAGES, ids=lambda kind: kind.name)
def test_axe_finds_nothing(site, browse, kind: PageType):
    page = browse(kind.person, viewport=DESK)
    kind.open(page, site.holdings)

    on_desk = axe_findings(page)
    page.set_viewport_size(PHONE)
    on_phone = axe_findings(page)

    assert not on_desk, "\n".join(on_desk)
    assert not on_phone, "\n".join(on_phone)
