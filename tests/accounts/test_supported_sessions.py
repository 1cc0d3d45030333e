"""Acting for somebody who cannot write himself: half an hour, with his consent, shown, written down, and without his keys."""

import datetime
import re
import uuid

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions import grant_roles, start_support
from accounts.models import SupportedAct, SupportedSession, User
from accounts.refusals import Refused
from accounts.roles import MODERATOR, REGISTRAR, REVIEWER
from bansou.moderation.models import Decision
from cases.actions import approve_case
from cases.statuses import Status
from knowhow.models import Board, Topic
from tests.factories import make_case

pytestmark = pytest.mark.django_db

CONSENT = "11月22日14時、電話で、話題を代わりに書くことに同意"
BAR = "さんに代わって操作しています"


@pytest.fixture
def registrar() -> User:
    """Nao: registers people."""
    user = User.objects.create_user("nao@example.jp", "pass-word-1234", display_name="なお")
    grant_roles(user=user, roles=[REGISTRAR], by=None)
    return user


@pytest.fixture
def board() -> Board:
    return Board.objects.create(slug="dialogue", name="対話", purpose="話す場所です。", audience="public")


@pytest.fixture
def desk(registrar, client_of):
    return client_of(registrar)


def begin(desk, person: User, consent: str = CONSENT):
    return desk.post(f"/admin/people/{person.pk}/", {"act": "support", "support-consent": consent})


def write_topic(client):
    typed = {"board": "dialogue", "kind": "question", "title": "沈黙を待てません", "body": "三秒で話してしまいます。"}
    return client.post("/knowhow/new/", typed | {"submission_key": str(uuid.uuid4())})


def test_what_is_written_is_the_persons_and_the_record_says_who_wrote_it(desk, registrar, supporter, board):
    begin(desk, supporter)
    write_topic(desk)

    assert Topic.objects.get().author == supporter
    assert SupportedAct.objects.get().path == "/knowhow/new/"
    begun = Decision.objects.about(supporter).get(verb="代わりの操作を始めた")
    assert begun.by == registrar
    assert CONSENT in begun.reason


def test_without_the_persons_consent_in_words_it_does_not_begin(desk, supporter):
    answer = begin(desk, supporter, consent="")

    assert answer.status_code == 422
    assert not SupportedSession.objects.exists()
    assert BAR not in desk.get("/me/").content.decode()


def test_the_person_is_told_by_mail(desk, supporter):
    begin(desk, supporter)

    assert mail.outbox[-1].to == [supporter.email]
    assert "なお" in mail.outbox[-1].body
    assert CONSENT in mail.outbox[-1].body


@pytest.mark.parametrize(
    "address", ["/", "/me/", "/cases/", "/cases/mine/", "/knowhow/", "/support/", "/about/", "/nowhere/", "/accounts/email/"]
)
def test_every_page_says_who_acts_for_whom(address, desk, supporter, board):
    begin(desk, supporter)

    page = desk.get(address).content.decode()

    assert f"あおい{BAR}" in page
    assert "操作している職員：なお" in page


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/email/", "/accounts/password/change/", "/accounts/password/set/", "/accounts/2fa/", "/accounts/2fa/totp/activate/",
        "/accounts/reauthenticate/", "/accounts/sessions/", "/accounts/logout/",
    ],
)  # fmt: skip
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_persons_keys_stay_out_of_reach(address, method, desk, supporter):
    begin(desk, supporter)

    answer = getattr(desk, method)(address, {"email": "other@example.jp", "action_add": "1"})

    assert answer.status_code == 403
    supporter.refresh_from_db()
    assert supporter.email == "aoi@example.jp"


def test_no_page_leads_to_what_is_refused(desk, supporter):
    begin(desk, supporter)

    page = desk.get("/me/").content.decode()
    addresses = set(re.findall(r'(?:href|action)="(/[^"#?]*)', page)) - {"/support/end/"}
    answers = {address: desk.get(address).status_code for address in addresses if not address.startswith("/static/")}

    assert "/cases/mine/" in answers
    assert [address for address, status in answers.items() if status == 403] == []
    assert "パスキーで" not in page


