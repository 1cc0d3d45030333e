"""The people desk: registrars and moderators find people, see how they stand, and do what their roles allow, with a reason in the record."""

import pytest
from django.core import mail

from accounts.actions import confirm_membership, grant_roles
from accounts.models import Membership, Organisation, User
from accounts.roles import MODERATOR, REGISTRAR
from bansou.moderation.models import Decision

pytestmark = pytest.mark.django_db


@pytest.fixture
def registrar() -> User:
    """Nao: registers people."""
    user = User.objects.create_user("nao@example.jp", "pass-word-1234", display_name="なお")
    grant_roles(user=user, roles=[REGISTRAR], by=None)
    return user


@pytest.fixture
def desk(registrar, client_of):
    return client_of(registrar)


def found(client, words: str, who: str = "") -> list[str]:
    """The names in the list."""
    page = client.get("/admin/people/", {"q": words, "who": who})
    return [row["person"].display_name for row in page.context["rows"]]


def do(client, person: User, act: str, **words):
    fields = {f"{act}-{name}": value for name, value in words.items()}
    return client.post(f"/admin/people/{person.pk}/", {"act": act, **fields})


@pytest.mark.parametrize("words", ["あおい", "見本町", "aoi@example.jp", " AOI@example.jp "])
def test_somebody_is_found_by_name_organisation_or_whole_address(words, desk, supporter):
    assert "あおい" in found(desk, words)


def test_somebody_is_found_by_number(desk, supporter):
    assert found(desk, str(supporter.pk)) == ["あおい"]


@pytest.mark.parametrize("words", ["aoi@", "aoi@example.j", "@example.jp", "aoi", "example"])
def test_part_of_an_address_finds_nobody(words, desk, supporter):
    assert found(desk, words) == []


def test_the_list_is_narrowed_to_those_who_stand_alike(desk, supporter, member, registrar, reviewer):
    from bansou.moderation.actions import suspend

    suspend(by=reviewer, person=member, until=None, reason="宣伝を繰り返したため。")

    assert found(desk, "", "supporters") == ["あおい"]
    assert found(desk, "", "without") == ["れん"]
    assert set(found(desk, "", "staff")) == {"なお", "えみ"}
    assert found(desk, "", "suspended") == ["れん"]
    assert found(desk, "", "closed") == []


def test_the_list_asks_the_same_for_one_and_for_fifty(desk, society, django_assert_max_num_queries):
    def make(number: int) -> None:
        person = User.objects.create_user(f"p{number}@example.jp", None, display_name=f"人{number}")
        confirm_membership(user=person, organisation=society, by=None)

    make(0)
    with django_assert_max_num_queries(100) as one:
        desk.get("/admin/people/")
    for number in range(1, 50):
        make(number)
    with django_assert_max_num_queries(len(one)):
        desk.get("/admin/people/")


def test_no_page_shows_an_address_before_somebody_said_why(desk, supporter):
    listed = desk.get("/admin/people/").content.decode()
    opened = desk.get(f"/admin/people/{supporter.pk}/").content.decode()
    refused = do(desk, supporter, "address", reason="")

    assert supporter.email not in listed + opened + refused.content.decode()
    assert refused.status_code == 422
    assert not Decision.objects.about(supporter).filter(verb="メールアドレスを見た").exists()


def test_a_look_at_an_address_is_written_down_with_its_reason(desk, registrar, supporter):
    page = do(desk, supporter, "address", reason="届かないメールについて電話があったため")

    look = Decision.objects.about(supporter).get(verb="メールアドレスを見た")
    assert supporter.email in page.content.decode()
    assert (look.by, look.reason) == (registrar, "届かないメールについて電話があったため")
    assert "届かないメールについて" in desk.get(f"/admin/people/{supporter.pk}/").content.decode()
    assert supporter.email not in desk.get(f"/admin/people/{supporter.pk}/").content.decode()


def test_a_registrar_confirms_where_somebody_belongs(desk, registrar, member, society):
    do(desk, member, "verify", organisation=society.pk, reason="職員名簿で確かめました")

    membership = Membership.objects.living().get(user=member)
    assert (membership.organisation, membership.confirmed_by) == (society, registrar)
    assert "職員名簿" in Decision.objects.about(member).get(verb="所属を確認した").reason


def test_an_organisation_that_nobody_verified_makes_no_supporter_at_the_desk(desk, member):
    unknown = Organisation.objects.create(name="未確認", organisation_type="other", prefecture="13")

    answer = do(desk, member, "verify", organisation=unknown.pk, reason="電話で確かめました")

    assert answer.status_code == 422
    assert not member.memberships.exists()


def test_a_registrar_gives_a_role_with_a_reason_and_no_more_than_he_may(desk, member):
    do(desk, member, "roles", roles=[MODERATOR.name], reason="4月からの担当です")
    refused = do(desk, member, "roles", roles=[REGISTRAR.name], reason="4月からの担当です")

    assert [group.name for group in member.groups.all()] == [MODERATOR.name]
    assert refused.status_code == 422
    assert "4月からの担当" in Decision.objects.about(member).latest("pk").reason


def test_a_moderator_sees_people_and_is_told_what_others_do(reviewer, member, client_of):
    page = client_of(reviewer).get(f"/admin/people/{member.pk}/").content.decode()
    answer = do(client_of(reviewer), member, "roles", roles=[MODERATOR.name], reason="私が頼みました")

    assert "所属を確認できるのは、登録担当の職員です。" in page
    assert f"/admin/suspensions/new/?person={member.pk}" in page
    assert answer.status_code == 422
    assert not member.groups.exists()


def test_a_registrar_opens_the_desk_but_not_wagtails_users(desk, member):
    assert desk.get("/admin/people/").status_code == 200
    for address in ("/admin/users/", "/admin/users/new/", f"/admin/users/edit/{member.pk}/"):
        assert desk.get(address).status_code == 302


def test_nobody_confirms_where_he_himself_belongs(desk, registrar, society):
    answer = do(desk, registrar, "verify", organisation=society.pk, reason="私の所属です")

    assert answer.status_code == 422
    assert not registrar.memberships.exists()


def test_staff_who_do_not_keep_people_are_refused(client_of, member):
    from accounts.roles import EDITOR

    grant_roles(user=member, roles=[EDITOR], by=None)

    for address in ("/admin/people/", f"/admin/people/{member.pk}/"):
        assert client_of(member).get(address).status_code == 403
    assert mail.outbox == []
