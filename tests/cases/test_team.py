"""The team of a case: the author invites and removes, everybody of it writes, nobody of it approves."""

import datetime
import re
import uuid

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actions import confirm_membership, grant_roles
from accounts.link_tokens import hash_of
from accounts.models import User
from accounts.refusals import Refused, reason_against
from accounts.roles import REVIEWER
from bansou.forms.parking import owner_token
from bansou.images.actions import picture_from_upload
from cases import actions, review_actions, team_actions
from cases.limits import TEAM_AT_MOST
from cases.models import Case, CaseMember, TeamInvitation
from cases.models.invitation import TOKENS
from cases.permissions import (
    check_can_change_team,
    check_can_edit,
    check_can_join,
    check_can_recall,
    check_can_review,
    check_can_see_draft,
    check_can_submit,
    check_can_withdraw,
)
from cases.statuses import Status
from tests.factories import fresh, hand_in, make_case, photo_with_gps

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(supporter) -> Case:
    return make_case(author=supporter, title="昼休みの話から始まった")


@pytest.fixture
def join():
    """Puts a person into a team, as an accepted invitation does."""

    def _join(case: Case, user: User, role: str = "second") -> CaseMember:
        return CaseMember.objects.create(case=case, user=user, role=role, organisation_type=user.organisation.organisation_type)

    return _join


def invited(case: Case, by: User, email: str = "kaede@example.jp") -> TeamInvitation:
    return team_actions.invite(case=case, by=by, email=email, role="second", submission_key=uuid.uuid4())


def link_in(letter) -> str:
    return re.search(r"https?://[^/\s]+(/cases/invitations/[^/\s]+/)", letter.body)[1]


def invite_through_the_page(client, case, **changes):
    values = {"form": "invite", "email": "kaede@example.jp", "role": "second", "submission_key": str(uuid.uuid4())}
    return client.post(reverse("cases:team", args=[case.pk]), values | changes)


# -- inviting ---------------------------------------------------------------------------------------------------------
def test_an_invited_supporter_joins_by_the_link_of_the_mail_and_the_author_is_told(case, supporter, other_supporter, client_of):
    answer = invite_through_the_page(client_of(supporter), case, email=" Ｋaede@Example.JP ")
    letter = mail.outbox[-1]
    guest = client_of(other_supporter)
    page = guest.get(link_in(letter)).content.decode()
    before = case.members.count()
    joined = guest.post(link_in(letter))

    assert answer.status_code == 302
    assert letter.to == ["kaede@example.jp"]
    assert case.title not in letter.body
    assert "あおい" in page
    assert case.title in page
    assert before == 0, "looking changes nothing"
    assert joined.url == reverse("cases:preview", args=[case.pk])
    member = case.members.get()
    assert (member.user, member.role, member.organisation_type) == (other_supporter, "second", "society")
    assert mail.outbox[-1].to == ["aoi@example.jp"]
    assert "かえで さん（見本町商工会）" in mail.outbox[-1].body


def test_the_database_keeps_no_token(case, supporter):
    invited(case, supporter)
    token = link_in(mail.outbox[-1]).split("/")[-2]

    row = TeamInvitation.objects.values().get()

    assert token not in str(row)
    assert row["token_hash"] == hash_of(token)


def test_a_link_opens_once(case, supporter, other_supporter, client_of):
    invited(case, supporter)
    link = link_in(mail.outbox[-1])
    guest = client_of(other_supporter)

    first, second = guest.post(link), guest.post(link)

    assert first.url == second.url
    assert case.members.count() == 1
    assert len([letter for letter in mail.outbox if letter.to == ["aoi@example.jp"]]) == 1


def test_a_removed_person_does_not_come_back_by_the_old_link(case, supporter, other_supporter, client_of):
    invited(case, supporter)
    link = link_in(mail.outbox[-1])
    guest = client_of(other_supporter)
    guest.post(link)
    team_actions.remove_from_team(member=case.members.get(), by=supporter)

    answer = guest.post(link)

    assert answer.status_code == 410
    assert "もう使われています" in answer.content.decode()
    assert not case.members.exists()


def test_a_revoked_link_is_dead(case, supporter, other_supporter, client_of):
    invitation = invited(case, supporter)
    link = link_in(mail.outbox[-1])
    address = reverse("cases:invitation_revoke", args=[case.pk, invitation.pk])
    author = client_of(supporter)

    author.post(address)
    again = author.post(address)
    answer = client_of(other_supporter).post(link)

    assert again.status_code == 302
    assert answer.status_code == 410
    assert "取り消されています" in answer.content.decode()
    assert not case.members.exists()


