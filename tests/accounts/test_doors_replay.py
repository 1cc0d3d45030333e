"""What bit sites on django-allauth in 2026 (its security notes from August to October, and one of February): each tried on ours.

Too many tries by parallel requests (65.19.3) is tried in test_doors_limits.py, on the cache of production.
"""

import base64
import json
import time
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.backends import PersonBackend
from accounts.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "pass-word-1234"
LOGIN, SECOND_FACTOR = "/accounts/login/", "/accounts/2fa/authenticate/"


@pytest.fixture
def confirmed(member) -> User:
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    return member


@pytest.fixture
def with_factor(supporter) -> tuple[User, str]:
    """Aoi with an authenticator app, and its secret."""
    EmailAddress.objects.create(user=supporter, email=supporter.email, verified=True, primary=True)
    secret = generate_totp_secret()
    TOTP.activate(supporter, secret)
    RecoveryCodes.activate(supporter)
    return supporter, secret


@pytest.fixture
def tried(monkeypatch) -> list[str]:
    """The addresses whose password was looked at."""
    looked_at: list[str] = []
    monkeypatch.setattr(PersonBackend, "_authenticate_by_email", lambda self, email, password: looked_at.append(email))
    return looked_at


@pytest.fixture
def time_passes(monkeypatch) -> Callable[[float], None]:
    real, passed = time.time, [0.0]
    monkeypatch.setattr(time, "time", lambda: real() + passed[0])

    def _time_passes(seconds: float) -> None:
        passed[0] += seconds

    return _time_passes


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def give_password(browser: Client, user: User, password: str = PASSWORD, **more: str):
    return browser.post(LOGIN, {"login": user.email, "password": password}, **more)


def signed_in_as(browser: Client) -> str | None:
    return browser.session.get("_auth_user_id")


def passkey_address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        pytest.skip("the site takes no passkeys")


def test_65_21_1_each_window_of_a_limit_counts_for_itself(visitor, tried, settings, time_passes):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/m/key,5/h/key"}

    for _ in range(4):
        for _ in range(6):
            visitor.post(LOGIN, {"login": "ren@example.jp", "password": "wrong-wrong-1"})
        time_passes(61)

    assert len(tried) == 5


def test_65_21_1_a_passkey_signs_in_only_where_the_device_has_checked_its_owner(visitor, settings):
    address = passkey_address("mfa_login_webauthn")

    options = visitor.get(address, headers={"x-requested-with": "XMLHttpRequest"}).json()["request_options"]["publicKey"]

    assert options["userVerification"] == "required"
    assert settings.MFA_WEBAUTHN_USER_VERIFICATION == "required"


def test_65_21_0_the_next_person_of_a_browser_is_asked_for_his_own_second_factor(visitor, confirmed, with_factor):
    owner_of_factor, _ = with_factor
    session = visitor.session
    session["account_authentication_methods"] = [
        {"method": "mfa", "at": time.time(), "id": 1, "type": "webauthn", "passwordless": True}
    ]
    session["account_authentication_methods_user"] = str(confirmed.pk)
    session.save()

    answer = give_password(visitor, owner_of_factor)

    assert answer["Location"] == SECOND_FACTOR
    assert signed_in_as(visitor) is None


def test_65_21_0_after_sign_out_the_second_factor_is_asked_again(visitor, with_factor):
    user, secret = with_factor
    give_password(visitor, user)
    visitor.post(SECOND_FACTOR, {"code": code_now(secret)})
    visitor.post("/accounts/logout/")

    answer = give_password(visitor, user)

    assert answer["Location"].startswith("/accounts/2fa/")
    assert signed_in_as(visitor) is None


