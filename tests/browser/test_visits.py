"""A case is written over several visits, on several devices, by keyboard, with JavaScript and without; no word is lost."""

import re
import time

from playwright.sync_api import Page, expect

from bansou.drafts.models import Draft
from cases.models import Case
from cases.statuses import Status
from tests.browser.conftest import PHONE
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

TITLE = "三度に分けて書いた事例"
LAST_WORDS = "窓を閉じる間ぎわの言葉"


def _close_tab(page: Page) -> None:
    """As a person closes it: the page hears of it."""
    page.on("dialog", lambda dialog: dialog.accept())
    with page.expect_event("close"):
        page.close(run_before_unload=True)


def _wait_for_draft(words: str) -> None:
    """Until the server holds the words."""
    for _ in range(100):
        if any(words in draft.fields for draft in Draft.objects.all()):
            return
        time.sleep(0.1)
    raise AssertionError(f"nothing kept with {words}")


def _go_on_writing(page: Page) -> None:
    page.goto("/cases/mine/")
    page.get_by_role("listitem").filter(has_text=TITLE).get_by_role("link", name="続きを書く").click()


def test_a_case_over_three_visits_on_three_devices(own_site, browse, shots):
    desk = browse("supporter")
    write_basics(desk, TITLE)
    go_on(desk, "request")
    write_request(desk)
    go_on(desk, "dialogue")
    write_episode(desk, 0, EPISODES[1])
    add_episode(desk)
    write_episode(desk, 1, EPISODES[0])
    expect(desk.locator(".auto-draft__status")).to_contain_text("下書きを保存しました")
    shots(desk, "draft-kept")
    desk.locator("[name=episodes-1-change]").press_sequentially(LAST_WORDS)
    _close_tab(desk)
    _wait_for_draft(LAST_WORDS)

    phone = browse("supporter", viewport=PHONE)
    phone.goto("/cases/mine/")
    expect(phone.locator("main")).to_contain_text("「対話」のページに、保存していない文章があります")
    _go_on_writing(phone)
    expect(phone).to_have_url(re.compile(r"/edit/dialogue/$"))
    expect(phone.locator(".kept-drafts")).to_contain_text("まだ保存していない文章から始めています")
    expect(phone.locator("[name=episodes-1-change]")).to_have_value(re.compile(LAST_WORDS))
    shots(phone, "draft-opened")
    phone.locator("[data-row]:visible").nth(1).get_by_role("button", name="上へ").focus()
    phone.keyboard.press("Enter")
    add_episode(phone)
    write_episode(phone, 2, EPISODES[2])
    go_on(phone, "issue")
    assert [episode.question for episode in Case.objects.get(title=TITLE).episodes.all()] == [row.question for row in EPISODES]
    assert not Draft.objects.exclude(fields="").exists()
    write_issue(phone, noticing_at=2)
    phone.locator("#id_noticing").press_sequentially(LAST_WORDS)
    _close_tab(phone)
    _wait_for_draft("社長は窓の外を見て")

    other_desk = browse("supporter")
    _go_on_writing(other_desk)
    expect(other_desk.locator("#id_noticing")).to_have_value(re.compile(LAST_WORDS))
    expect(other_desk.locator("#id_noticing_episode option:checked")).to_contain_text(EPISODES[1].question[:20])
    expect(other_desk.get_by_role("group", name="②向き合わない").get_by_label("高さ")).to_have_value("high")
    go_on(other_desk, "results")
    write_results(other_desk)
    go_on(other_desk, "finish")
    write_finish(other_desk)
    see_preview(other_desk)
    check_anonymity(other_desk)
    record_consents(other_desk)
    other_desk.get_by_role("button", name="審査に出す").click()
    expect(other_desk.locator("main")).to_contain_text("審査をお待ちください")
    case = Case.objects.get(title=TITLE)
    assert case.status == Status.SUBMITTED
    assert case.noticing_episode == case.episodes.all()[1].key