def test_a_link_is_dead_after_ninety_days_and_the_address_can_be_invited_again(case, supporter, other_supporter, client_of):
    invitation = invited(case, supporter)
    link = link_in(mail.outbox[-1])
    TeamInvitation.objects.filter(pk=invitation.pk).update(created_at=timezone.now() - datetime.timedelta(days=90))

    answer = client_of(other_supporter).post(link)
    page = client_of(supporter).get(reverse("cases:team", args=[case.pk])).content.decode()
    invited(case, supporter)

    assert answer.status_code == 410
    assert "期限" in answer.content.decode()
    assert "期限が過ぎました" in page
    assert client_of(other_supporter).get(link_in(mail.outbox[-1])).status_code == 200


def test_sent_again_the_old_link_is_dead_and_the_time_begins_anew(case, supporter, other_supporter, client_of):
    invitation = invited(case, supporter)
    old = link_in(mail.outbox[-1])
    TeamInvitation.objects.update(created_at=timezone.now() - datetime.timedelta(days=100))

    client_of(supporter).post(reverse("cases:invitation_resend", args=[case.pk, invitation.pk]))

    guest = client_of(other_supporter)
    assert guest.get(old).status_code == 404
    assert guest.get(link_in(mail.outbox[-1])).status_code == 200


def test_an_answered_invitation_is_not_sent_again(case, supporter, other_supporter, client_of):
    invitation = invited(case, supporter)
    client_of(other_supporter).post(link_in(mail.outbox[-1]))
    sent = len(mail.outbox)

    client_of(supporter).post(reverse("cases:invitation_resend", args=[case.pk, invitation.pk]))

    assert len(mail.outbox) == sent


@pytest.mark.parametrize("token", ["x", "forged.signature", "a" * 3000, "%00", "..%2F..", TOKENS.new])
def test_a_made_up_token_opens_nothing(token, case, supporter, other_supporter, client_of):
    invited(case, supporter)
    made_up = token() if callable(token) else token

    answer = client_of(other_supporter).get(f"/cases/invitations/{made_up}/")

    assert answer.status_code == 404


def test_a_link_that_was_passed_on_says_nothing_of_the_case(case, supporter, other_supporter, client_of):
    invited(case, supporter, email="someone-else@example.jp")
    link = link_in(mail.outbox[-1])

    answer = client_of(other_supporter).get(link)
    sent = client_of(other_supporter).post(link)

    assert (answer.status_code, sent.status_code) == (403, 403)
    assert "別のメールアドレスあて" in answer.content.decode()
    assert case.title not in answer.content.decode()
    assert "あおい" not in answer.content.decode()
    assert not case.members.exists()


def test_who_belongs_to_no_organisation_yet_is_told_how_to_go_on(case, supporter, member, client_of):
    invited(case, supporter, email=member.email)

    answer = client_of(member).get(link_in(mail.outbox[-1]))

    assert answer.status_code == 403
    assert "所属の確認は、マイページから" in answer.content.decode()
    assert case.title not in answer.content.decode()


def test_a_visitor_is_led_through_signing_in_or_up_and_back(case, supporter, visitor):
    invited(case, supporter)
    link = link_in(mail.outbox[-1])

    page = visitor.get(link).content.decode()
    sent, new = visitor.post(link), visitor.post(link, {"new": "1"})

    assert case.title not in page
    assert sent.url.startswith("/accounts/login/?next=")
    assert new.url.startswith("/accounts/signup/?next=")
    assert not case.members.exists()


def test_a_confirmed_second_address_of_a_person_counts_and_an_unconfirmed_one_does_not(
    case, supporter, other_supporter, client_of
):
    invited(case, supporter, email="kaede.work@example.jp")
    link = link_in(mail.outbox[-1])
    address = EmailAddress.objects.create(user=other_supporter, email="kaede.work@example.jp", verified=False)
    guest = client_of(other_supporter)

    unconfirmed = guest.get(link).status_code
    address.verified = True
    address.save()

    assert unconfirmed == 403
    assert guest.get(link).status_code == 200


