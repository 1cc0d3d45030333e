"""allauth's pages and mails as people meet them: in our look, in Japanese, and without a cookie before it is needed."""

import re

import pytest
from django.core import mail
from django.template.loader import render_to_string
from django.urls import reverse

SIGNED_OUT = [
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_inactive",
    "account_request_login_code",
]
SIGNED_IN = [
    "account_email",
    "account_change_password",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
    "usersessions_list",
    "account_logout",
]
#: English words that may stand in a Japanese page.
ALLOWED = {"Google", "Authenticator", "Microsoft", "QR", "IP", "Bansou"}


def words_of(page: str) -> set[str]:
    """The English words that a reader of the page's main part sees."""
    main = page[page.index("<main") : page.index("</main>")]
    text = re.sub(r"<code.*?</code>|<li class=\"session-list__item\">.*?</li>|<[^>]+>|&\w+;|\S+@\S+", " ", main, flags=re.DOTALL)
    return set(re.findall(r"[A-Za-z]{2,}", text)) - ALLOWED


@pytest.mark.parametrize("name", SIGNED_OUT)
def test_a_page_before_sign_in_is_in_japanese(visitor, db, name):
    page = visitor.get(reverse(name)).content.decode()

    assert words_of(page) == set()
    assert page.count("<h1>") == 1


@pytest.mark.parametrize("name", SIGNED_IN)
def test_a_page_about_ones_own_sign_in_is_in_japanese(client_of, member, name):
    client = client_of(member)

    page = client.get(reverse(name), follow=True).content.decode()

    assert words_of(page) == set()
    assert page.count("<h1>") == 1


def test_signing_up_sends_one_japanese_mail_with_the_link(visitor, db, as_person):
    words = {"display_name": "みどり", "email": "midori@example.jp", "password1": "nagai-aikotoba-7"}

    visitor.post(reverse("account_signup"), words | as_person())

    letter = mail.outbox[0]

    assert letter.subject == "【伴走】登録を終えるには、メールアドレスをご確認ください"
    assert letter.body.startswith("みどり さん")
    assert "/accounts/confirm-email/" in letter.body


def test_a_refused_form_keeps_what_was_typed_and_says_what_to_do(visitor, db):
    page = visitor.post(
        reverse("account_signup"), {"display_name": "みどり", "email": "midori", "password1": "short"}
    ).content.decode()

    assert 'value="みどり"' in page
    assert "入力内容を確認してください" in page
    assert 'href="#id_email"' in page


def test_a_page_without_a_form_sets_no_cookie_for_a_visitor(visitor, db):
    response = visitor.get("/nowhere/")

    assert response.status_code == 404
    assert "csrfmiddlewaretoken" not in response.content.decode()
    assert not response.cookies


def test_a_refusal_shows_its_reason():
    page = render_to_string("403.html", {"reason": "自分が書いた事例は、自分では承認できません。"})

    assert "自分が書いた事例は、自分では承認できません。" in page


def test_the_page_for_our_own_failures_needs_nothing_from_the_site():
    page = render_to_string("500.html")

    assert "サイトの側で問題が起きました" in page
    assert "{%" not in page