def test_the_same_without_javascript(own_site, browse):
    page = browse("supporter", java_script_enabled=False)
    write_basics(page, TITLE)
    go_on(page, "request")
    write_request(page)
    go_on(page, "dialogue")
    rows = page.locator("[data-row]:visible")
    expect(rows).to_have_count(3)
    for place, (episode, order) in enumerate(zip(EPISODES, ("2", "1", "3"), strict=True)):
        write_episode(page, place, episode)
        page.locator(f"[name=episodes-{place}-ORDER]").fill(order)
    page.get_by_role("button", name="対話を足す").click()
    expect(rows).to_have_count(4)
    expect(rows.first.locator("textarea").first).to_have_value(EPISODES[1].question)
    page.get_by_role("button", name="保存する", exact=True).last.click()
    page.wait_for_url(re.compile(r"/edit/dialogue/$"))

    later = browse("supporter", java_script_enabled=False)
    _go_on_writing(later)
    expect(later).to_have_url(re.compile(r"/edit/issue/$"))
    write_issue(later, noticing_at=1)
    go_on(later, "results")
    later.go_back()
    later.goto(later.url.replace("/issue/", "/dialogue/"))
    later.locator("[name=episodes-0-DELETE]").check()
    later.get_by_role("button", name="保存して次へ").click()
    expect(later.locator(".error-summary")).to_contain_text("「気づき」の場面に選ばれているので、消せません")
    later.locator("[name=episodes-0-DELETE]").uncheck()
    go_on(later, "issue")
    go_on(later, "results")
    write_results(later)
    go_on(later, "finish")
    write_finish(later)
    see_preview(later)
    check_anonymity(later)
    record_consents(later)
    later.get_by_role("button", name="審査に出す").click()

    expect(later.locator("main")).to_contain_text("審査をお待ちください")
    case = Case.objects.get(title=TITLE)
    assert [episode.question for episode in case.episodes.all()] == [EPISODES[place].question for place in (1, 0, 2)]


def test_a_dialogue_that_is_pointed_to_says_why_it_stays(own_site, browse):
    case = Case.objects.get(pk=own_site.holdings.draft)
    version = case.get_latest_revision_as_object()
    version.noticing, version.noticing_episode = "見えた", version.episodes.all()[0].key
    version.save()
    version.save_revision()
    page = browse("supporter")
    page.goto(f"/cases/{case.pk}/edit/dialogue/")
    row = page.locator("[data-row]").first

    row.get_by_role("button", name="削除").focus()
    page.keyboard.press("Enter")

    expect(row).to_be_visible()
    expect(row.locator("[data-kept]")).to_be_focused()
    expect(row).to_contain_text("先に「課題と壁」のページで、ほかの対話を選んでください")


def test_text_of_another_window_is_shown_beside_and_can_be_taken_over(own_site, browse):
    first = browse("supporter")
    second = first.context.new_page()
    path = f"/cases/{own_site.holdings.draft}/edit/issue/"
    first.goto(path)
    second.goto(path)

    first.locator("#id_real_issue").fill("先の窓で書いた課題です。")
    _wait_for_draft("先の窓で書いた課題です。")
    second.locator("#id_real_issue").fill("後の窓で書いた課題です。")
    _wait_for_draft("後の窓で書いた課題です。")
    third = first.context.new_page()
    third.goto(path)

    expect(third.locator("#id_real_issue")).to_have_value("後の窓で書いた課題です。")
    third.get_by_text("並べて読む").click()
    expect(third.locator(".kept-drafts--other")).to_contain_text("先の窓で書いた課題です。")
    third.get_by_role("link", name="この内容で続きを書く").click()
    expect(third.locator("#id_real_issue")).to_have_value("先の窓で書いた課題です。")


def test_the_page_says_when_it_cannot_keep_the_text_and_tries_again(own_site, browse, watch):
    page = browse("supporter")
    page.goto(f"/cases/{own_site.holdings.draft}/edit/issue/")
    status = page.locator(".auto-draft__status")

    page.context.set_offline(True)
    page.locator("#id_real_issue").fill("電波の届かないところで書いた課題です。")
    expect(status).to_have_text("保存できません。通信を確かめています", timeout=10_000)
    page.context.set_offline(False)

    expect(status).to_contain_text("下書きを保存しました", timeout=15_000)
    _wait_for_draft("電波の届かないところで書いた課題です。")
    watch.forget()
