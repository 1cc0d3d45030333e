"""Sign-in through an agency's own OpenID Connect provider, which is set up by the environment alone."""

from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from accounts.models import User
from bansou.settings import env
from tests.accounts.identity_server import CLIENT_ID, CLIENT_SECRET, IdentityServer

pytestmark = pytest.mark.django_db
LOGIN, CALLBACK = "/accounts/oidc/agency/login/", "/accounts/oidc/agency/login/callback/"


@pytest.fixture(scope="module")
def running_server() -> Iterator[IdentityServer]:
    server = IdentityServer()
    yield server
    server.close()


@pytest.fixture
def server(running_server) -> IdentityServer:
    running_server.person = {"sub": "mio-1", "name": "みお", "email": "mio@agency.example.jp", "email_verified": True}
    running_server.audience = CLIENT_ID
    return running_server


@pytest.fixture
def set_up(settings, monkeypatch, server):
    """Put the provider into the environment, as an operator does."""

    def _set_up(**more: str) -> None:
        names = {"ISSUER": server.issuer, "CLIENT_ID": CLIENT_ID, "CLIENT_SECRET": CLIENT_SECRET, "NAME": "庁内ID"} | more
        for name, value in names.items():
            monkeypatch.setenv(f"BANSOU_OIDC_{name}", value)
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [env.identity_provider()]}}

    return _set_up


def come_through(browser: Client, server: IdentityServer, *, query: str = ""):
    """Press the button, be signed in over there, come back; the answer of the site."""
    sent_away = browser.post(f"{LOGIN}?process=login{query}")
    assert sent_away["Location"].startswith(f"{server.issuer}/authorize?")
    return browser.get(server.authorize(sent_away["Location"]))


def person_with(address: str, *, is_staff: bool = False) -> User:
    user = User.objects.create_user(address, "pass-word-1234", display_name="みお", is_staff=is_staff, is_superuser=is_staff)
    EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    return user


def known_here(user: User) -> None:
    SocialAccount.objects.create(user=user, provider="agency", uid="mio-1")


def signed_in_as(browser: Client) -> str | None:
    return browser.session.get("_auth_user_id")


def test_without_a_provider_the_page_of_sign_in_offers_none_and_its_address_is_not_there(visitor):
    assert "/accounts/oidc/" not in visitor.get("/accounts/login/").content.decode()
    assert visitor.post(LOGIN).status_code == 404


def test_somebody_new_sees_the_form_of_sign_up_with_name_and_address_filled_in(visitor, server, set_up):
    set_up()

    assert "庁内IDでログイン" in visitor.get("/accounts/login/").content.decode()
    answer = come_through(visitor, server)
    page = visitor.get(answer["Location"]).content.decode()

    assert answer["Location"] == "/accounts/3rdparty/signup/"
    assert 'value="みお"' in page
    assert 'value="mio@agency.example.jp"' in page
    assert not User.objects.filter(email="mio@agency.example.jp").exists()


def test_the_site_asks_with_pkce_and_a_state(visitor, server, set_up):
    set_up()

    come_through(visitor, server)

    assert server.asked["code_challenge_method"] == "S256"
    assert len(server.asked["state"]) >= 16
    assert server.asked["client_id"] == CLIENT_ID


def test_an_address_that_an_untrusted_provider_calls_confirmed_gets_our_own_mail(visitor, server, set_up, as_person):
    set_up()
    come_through(visitor, server)

    visitor.post("/accounts/3rdparty/signup/", {"display_name": "みお", "email": "mio@agency.example.jp"} | as_person())

    assert signed_in_as(visitor) is None
    assert not EmailAddress.objects.get(email="mio@agency.example.jp").verified
    assert mail.outbox[0].to == ["mio@agency.example.jp"]


def test_an_address_that_a_trusted_provider_has_confirmed_needs_no_mail(visitor, server, set_up, as_person):
    set_up(TRUSTED="on")
    come_through(visitor, server)

    visitor.post("/accounts/3rdparty/signup/", {"display_name": "みお", "email": "mio@agency.example.jp"} | as_person())

    assert signed_in_as(visitor) == str(User.objects.get(email="mio@agency.example.jp").pk)


