"""Invitations: a link that opens once, for one address, for ninety days; whoever is new signs up on the way and lands where he was invited to."""

import datetime
import re
import uuid

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.actions import confirm_membership
from accounts.invitations import waiting_for
from accounts.link_tokens import hash_of
from accounts.models import Invitation, Membership, Organisation, User
from accounts.models.invitation import TOKENS, InvitationStatus
from accounts.refusals import Refused
from bansou.moderation.actions import suspend
from bansou.moderation.limits import RATES
from cases import team_actions
from knowhow.actions import open_clinic
from knowhow.models import Board, Clinic
from tests.factories import make_case

pytestmark = pytest.mark.django_db
NEW = "midori@example.jp"


@pytest.fixture
def shinkin(db) -> Organisation:
    return Organisation.objects.create(name="見本信用金庫", organisation_type="shinkin", prefecture="04", is_verified=True)


@pytest.fixture
def board(db) -> Board:
    return Board.objects.create(slug="handing-over", name="承継の板", purpose="承継を話す", audience="supporter", position=5)


def invited(by: User, *, email: str = NEW, kind: str = "organisation", target_id: int | None = None) -> Invitation:
    target = by.organisation.pk if target_id is None else target_id
    return actions.invite(by=by, email=email, kind=kind, target_id=target, submission_key=uuid.uuid4())


def link_in(letter) -> str:
    return re.search(r"https?://[^/\s]+((?:/cases)?/invitations/[^/\s]+/)", letter.body)[1]


def invite_through_the_page(client, *, kind="organisation", target, **changes):
    values = {"email": NEW, "submission_key": str(uuid.uuid4())}
    return client.post(reverse("accounts:invitation_new", args=[kind, target]), values | changes)


def sign_up(client, address: str, as_person, *, email: str = NEW, follow: bool = False):
    """The form of sign-up, sent from the address to which an invitation leads."""
    next_page = re.search(r"next=([^&]+)", address)[1].replace("%2F", "/").replace("%3A", ":")
    values = {"display_name": "みどり", "email": email, "password1": "nagai-aikotoba-7", "next": next_page}
    return client.post(reverse("account_signup"), values | as_person(), follow=follow)


# -- the way of somebody new -------------------------------------------------------------------------------------------
def test_an_invited_colleague_who_is_new_signs_up_without_a_second_mail_and_belongs(visitor, supporter, client_of, as_person):
    answer = invite_through_the_page(client_of(supporter), target=supporter.organisation.pk, email=" Ｍidori@Example.JP ")
    link = link_in(mail.outbox[-1])
    page = visitor.get(link).content.decode()
    to_sign_up = visitor.post(link, {"new": "1"})
    form = visitor.get(to_sign_up.url).content.decode()
    sent = len(mail.outbox)
    back = sign_up(visitor, to_sign_up.url, as_person)
    question = visitor.get(back.url).content.decode()
    before = Membership.objects.filter(user__email=NEW).count()
    landed = visitor.post(back.url, {"accept": "1"})

    person = User.objects.get(email=NEW)
    assert answer.status_code == 302
    assert "あおい さん（見本町商工会）" in page
    assert f'value="{NEW}"' in form, "the address stands in the form already"
    assert "登録して進む" in form
    assert "確認のメールを受け取る" not in form
    assert back.url == link
    assert "「見本町商工会」に参加しますか" in question
    assert before == 0, "looking changes nothing"
    assert landed.url == "/me/"
    assert person.is_supporter
    assert person.membership.confirmed_by == supporter
    assert [letter.to for letter in mail.outbox[sent:]] == [[supporter.email]], "no mail of confirmation"
    assert "みどり さん" in mail.outbox[-1].body


def test_the_confirmation_is_spared_for_exactly_the_invited_address(visitor, supporter, as_person):
    invited(supporter)
    link = link_in(mail.outbox[-1])
    to_sign_up = visitor.post(link, {"new": "1"})

    answer = sign_up(visitor, to_sign_up.url, as_person, email="somebody-else@example.jp")

    address = EmailAddress.objects.get()
    assert (address.email, address.verified) == ("somebody-else@example.jp", False)
    assert answer.url == reverse("account_email_verification_sent")
    assert mail.outbox[-1].to == ["somebody-else@example.jp"]
    assert User.objects.get(email="somebody-else@example.jp").addresses() == {"somebody-else@example.jp"}


