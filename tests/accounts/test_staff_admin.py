"""People in Wagtail's admin: who is let in, and how an owner adds staff."""

import uuid

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import ReferenceIndex, Workflow

from accounts.models import User
from accounts.roles import EDITOR, MODERATOR
from cases.models import Case


def _role(role) -> str:
    return str(Group.objects.get(name=role.name).pk)


def test_an_owner_adds_a_person_and_gives_a_role(client_of, owner):
    page = client_of(owner)

    form = page.get("/admin/users/new/").content.decode()
    answer = page.post(
        "/admin/users/new/", {"email": "Yui@Example.JP", "display_name": "ゆい", "groups": [_role(MODERATOR)]}, follow=True
    )

    assert 'name="display_name"' in form
    assert ">None<" not in form
    yui = User.objects.get(email="yui@example.jp")
    assert yui.display_name == "ゆい"
    assert yui.is_staff
    assert yui.has_perm("wagtailadmin.access_admin")
    assert not yui.check_password("")
    assert "利用者「ゆい」を追加しました。" in answer.content.decode()


def test_an_owner_takes_a_role_away_and_the_person_is_no_longer_staff(client_of, owner, reviewer):
    page = client_of(owner)

    page.post(
        f"/admin/users/edit/{reviewer.pk}/",
        {"email": "emi@example.jp", "display_name": "えみ子", "is_active": "on", "groups": []},
    )

    reviewer = User.objects.get(pk=reviewer.pk)
    assert reviewer.display_name == "えみ子"
    assert not reviewer.is_staff
    assert client_of(reviewer).get("/admin/").status_code == 404


def test_an_address_that_somebody_has_is_refused_whatever_its_case(client_of, owner, member):
    answer = client_of(owner).post("/admin/users/new/", {"email": "REN@example.jp", "display_name": "れん二号"})

    assert answer.status_code == 200
    assert User.objects.filter(email__iexact="ren@example.jp").count() == 1


@pytest.mark.parametrize("address", ["/admin/users/delete/{pk}/", "/admin/bulk/accounts/user/delete/?id={pk}&next=/admin/users/"])
def test_an_author_of_a_case_is_not_deleted_and_the_owner_learns_why(client_of, owner, supporter, address):
    Case.objects.create(title="題名", author=supporter, submission_key=uuid.uuid4(), live=False)
    ReferenceIndex.objects.all().delete()  # with it Wagtail does not even offer the button; the worker may be late

    answer = client_of(owner).post(address.format(pk=supporter.pk))

    assert answer.status_code == 403
    assert "ほかのデータで使われているため、削除できません" in answer.content.decode()
    assert User.objects.filter(pk=supporter.pk).exists()


@pytest.mark.parametrize("address", ["/admin/users/", "/admin/users/new/", "/admin/groups/", "/admin/users/edit/{pk}/"])
def test_a_reviewer_does_not_open_the_pages_of_people(client_of, reviewer, member, address):
    answer = client_of(reviewer).get(address.format(pk=member.pk))

    assert answer.status_code == 302
    assert answer["Location"] == "/admin/"


@pytest.mark.parametrize("address", ["/admin/", "/admin/users/", "/admin/account/", "/admin/nothing-here/"])
def test_members_and_supporters_find_nothing_under_admin(client_of, supporter, address):
    assert client_of(supporter).get(address).status_code == 404


@pytest.mark.parametrize("address", ["/admin/", "/admin/users/", "/admin/nothing-here/"])
def test_a_visitor_is_asked_to_sign_in_on_our_page(visitor, address):
    answer = visitor.get(address, follow=True)

    assert answer.redirect_chain[-1][0].startswith("/accounts/login/?next=")


@pytest.mark.parametrize(
    ("address", "ours"),
    [
        ("/admin/login/?next=/admin/", "/accounts/login/?next=/admin/"),
        ("/admin/password_reset/", "/accounts/password/reset/"),
        ("/admin/password_reset/done/", "/accounts/password/reset/"),
        ("/admin/password_reset/confirm/MQ/abc-123/", "/accounts/password/reset/"),
    ],
)
def test_wagtails_own_pages_for_signing_in_lead_to_ours(visitor, address, ours):
    answer = visitor.get(address)

    assert answer.status_code == 302
    assert answer["Location"] == ours


def test_wagtails_own_login_form_takes_no_password(reviewer):
    browser = Client()

    browser.post("/admin/login/", {"username": "emi@example.jp", "password": "pass-word-1234"})

    assert "_auth_user_id" not in browser.session


def test_staff_change_their_display_name_but_neither_address_nor_password_in_the_admin(client_of, reviewer):
    page = client_of(reviewer)

    form = page.get("/admin/account/").content.decode()
    answer = page.post(
        "/admin/account/",
        {
            "display_name-display_name": "えみ・確認",
            "name_email-email": "other@example.jp",
            "password-new_password1": "another-pass-1",
            "password-new_password2": "another-pass-1",
            "theme-theme": "system",
            "theme-contrast": "system",
            "theme-density": "default",
        },
    )

    assert answer.status_code == 302
    reviewer.refresh_from_db()
    assert reviewer.display_name == "えみ・確認"
    assert reviewer.email == "emi@example.jp"
    assert reviewer.check_password("pass-word-1234")
    for part in ("first_name", "last_name", "avatar-avatar", "old_password"):
        assert part not in form


def test_only_our_own_roles_and_review_are_there(db):
    assert not Group.objects.filter(name__in=("Moderators", "Editors")).exists()
    assert Group.objects.filter(name=EDITOR.name).exists()
    assert not Workflow.objects.filter(name="Moderators approval").exists()


def test_the_menus_offer_nothing_that_the_next_start_undoes_and_no_foreign_page(client_of, owner):
    page = client_of(owner).get("/admin/").content.decode()

    assert "/admin/users/" in page
    assert '"/admin/groups/"' not in page
    assert "guide.wagtail.org" not in page
    assert "releases.wagtail.io" not in page