def test_the_admin_waits_until_it_is_over(desk, supporter):
    begin(desk, supporter)

    answer = desk.post(f"/admin/people/{supporter.pk}/", {"act": "address", "address-reason": "見たいため"})

    assert answer["Location"] == "/support/"
    assert not Decision.objects.filter(verb="メールアドレスを見た").exists()


def test_the_button_ends_it(desk, registrar, supporter):
    begin(desk, supporter)

    desk.post("/support/end/")

    assert BAR not in desk.get("/me/").content.decode()
    assert "なお さん" in desk.get("/me/").content.decode()
    assert desk.get("/support/").status_code == 404
    assert Decision.objects.about(supporter).latest("pk").verb == "代わりの操作を終えた"


def test_the_time_ends_it_and_what_was_typed_is_posted_by_nobody_and_kept(desk, supporter, board):
    begin(desk, supporter)
    past = timezone.now() - datetime.timedelta(minutes=31)
    SupportedSession.objects.update(started_at=past, ends_at=past + datetime.timedelta(minutes=30))

    answer = write_topic(desk)

    assert answer.status_code == 409
    assert "三秒で話してしまいます。" in answer.content.decode()
    assert not Topic.objects.exists()
    assert "なお さん" in desk.get("/me/").content.decode()


def test_a_right_that_is_taken_away_ends_it_at_once(desk, registrar, supporter, board):
    begin(desk, supporter)
    grant_roles(user=registrar, roles=[MODERATOR], by=None)

    assert write_topic(desk).status_code == 409
    assert not Topic.objects.exists()


def test_nobody_acts_for_staff_for_himself_or_without_the_right(registrar, reviewer, owner, supporter, member):
    for by, person in (
        (registrar, reviewer),
        (registrar, owner),
        (registrar, registrar),
        (reviewer, supporter),
        (supporter, member),
    ):
        with pytest.raises(Refused):
            start_support(by=by, person=person, consent=CONSENT)


def test_nobody_acts_for_somebody_who_cannot_sign_in(registrar, member):
    member.is_active = False
    member.save()

    with pytest.raises(Refused, match="ログインできない"):
        start_support(by=registrar, person=member, consent=CONSENT)


def test_it_ends_when_its_person_becomes_staff(desk, supporter):
    begin(desk, supporter)
    grant_roles(user=supporter, roles=[MODERATOR], by=None)

    assert desk.get("/me/").status_code == 409
    assert BAR not in desk.get("/me/").content.decode()


def test_one_member_of_staff_acts_for_one_at_a_time(registrar, supporter, member):
    first = start_support(by=registrar, person=supporter, consent=CONSENT)

    start_support(by=registrar, person=member, consent=CONSENT)

    first.refresh_from_db()
    assert first.ended_at is not None
    assert SupportedSession.objects.living().get().person == member


def test_whoever_acted_for_an_author_does_not_approve_what_he_wrote(registrar, supporter, reviewer):
    grant_roles(user=registrar, roles=[REGISTRAR, REVIEWER], by=None)
    start_support(by=registrar, person=supporter, consent=CONSENT)
    case = make_case(author=supporter, status=Status.SUBMITTED)

    with pytest.raises(Refused, match="代わって操作"):
        approve_case(case=case, by=registrar)
    approve_case(case=case, by=reviewer)


def test_another_browser_of_the_same_member_of_staff_is_his_own(desk, registrar, supporter, client_of):
    begin(desk, supporter)

    assert "なお さん" in client_of(registrar).get("/me/").content.decode()


@pytest.mark.parametrize("broken", [{"consent": ""}, {"ends_at": "late"}, {"person": "self"}])
def test_the_database_keeps_consent_and_half_an_hour(broken, registrar, supporter):
    fields = {"by": registrar, "person": supporter, "consent": CONSENT} | broken
    if "ends_at" in broken:
        fields["ends_at"] = timezone.now() + datetime.timedelta(hours=2)
    if "person" in broken:
        fields["person"] = registrar

    with pytest.raises(IntegrityError), transaction.atomic():
        SupportedSession.objects.create(**fields)