def test_without_the_link_of_the_mail_an_invited_address_is_confirmed_as_any_other(visitor, supporter, as_person):
    invited(supporter)

    sign_up(visitor, "?next=/me/", as_person)

    assert not EmailAddress.objects.get(email=NEW).verified


def test_a_dead_link_spares_no_confirmation(visitor, supporter, as_person):
    invitation = invited(supporter)
    link = link_in(mail.outbox[-1])
    actions.revoke_site_invitation(invitation=invitation, by=supporter)

    answer = visitor.post(link, {"new": "1"})
    sign_up(visitor, "?next=/me/", as_person)

    assert answer.url.startswith("/accounts/login/")
    assert not EmailAddress.objects.get(email=NEW).verified


def test_whoever_signed_up_by_another_way_finds_the_invitation_after_signing_in(visitor, supporter):
    invited(supporter)
    person = User.objects.create_user(NEW, "nagai-aikotoba-7", display_name="みどり")
    EmailAddress.objects.create(user=person, email=NEW, verified=True, primary=True)

    signed_in = visitor.post(reverse("account_login"), {"login": NEW, "password": "nagai-aikotoba-7"})
    waiting = visitor.get(signed_in.url).content.decode()
    own = re.search(r'href="(/me/invitations/\d+/)"', waiting)[1]
    visitor.post(own, {"accept": "1"})

    assert signed_in.url == reverse("accounts:invitations")
    assert "見本町商工会" in waiting
    assert User.objects.get(email=NEW).is_supporter


def test_who_leaves_an_invitation_for_later_is_led_to_it_once_a_day_and_finds_a_line_on_his_page(visitor, supporter, member):
    invitation = invited(supporter, email=member.email)
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)

    landings = []
    for _ in range(2):
        landings.append(visitor.post(reverse("account_login"), {"login": member.email, "password": "pass-word-1234"}).url)
        page = visitor.get("/me/").content.decode()
        visitor.post(reverse("account_logout"))
    actions.revoke_site_invitation(invitation=invitation, by=supporter)
    visitor.post(reverse("account_login"), {"login": member.email, "password": "pass-word-1234"})

    assert landings == [reverse("accounts:invitations"), "/me/"]
    assert "返事を待っている招待が1件あります" in page
    assert "返事を待っている招待" not in visitor.get("/me/").content.decode()


def test_somebody_new_lands_in_the_team_of_a_case_once_he_belongs(visitor, supporter, as_person, client_of):
    case = make_case(author=supporter)
    team_actions.invite(case=case, by=supporter, email=NEW, role="second", submission_key=uuid.uuid4())
    team_link = link_in(mail.outbox[-1])

    back = sign_up(visitor, visitor.post(team_link, {"new": "1"}).url, as_person)
    refused = visitor.get(back.url)
    person = User.objects.get(email=NEW)
    confirm_membership(user=person, organisation=supporter.organisation, by=None)
    waiting = visitor.get(reverse("accounts:invitations")).content.decode()
    own = re.search(r'href="(/cases/invitations/\d+/)"', waiting)[1]
    landed = visitor.post(own)

    assert refused.status_code == 403
    assert "所属" in refused.content.decode()
    assert landed.url == reverse("cases:preview", args=[case.pk])
    assert case.members.get().user == person


def test_an_invitation_into_a_board_of_supporters_waits_until_the_guest_belongs(supporter, member, board, client_of):
    invited(supporter, email=member.email, kind="board", target_id=board.pk)
    link = link_in(mail.outbox[-1])
    guest = client_of(member)

    early = guest.post(link, {"accept": "1"})
    confirm_membership(user=member, organisation=supporter.organisation, by=None)
    landed = guest.post(link, {"accept": "1"}, follow=True)

    assert early.status_code == 403
    assert "所属の確認が済むと、参加できます" in early.content.decode()
    assert landed.redirect_chain[-1][0] == board.get_absolute_url()
    assert "承継の板" in landed.content.decode()


