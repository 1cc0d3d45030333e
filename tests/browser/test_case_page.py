"""The page of a case in a browser: on paper, without JavaScript, without colours."""

import re

import pytest
from playwright.sync_api import Page, expect

from cases.models import Case
from tests.browser.conftest import PHONE
from tests.browser.holdings import person

#: A case of the corpus fits on so many pages of A4.
MOST_PAGES = 2
#: The smallest letters on paper: 8.5 points in CSS pixels.
LEAST_PIXELS = 8.5 * 96 / 72

_SMALLEST_LETTERS = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    let smallest = [Infinity, ''];
    while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        if (!walker.currentNode.textContent.trim() || !element.checkVisibility() || element.closest('.visually-hidden')) continue;
        const size = parseFloat(getComputedStyle(element).fontSize);
        if (size < smallest[0]) smallest = [size, element.className + ': ' + walker.currentNode.textContent.trim().slice(0, 20)];
    }
    return smallest;
}"""


def _paper(page: Page) -> bytes:
    return page.pdf(format="A4", prefer_css_page_size=True)


def _page_count(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_every_sample_prints_on_two_pages(site, browse):
    page = browse()
    too_long = {}

    for case in Case.objects.visible_to(person("reader")).filter(is_sample=True):
        page.goto(case.get_absolute_url())
        count = _page_count(_paper(page))
        if count > MOST_PAGES:
            too_long[case.title] = count

    assert not too_long


def test_a_very_long_case_takes_more_pages_rather_than_lose_words(own_site, browse):
    case = Case.objects.get(pk=own_site.holdings.published)
    Case.objects.filter(pk=case.pk).update(situation_before="長い前置きが続きます。" * 900)
    page = browse()

    page.goto(case.get_absolute_url())

    assert _page_count(_paper(page)) > MOST_PAGES


@pytest.mark.parametrize("who", ["", "staff"])
def test_paper_has_the_outline_no_menus_and_letters_of_a_readable_size(who, site, browse):
    page = browse(who)
    page.goto(f"/cases/{site.holdings.full}/")

    page.emulate_media(media="print")

    size, where = page.evaluate(_SMALLEST_LETTERS)
    assert size >= LEAST_PIXELS - 0.01, where
    for hidden in (".site-header", ".site-footer", ".breadcrumb", ".case-contents", ".wall-filter", ".case-versions"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.locator(".case-facts")).to_be_visible()
    expect(page.get_by_text("印刷では、公開の履歴、引用の文、似た事例、広場の話題を省いています。")).to_be_visible()
    expect(page.locator(".print-footer")).to_contain_text(re.compile(rf"/cases/{site.holdings.full}/.*日に印刷"))


def test_a_wall_is_read_alone_and_left_again_without_javascript(site, browse):
    page = browse(java_script_enabled=False)
    page.goto(f"/cases/{site.holdings.full}/")
    count = page.locator(".scene").count()

    page.get_by_role("navigation", name="この壁のところだけ読む").get_by_role("link", name=re.compile("①")).click()
    expect(page).to_have_url(re.compile(r"\?wall=see#dialogue$"))
    expect(page.get_by_text(f"全{count}場面のうち")).to_be_visible()
    page.get_by_role("link", name="すべての場面に戻る").click()

    expect(page).to_have_url(re.compile(r"\?#dialogue$"))
    expect(page.get_by_text("場面のうち")).to_have_count(0)


def test_the_first_thing_on_a_phone_is_the_shift_before_outline_and_story(site, browse):
    page = browse(viewport=PHONE)
    page.goto(f"/cases/{site.holdings.sample_case}/")

    places = [page.locator(part).bounding_box()["y"] for part in (".case__head", ".shift", ".case__side", ".case__story")]

    assert places == sorted(places)


def test_marks_are_known_by_word_and_stay_visible_in_forced_colours(site, browse):
    page = browse(forced_colors="active")
    page.goto(f"/cases/{site.holdings.full}/")

    mark = page.locator(".scene__mark").first

    expect(mark).to_have_text("転機")
    assert mark.evaluate("element => getComputedStyle(element).borderTopStyle") == "solid"


def test_the_citation_can_be_copied(site, browse):
    page = browse(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"/cases/{site.holdings.sample_case}/")

    page.get_by_role("button", name="この文を写す").click()

    expect(page.locator(".case-citation__done")).to_have_text("写しました。")
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#citation-words").inner_text()