def test_a_double_click_sends_one_mail(case, supporter, client_of):
    author = client_of(supporter)
    values = {"submission_key": str(uuid.uuid4())}

    answers = [invite_through_the_page(author, case, **values) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert len(mail.outbox) == 1
    assert TeamInvitation.objects.count() == 1


@pytest.mark.parametrize(
    ("email", "words"),
    [
        ("aoi@example.jp", "ご自身のメールアドレス"),
        ("kaede@example.jp", "もうチームに入っています"),
        ("waiting@example.jp", "もう招待を送ってあります"),
        ("not an address", "メールアドレス"),
        ("a" * 300 + "@example.jp", "文字"),
        ("", "「メールアドレス」を入力してください"),
    ],
)
def test_an_address_that_cannot_be_invited_is_refused_with_the_reason(
    email, words, case, supporter, other_supporter, join, client_of
):
    join(case, other_supporter)
    invited(case, supporter, email="waiting@example.jp")
    sent = len(mail.outbox)

    answer = invite_through_the_page(client_of(supporter), case, email=email)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert email in answer.content.decode()
    assert len(mail.outbox) == sent


def test_inviting_says_the_same_whether_or_not_the_address_has_an_account(case, supporter, other_supporter, client_of):
    author = client_of(supporter)

    pages = [
        author.get(invite_through_the_page(author, case, email=email).url).content.decode()
        for email in (other_supporter.email, "nobody@example.jp")
    ]

    assert "kaede@example.jp に招待のメールを送りました" in pages[0]
    assert "nobody@example.jp に招待のメールを送りました" in pages[1]
    assert "かえで" not in pages[1]


def test_a_team_has_its_limit(case, supporter):
    for number in range(TEAM_AT_MOST - 1):
        CaseMember.objects.create(case=case, name=f"人{number}", organisation_type="bank", role="expert")
    invited(case, supporter)

    with pytest.raises(Refused, match="20人まで"):
        invited(case, supporter, email="one-more@example.jp")


def test_a_form_of_the_team_comes_back_with_its_text_after_signing_in(case, supporter, visitor):
    address = reverse("cases:team", args=[case.pk])
    visitor.post(
        address,
        {
            "form": "listed",
            "name": "見本の税理士",
            "role": "expert",
            "organisation_type": "tax",
            "typed_by": owner_token(supporter),
        },
    )
    visitor.force_login(supporter)
    page = visitor.get(address).content.decode()

    assert 'value="見本の税理士"' in page
    assert not case.members.exists()


# -- people without an account ------------------------------------------------------------------------------------------
def test_somebody_without_an_account_is_listed_by_name_once(case, supporter, client_of):
    author = client_of(supporter)
    values = {"form": "listed", "name": "見本の税理士", "organisation_type": "tax", "role": "expert"}

    answers = [author.post(reverse("cases:team", args=[case.pk]), values) for _ in range(2)]
    other = author.post(reverse("cases:team", args=[case.pk]), values | {"role": "second"})

    assert [answer.status_code for answer in answers] == [302, 302]
    assert other.status_code == 422
    assert "もう載っています" in other.content.decode()
    member = case.members.get()
    assert (member.name, member.user, member.role) == ("見本の税理士", None, "expert")


@pytest.mark.parametrize(
    "changes", [{"name": ""}, {"name": "長" * 41}, {"role": "king"}, {"organisation_type": "x"}, {"form": "?"}]
)
def test_a_listing_with_nonsense_changes_nothing(changes, case, supporter, client_of):
    values = {"form": "listed", "name": "見本の税理士", "organisation_type": "tax", "role": "expert"}

    answer = client_of(supporter).post(reverse("cases:team", args=[case.pk]), values | changes)

    assert answer.status_code == 422
    assert not case.members.exists()


# -- what the team may ----------------------------------------------------------------------------------------------------
def test_the_team_edits_and_previews_and_only_the_author_decides(supporter, other_supporter, reviewer, join):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.REVISING)
    join(case, other_supporter)
    case = fresh(case)

    for check in (check_can_edit, check_can_see_draft):
        assert not reason_against(check, other_supporter, case)
    assert "はじめに書いた方だけ" in reason_against(check_can_submit, other_supporter, case)
    assert "はじめに書いた方だけ" in reason_against(check_can_recall, other_supporter, case)
    assert "はじめに書いた方と、審査担当・見守り担当" in reason_against(check_can_withdraw, other_supporter, case)
    assert "はじめに書いた方だけ" in reason_against(check_can_change_team, other_supporter, case)


