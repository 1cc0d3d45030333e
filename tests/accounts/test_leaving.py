"""Leaving: what ends at once, what stays, what can be undone, and what is gone after the days."""

import datetime

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.actions import (
    close_account,
    close_dormant,
    confirm_membership,
    drop_unconfirmed,
    erase_closed,
    grant_roles,
    reopen_account,
    save_profile,
    tell_dormant,
)
from accounts.actions.profiles import ProfileTexts
from accounts.models import LEFT_NAME, Closing, Look, Membership, Profile, User
from accounts.refusals import Refused
from accounts.roles import REGISTRAR
from bansou.drafts.models import Draft
from bansou.moderation.models import Decision, LimitCounter
from bansou.notifications.models import OutgoingMail
from cases.models import Case
from cases.statuses import Status
from knowhow.actions.counters import miscounted
from knowhow.models import Board, Bookmark, Follow, Reply, Topic
from tests.factories import make_case, photo_with_gps

pytestmark = pytest.mark.django_db

PASSWORD = "pass-word-1234"
_DAY = datetime.timedelta(days=1)


def make_post(model, author, number, **fields):
    words = f"面談の工夫その{number}を書きます。"
    return model.objects.create(
        author=author, organisation=author.organisation, body=words, body_html=f"<p>{words}</p>",
        submission_key=f"00000000-0000-0000-0000-{number:012}", **fields,
    )  # fmt: skip


@pytest.fixture
def board():
    return Board.objects.create(slug="talk", name="雑談の板", purpose="話す場所です。", audience="public")


@pytest.fixture
def alone(board, supporter):
    """Aoi's topic that nobody answered."""
    return make_post(Topic, supporter, 1, board=board, kind="talk", title="面談のはじめの五分")


@pytest.fixture
def answered(board, supporter, other_supporter):
    """Aoi's topic with a reply by Kaede."""
    topic = make_post(Topic, supporter, 2, board=board, kind="talk", title="沈黙を待つこと", reply_count=1)
    answer = make_post(Reply, other_supporter, 3, topic=topic)
    Topic.objects.filter(pk=topic.pk).update(last_posted_at=answer.created_at)
    return topic


@pytest.fixture
def reply(board, supporter, other_supporter):
    """Aoi's reply to a topic of Kaede's."""
    topic = make_post(Topic, other_supporter, 4, board=board, kind="talk", title="朝礼をどう始めるか", reply_count=1)
    return make_post(Reply, supporter, 5, topic=topic)


@pytest.fixture
def registrar(db):
    user = User.objects.create_user("kei@example.jp", PASSWORD, display_name="けい")
    grant_roles(user=user, roles=[REGISTRAR], by=None)
    return user


def sign_in(client, user) -> None:
    EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    answer = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert answer.status_code == 302
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def leave(client, choice="stay"):
    return client.post(reverse("accounts:close"), {"contributions": choice, "is_sure": "on"}, follow=True)


def test_leaving_ends_sessions_and_sign_in_and_says_so(client, supporter):
    sign_in(client, supporter)

    page = leave(client)

    assert "退会しました" in page.content.decode()
    assert client.get("/me/").status_code == 302
    assert not UserSession.objects.filter(user=supporter).exists()
    again = client.post(reverse("account_login"), {"login": "aoi@example.jp", "password": PASSWORD})
    assert again.status_code == 200
    assert [letter.subject for letter in mail.outbox if letter.to == ["aoi@example.jp"]][
        -1
    ] == "【伴走】退会の手続きが終わりました"


def test_leaving_asks_for_the_password_again(client_of, supporter):
    client = client_of(supporter)
    answer = client.post(reverse("accounts:close"), {"contributions": "stay", "is_sure": "on"})

    assert answer.url.startswith("/accounts/reauthenticate/")
    assert User.objects.get(pk=supporter.pk).closed_at is None
    page = client.post(answer.url, {"password": PASSWORD}, follow=True)
    assert "退会しました" in page.content.decode()
    assert client.get("/me/").status_code == 302


def test_leaving_needs_a_choice_and_a_tick(client, supporter):
    sign_in(client, supporter)

    page = client.post(reverse("accounts:close"), {}).content.decode()

    assert "「書いたものをどうしますか」を選んでください。" in page
    assert "「退会することを確かめました」を選んでください。" in page
    assert User.objects.get(pk=supporter.pk).is_active


