"""An editor makes a page with a figure, has it read by a second one, and it is public: in Japanese all the way, and without any HTML."""

import re
from itertools import islice

from playwright.sync_api import Page, Route, expect

from bansou.explainer.models import ExplainerPage, HomePage
from tests.browser.conftest import DESK
from tests.site.test_admin_words import is_english

#: A term of the glossary stands in it.
TEXT = "経営力再構築伴走支援では、社長が話し終えるまで待ちます。三秒の沈黙のあとに、本当の話が出てくることがあります。"
LIST = "**/admin/pages/*/"
SUMMARY = "社長が黙ったあとに何が起きるかを、面談の一場面から読みます。"


def _add(page: Page, block: str) -> None:
    """One more block below the last one of the body."""
    page.locator("#panel-child-content-body-content, [data-contentpath=body]").first.locator(
        "button.c-sf-add-button"
    ).last.click()
    page.get_by_role("option", name=block, exact=True).click()


def _write_page(page: Page) -> None:
    page.locator("#id_title").fill("三秒を待つ")
    page.locator("#id_summary").fill(SUMMARY)
    body = page.locator("[data-contentpath=body]")
    _add(page, "見出し")
    body.locator("input[type=text]").last.fill("社長が黙ったとき")
    _add(page, "文章")
    body.locator("[contenteditable=true]").last.click()
    page.keyboard.type(TEXT)
    _add(page, "図")
    body.locator("select").last.select_option(label="握手する経営者と支援者")


def _panel(page: Page, name: str):
    toggle = page.locator(f'[data-side-panel-toggle="{name}"]')
    if toggle.get_attribute("aria-expanded") != "true":
        toggle.click()
    return page.locator(f'[data-side-panel="{name}"]')


def _click_action(page: Page, name: str) -> None:
    """One of the actions at the foot of the editor."""
    page.locator("footer").get_by_role("button", name=re.compile("ほかの操作|その他の操作")).click()
    page.get_by_role("button", name=re.compile(name)).click()


def _act(page: Page, name: str) -> None:
    """The same, to its end: the list of pages; the address alone changes at the editor's own first save, too."""
    _click_action(page, name)
    page.wait_for_url(LIST)


def test_an_editor_makes_a_page_and_a_second_one_publishes_it(own_site, browse, shots, watch):
    writer, reader, visitor = browse("staff", viewport=DESK), browse("owner", viewport=DESK), browse()
    writer.goto(f"/admin/pages/add/explainer/explainerpage/{HomePage.objects.get().pk}/")

    _write_page(writer)
    findings = _panel(writer, "checks")
    expect(findings.get_by_role("heading", name="出典がありません")).to_be_visible(timeout=20_000)
    shots(writer, "editor-checks", small=False)
    preview = _panel(writer, "preview")
    expect(preview.frame_locator("#w-preview-iframe").get_by_role("heading", name="三秒を待つ", level=1)).to_be_visible(
        timeout=20_000
    )
    expect(preview.frame_locator("#w-preview-iframe").locator("main figure svg")).to_be_visible(timeout=20_000)
    assert [words for words in _visible_words(writer) if is_english(words) and not words.startswith("Wagtail v")] == []
    _act(writer, "ページの確認")

    made = ExplainerPage.objects.get(title="三秒を待つ")
    assert not made.live
    reader.goto(f"/admin/pages/{made.pk}/edit/")
    _act(reader, "^承認する（公開する）")

    response = visitor.goto(made.url)
    assert response is not None
    assert response.status == 200
    expect(visitor.locator("main")).to_contain_text(TEXT[:20])
    expect(visitor.locator("main figure svg")).to_be_visible(timeout=20_000)
    watch.forget()  # the editor's own saves are answered with 400 while the page is not whole yet


def test_a_finding_leads_to_its_place_and_goes_once_it_is_mended(own_site, browse):
    about = ExplainerPage.objects.get(slug="about")
    about.summary = "㈱見本製作所の社長が、黙ってから話しはじめるまでを読みます。"
    about.save_revision()
    page = browse("staff", viewport=DESK)
    page.goto(f"/admin/pages/{about.pk}/edit/")
    findings = _panel(page, "checks")

    finding = findings.get_by_role("heading", name="機種に依存する文字「㈱」")
    expect(finding).to_be_visible(timeout=20_000)
    findings.get_by_role("link", name="要約").click()
    assert page.url.endswith("#id_summary")
    page.wait_for_timeout(3_000)  # the editor looks for changes two seconds after its page has come
    page.locator("#id_summary").fill(about.summary.replace("㈱", "株式会社"))
    expect(finding).to_have_count(0, timeout=20_000)


def test_a_page_sent_while_the_editor_saves_it_by_itself_is_made_once(own_site, browse):
    page = browse("staff", viewport=DESK)
    page.goto(f"/admin/pages/add/explainer/explainerpage/{HomePage.objects.get().pk}/")
    held: list[Route] = []

    def hold(route: Route) -> None:
        if not held and route.request.headers.get("accept") == "application/json":
            held.append(route)
        else:
            route.continue_()

    page.route("**/admin/pages/add/**", hold)
    page.locator("#id_title").fill("三秒を待つ")
    for letter in islice(SUMMARY, 20):
        if held:
            break
        page.locator("#id_summary").press_sequentially(letter)
        page.wait_for_timeout(1500)  # the editor begins to look for changes after a while, and saves when nobody types
    _add(page, "文章")
    page.locator("[data-contentpath=body] [contenteditable=true]").last.click()
    page.keyboard.type(TEXT)
    _click_action(page, "ページの確認")
    held[0].continue_()
    page.wait_for_url(LIST)

    made = ExplainerPage.objects.get(title="三秒を待つ")
    assert made.current_workflow_state is not None
    assert TEXT in str(made.get_latest_revision_as_object().body)


def _visible_words(page: Page) -> list[str]:
    """What stands on the screen, the preview left out: also what scripts wrote there."""
    texts = page.evaluate(
        """() => [...document.querySelectorAll('body *')]
            .filter((e) => e.checkVisibility() && !e.closest('svg, kbd, iframe, script, style'))
            .flatMap((e) => [...e.childNodes].filter((n) => n.nodeType === 3).map((n) => n.textContent.trim()))
            .filter(Boolean)"""
    )
    return sorted(set(texts))
