"""The second factor: how its secrets lie in the database, whom it guards, to whom it is offered."""

import importlib
import io
import json
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.fernet import Fernet, InvalidToken
from django.apps import apps
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import path, reverse

from accounts.access import recently_authenticated
from accounts.actions import grant_roles, remove_second_factors
from accounts.models import SecondFactorOffer, User
from accounts.refusals import Refused
from accounts.roles import REGISTRAR
from bansou.moderation.models import Decision
from bansou.urls import urlpatterns as _site
from tests.accounts.signing_in import (
    PASSWORD,
    SECRET,
    confirmed,
    is_signed_in,
    number_now,
    recovery_codes,
    type_password,
    with_app,
)


@recently_authenticated
def _act(request):
    return HttpResponse(f"{request.method} {request.POST.get('words', '')}")


urlpatterns = [path("act/", _act), *_site]


@pytest.fixture
def aoi(supporter):
    """Aoi, with an authenticator app."""
    return with_app(confirmed(supporter))


@pytest.fixture
def emi(reviewer, settings):
    """Emi of the staff, on a site that asks staff for a second factor."""
    settings.STAFF_SECOND_FACTOR_REQUIRED = True
    return confirmed(reviewer)


def _sign_in(client, user, number, *, trust="skip"):
    type_password(client, user)
    client.post(reverse("mfa_authenticate"), {"code": number})
    return client.post(reverse("mfa_trust"), {"action": trust})


# -- secrets ----------------------------------------------------------------------------------------------------------
def test_no_secret_can_be_read_from_the_database(aoi):
    stored = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))

    assert SECRET not in stored
    assert stored.count('"gAAAA') == 2
    assert TOTP(Authenticator.objects.get(type="totp")).validate_code(number_now())


def test_a_new_key_comes_first_the_old_one_still_opens_and_goes_after_resealing(aoi, settings):
    codes, old, new = recovery_codes(aoi), settings.SECOND_FACTOR_KEYS[0], Fernet.generate_key().decode()
    settings.SECOND_FACTOR_KEYS = [new, old]
    with_both = recovery_codes(aoi)

    call_command("reseal_second_factors", stdout=(told := io.StringIO()))

    settings.SECOND_FACTOR_KEYS = [new]
    assert with_both == recovery_codes(aoi) == codes
    assert told.getvalue() == "2\n"
    settings.SECOND_FACTOR_KEYS = [old]
    with pytest.raises(InvalidToken):
        recovery_codes(aoi)


def test_secrets_from_before_there_was_a_key_are_sealed_by_the_migration(member):
    row = Authenticator.objects.create(user=member, type="totp", data={"secret": SECRET})
    migration = importlib.import_module("accounts.migrations.0003_seal_second_factors")

    migration.seal(apps, None)
    row.refresh_from_db()
    sealed = row.data["secret"]
    opened = TOTP(row).validate_code(number_now())
    migration.unseal(apps, None)
    row.refresh_from_db()

    assert SECRET not in sealed
    assert opened
    assert row.data["secret"] == SECRET


# -- signing in -------------------------------------------------------------------------------------------------------
def test_the_password_alone_does_not_sign_in(visitor, aoi):
    answer = type_password(visitor, aoi)

    assert answer.url == reverse("mfa_authenticate")
    assert not is_signed_in(visitor)