def test_staff_give_their_role_back_before_they_leave(client, registrar, settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = False
    sign_in(client, registrar)

    assert "先に、ほかの職員に役割を外してもらってください" in leave(client).content.decode()
    with pytest.raises(Refused):
        close_account(user=registrar, by=registrar)


def test_what_stays_says_nothing_of_who_wrote_it(
    client, visitor, supporter, other_supporter, reviewer, client_of, answered, reply
):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED)
    sign_in(client, supporter)

    leave(client)

    reader = client_of(other_supporter)
    for address in (answered.get_absolute_url(), reply.topic.get_absolute_url(), case.get_absolute_url()):
        page = reader.get(address).content.decode()
        assert LEFT_NAME in page
        assert "あおい" not in page
        assert f"/people/{supporter.pk}/" not in page
    assert reader.get(reverse("knowhow:person", args=[supporter.pk])).status_code == 404


def test_what_is_withdrawn_is_out_of_sight_and_what_others_answered_stays(
    client, supporter, other_supporter, reviewer, alone, answered, reply
):
    own = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED)
    of_others = make_case(author=other_supporter, reviewer=reviewer, status=Status.PUBLISHED)
    sign_in(client, supporter)

    leave(client, "withdraw")

    client.logout()
    found = {
        name: client.get(thing.get_absolute_url().split("?")[0]).status_code
        for name, thing in {"alone": alone, "answered": answered, "own": own, "of_others": of_others}.items()
    }
    assert found == {"alone": 404, "answered": 200, "own": 410, "of_others": 200}
    assert reply.body not in client.get(reply.topic.get_absolute_url()).content.decode()
    assert not miscounted(Topic.objects.all())


def test_staff_undo_it_within_the_days(client, supporter, registrar, alone, reply):
    sign_in(client, supporter)
    leave(client, "withdraw")

    reopen_account(user=supporter, by=registrar, reason="ご本人から電話があった")

    person = User.objects.get(pk=supporter.pk)
    assert (person.display_name, person.email, person.is_supporter) == ("あおい", "aoi@example.jp", True)
    sign_in(client, person)
    client.logout()
    assert client.get(alone.get_absolute_url()).status_code == 200
    assert reply.body in client.get(reply.topic.get_absolute_url()).content.decode()
    assert not miscounted(Topic.objects.all())
    assert Decision.objects.filter(verb="退会を取り消した", by=registrar).exists()


