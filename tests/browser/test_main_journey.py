"""The journey that the site exists for: a case goes from a supporter's browser through staff's review to a reader who finds it."""

import io
import re
from dataclasses import dataclass

from PIL import Image
from playwright.sync_api import Page, expect

from accounts.models import User
from bansou.notifications.models import OutgoingMail
from bansou.operations.demo import PASSWORD
from cases.models import Case
from tests.browser.conftest import PHONE
from tests.browser.holdings import ADDRESSES
from tests.factories import complete, photo_with_gps

TITLE = "断る注文を、班長と決めるようになった"
COMMENT = "黒い手帳の場面がとてもよく伝わります。社名が分かる言葉を、ほかの言葉に直してください。"
QUESTIONS = (
    "お昼は、どこで召し上がっているのですか。",
    "その帳面を、班長さんはご覧になったことがありますか。",
    "断るとしたら、だれに相談しますか。",
)
_SENTENCE = "工場は川沿いにあり、社員は車の中で一人ずつ弁当を食べていました。社長は毎朝いちばんに来て、注文の紙を並べ直します。"
SITUATION = f"{_SENTENCE * 8}\n" * 4


@dataclass(frozen=True)
class Episode:
    """What is typed into a row."""

    timing: str
    question: str
    reaction: str
    change: str


EPISODES = [
    Episode(f"第{number}回", question, "しばらく黙って、窓の外を見ていた。", "次の週、自分から班長を会議に呼んだ。")
    for number, question in enumerate(QUESTIONS, start=1)
]


def _sign_in(page: Page, person: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("メールアドレス").press_sequentially(ADDRESSES[person])
    page.get_by_label("パスワード").press_sequentially(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/me/")


def _write_case(page: Page) -> None:
    """Fill in the form as somebody would who tells the second dialogue last and moves it up."""
    page.goto("/cases/new/")
    page.locator("#id_title").press_sequentially(TITLE)
    page.locator("#id_summary").fill("注文を断れなかった会社が、現場の声に目を向け、班長と一緒に決めるようになった。")
    page.locator("#id_display_name").fill("Ａ社（水産加工）")
    page.locator("#id_industry").select_option(label="製造業")
    page.locator("#id_area").select_option("03")
    page.locator("#id_employee_band").select_option("21-50")
    page.locator("#id_trigger").select_option("visit")
    page.locator("#id_support_started").fill("２０２４年４月")
    page.locator("#id_meetings_count").fill("14")
    page.locator("#id_support_format").select_option("advanced")
    page.locator("#id_first_request").fill("商談会に出たいので、展示の作り方を教えてほしい。")
    page.get_by_role("group", name="当初の相談のテーマ").get_by_label("販路開拓・マーケティング").check()
    page.locator("#id_situation_before").fill(SITUATION)
    _write_episodes(page)
    page.get_by_role("group", name="立ちはだかった壁").get_by_label("②").check()
    page.locator("#id_real_issue").fill("社長は、現場を見ていなかったことを認めたくなかった。")
    page.locator("#id_picture_upload").set_input_files(
        {"name": "昼休み.jpg", "mimeType": "image/jpeg", "buffer": photo_with_gps(size=(1600, 1200)).read()}
    )
    page.get_by_label("写真の説明").fill("車がならぶ工場の駐車場")


def _write_episodes(page: Page) -> None:
    rows = page.locator("[data-row]:visible")
    expect(rows).to_have_count(1)
    for place, episode in enumerate((EPISODES[0], EPISODES[2], EPISODES[1])):
        if place:
            page.get_by_role("button", name="対話を追加").click()
            expect(rows).to_have_count(place + 1)
        row = rows.nth(place)
        for name in ("timing", "question", "reaction", "change"):
            row.locator(f"[name$='-{name}']").fill(getattr(episode, name))
    rows.nth(2).get_by_role("button", name="上へ").click()


def _save(page: Page) -> None:
    page.get_by_role("button", name="保存して、見え方を確かめる").click()
    page.wait_for_url(re.compile(r"/cases/\d+/preview/"))


def _open_in_queue(page: Page) -> None:
    page.goto("/admin/snippets/cases/case/")
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.get_by_role("heading", name=TITLE).first).to_be_visible()


def _press_in_action_menu(page: Page, name: str) -> None:
    """The desk's own button, or an entry of the menu behind the arrow beside it."""
    footer = page.locator("footer")
    button = footer.get_by_role("button", name=name)
    if not button.is_visible():
        footer.locator(".w-dropdown__toggle, [data-w-dropdown-target='toggle']").first.click()
        button = page.get_by_role("button", name=name)
    button.first.click()


def _return_with_comment(page: Page) -> None:
    _press_in_action_menu(page, "差し戻す")
    modal = page.locator(".modal:visible")
    modal.get_by_label("差し戻す理由").fill(COMMENT)
    modal.get_by_role("button", name=re.compile("差し戻す|送信")).click()
    expect(modal).to_have_count(0)


def _picture_of(page: Page) -> Image.Image:
    source = page.get_by_role("img", name="車がならぶ工場の駐車場").get_attribute("src")
    assert source is not None
    answer = page.request.get(source)
    assert answer.ok
    return Image.open(io.BytesIO(answer.body()))


def test_a_case_goes_from_a_supporter_through_review_to_a_reader(own_site, browse, tmp_path, shots):
    supporter, staff = browse(), browse()

    _sign_in(supporter, "supporter")
    _write_case(supporter)
    shots(supporter, "case-form")
    _save(supporter)
    shown = supporter.locator(".dialogue__item")
    for place, episode in enumerate(EPISODES):
        expect(shown.nth(place)).to_contain_text(episode.question)
    shots(supporter, "preview")
    # The form asks for the rest step by step; here the rest is there at once.
    complete(Case.objects.get(title=TITLE), by=User.objects.get(email=ADDRESSES["supporter"]))
    supporter.reload()
    supporter.get_by_role("button", name="審査に出す").click()
    expect(supporter.locator("main")).to_contain_text("審査をお待ちください")
    shots(supporter, "submitted")

    _sign_in(staff, "staff")
    _open_in_queue(staff)
    shots(staff, "review-desk", small=False)
    _return_with_comment(staff)
    staff.goto("/admin/snippets/cases/case/")
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
    supporter.locator("#id_real_issue").fill("社長は、現場を見ていなかったことに気づいた。そこから、断る基準を班長と話し始めた。")
    _save(supporter)
    supporter.get_by_role("button", name="審査に出す").click()
    expect(supporter.locator("main")).to_contain_text("審査をお待ちください")

    _open_in_queue(staff)
    expect(staff.locator(".case-desk__table ins").first).to_contain_text("気づいた")
    shots(staff, "comparison", small=False)
    _press_in_action_menu(staff, "公開する")
    staff.wait_for_url("**/admin/snippets/cases/case/")

    reader = browse()
    reader.goto("/search/")
    reader.get_by_role("searchbox").press_sequentially("気付き 班長 断る")
    reader.keyboard.press("Enter")
    reader.wait_for_url("**/search/?q=*")
    shots(reader, "found")
    reader.get_by_role("link", name=TITLE).click()
    expect(reader.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    expect(reader.locator(".dialogue__item")).to_have_count(3)
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