def test_an_invitation_into_a_clinic_lands_there_and_its_mail_does_not_tell_the_title(supporter, other_supporter, client_of):
    texts = dict.fromkeys(("situation", "hesitation", "tried", "asked"), "迷っています。")
    topic = open_clinic(by=supporter, title="席を立つ社長の相談", texts=texts, submission_key=uuid.uuid4())
    invited(supporter, email=other_supporter.email, kind="clinic", target_id=topic.pk)

    landed = client_of(other_supporter).post(link_in(mail.outbox[-1]), {"accept": "1"})

    assert landed.url == reverse("knowhow:topic", args=[topic.pk])
    assert "席を立つ社長" not in mail.outbox[0].body + mail.outbox[0].subject


# -- once, in time, for one address -----------------------------------------------------------------------------------
def test_the_database_keeps_no_token(supporter):
    invited(supporter)
    token = link_in(mail.outbox[-1]).split("/")[-2]

    row = Invitation.objects.values().get()

    assert token not in str(row)
    assert row["token_hash"] == hash_of(token)


@pytest.mark.parametrize("token", ["x", "forged.signature", "a" * 3000, "%00", TOKENS.new])
def test_a_made_up_token_opens_nothing(token, member, client_of):
    token = token() if callable(token) else token

    assert client_of(member).get(f"/invitations/{token}/").status_code == 404


@pytest.mark.parametrize(
    ("status", "days", "words"),
    [
        (InvitationStatus.REVOKED, 0, "取り消されています"),
        (InvitationStatus.DECLINED, 0, "お断りの返事"),
        (InvitationStatus.SENT, 90, "期限（90日間）が過ぎています"),
    ],
)
def test_a_dead_link_says_why_and_lets_nobody_in(status, days, words, supporter, member, client_of):
    invited(supporter, email=member.email)
    Invitation.objects.update(status=status, sent_at=timezone.now() - datetime.timedelta(days=days))

    answer = client_of(member).post(link_in(mail.outbox[-1]), {"accept": "1"})

    assert answer.status_code == 410
    assert words in answer.content.decode()
    assert not Membership.objects.filter(user=member).exists()


def test_a_link_opens_once_and_brings_nobody_back_who_left(supporter, member, client_of):
    invited(supporter, email=member.email)
    link, guest = link_in(mail.outbox[-1]), client_of(member)
    first, second = guest.post(link, {"accept": "1"}), guest.post(link, {"accept": "1"})
    Membership.objects.filter(user=member).update(ended_at=timezone.now())

    guest.post(link, {"accept": "1"})

    assert first.url == second.url == "/me/"
    assert Membership.objects.filter(user=member).count() == 1
    assert not Membership.objects.living().filter(user=member).exists()
    assert len([letter for letter in mail.outbox if letter.to == [supporter.email]]) == 1


def test_a_forwarded_mail_lets_nobody_else_in_and_says_what_to_do(supporter, member, client_of):
    invited(supporter)

    answer = client_of(member).post(link_in(mail.outbox[-1]), {"accept": "1"})

    assert answer.status_code == 403
    assert "別のメールアドレスあて" in answer.content.decode()
    assert reverse("account_email") in answer.content.decode()


def test_another_persons_invitation_does_not_exist_for_me(supporter, other_supporter, member, client_of):
    invitation = invited(supporter)
    names = ("accounts:invitation_own", "accounts:invitation_resend", "accounts:invitation_revoke")

    answers = [
        client_of(person).post(reverse(name, args=[invitation.pk])) for name in names for person in (other_supporter, member)
    ]

    assert {answer.status_code for answer in answers} == {404}


def test_sent_again_the_old_link_is_dead_and_the_time_begins_anew(supporter, member, client_of):
    invitation = invited(supporter, email=member.email)
    old = link_in(mail.outbox[-1])
    Invitation.objects.update(sent_at=timezone.now() - datetime.timedelta(days=100))

    client_of(supporter).post(reverse("accounts:invitation_resend", args=[invitation.pk]))

    guest = client_of(member)
    assert guest.get(old).status_code == 404
    assert guest.get(link_in(mail.outbox[-1])).status_code == 200
    assert len(mail.outbox) == 2


def test_a_revoked_invitation_is_dead_and_leaves_the_list_of_its_guest(supporter, member, client_of):
    invitation = invited(supporter, email=member.email)
    before = len(waiting_for(member))
    author = client_of(supporter)

    answers = [author.post(reverse("accounts:invitation_revoke", args=[invitation.pk])) for _ in range(2)]

    assert before == 1
    assert [answer.status_code for answer in answers] == [302, 302]
    assert waiting_for(member) == []
    assert "取り消しました" in author.get(reverse("accounts:invitations")).content.decode()


