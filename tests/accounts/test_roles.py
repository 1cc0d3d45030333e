"""Roles as code: every right has words, each standing reads what the code says, and nobody gives more than he may."""

import pytest
from django.contrib.auth.models import Group

from accounts.actions import change_roles, grant_roles
from accounts.audiences import Reader, audiences_of
from accounts.models import User
from accounts.permissions import check_can_change_roles, roles_granted_by
from accounts.refusals import Refused, reason_against
from accounts.role_words import rights_in_words
from accounts.roles import EDITOR, HOST, MEMBER, MODERATOR, READER, REGISTRAR, REVIEWER, ROLES, STANDINGS, SUPPORTER
from bansou.moderation.models import Decision

pytestmark = pytest.mark.django_db


@pytest.fixture
def registrar() -> User:
    """Nao: registers people."""
    user = User.objects.create_user("nao@example.jp", "pass-word-1234", display_name="なお")
    grant_roles(user=user, roles=[REGISTRAR], by=None)
    return user


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_every_right_of_a_role_has_japanese_words(role):
    rights = rights_in_words(role)

    assert sum(len(verbs) for _, verbs in rights) == len(role.permissions + role.page_permissions + role.image_permissions)
    assert not any(text.isascii() for noun, verbs in rights for text in (noun, *verbs))


def test_each_standing_reads_what_the_code_says(member, supporter):
    from django.contrib.auth.models import AnonymousUser

    assert audiences_of(AnonymousUser()) == list(READER.audiences)
    assert audiences_of(member) == list(MEMBER.audiences)
    assert audiences_of(supporter) == list(SUPPORTER.audiences)


def test_a_reader_stands_for_all_of_his_audiences_and_tells_nothing_else(member, supporter, reviewer):
    from django.contrib.auth.models import AnonymousUser

    for person in (AnonymousUser(), member, supporter, reviewer):
        reader = Reader.like(person)

        assert audiences_of(reader) == list(reader.audiences) == audiences_of(person)
        for more in ("pk", "email", "is_superuser", "has_perm"):
            assert not hasattr(reader, more)


def test_no_role_gives_itself_or_a_right_that_it_gives_on():
    for role in ROLES:
        given = [other for other in ROLES if other.name in role.grants]
        assert role not in given
        assert not any(other.grants for other in given)


def test_the_page_of_roles_shows_every_role_and_right_to_all_staff(reviewer, registrar, client_of):
    for person in (reviewer, registrar):
        page = client_of(person).get("/admin/roles/").content.decode()

        assert all(f">{role.name}</h3>" in page for role in (*ROLES, *STANDINGS))
        for role in ROLES:
            assert all("、".join(verbs) in page for _, verbs in rights_in_words(role))
    assert HOST.follows_from in page


@pytest.mark.parametrize(
    ("roles", "refused"),
    [
        ([REVIEWER], ""),
        ([MODERATOR, EDITOR], ""),
        ([], ""),
        ([REGISTRAR], "「登録担当」"),
        ([REVIEWER, REGISTRAR], "「登録担当」"),
    ],
)
def test_a_registrar_gives_what_his_role_names_and_nothing_else(roles, refused, registrar, member):
    reason = reason_against(check_can_change_roles, registrar, member, roles)

    assert reason.startswith(refused) if refused else reason == ""


def test_a_registrar_takes_no_role_away_that_he_may_not_give(registrar, member):
    grant_roles(user=member, roles=[REGISTRAR, EDITOR], by=None)

    with pytest.raises(Refused, match="登録担当"):
        change_roles(user=member, roles=[EDITOR], by=registrar, reason="異動のため")
    change_roles(user=member, roles=[REGISTRAR], by=registrar, reason="異動のため")

    assert [group.name for group in member.groups.all()] == [REGISTRAR.name]


def test_nobody_changes_his_own_roles_or_an_owners(registrar, owner):
    assert "自分の役割" in reason_against(check_can_change_roles, registrar, registrar, [REVIEWER])
    assert "自分の役割" in reason_against(check_can_change_roles, owner, owner, [REVIEWER])
    assert "管理者の役割" in reason_against(check_can_change_roles, registrar, owner, [REVIEWER])


def test_who_has_no_role_that_gives_roles_gives_none(reviewer, supporter, member):
    for person in (reviewer, supporter, User()):
        assert roles_granted_by(person) == ()
    assert "登録担当" in reason_against(check_can_change_roles, reviewer, member, [EDITOR])


def test_somebody_who_cannot_sign_in_gets_no_role(owner, member):
    member.is_active = False
    member.save()

    assert "役割は付けられません" in reason_against(check_can_change_roles, owner, member, [EDITOR])


def test_an_owner_gives_every_role_and_the_record_has_the_reason(owner, member):
    change_roles(user=member, roles=ROLES, by=owner, reason="開設の準備のため")

    assert member.groups.count() == len(ROLES)
    assert User.objects.get(pk=member.pk).is_staff
    assert "（開設の準備のため）" in Decision.objects.about(member).get().reason


def test_reviewing_and_keeping_order_are_two_roles(member, client_of):
    grant_roles(user=member, roles=[REVIEWER], by=None)
    reviewers = client_of(member)
    assert reviewers.get("/admin/snippets/cases/case/").status_code == 200
    assert reviewers.get("/admin/reports/").status_code == 302

    grant_roles(user=member, roles=[MODERATOR], by=None)
    moderators = client_of(User.objects.get(pk=member.pk))
    assert moderators.get("/admin/reports/").status_code == 200
    assert moderators.get("/admin/snippets/cases/case/").status_code == 302


def test_who_reviewed_before_the_split_still_keeps_order(member):
    import importlib

    from django.apps import apps

    member.groups.add(Group.objects.get(name=REVIEWER.name))
    migration = importlib.import_module("accounts.migrations.0009_moderators")

    migration.keep_order_as_before(apps, None)

    assert set(member.groups.values_list("name", flat=True)) == {REVIEWER.name, MODERATOR.name}