def test_a_member_sees_the_reason_instead_of_the_buttons_of_the_author(case, supporter, other_supporter, join, client_of):
    join(case, other_supporter)
    client = client_of(other_supporter)

    preview = client.get(reverse("cases:preview", args=[case.pk]))
    submitted = client.post(reverse("cases:submit", args=[case.pk]), follow=True)
    team = client.get(reverse("cases:team", args=[case.pk])).content.decode()
    invite = invite_through_the_page(client, case)
    refusals = [client.post(reverse("cases:recall", args=[case.pk])), client.get(reverse("cases:withdraw", args=[case.pk]))]

    assert preview.status_code == 200
    assert "審査に出せるのは、はじめに書いた方だけです" in submitted.content.decode()
    assert fresh(case).status == Status.DRAFT
    assert "メールで招待する" not in team
    assert [answer.status_code for answer in (invite, *refusals)] == [403, 403, 403]


def test_a_member_writes_a_new_version(case, supporter, other_supporter, join):
    join(case, other_supporter)

    actions.edit_case(
        case=fresh(case), by=other_supporter, answers={"summary": "二人で書いた。"}, rows={}, based_on=case.latest_revision_id
    )

    assert fresh(case).summary == "二人で書いた。"
    assert fresh(case).latest_revision.user == other_supporter


def test_a_removed_member_loses_access_at_once(case, supporter, other_supporter, join, client_of):
    member = join(case, other_supporter)
    client, author = client_of(other_supporter), client_of(supporter)
    names = ("edit", "preview", "team")
    before = [client.get(reverse(f"cases:{name}", args=[case.pk])).status_code for name in names]
    address = reverse("cases:team_remove", args=[case.pk, member.pk])

    question = author.get(address)
    still = case.members.exists()
    answers = [author.post(address) for _ in range(2)]

    assert before == [200, 200, 200]
    assert question.status_code == 200
    assert still, "the question removes nobody"
    assert [answer.status_code for answer in answers] == [302, 302]
    assert [client.get(reverse(f"cases:{name}", args=[case.pk])).status_code for name in names] == [404, 404, 404]
    assert client.post(reverse("cases:edit", args=[case.pk]), {"title": "題名"}).status_code == 404
    assert case.title not in client.get(reverse("cases:mine")).content.decode()
    assert [letter.to for letter in mail.outbox] == [["kaede@example.jp"]]


def test_the_team_of_another_case_is_out_of_reach(case, supporter, other_supporter, join, client_of):
    others = make_case(author=other_supporter)
    listed = CaseMember.objects.create(case=others, name="人", organisation_type="bank", role="expert")
    invitation = invited(others, other_supporter, email="x@example.jp")
    client = client_of(supporter)

    answers = [
        client.get(reverse("cases:team", args=[others.pk])),
        client.get(reverse("cases:team_remove", args=[others.pk, listed.pk])),
        client.get(reverse("cases:team_remove", args=[case.pk, listed.pk])),
        client.post(reverse("cases:invitation_revoke", args=[case.pk, invitation.pk])),
        client.post(reverse("cases:invitation_revoke", args=[others.pk, invitation.pk])),
        client.get("/cases/99999999999999999999/team/"),
    ]
    client.post(reverse("cases:team_remove", args=[case.pk, listed.pk]))

    assert {answer.status_code for answer in answers} == {404}
    assert others.members.exists()
    assert others.invitations.unanswered().exists()


def test_nobody_of_the_team_approves_the_case(supporter, reviewer, society, join, client_of):
    confirm_membership(user=reviewer, organisation=society, by=None)
    case = make_case(author=supporter)
    join(case, reviewer)
    hand_in(case=fresh(case), by=supporter)
    case = fresh(case)

    answer = client_of(reviewer).post(
        reverse("wagtailsnippets_cases_case:edit", args=[case.pk]),
        {
            "loaded_revision_id": case.latest_revision_id,
            "keywords": "",
            "action-workflow-action": "true",
            "workflow-action-name": "approve",
        },
    )

    assert "自分のチームの事例" in reason_against(check_can_review, reviewer, case)
    assert answer.status_code in {302, 403}
    assert fresh(case).status == Status.SUBMITTED
    assert not [letter for letter in mail.outbox if letter.to == [reviewer.email]], "and is not asked to"