@pytest.mark.parametrize("late", [0, 29, 59])
def test_a_number_opens_once_however_long_it_would_be_right(visitor, aoi, monkeypatch, late):
    start = (int(time.time()) // 30) * 30
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time.time", lambda: start)
    number = number_now()
    _sign_in(visitor, aoi, number)
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time.time", lambda: start + late)
    cache.delete(f"allauth.mfa.totp.used?user={aoi.pk}&code={number}")  # what allauth remembers, for half a minute

    other = Client()
    for typed in (number, "　".join(number), number.translate(str.maketrans("0123456789", "０１２３４５６７８９"))):
        _sign_in(other, aoi, typed)

    assert is_signed_in(visitor)
    assert not is_signed_in(other)


def test_whoever_lost_the_telephone_signs_in_with_a_recovery_code_once(visitor, aoi):
    code = recovery_codes(aoi)[3]

    _sign_in(visitor, aoi, code)
    other = Client()
    _sign_in(other, aoi, code)

    assert is_signed_in(visitor)
    assert not is_signed_in(other)
    assert len(recovery_codes(aoi)) == 9


def test_a_trusted_browser_is_spared_the_second_step_until_the_password_changes(visitor, aoi):
    _sign_in(visitor, aoi, number_now(), trust="trust")
    visitor.post(reverse("account_logout"))

    type_password(visitor, aoi)
    spared = is_signed_in(visitor)
    visitor.post(reverse("account_logout"))
    aoi.set_password("another-word-5678")
    aoi.save()
    visitor.post(reverse("account_login"), {"login": aoi.email, "password": "another-word-5678"})

    assert spared
    assert not is_signed_in(visitor)


def test_signing_out_other_devices_ends_what_they_were_spared_and_not_what_this_one_is(visitor, aoi):
    lost = Client()
    for browser in (lost, visitor):
        _sign_in(browser, aoi, number_now(), trust="trust")
        lost.post(reverse("account_logout"))
        cache.clear()  # a number opens once
    codes = recovery_codes(aoi)

    page = visitor.get(reverse("usersessions_list")).content.decode()
    visitor.post(reverse("usersessions_list"))
    visitor.post(reverse("account_logout"))
    for browser in (lost, visitor):
        type_password(browser, aoi)

    assert "次のログインからまた確認が要ります" in page
    assert not is_signed_in(lost)
    assert is_signed_in(visitor)
    assert recovery_codes(aoi) == codes


def test_a_browser_is_trusted_for_its_owner_alone(visitor, aoi, other_supporter):
    kaede = confirmed(other_supporter)
    TOTP.activate(kaede, SECRET)
    _sign_in(visitor, aoi, number_now(), trust="trust")
    visitor.post(reverse("account_logout"))

    type_password(visitor, kaede)

    assert not is_signed_in(visitor)


# -- recovery codes ---------------------------------------------------------------------------------------------------
def test_recovery_codes_are_shown_once_and_their_owner_hears_of_the_app(client_of, supporter, settings):
    client = client_of(confirmed(supporter))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.get(reverse("mfa_activate_totp"))
    session = client.session
    session["mfa.totp.secret"] = SECRET
    session.save()

    answer = client.post(reverse("mfa_activate_totp"), {"code": number_now()}, follow=True).content.decode()
    codes = recovery_codes(supporter)
    again = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    download = client.get(reverse("mfa_download_recovery_codes"))

    assert all(code in answer for code in codes)
    assert not any(code in again for code in codes)
    assert "控えが見つからないときは" in again
    assert download.status_code == 403


# -- passkeys (made and used: tests/browser/test_signing_in.py) -------------------------------------------------------
def test_a_passkey_is_called_as_its_owner_likes_and_by_nobody_else(client_of, supporter, member):
    key = Authenticator.objects.create(user=supporter, type="webauthn", data={"name": "WindowsパソコンのEdge", "credential": {}})
    address = reverse("mfa_edit_webauthn", args=[key.pk])
    for client in (own := client_of(supporter), other := client_of(member)):
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    page = own.get(address).content.decode()
    own.post(address, {"name": " 職場の　パソコン "})
    refused = other.post(address, {"name": "わたしの"})
    key.refresh_from_db()

    assert 'value="WindowsパソコンのEdge"' in page
    assert key.wrap().name == "職場の パソコン"
    assert refused.status_code == 404


def test_the_ways_of_showing_who_one_is_are_named_in_our_words(client_of, aoi):
    page = client_of(aoi).get(reverse("account_reauthenticate")).content.decode()

    assert "認証アプリか復旧コードで確かめる" in page
    assert "パスワードを忘れたときは" in page


# -- staff ------------------------------------------------------------------------------------------------------------
def test_staff_without_a_second_factor_are_led_to_it_from_every_page_of_the_admin(client_of, emi):
    client = client_of(emi)

    for address in ("/admin/", "/admin/pages/", "/admin/snippets/cases/case/"):
        answer = client.get(address, follow=True)
        assert answer.redirect_chain[-1][0] == reverse("mfa_index")
        assert "パスキーか認証アプリを登録してください" in answer.content.decode()


def test_recovery_codes_alone_open_no_admin(client_of, emi):
    Authenticator.objects.create(user=emi, type="recovery_codes", data={"seed": "x", "used_mask": 0})

    assert client_of(emi).get("/admin/").url == reverse("mfa_index")


def test_staff_who_signed_in_before_they_had_one_show_it_and_go_on(client_of, emi):
    client = client_of(emi)
    with_app(emi)

    led = client.get("/admin/pages/?q=a")
    shown = client.post(led.url, {"code": number_now(), "next": "/admin/pages/?q=a"})
    entered = client.get("/admin/")

    assert led.url.startswith(f"{reverse('mfa_reauthenticate')}?next=%2Fadmin%2Fpages")
    assert shown.url == "/admin/pages/?q=a"
    assert entered.status_code == 200


def test_staff_who_signed_in_with_it_enter(visitor, emi):
    _sign_in(visitor, with_app(emi), number_now())

    assert visitor.get("/admin/").status_code == 200


def test_staff_enter_from_a_browser_that_they_trust(visitor, emi):
    _sign_in(visitor, with_app(emi), number_now(), trust="trust")
    visitor.post(reverse("account_logout"))

    type_password(visitor, emi)

    assert visitor.get("/admin/").status_code == 200


# -- everything lost --------------------------------------------------------------------------------------------------
@pytest.fixture
def registrar(db):
    """Mai of the staff, who confirms people."""
    user = User.objects.create_user("mai@example.jp", PASSWORD, display_name="まい")
    grant_roles(user=user, roles=[REGISTRAR], by=None)
    return user


def test_a_registrar_helps_somebody_who_lost_device_and_codes(visitor, aoi, registrar):
    finder = Client()
    _sign_in(finder, aoi, number_now(), trust="trust")
    finder.get("/me/")

    remove_second_factors(user=aoi, by=registrar, reason="職場に電話をかけて、ご本人と確かめた")
    type_password(visitor, aoi)

    assert is_signed_in(visitor)
    assert finder.get("/me/").status_code == 302
    assert mail.outbox[-1].subject == "【伴走】二段階認証を外しました"
    decision = Decision.objects.latest("pk")
    assert (decision.by, decision.verb, decision.reason) == (
        registrar,
        "二段階認証を外した",
        "職場に電話をかけて、ご本人と確かめた",
    )


def test_only_an_owner_helps_staff_only_registrars_help_people_and_nobody_himself(aoi, registrar, reviewer, owner):
    remove_second_factors(user=with_app(reviewer), by=owner, reason="隣の席で確かめた")

    for user, by, words in (
        (reviewer, registrar, "所有者だけ"),
        (aoi, reviewer, "登録担当の仕事"),
        (registrar, registrar, "マイページ"),
    ):
        with pytest.raises(Refused, match=words):
            remove_second_factors(user=user, by=by, reason="確かめた")
    assert not Authenticator.objects.filter(user=reviewer).exists()
    assert Authenticator.objects.filter(user=aoi).count() == 2


def test_the_operator_helps_with_a_command(aoi):
    call_command("remove_second_factors", "AOI@example.jp", reason="所有者の依頼書による")

    assert not Authenticator.objects.exists()
    assert Decision.objects.latest("pk").actor == "運用のコマンド"
    with pytest.raises(CommandError, match="Nobody"):
        call_command("remove_second_factors", "nobody@example.jp", reason="確かめた")


# -- the offer --------------------------------------------------------------------------------------------------------
def test_a_supporter_is_offered_a_second_factor_until_he_puts_it_off(client_of, supporter):
    client = client_of(supporter)
    words = "パスキーで、もっと安全に"

    before = client.get("/me/").content.decode()
    answer = client.post(reverse("accounts:second_factor_later"), follow=True).content.decode()

    assert words in before
    assert words not in answer
    assert "いつでも登録できます" in answer
    assert SecondFactorOffer.objects.filter(user=supporter).count() == 1


def test_nobody_is_offered_what_he_has_or_does_not_need(client_of, aoi, member):
    for person in (aoi, member):
        assert "パスキーで、もっと安全に" not in client_of(person).get("/me/").content.decode()


def test_putting_the_offer_off_twice_is_once(client_of, supporter):
    client = client_of(supporter)

    client.post(reverse("accounts:second_factor_later"))
    answer = client.post(reverse("accounts:second_factor_later"))

    assert answer.status_code == 302
    assert SecondFactorOffer.objects.count() == 1


# -- sensitive acts ---------------------------------------------------------------------------------------------------
def test_a_sensitive_act_asks_once_more_who_it_is_and_goes_on_with_what_was_sent(client_of, member, settings):
    settings.ROOT_URLCONF = __name__
    client = client_of(confirmed(member))

    asked = client.post("/act/", {"words": "長い文章"})
    done = client.post(asked.url, {"password": PASSWORD, "next": "/act/"})
    again = client.get("/act/")

    assert asked.url == f"{reverse('account_reauthenticate')}?next=%2Fact%2F"
    assert done.content.decode() == "POST 長い文章"
    assert again.content.decode() == "GET "


def test_after_five_minutes_a_sensitive_act_asks_again(client_of, member, settings, monkeypatch):
    settings.ROOT_URLCONF = __name__
    client = client_of(confirmed(member))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    now = time.time()
    monkeypatch.setattr("allauth.account.internal.flows.reauthentication.time.time", lambda: now + 301)

    assert client.get("/act/").status_code == 302


def test_a_visitor_is_sent_to_sign_in_before_a_sensitive_act(visitor, db, settings):
    settings.ROOT_URLCONF = __name__

    assert visitor.get("/act/").url == "/accounts/login/?next=/act/"


# -- sessions ---------------------------------------------------------------------------------------------------------
def test_other_devices_are_signed_out_and_this_one_stays(member):
    confirmed(member)
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        type_password(client, member)
        client.get("/me/")

    listed = here.get(reverse("usersessions_list")).content.decode()
    here.post(reverse("usersessions_list"))

    assert listed.count("session-list__item") == 2
    assert here.get("/me/").status_code == 200
    assert elsewhere.get("/me/").status_code == 302


def test_a_change_of_password_signs_out_everywhere_else_and_is_told_by_mail(member):
    confirmed(member)
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        type_password(client, member)
    here.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    here.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "yama-no-ue-no-kumo", "password2": "yama-no-ue-no-kumo"},
    )

    assert here.get("/me/").status_code == 200
    assert elsewhere.get("/me/").status_code == 302
    assert "パスワード" in mail.outbox[-1].subject