def test_the_register_undoes_it_in_the_admin_with_a_reason(client_of, supporter, registrar, settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = False
    close_account(user=supporter, by=supporter)
    desk = client_of(registrar)

    listed = desk.get(reverse("closings:index")).content.decode()
    answer = desk.post(reverse("closings:edit", args=[supporter.pk]), {"why": "ご本人から電話があった"})

    assert "あおい" in listed
    assert "aoi@example.jp" not in listed
    assert answer.status_code == 302
    assert User.objects.get(pk=supporter.pk).is_active
    assert desk.get(reverse("closings:index")).status_code == 200


def test_other_staff_do_not_see_who_left(client_of, supporter, reviewer, settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = False
    close_account(user=supporter, by=supporter)

    assert client_of(reviewer).get(reverse("closings:index")).status_code == 302
    assert client_of(reviewer).get(reverse("closings:edit", args=[supporter.pk])).status_code == 302


def test_opening_somebodys_address_in_the_admin_is_written_down(client_of, supporter, owner, settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = False
    desk = client_of(owner)

    for person in (supporter, owner):
        desk.get(reverse("wagtailusers_users:edit", args=[person.pk]))

    assert [(look.by, look.at, look.what) for look in Look.objects.all()] == [(owner, supporter, "メールアドレス")]


def test_only_the_register_undoes_it_and_not_where_the_address_signed_up_anew(supporter, reviewer, registrar):
    close_account(user=supporter, by=supporter)

    with pytest.raises(Refused, match="登録担当"):
        reopen_account(user=supporter, by=reviewer, reason="理由")
    User.objects.create_user("aoi@example.jp", PASSWORD, display_name="あおい二世")
    with pytest.raises(Refused, match="もう一度登録"):
        reopen_account(user=supporter, by=registrar, reason="理由")


def test_after_the_days_nothing_of_the_person_is_left(client_of, supporter, other_supporter, registrar, alone, reply):
    save_profile(
        by=supporter,
        texts=ProfileTexts(display_name="あおい", organisation_shown="full", words="秘密の一言"),
        upload=photo_with_gps(),
    )
    draft_case = make_case(author=supporter)
    Draft.objects.create(
        person=supporter, place="topic:new", tab="00000000-0000-0000-0000-000000000009", sequence=1, fields='[["body", "x"]]',
        updated_at=timezone.now(),
    )  # fmt: skip
    Bookmark.objects.create(person=supporter, topic=reply.topic)
    Follow.objects.create(person=other_supporter, writer=supporter)
    close_account(user=supporter, by=supporter, withdraw=True)

    assert erase_closed(now=timezone.now() + 29 * _DAY) == 0
    assert erase_closed(now=timezone.now() + 31 * _DAY) == 1

    person = User.objects.get(pk=supporter.pk)
    assert (person.display_name, person.has_usable_password(), person.last_login) == (LEFT_NAME, False, None)
    of_the_person = (Closing, Profile, Membership, LimitCounter)
    assert not any(
        model.objects.filter(**{"person" if model is LimitCounter else "user": person}).exists() for model in of_the_person
    )
    assert not Draft.objects.filter(person=person).exists()
    assert not Bookmark.objects.filter(person=person).exists()
    assert not Follow.objects.filter(writer=person).exists()
    assert not OutgoingMail.objects.filter(recipient="aoi@example.jp").exists()
    assert not Case.objects.filter(pk=draft_case.pk).exists()
    assert "面談の工夫" not in Reply.objects.get(pk=reply.pk).body
    assert "面談の工夫" not in Topic.objects.get(pk=alone.pk).body
    assert not User.objects.filter(email__contains="aoi").exists()
    with pytest.raises(Refused, match="30日が過ぎた"):
        reopen_account(user=person, by=registrar, reason="理由")


def test_a_draft_that_a_team_writes_stays_with_the_team(supporter, other_supporter):
    case = make_case(author=supporter)
    case.members.create(user=other_supporter, role="second", organisation_type="society")
    close_account(user=supporter, by=supporter)

    erase_closed(now=timezone.now() + 31 * _DAY)

    assert Case.objects.of_team(other_supporter).filter(pk=case.pk).exists()


def test_the_same_person_may_sign_up_again_at_once(supporter):
    close_account(user=supporter, by=supporter)

    assert User.objects.create_user("aoi@example.jp", PASSWORD, display_name="あおい").is_active


def test_who_has_not_come_for_two_years_is_told_once_and_after_three_the_account_is_closed(member, supporter, registrar):
    now = timezone.now()
    User.objects.filter(pk__in=[member.pk, registrar.pk]).update(date_joined=now - 1200 * _DAY, last_login=now - 740 * _DAY)

    told = [tell_dormant(now=now), tell_dormant(now=now + _DAY)]
    closed = [close_dormant(now=now + 300 * _DAY), close_dormant(now=now + 360 * _DAY)]

    assert (told, closed) == ([1, 0], [0, 1])
    assert [letter.subject for letter in mail.outbox] == [
        "【伴走】しばらくログインがありません",
        "【伴走】退会の手続きが終わりました",
    ]
    assert User.objects.get(pk=member.pk).display_name == LEFT_NAME
    assert User.objects.get(pk=registrar.pk).is_active


def test_nobody_is_closed_who_was_not_told_a_month_before(member):
    now = timezone.now()
    User.objects.filter(pk=member.pk).update(date_joined=now - 2000 * _DAY)

    assert close_dormant(now=now) == 0
    tell_dormant(now=now)
    assert [close_dormant(now=now + 29 * _DAY), close_dormant(now=now + 31 * _DAY)] == [0, 1]


def test_who_came_back_after_the_letter_stays_and_is_told_of_the_next_absence(member):
    now = timezone.now()
    User.objects.filter(pk=member.pk).update(date_joined=now - 1000 * _DAY)
    tell_dormant(now=now)
    User.objects.filter(pk=member.pk).update(last_login=now + _DAY)

    assert close_dormant(now=now + 400 * _DAY) == 0
    assert tell_dormant(now=now + 800 * _DAY) == 1


def test_a_sign_up_that_nobody_confirmed_is_gone_after_two_weeks(member, supporter):
    joined = timezone.now() - 15 * _DAY
    for person, verified in ((member, False), (supporter, True)):
        EmailAddress.objects.create(user=person, email=person.email, verified=verified, primary=True)
        User.objects.filter(pk=person.pk).update(date_joined=joined)

    assert drop_unconfirmed(now=timezone.now() - 2 * _DAY) == 0
    assert drop_unconfirmed() == 1
    assert list(User.objects.filter(pk__in=[member.pk, supporter.pk])) == [supporter]


def test_the_belonging_ends_with_leaving(supporter, society):
    close_account(user=supporter, by=supporter)

    assert not Membership.objects.living().filter(user=supporter).exists()
    confirm_membership(
        user=User.objects.create_user("new@example.jp", PASSWORD, display_name="新"), organisation=society, by=None
    )