def test_the_team_sees_the_pictures_of_a_draft_and_others_do_not(case, supporter, other_supporter, member, join):
    picture = picture_from_upload(photo_with_gps(), title="写真", description="机", by=supporter)
    answers = {"picture_alt": "机"}
    rows = {"figures": [{"upload": photo_with_gps(), "alt": "図", "caption": "", "audience": "public"}]}
    version = actions.edit_case(case=case, by=supporter, answers=answers, rows=rows, based_on=case.latest_revision_id)
    figure = version.figures.all()[0].picture
    version.picture, version.picture_alt = picture, "机"
    version.save_revision(user=supporter)
    seen_by_others = [picture.is_visible_to(person) for person in (other_supporter, member)]

    place = join(case, other_supporter)
    seen_by_team = [shown.is_visible_to(other_supporter) for shown in (picture, figure)]
    place.delete()

    assert seen_by_others == [False, False]
    assert seen_by_team == [True, True]
    assert not picture.is_visible_to(other_supporter)


# -- lists and pages -----------------------------------------------------------------------------------------------------
def test_my_cases_are_those_i_wrote_and_those_i_joined_with_my_part(supporter, other_supporter, join, client_of):
    join(make_case(author=supporter, title="いっしょに書く事例"), other_supporter, role="observer")
    make_case(author=supporter, title="ひとりの事例")
    make_case(author=other_supporter, title="自分の事例")

    page = client_of(other_supporter).get(reverse("cases:mine")).content.decode()

    assert "いっしょに書く事例" in page
    assert "同席・OJT" in page
    assert "自分の事例" in page
    assert "書いた人" in page
    assert "ひとりの事例" not in page


def test_my_cases_take_the_same_number_of_queries_at_1_and_at_12(supporter, other_supporter, join, client_of):
    client = client_of(other_supporter)

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse("cases:mine"))
        return len(queries)

    join(make_case(author=supporter), other_supporter)
    few = count()
    for _ in range(11):
        join(make_case(author=supporter), other_supporter)

    assert count() == few


def test_the_page_shows_types_of_bodies_to_everybody_and_names_to_supporters(
    supporter, other_supporter, member, reviewer, join, visitor, client_of
):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED)
    join(case, other_supporter)
    CaseMember.objects.create(case=case, name="見本の税理士", organisation_type="tax", role="expert")
    third = User.objects.create_user("mio@example.jp", "pass-word-1234", display_name="みお")
    confirm_membership(user=third, organisation=supporter.organisation, by=None)
    address = case.get_absolute_url()

    for client in (visitor, client_of(member)):
        page = client.get(address).content.decode()
        assert "税理士・公認会計士" in page
        assert "専門家" in page
        assert not [name for name in ("あおい", "かえで", "見本の税理士") if name in page]
    for person in (third, other_supporter, reviewer):
        page = client_of(person).get(address).content.decode()
        assert [name for name in ("あおい", "かえで", "見本の税理士") if name not in page] == []


def test_the_team_of_a_page_costs_the_same_at_1_and_at_12(supporter, other_supporter, reviewer, join, client_of):
    case = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED)
    join(case, other_supporter)
    client = client_of(other_supporter)

    def count() -> int:
        client.get(case.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            client.get(case.get_absolute_url())
        return len(queries)

    few = count()
    for number in range(11):
        CaseMember.objects.create(case=case, name=f"人{number}", organisation_type="bank", role="expert")

    assert count() == few


def test_an_unsaved_case_has_its_author_as_team(supporter, other_supporter):
    case = Case(author=supporter)

    assert case.is_team(supporter)
    assert not case.is_team(other_supporter)


def test_letters_to_unknown_addresses_carry_no_title_and_no_person_but_the_inviter(case, supporter):
    invitation = invited(case, supporter)
    letter = render_to_string(
        "notifications/letters/team_invitation.txt",
        {"inviter": supporter, "invitation": invitation, "token": "t", "base_url": "https://example.jp"},
    )

    assert "あおい さん（見本町商工会）" in letter
    assert case.title not in letter
    assert str(invitation) == f"kaede@example.jp（{case}）"


def test_a_moderator_who_is_asked_to_review_is_somebody_else(reviewer, case, supporter):
    grant_roles(user=supporter, roles=[REVIEWER], by=None)

    assert list(review_actions.reviewers_of(case)) == [reviewer]


def test_a_member_without_a_confirmed_organisation_is_told_what_is_missing(case, supporter, member):
    invitation = invited(case, supporter, email=member.email)

    assert "所属を確認した支援者" in reason_against(check_can_join, member, invitation)


def test_whoever_is_in_the_team_already_joins_no_second_time(case, supporter):
    invitation = invited(case, supporter)
    TeamInvitation.objects.filter(pk=invitation.pk).update(email=supporter.email)
    invitation.refresh_from_db()

    assert "すでに" in reason_against(check_can_join, supporter, invitation)
