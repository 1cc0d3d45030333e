"""Signing in with a passkey, an authenticator app or a slip of paper, and from sign-up to a board for members, in Chromium.

Passkeys need a host name: these tests visit the site at localhost. The device that keeps them is Chromium's virtual one.
"""

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from bansou.operations.demo import PASSWORD
from knowhow.actions.posting import post_topic
from knowhow.models import Board
from tests.browser.axe import axe_findings
from tests.browser.conftest import FilledSite
from tests.browser.holdings import ADDRESSES
from tests.browser.watching import Watch

MOST_SCREENS = 6
NEWCOMER = "minato@example.jp"
NEW_PASSWORD = "やまのぼりのひと-2026"


class Device:
    """The finger, the face and the key store of a virtual device."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)
        self._session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        self._id = self._session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def knows_finger(self, known: bool) -> None:
        """Whether the finger that is laid on belongs to the owner."""
        self._session.send("WebAuthn.setUserVerified", {"authenticatorId": self._id, "isUserVerified": known})

    @property
    def passkeys(self) -> list[dict[str, Any]]:
        """What it keeps."""
        return list(self._session.send("WebAuthn.getCredentials", {"authenticatorId": self._id})["credentials"])


@pytest.fixture
def visit(own_site: FilledSite, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens the site at its host name; the same is watched as everywhere."""
    cache.clear()
    origin = own_site.url.replace("127.0.0.1", "localhost")
    watch, contexts = Watch(origin), []

    def _visit(**options: Any) -> Page:
        context = browser.new_context(base_url=origin, locale="ja-JP", **options)
        context.set_default_timeout(15_000)
        contexts.append(context)
        watch.listen(context)
        return context.new_page()

    yield _visit
    for context in contexts:
        context.close()
    assert not watch.findings


def _press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=name, exact=True).click()


