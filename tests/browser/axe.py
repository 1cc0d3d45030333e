"""Asks axe-core about a page."""

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

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
