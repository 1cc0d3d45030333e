"""A page as the editor's browser sends it."""

from typing import Any

from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

SUMMARY = "社長が話し終えるまで待つと何が起きるかを、三つの場面で読みます。"
SOURCE = {"title": "見本の資料", "publisher": "見本の機関", "url": "https://example.jp/", "seen": "2026-11-23"}


def page_form(*parts: tuple[str, Any], **fields: Any) -> dict[str, Any]:
    """The form of an explainer page with these parts as its body: `("text", html)`, `("heading", words)` and so on."""
    body = [(kind, rich_text(value) if kind == "text" else value) for kind, value in parts]
    values: dict[str, Any] = {
        "title": "待つということ",
        "slug": "waiting",
        "summary": SUMMARY,
        "body": streamfield(body),
        "sources": streamfield([("source", SOURCE)]),
        "updated": "2026-11-23",
        "wall": "",
        "voice": "",
        "part": "know",
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000},
    }
    return nested_form_data(values | fields)