def test_a_declined_invitation_is_seen_as_such_by_its_sender(supporter, member, client_of):
    invited(supporter, email=member.email)

    client_of(member).post(link_in(mail.outbox[-1]), {"decline": "1"})

    assert "断りました" in client_of(supporter).get(reverse("accounts:invitations")).content.decode()
    assert not Membership.objects.filter(user=member).exists()


def test_where_the_thing_is_gone_nobody_arrives_and_nothing_is_sent_again(supporter, member, board, client_of):
    invitation = invited(supporter, email=member.email, kind="board", target_id=board.pk)
    board.delete()

    opened = client_of(member).post(link_in(mail.outbox[-1]), {"accept": "1"})
    again = client_of(supporter).post(reverse("accounts:invitation_resend", args=[invitation.pk]), follow=True)

    assert opened.status_code == 403
    assert "招待先が、なくなりました" in opened.content.decode()
    assert "招待先が、なくなりました" in again.content.decode()
    assert waiting_for(member) == []
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(("answer", "words"), [("accept", "もう参加しています"), ("decline", "もう終わっています")])
def test_an_answered_invitation_is_neither_sent_again_nor_revoked(answer, words, supporter, member, client_of):
    invitation = invited(supporter, email=member.email)
    client_of(member).post(link_in(mail.outbox[-1]), {answer: "1"})
    status, sent = Invitation.objects.get().status, len(mail.outbox)
    author = client_of(supporter)

    pages = [
        author.post(reverse(f"accounts:invitation_{act}", args=[invitation.pk]), follow=True) for act in ("resend", "revoke")
    ]

    assert all(words in page.content.decode() for page in pages)
    assert Invitation.objects.get().status == status
    assert len(mail.outbox) == sent


def test_a_closed_clinic_is_invited_into_no_more(supporter, client_of):
    texts = dict.fromkeys(("situation", "hesitation", "tried", "asked"), "迷っています。")
    topic = open_clinic(by=supporter, title="席を立つ社長の相談", texts=texts, submission_key=uuid.uuid4())
    Clinic.objects.update(closed_at=timezone.now())

    answer = client_of(supporter).get(reverse("accounts:invitation_new", args=["clinic", topic.pk]))

    assert answer.status_code == 403
    assert "このクリニックは終わりました" in answer.content.decode()


def test_an_invitation_into_the_site_brings_no_belonging(supporter, member, client_of):
    invited(supporter, email=member.email, kind="site", target_id=0)

    landed = client_of(member).post(link_in(mail.outbox[-1]), {"accept": "1"})

    assert landed.url == "/me/"
    assert not Membership.objects.filter(user=member).exists()
    assert not User.objects.get(pk=member.pk).is_supporter


def test_suspended_people_invite_nobody(supporter, reviewer, client_of):
    suspend(person=supporter, by=reviewer, reason="宣伝の投稿が続きました。", until=None)

    answer = invite_through_the_page(client_of(supporter), target=supporter.organisation.pk)

    assert answer.status_code == 422
    assert [NEW] not in [letter.to for letter in mail.outbox]


# -- who vouches -------------------------------------------------------------------------------------------------------
def test_a_colleague_who_left_vouches_for_nobody(supporter, member, shinkin, client_of):
    invited(supporter, email=member.email)
    confirm_membership(user=supporter, organisation=shinkin, by=None)

    answer = client_of(member).post(link_in(mail.outbox[-1]), {"accept": "1"})

    assert answer.status_code == 403
    assert "いまはこの支援機関に所属していません" in answer.content.decode()
    assert Invitation.objects.get().status == InvitationStatus.SENT


def test_nobody_invites_into_an_organisation_that_is_not_his(supporter, member, shinkin, client_of):
    pages = [
        client_of(supporter).get(reverse("accounts:invitation_new", args=["organisation", shinkin.pk])),
        client_of(member).get(reverse("accounts:invitation_new", args=["organisation", shinkin.pk])),
        client_of(supporter).get(reverse("accounts:invitation_new", args=["nonsense", 1])),
        client_of(supporter).get("/me/invitations/new/board/99999999999999999999/"),
    ]

    assert {page.status_code for page in pages} == {404}
    with pytest.raises(Refused):
        invited(supporter, target_id=shinkin.pk)


