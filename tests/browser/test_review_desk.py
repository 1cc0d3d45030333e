"""The review desk in Wagtail's admin, by the keyboard; and the watch that listens to all tests."""

import pytest
from playwright.sync_api import Page, expect

from cases.models import Case
from cases.statuses import ReviewStep, Status
from tests.browser.conftest import PHONE
from tests.browser.holdings import person
from tests.browser.watching import scroll_width
from tests.browser.writing import check_anonymity
from tests.factories import fresh, make_case

QUEUE = "/admin/snippets/cases/case/"
MOST_STEPS = 150
#: Whether the focus can be seen on what has it: an outline, or a ring drawn as a shadow.
_IS_SEEN = """() => {
    const style = getComputedStyle(document.activeElement);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== 'none';
}"""


@pytest.mark.parametrize(
    "path",
    [
        "/admin/",
        QUEUE,
        f"{QUEUE}edit/{{submitted}}/",
        "/admin/pages/",
        "/admin/decisions/",
        "/admin/canned-reasons/new/",
        "/admin/reviewer-regions/new/",
    ],
)
def test_the_admin_reports_no_error(site, browse, shots, path):
    staff = browse("staff")

    answer = staff.goto(path.format(**vars(site.holdings)))
    staff.wait_for_load_state("networkidle")
    shots(staff, f"admin-{path.strip('/').replace('/', '-')}")

    assert answer is not None
    assert answer.status == 200
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_the_queue_begins_with_what_waits(site, browse):
    staff = browse("staff")

    staff.goto(QUEUE)

    expect(staff.locator("main tbody tr").first).to_contain_text("審査を待つ事例")
    expect(staff.locator("main")).not_to_contain_text("書きかけの事例")


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has this name, or a label of it, has the focus; each stop in the page's own part must be seen."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        here = page.evaluate(
            """() => {
                const element = document.activeElement;
                const labels = [...(element.labels ?? [])].map((label) => label.textContent);
                return [element.textContent, element.getAttribute('aria-label') ?? '', ...labels].join(' ').trim();
            }"""
        )
        if page.evaluate("() => !!document.activeElement.closest('.case-desk')"):
            assert page.evaluate(_IS_SEEN), f"no focus seen on {here!r}"
        if name in here and not page.evaluate("() => document.activeElement === document.body"):
            return
    pytest.fail(f"no stop named {name}")


def press(page: Page, name: str) -> None:
    """Go to it and press it."""
    tab_to(page, name)
    page.keyboard.press("Enter")


def access_key(page: Page, digit: str) -> None:
    """Alt and the digit, as a keyboard sends them; Playwright's own press leaves out what Chromium compares."""
    key = {"modifiers": 1, "key": digit, "code": f"Digit{digit}", "windowsVirtualKeyCode": ord(digit)}
    session = page.context.new_cdp_session(page)
    session.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": digit, "unmodifiedText": digit} | key)
    session.send("Input.dispatchKeyEvent", {"type": "keyUp"} | key)


def decide(page: Page, name: str) -> None:
    """By the key of the decision to its buttons, and on."""
    access_key(page, "2")
    expect(page.locator("#desk-decision")).to_be_focused()
    press(page, name)
    page.wait_for_url(f"**{QUEUE}")


def remark(page: Page, field: str, text: str) -> None:
    """Open the place for a remark at the field and type."""
    access_key(page, "1")
    expect(page.locator("#desk-text")).to_be_focused()
    press(page, f"コメントを書く（{field}）")
    page.keyboard.press("Tab")
    page.keyboard.type(text)


@pytest.fixture
def three(own_site) -> dict[str, Case]:
    """One to approve, one to return, a named one whose content is to be read; in this order in the queue."""
    author, owner = person("supporter"), person("owner")
    named = {"step": ReviewStep.CONTENT, "disclosure": "named", "reviewer": owner}
    return {
        "approved": Case.objects.get(pk=own_site.holdings.submitted),
        "returned": make_case(author=author, status=Status.SUBMITTED, title="直してもらう事例"),
        "named": make_case(author=author, status=Status.SUBMITTED, title="実名の事例", **named),
    }