def test_an_untrusted_provider_opens_no_account_by_its_address(visitor, server, set_up, as_person):
    person = person_with("mio@agency.example.jp")
    set_up()
    come_through(visitor, server)

    visitor.post("/accounts/3rdparty/signup/", {"display_name": "みお", "email": "mio@agency.example.jp"} | as_person())

    assert signed_in_as(visitor) is None
    assert not SocialAccount.objects.filter(user=person).exists()
    assert mail.outbox[0].subject == "【伴走】すでに登録されています"


@pytest.mark.parametrize(("confirmed", "opens"), [(True, True), (False, False)])
def test_a_trusted_provider_opens_the_account_of_an_address_that_it_has_confirmed(visitor, server, set_up, confirmed, opens):
    person = person_with("mio@agency.example.jp")
    server.person["email_verified"] = confirmed
    set_up(TRUSTED="on")

    come_through(visitor, server)

    assert (signed_in_as(visitor) == str(person.pk)) is opens


def test_a_person_who_is_known_comes_in_and_lands_where_he_was_going(visitor, server, set_up):
    person = person_with("mio@example.jp")
    known_here(person)
    set_up()

    answer = come_through(visitor, server, query="&next=/knowhow/")

    assert signed_in_as(visitor) == str(person.pk)
    assert answer["Location"] == "/knowhow/"


def test_a_next_page_elsewhere_is_not_followed(visitor, server, set_up):
    known_here(person_with("mio@example.jp"))
    set_up()

    answer = come_through(visitor, server, query="&next=https://evil.example/")

    assert answer["Location"] == "/me/"


def test_staff_who_come_through_the_provider_still_give_their_second_factor(visitor, server, set_up):
    owner = person_with("mio@example.jp", is_staff=True)
    known_here(owner)
    TOTP.activate(owner, generate_totp_secret())
    RecoveryCodes.activate(owner)
    set_up(TRUSTED="on")

    answer = come_through(visitor, server)

    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert signed_in_as(visitor) is None


def test_staff_without_a_second_factor_come_in_and_do_not_reach_the_admin(visitor, server, set_up, settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = True
    known_here(person_with("mio@example.jp", is_staff=True))
    set_up(TRUSTED="on")

    come_through(visitor, server)

    assert visitor.get("/admin/")["Location"].startswith("/accounts/2fa/")


def test_a_token_for_another_site_does_not_sign_in(visitor, server, set_up):
    known_here(person_with("mio@example.jp"))
    set_up()
    server.audience = "somebody-else"

    answer = come_through(visitor, server)

    assert signed_in_as(visitor) is None
    assert "ログインできませんでした" in answer.content.decode()


def test_an_answer_that_this_browser_did_not_ask_for_does_not_sign_in(visitor, server, set_up):
    known_here(person_with("mio@example.jp"))
    set_up()
    elsewhere = Client()
    address = server.authorize(elsewhere.post(f"{LOGIN}?process=login")["Location"])

    visitor.get(address)

    assert signed_in_as(visitor) is None


def test_somebody_signed_in_proves_himself_connects_disconnects_and_is_told_by_mail(client_of, server, set_up):
    person = person_with("mio@example.jp")
    set_up()
    browser = client_of(person)

    asked = browser.get(server.authorize(browser.post(f"{LOGIN}?process=connect")["Location"]))
    assert asked["Location"] == "/accounts/reauthenticate/"
    assert not SocialAccount.objects.exists()
    browser.post("/accounts/reauthenticate/", {"password": "pass-word-1234"})
    account = SocialAccount.objects.get(user=person)
    assert "庁内ID（" in browser.get("/accounts/3rdparty/").content.decode()
    browser.post("/accounts/3rdparty/", {"account": account.pk})

    assert not SocialAccount.objects.exists()
    assert [letter.subject for letter in mail.outbox] == [
        "【伴走】外部のアカウントがつながりました",
        "【伴走】外部のアカウントを外しました",
    ]
    assert "「庁内ID」" in mail.outbox[0].body


def test_the_button_may_lead_to_the_provider_and_nowhere_else(set_up):
    set_up(ISSUER="https://id.example.jp/realms/office")

    provider = env.identity_provider()

    assert provider is not None
    assert provider["settings"]["origin"] == "https://id.example.jp"  # what the policy of the pages adds to form-action


def test_a_provider_without_https_stops_the_start(set_up):
    with pytest.raises(ImproperlyConfigured, match="https://"):
        set_up(ISSUER="http://id.example.jp")