def test_somebody_whose_own_belonging_is_not_confirmed_invites_nobody(member, society, client_of):
    Membership.objects.create(user=member, organisation=society)

    answers = [
        invite_through_the_page(client_of(member), target=society.pk),
        invite_through_the_page(client_of(member), kind="site", target=0),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert mail.outbox == []


def test_a_board_that_one_does_not_read_cannot_be_invited_into(member, board, client_of):
    assert client_of(member).get(reverse("accounts:invitation_new", args=["board", board.pk])).status_code == 404


def test_a_person_of_another_organisation_is_told_what_ends_before_he_moves(supporter, member, shinkin, client_of):
    confirm_membership(user=member, organisation=shinkin, by=None)
    invited(supporter, email=member.email)
    guest = client_of(member)

    page = guest.get(link_in(mail.outbox[-1])).content.decode()
    guest.post(link_in(mail.outbox[-1]), {"accept": "1"})

    assert "いまの所属：見本信用金庫" in page
    assert Membership.objects.living().get(user=member).organisation == supporter.organisation


# -- the form ----------------------------------------------------------------------------------------------------------
def test_a_double_click_sends_one_mail(supporter, client_of):
    client, key = client_of(supporter), str(uuid.uuid4())

    answers = [invite_through_the_page(client, target=supporter.organisation.pk, submission_key=key) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("email", "words"),
    [
        ("aoi@example.jp", "ご自身のメールアドレス"),
        ("waiting@example.jp", "もう招待を送ってあります"),
        ("not an address", "メールアドレス"),
        ("", "「メールアドレス」を入力してください"),
    ],
)
def test_an_address_that_cannot_be_invited_is_refused_with_the_reason(email, words, supporter, client_of):
    invited(supporter, email="waiting@example.jp")
    sent = len(mail.outbox)

    answer = invite_through_the_page(client_of(supporter), target=supporter.organisation.pk, email=email)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert len(mail.outbox) == sent


def test_inviting_says_the_same_whether_or_not_the_address_has_an_account(supporter, other_supporter, client_of):
    client = client_of(supporter)

    pages = [
        client.get(invite_through_the_page(client, target=supporter.organisation.pk, email=email).url).content.decode()
        for email in (other_supporter.email, "nobody@example.jp")
    ]

    assert "kaede@example.jp に招待のメールを送りました" in pages[0]
    assert "nobody@example.jp に招待のメールを送りました" in pages[1]
    assert "かえで" not in pages[0] + pages[1]


def test_one_person_invites_only_so_many_a_day(supporter, client_of):
    client = client_of(supporter)
    most = RATES["invite"][0].count
    for number in range(most):
        invited(supporter, email=f"guest{number}@example.jp")

    answer = invite_through_the_page(client, target=supporter.organisation.pk, email="one-more@example.jp")

    assert answer.status_code == 422
    assert f"24時間に{most}回まで" in answer.content.decode()
    assert Invitation.objects.count() == most


def test_the_page_of_invitations_takes_the_same_number_of_queries_at_1_and_at_12(supporter, member, society, client_of):
    client = client_of(member)

    def from_a_new_colleague(number: int) -> None:
        colleague = User.objects.create_user(f"c{number}@example.jp", "pass-word-1234", display_name=f"同僚{number}")
        confirm_membership(user=colleague, organisation=society, by=None)
        invited(colleague, email=member.email)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("accounts:invitations"))
        return len(queries)

    from_a_new_colleague(0)
    few = count()
    for number in range(1, 12):
        from_a_new_colleague(number)

    assert count() == few


def test_addresses_that_led_to_nothing_are_let_go_after_their_time(supporter, member):
    for number, (status, days) in enumerate([("sent", 119), ("sent", 120), ("revoked", 120), ("accepted", 500)]):
        Invitation.objects.create(
            email=f"g{number}@example.jp", kind="site", invited_by=supporter, token_hash=str(number), submission_key=uuid.uuid4(),
            status=status, accepted_by=member if status == "accepted" else None,
            sent_at=timezone.now() - datetime.timedelta(days=days),
        )  # fmt: skip

    actions.drop_old_invitations()

    assert set(Invitation.objects.values_list("email", flat=True)) == {"g0@example.jp", "g3@example.jp"}