def test_65_20_1_strangers_passkeys_do_not_lock_a_person_out_of_the_authenticator_app(visitor, with_factor):
    address = passkey_address("mfa_login_webauthn")
    user, secret = with_factor
    handle = base64.urlsafe_b64encode(str(user.pk).encode()).decode().rstrip("=")
    response = {"clientDataJSON": "e30", "authenticatorData": "AA" * 50, "signature": "AA", "userHandle": handle}
    credential = {"id": "AA", "rawId": "AA", "type": "public-key", "response": response, "clientExtensionResults": {}}
    for _ in range(12):
        Client(raise_request_exception=False).post(address, {"credential": json.dumps(credential)})

    give_password(visitor, user)
    visitor.post(SECOND_FACTOR, {"code": code_now(secret)})

    assert Authenticator.objects.get(user=user, type="totp").last_used_at is not None


@pytest.mark.parametrize("other_form", ["{0}", " {0} ", "{1} {2}", "{1}-{2}", "{3}"])
def test_65_20_1_a_number_of_the_app_opens_once_however_it_is_written(with_factor, other_form):
    user, secret = with_factor
    first, second = Client(), Client()
    give_password(first, user)
    give_password(second, user)
    code = code_now(secret)
    written = other_form.format(code, code[:3], code[3:], code.translate(str.maketrans("0123456789", "０１２３４５６７８９")))

    first.post(SECOND_FACTOR, {"code": code})
    second.post(SECOND_FACTOR, {"code": written})

    assert Authenticator.objects.get(user=user, type="totp").last_used_at is not None
    assert signed_in_as(second) is None


def test_65_20_1_a_number_of_the_app_does_not_open_again_while_it_is_still_taken(with_factor, time_passes):
    user, secret = with_factor
    first, second = Client(), Client()
    code = code_now(secret)
    give_password(first, user)
    first.post(SECOND_FACTOR, {"code": code})

    time_passes(31)
    give_password(second, user)
    second.post(SECOND_FACTOR, {"code": code})

    assert signed_in_as(second) is None


def test_65_20_0_a_cancelled_sign_in_leaves_nothing_to_the_next_one(visitor, confirmed, with_factor):
    owner_of_factor, secret = with_factor
    give_password(visitor, owner_of_factor)
    visitor.post("/accounts/logout/")  # 「キャンセル」

    give_password(visitor, confirmed)
    visitor.post(SECOND_FACTOR, {"code": code_now(secret)})

    assert signed_in_as(visitor) == str(confirmed.pk)
    assert {record["method"] for record in visitor.session["account_authentication_methods"]} == {"password"}


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "/\\evil.example/", "https:evil.example", "http://testserver@evil.example/"],
)
def test_65_19_5_sign_in_leads_nowhere_else_even_where_every_host_is_allowed(visitor, confirmed, settings, elsewhere):
    settings.ALLOWED_HOSTS = ["*"]

    answer = visitor.post(LOGIN, {"login": confirmed.email, "password": PASSWORD, "next": elsewhere})

    assert answer["Location"] == "/me/"


def test_65_19_2_setting_up_the_authenticator_app_is_limited(client_of, member):
    browser = client_of(member)
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})

    pages = [browser.post("/accounts/2fa/totp/activate/", {"code": f"00000{number}"}).content.decode() for number in range(8)]

    assert "確認できませんでした。" in pages[0]
    assert "短い間に操作が続いています。" in pages[-1]
    assert not Authenticator.objects.filter(user=member).exists()


def test_65_14_2_a_visitor_cannot_choose_the_address_that_he_is_counted_by(visitor, tried):
    for number in range(30):
        visitor.post(
            LOGIN,
            {"login": f"person-{number}@example.jp", "password": "wrong-wrong-1"},
            headers={"x-forwarded-for": f"203.0.113.{number}"},
        )

    assert len(tried) == 10


def test_65_14_2_behind_our_own_proxy_what_it_adds_counts_and_nothing_before_it(visitor, tried, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(30):
        visitor.post(
            LOGIN,
            {"login": f"person-{number}@example.jp", "password": "wrong-wrong-1"},
            headers={"x-forwarded-for": f"203.0.113.{number}, 198.51.100.{number % 2}"},
        )

    assert len(tried) == 20
