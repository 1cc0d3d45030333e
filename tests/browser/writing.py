"""Writing a case in the browser, step by step, as its author does; with and without JavaScript."""

import re
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.factories import photo_with_gps

_SENTENCE = "工場は川沿いにあり、社員は車の中で一人ずつ弁当を食べていました。社長は毎朝いちばんに来て、注文の紙を並べ直します。"
SITUATION = f"{_SENTENCE * 8}\n" * 4
NEXT = "保存して次へ"
PREVIEW = "保存して、見え方を確かめる"


@dataclass(frozen=True)
class Episode:
    """What is typed into a row."""

    timing: str
    question: str
    reaction: str
    change: str


EPISODES = [
    Episode(f"第{number}回", question, "しばらく黙って、窓の外を見ていた。", "次の週、自分から班長を会議に呼んだ。")
    for number, question in enumerate(
        (
            "お昼は、どこで召し上がっているのですか。",
            "その帳面を、班長さんはご覧になったことがありますか。",
            "断るとしたら、だれに相談しますか。",
        ),
        start=1,
    )
]


def go_on(page: Page, step: str) -> None:
    """Save, and arrive at the next step."""
    page.get_by_role("button", name=NEXT).click()
    page.wait_for_url(re.compile(rf"/cases/\d+/edit/{step}/$"))


def see_preview(page: Page) -> None:
    """Save, and see how it will look."""
    page.get_by_role("button", name=PREVIEW).click()
    page.wait_for_url(re.compile(r"/cases/\d+/preview/"))


def write_basics(page: Page, title: str) -> None:
    """The first step."""
    page.goto("/cases/new/")
    page.locator("#id_title").press_sequentially(title)
    page.locator("#id_summary").fill("注文を断れなかった会社が、現場の声に目を向け、班長と一緒に決めるようになった。")
    page.locator("#id_display_name").fill("Ａ社（水産加工）")
    page.locator("#id_industry").select_option(label="製造業")
    page.locator("#id_area").select_option("03")
    page.locator("#id_employee_band").select_option("21-50")


def write_request(page: Page) -> None:
    """The second step."""
    page.locator("#id_first_request").fill("商談会に出たいので、展示の作り方を教えてほしい。")
    page.get_by_role("group", name="当初の相談のテーマ").get_by_label("販路開拓・マーケティング").check()
    page.locator("#id_situation_before").fill(SITUATION)
    page.locator("#id_trigger").select_option("visit")
    page.locator("#id_support_started").fill("２０２４年４月")
    page.locator("#id_meetings_count").fill("14")
    page.locator("#id_support_format").select_option("advanced")


def write_episode(page: Page, place: int, episode: Episode) -> None:
    """One row of the third step."""
    row = page.locator("[data-row]:visible").nth(place)
    for name in ("timing", "question", "reaction", "change"):
        row.locator(f"[name$='-{name}']").fill(getattr(episode, name))


def add_episode(page: Page) -> None:
    """One row more."""
    rows = page.locator("[data-row]:visible")
    before = rows.count()
    page.get_by_role("button", name="対話を足す").click()
    expect(rows).to_have_count(before + 1)


def write_issue(page: Page, *, noticing_at: int) -> None:
    """The fourth step; the noticing happened in that dialogue, counted from one."""
    page.locator("#id_real_issue").fill("社長は、現場を見ていなかったことを認めたくなかった。")
    page.get_by_role("group", name="本質的な課題のテーマ").get_by_label("社内コミュニケーション・風土").check()
    page.locator("#id_issue_path").fill("商談会の話から始まり、昼休みの話になった。")
    page.locator("#id_issue_named_by").select_option("president")
    wall = page.get_by_role("group", name="②向き合わない")
    wall.get_by_label("この壁があった").check()
    wall.get_by_label("高さ").select_option("high")
    wall.get_by_label("結果").select_option("passing")
    page.locator("#id_noticing").fill("社長は窓の外を見て、みんな車で食べているのかと言った。")
    page.locator("#id_noticing_episode").select_option(index=noticing_at)
    page.locator("#id_conviction_not_yet").check()


def write_results(page: Page) -> None:
    """The fifth step."""
    page.locator("[name=actions-0-what]").fill("毎週月曜の朝、受ける仕事を班長と選ぶ。")
    page.locator("#id_behaviour_change").fill("朝の打ち合わせで、班長が先に話すようになった。")
    page.locator("#id_self_running").select_option("signs")
    page.locator("#id_self_running_evidence").fill("わたしが伺わない月も、打ち合わせが続いていた。")


def write_finish(page: Page, *, picture: bool = False) -> None:
    """The last step."""
    page.locator("#id_went_badly").fill("はじめの二か月、沈黙を待てなかった。")
    page.locator("[name=points-0-heading]").fill("昼休みから始める")
    page.locator("[name=points-0-text]").fill("食べる場所に、言えないことが出ていた。")
    if picture:
        page.locator("#id_picture_upload").set_input_files(
            {"name": "昼休み.jpg", "mimeType": "image/jpeg", "buffer": photo_with_gps(size=(1600, 1200)).read()}
        )
        page.locator("#id_picture_alt").fill("車がならぶ工場の駐車場")


def record_consents(page: Page) -> None:
    """From the preview and back to it: the president agreed on paper, nobody else has to be asked."""
    page.get_by_role("link", name="同意の記録").click()
    page.wait_for_url(re.compile(r"/cases/\d+/consents/"))
    page.get_by_label("どなたの同意ですか").select_option(label="経営者")
    page.get_by_label("同意の範囲").select_option(label="匿名公開まで")
    page.get_by_label("方法").select_option(label="書面")
    page.get_by_role("button", name="記録する", exact=True).click()
    for party in ("所属長", "登場する方", "同席した機関"):
        page.get_by_label("どなたの同意ですか").select_option(label=party)
        page.get_by_label(re.compile("^要らない")).check()
        page.get_by_label("メモ").fill("この事例では要らない")
        page.get_by_role("button", name="記録する", exact=True).click()
        expect(page.locator(".site-messages")).to_contain_text(party)
    expect(page.get_by_role("heading", name="同意はそろっています")).to_be_visible()
    page.get_by_role("link", name="事例に戻る").click()
    page.wait_for_url(re.compile(r"/cases/\d+/preview/"))


def check_anonymity(page: Page) -> None:
    """From the preview: give a reason for every marked word, look at all ten points, come back."""
    page.get_by_role("link", name=re.compile("匿名化の確認")).first.click()
    page.wait_for_url(re.compile(r"/anonymity/"))
    entries = page.locator("fieldset.find-entry")
    for place in range(entries.count()):
        entries.nth(place).get_by_label("残す", exact=True).check()
        entries.nth(place).get_by_label("残す理由").fill("地元でよく聞く言葉で、会社は分からない")
    if entries.count():
        page.get_by_role("button", name="選んだとおりに保存する").click()
        expect(entries).to_have_count(0)
    for point in page.locator(".check-list [type=checkbox]").all():
        point.check()
    page.get_by_role("button", name="確認リストを保存する").click()
    expect(page.locator("body")).to_contain_text("すべて確かめました")
    page.get_by_role("link", name="プレビューへ戻る").click()
    page.wait_for_url(re.compile(r"/cases/\d+/preview/"))
