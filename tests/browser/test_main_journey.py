"""The journey that the site exists for: a case goes from a supporter's browser through staff's review to a reader who finds it."""

import io
import re

from PIL import Image
from playwright.sync_api import Page, expect

from bansou.notifications.models import OutgoingMail
from bansou.operations.demo import PASSWORD
from tests.browser.conftest import PHONE
from tests.browser.holdings import ADDRESSES
from tests.browser.writing import (
    EPISODES,
    add_episode,
    check_anonymity,
    go_on,
    record_consents,
    see_preview,
    write_basics,
    write_episode,
    write_finish,
    write_issue,
    write_request,
    write_results,
)

TITLE = "断る注文を、班長と決めるようになった"
COMMENT = "黒い手帳の場面がとてもよく伝わります。社名が分かる言葉を、ほかの言葉に直してください。"


def _sign_in(page: Page, person: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("メールアドレス").press_sequentially(ADDRESSES[person])
    page.get_by_label("パスワード").press_sequentially(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/me/**")  # with what waits for him, where something does


def _write_case(page: Page, shots) -> None:
    """Write all steps as somebody would who tells the second dialogue last and moves it up."""
    write_basics(page, TITLE)
    shots(page, "step-basics")
    go_on(page, "request")
    write_request(page)
    shots(page, "step-request")
    go_on(page, "dialogue")
    rows = page.locator("[data-row]:visible")
    expect(rows).to_have_count(1)
    for place, episode in enumerate((EPISODES[0], EPISODES[2], EPISODES[1])):
        if place:
            add_episode(page)
        write_episode(page, place, episode)
    rows.nth(2).get_by_role("button", name="上へ").click()
    shots(page, "step-dialogue")
    go_on(page, "issue")
    write_issue(page, noticing_at=1)
    shots(page, "step-issue")
    go_on(page, "results")
    write_results(page)
    shots(page, "step-results")
    go_on(page, "finish")
    write_finish(page, picture=True)
    shots(page, "step-finish")
    see_preview(page)


def _open_in_queue(page: Page) -> None:
    page.goto("/admin/snippets/cases/case/")
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.get_by_role("heading", name=TITLE).first).to_be_visible()


def _decide(page: Page, name: str) -> None:
    """One of the desk's buttons, and back to the queue."""
    page.get_by_role("button", name=name).click()
    page.wait_for_url("**/admin/snippets/cases/case/")


def _picture_of(page: Page) -> Image.Image:
    source = page.get_by_role("img", name="車がならぶ工場の駐車場").get_attribute("src")
    assert source is not None
    answer = page.request.get(source)
    assert answer.ok
    return Image.open(io.BytesIO(answer.body()))


def test_a_case_goes_from_a_supporter_through_review_to_a_reader(own_site, browse, tmp_path, shots):
    supporter, staff = browse(), browse()

    _sign_in(supporter, "supporter")
    _write_case(supporter, shots)
    shown = supporter.locator(".timeline__item")
    for place, episode in enumerate(EPISODES):
        expect(shown.nth(place)).to_contain_text(episode.question)
    shots(supporter, "preview")
    check_anonymity(supporter)
    record_consents(supporter)
    supporter.get_by_role("button", name="審査に出す").click()
    expect(supporter.locator("main")).to_contain_text("審査をお待ちください")
    shots(supporter, "submitted")

    _sign_in(staff, "staff")
    _open_in_queue(staff)
    shots(staff, "review-desk", small=False)
    staff.get_by_label("全体へのコメント").fill(COMMENT)
    _decide(staff, "理由を添えて差し戻す")
    shots(staff, "review-queue", small=False)

    mail = OutgoingMail.objects.filter(recipient=ADDRESSES["supporter"]).order_by("pk").last()
    assert mail is not None
    assert COMMENT in mail.text
    supporter.goto("/cases/mine/")
    expect(supporter.locator("main")).to_contain_text(COMMENT)
    shots(supporter, "my-cases")
    supporter.goto(re.search(r"https?://\S+", mail.text).group())
    shots(supporter, "returned")
    supporter.get_by_role("link", name="続きを書く・直す").click()
    expect(supporter.locator("main")).to_contain_text(COMMENT)
    supporter.get_by_role("list", name="事例を書く手順").get_by_role("link", name="課題と壁").click()
    supporter.locator("#id_real_issue").fill("社長は、現場を見ていなかったことに気づいた。そこから、断る基準を班長と話し始めた。")
    see_preview(supporter)
    check_anonymity(supporter)
    supporter.get_by_role("button", name="審査に出す").click()
    expect(supporter.locator("main")).to_contain_text("審査をお待ちください")

    _open_in_queue(staff)
    expect(staff.locator(".case-desk__table ins").first).to_contain_text("気づいた")
    shots(staff, "comparison", small=False)
    _decide(staff, "個人情報確認を終え、内容確認へ進む")
    _open_in_queue(staff)
    _decide(staff, "公開する")

    reader = browse()
    reader.goto("/search/")
    reader.get_by_role("combobox", name="サイト内検索").press_sequentially("気付き 班長 断る")
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/search/?q=*")
    shots(reader, "found")
    reader.get_by_role("link", name=TITLE).click()
    expect(reader.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    expect(reader.locator(".timeline__item")).to_have_count(3)
    shots(reader, "case")
    picture = _picture_of(reader)
    assert not picture.getexif()
    assert not {"exif", "xmp", "comment"} & set(picture.info)

    reader.emulate_media(media="print")
    expect(reader.get_by_role("navigation", name="主なページ")).to_be_hidden()
    expect(reader.locator(".site-footer")).to_be_hidden()
    shots(reader, "printed", small=False)
    paper = reader.pdf(format="A4", prefer_css_page_size=True)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", paper)) <= 4


def test_a_reader_finds_a_case_by_a_word_in_another_spelling(site, browse):
    reader = browse(viewport=PHONE)

    reader.goto("/search/?q=気付き")

    expect(reader.locator(".search-page__list li").first).to_be_visible()
    expect(reader.locator(".search-page__list")).to_contain_text("気づ")