def _type_password(page: Page, person: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("メールアドレス").fill(ADDRESSES[person])
    page.get_by_label("パスワード").fill(PASSWORD)
    _press(page, "ログイン")


def _confirm_password(page: Page) -> None:
    page.locator("main input[type=password]").fill(PASSWORD)
    _press(page, "確認する")


def _sign_out(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="ログアウト").click()


def _make_passkey(page: Page) -> None:
    page.get_by_role("link", name="パスキーを登録する").click()
    _confirm_password(page)
    _press(page, "パスキーを登録する")
    expect(page.locator("h1")).to_have_text("復旧コード")


def test_a_supporter_makes_a_passkey_and_signs_in_with_it_alone_or_after_the_password(visit, shots):
    page = visit()
    device = Device(page)
    _type_password(page, "supporter")
    page.goto("/me/")  # the offer stands there; an invitation that waits comes first
    page.get_by_role("link", name="登録する", exact=True).click()
    shots(page, "second-factor")
    _make_passkey(page)
    shots(page, "recovery-codes")
    assert not axe_findings(page)
    assert len(device.passkeys) == 1
    assert device.passkeys[0]["isResidentCredential"]
    _sign_out(page)

    page.goto("/accounts/login/?next=/knowhow/")
    shots(page, "sign-in")
    device.knows_finger(False)
    page.get_by_role("button", name="パスキーでログイン").click()
    expect(page.locator("#passkey_status")).to_contain_text("パスキーを使いませんでした")
    device.knows_finger(True)
    _press(page, "パスキーでログイン")
    expect(page).to_have_url(re.compile("/knowhow/$"))
    _sign_out(page)

    _type_password(page, "supporter")
    shots(page, "second-step")
    assert not axe_findings(page)
    _press(page, "パスキーで確かめる")
    shots(page, "trust")
    assert not axe_findings(page)
    _press(page, "毎回確認する")
    expect(page).to_have_url(re.compile("/me/(invitations/)?$"))
    page.goto("/accounts/2fa/webauthn/")
    shots(page, "passkeys")
    assert not axe_findings(page)
    page.get_by_role("link", name="外す").click()
    page.wait_for_url("**/accounts/reauthenticate/**")
    _confirm_password(page)
    _press(page, "外す")
    expect(page.locator("main")).to_contain_text("まだ登録していません")


def test_a_lost_telephone_is_replaced_by_a_recovery_code(visit):
    page = visit(java_script_enabled=False)
    _type_password(page, "reader")
    page.goto("/accounts/2fa/")
    page.get_by_role("link", name="認証アプリを設定する").click()
    _confirm_password(page)
    secret = page.get_by_label("図の代わりに入力する文字").input_value()
    page.get_by_label("アプリに出た6桁の数字").fill(_number(secret))
    _press(page, "設定する")
    codes = page.locator(".recovery-codes__code").all_text_contents()
    assert len(codes) == 10
    _sign_out(page)

    _type_password(page, "reader")
    page.get_by_label("認証アプリの数字、または復旧コード").fill("000000")
    _press(page, "ログイン")
    expect(page.locator("main")).to_contain_text("確認できませんでした")
    page.get_by_label("認証アプリの数字、または復旧コード").fill(_number(secret))
    _press(page, "ログイン")
    _press(page, "毎回確認する")
    expect(page).to_have_url(re.compile("/me/(invitations/)?$"))
    _sign_out(page)

    _type_password(page, "reader")
    page.get_by_label("認証アプリの数字、または復旧コード").fill(codes[0])
    _press(page, "ログイン")
    _press(page, "毎回確認する")
    expect(page).to_have_url(re.compile("/me/(invitations/)?$"))


def test_staff_without_a_second_factor_are_led_to_make_one_and_only_then_enter_the_admin(visit, settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = True
    page = visit()
    Device(page)
    _type_password(page, "staff")

    page.goto("/admin/")
    expect(page).to_have_url(re.compile("/accounts/2fa/$"))
    expect(page.locator(".site-messages")).to_contain_text("運営の画面に入る前に")
    _make_passkey(page)
    page.get_by_role("link", name="控えました。運営の画面へ進む").click()
    _press(page, "パスキーで確かめる")

    expect(page).to_have_url(re.compile("/admin/$"))


@pytest.mark.parametrize("java_script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_from_sign_up_to_the_first_read_of_a_members_board_it_takes_at_most_six_screens(visit, monkeypatch, java_script):
    monkeypatch.setattr("bansou.forms.people.SLOW_SECONDS", 0)
    topic = post_topic(
        by=User.objects.get(email=ADDRESSES["staff"]),
        board=Board.objects.filter(audience="member").earliest("pk"),
        kind="question",
        title="会員どうしで話したいこと",
        body="先月の訪問で、うまく聴けなかったことがあります。",
        submission_key="5f0f2c4e-6f4b-4a59-9d9a-0a40c3a0a001",
    )
    page = visit(java_script_enabled=java_script)
    screens: list[str] = []
    page.on("framenavigated", lambda frame: screens.append(frame.url) if frame == page.main_frame else None)

    page.goto(topic.get_absolute_url())
    page.locator("main").get_by_role("link", name="新規登録").click()
    page.get_by_label("表示名").fill("みなと")
    page.get_by_label("メールアドレス").fill(NEWCOMER)
    page.get_by_label("パスワード").fill(NEW_PASSWORD)
    if java_script:
        expect(page.locator("[name=task_answer]")).not_to_have_value("")
    _press(page, "確認のメールを受け取る")
    letter = next(str(letter.body) for letter in reversed(mail.outbox) if letter.to == [NEWCOMER])
    page.goto(re.sub(r"^https?://[^/]+", "", re.search(r"https?://\S+", letter).group()))
    _press(page, "確認する")

    expect(page.locator("h1")).to_have_text("会員どうしで話したいこと")
    assert len(screens) <= MOST_SCREENS, screens


def _number(secret: str) -> str:
    """What an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))