def test_three_cases_are_handled_by_keys_and_a_returned_one_is_answered_and_read_again(own_site, three, browse, shots):
    staff, supporter = browse("staff"), browse("supporter")
    staff.goto(QUEUE)

    # Approved, in both steps.
    press(staff, "審査を待つ事例")
    staff.wait_for_url("**/edit/**")
    press(staff, "担当する")
    expect(staff.locator("main")).to_contain_text("この事例を担当します")
    shots(staff, "desk-new", small=False)
    decide(staff, "個人情報確認を終え、内容確認へ進む")
    press(staff, "次の事例を開く：審査を待つ事例")
    staff.wait_for_url("**/edit/**")
    decide(staff, "公開する")
    assert fresh(three["approved"]).status == Status.PUBLISHED

    # Returned, with a word at two fields.
    press(staff, "次の事例を開く：直してもらう事例")
    staff.wait_for_url("**/edit/**")
    remark(staff, "本質的な課題", "だれの言葉か、書き足してください。")
    remark(staff, "対話2", "相手の表情を書いてください。")
    access_key(staff, "2")
    tab_to(staff, "社名が分かる")
    staff.keyboard.press("Space")
    shots(staff, "desk-remarks", small=False)
    decide(staff, "理由を添えて差し戻す")
    assert fresh(three["returned"]).status == Status.RETURNED

    # On to the second reviewer, who is somebody else.
    press(staff, "次の事例を開く：実名の事例")
    staff.wait_for_url("**/edit/**")
    decide(staff, "内容確認を終え、二人目の確認に回す")
    expect(staff.locator("main")).not_to_contain_text("次の事例を開く")
    assert fresh(three["named"]).review_step == ReviewStep.SECOND
    press(staff, "実名の事例")
    expect(staff.locator("#desk-decision")).to_contain_text("一人目とは別の審査担当")
    shots(staff, "desk-second", small=False)

    # The author reads, changes, answers, sends.
    case = three["returned"]
    supporter.goto(f"/cases/{case.pk}/preview/")
    expect(supporter.locator(".asked__item")).to_have_count(2)
    expect(supporter.locator(".draft-desk__comment")).to_contain_text("会社が分かる言葉が残っています")
    shots(supporter, "returned-with-remarks")
    supporter.get_by_role("link", name="本質的な課題", exact=True).click()
    field = supporter.locator(".form-field", has=supporter.locator("#id_real_issue"))
    expect(field.locator(".field-comment")).to_contain_text("だれの言葉か、書き足してください。")
    field.get_by_label("審査担当への返事").fill("社長の言葉です。")
    field.get_by_label("直しました").check()
    supporter.locator("#id_real_issue").fill("社長は、現場を見ていなかったことに気づいたと話した。")
    shots(supporter, "remark-at-field")
    supporter.get_by_role("button", name="保存する", exact=True).last.click()
    expect(supporter.get_by_text("保存しました")).to_be_visible()
    supporter.goto(f"/cases/{case.pk}/edit/dialogue/")
    second = supporter.locator("[data-row]").nth(1)
    expect(second.locator(".field-comment")).to_contain_text("相手の表情を書いてください。")
    expect(supporter.locator("[data-row]").nth(0).locator(".field-comment")).to_have_count(0)
    supporter.goto(f"/cases/{case.pk}/preview/")
    check_anonymity(supporter)
    supporter.get_by_role("button", name="審査に出す").click()
    expect(supporter.locator("main")).to_contain_text("審査の順番は")

    # Staff read what changed and what was said to it.
    staff.goto(QUEUE)
    shots(staff, "queue", small=False)
    press(staff, "直してもらう事例")
    staff.wait_for_url("**/edit/**")
    table = staff.locator("#desk-text > .case-desk__table")
    expect(table.locator("tbody tr")).to_have_count(2)
    expect(table.locator("ins")).to_contain_text("話した")
    expect(table).to_contain_text("社長の言葉です。")
    expect(table).to_contain_text("返事なし")
    expect(staff.get_by_text("商談会に出たい。")).to_be_hidden()
    shots(staff, "desk-again")


def test_the_desk_fits_a_phone(site, browse):
    staff = browse("staff", viewport=PHONE)

    staff.goto(f"{QUEUE}edit/{site.holdings.submitted}/")

    width = scroll_width(staff)
    assert width["content"] <= width["window"], width["out"]


def test_a_decision_needs_no_javascript(own_site, three, browse):
    staff = browse("staff", java_script_enabled=False)
    staff.goto(f"/admin/snippets/cases/case/edit/{three['returned'].pk}/")

    staff.get_by_label("全体へのコメント").fill("直してください。")
    staff.get_by_role("button", name="理由を添えて差し戻す").click()

    staff.wait_for_url(f"**{QUEUE}")
    assert fresh(three["returned"]).return_comment == "直してください。"


def test_the_watch_hears_errors_broken_policy_and_foreign_hosts(site, browse, watch):
    page = browse()
    page.goto("/about/")
    assert not watch.findings

    page.evaluate("() => { document.body.setAttribute('style', 'color: red'); }")
    page.evaluate("() => { new Image().src = 'http://elsewhere.invalid/x.png'; }")
    page.evaluate("() => { setTimeout(() => { throw new Error('broken'); }); }")
    page.wait_for_timeout(300)

    heard = "\n".join(watch.findings)
    watch.forget()
    assert "style-src" in heard
    assert "elsewhere.invalid" in heard
    assert "broken" in heard
