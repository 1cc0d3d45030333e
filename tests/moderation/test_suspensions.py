"""Suspensions: who writes nothing for a time, why, and what he still may do."""

import datetime
import uuid

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import User
from accounts.refusals import Refused, reason_against
from bansou.moderation import actions
from bansou.moderation.limits import RATES, SUSPENDED_MAY, check_limit
from bansou.moderation.models import Decision, LimitCounter, Notice, Suspension
from cases.permissions import check_can_write
from knowhow.models import Board, Topic

REASON = "宣伝を繰り返したため。"


@pytest.fixture
def board(db) -> Board:
    return Board.objects.create(slug="dialogue", name="対話", purpose="話す場所です。", audience="public")


@pytest.fixture
def suspension(supporter, reviewer) -> Suspension:
    until = timezone.now() + datetime.timedelta(days=7)
    return actions.suspend(by=reviewer, person=supporter, until=until, reason=REASON)


@pytest.mark.parametrize("name", sorted(RATES))
def test_every_counted_write_asks_for_suspensions(name, suspension, supporter):
    reason = reason_against(check_limit, supporter, name)

    assert (REASON in reason) == (name not in SUSPENDED_MAY)


def test_a_suspended_person_reads_why_on_the_page_and_keeps_the_text(board, suspension, supporter, client_of):
    typed = {"board": "dialogue", "kind": "question", "title": "沈黙を待てません", "body": "三秒で話してしまいます。"}

    page = client_of(supporter).post("/knowhow/new/", typed | {"submission_key": str(uuid.uuid4())}).content.decode()

    assert REASON in page
    assert "三秒で話してしまいます。" in page
    assert not Topic.objects.exists()


def test_a_suspended_person_writes_no_case_and_reads_on(suspension, supporter, client_of):
    assert REASON in reason_against(check_can_write, User.objects.get(pk=supporter.pk))
    assert client_of(supporter).get("/cases/new/").status_code == 403
    assert client_of(supporter).get("/cases/").status_code == 200


def test_he_is_told_and_can_answer(suspension, supporter, client_of):
    notice = Notice.objects.get()

    page = client_of(supporter).get(notice.get_absolute_url()).content.decode()
    client_of(supporter).post(notice.get_absolute_url(), {"text": "宣伝のつもりはありませんでした。"})

    assert REASON in page
    assert notice.answers.get().text == "宣伝のつもりはありませんでした。"
    assert mail.outbox[-1].to == [supporter.email]
    assert [decision.verb for decision in Decision.objects.about(supporter)][:1] == ["投稿を止めた"]


def test_the_term_ends_by_itself(suspension, supporter):
    Suspension.objects.update(created_at=timezone.now() - datetime.timedelta(days=9), until=timezone.now())

    check_limit(User.objects.get(pk=supporter.pk), "reply")


def test_it_is_lifted_with_a_reason(suspension, supporter, reviewer, client_of):
    client_of(reviewer).post(f"/admin/suspensions/edit/{suspension.pk}/", {"why": "事情が分かりました。"})

    check_limit(User.objects.get(pk=supporter.pk), "reply")
    assert LimitCounter.objects.filter(person=supporter).exists()
    assert Notice.objects.latest("pk").decision.reason == "事情が分かりました。"


@pytest.mark.parametrize(("until", "term"), [("", "解除するまで"), ("2099-01-05 10:00", "2099年1月5日10時00分まで")])
def test_staff_suspend_in_the_admin(until, term, supporter, reviewer, client_of):
    page = client_of(reviewer).get(f"/admin/suspensions/new/?person={supporter.pk}").content.decode()

    client_of(reviewer).post("/admin/suspensions/new/", {"whom": str(supporter.pk), "until": until, "reason": REASON})

    assert f'value="{supporter.pk}"' in page
    assert Suspension.objects.of(supporter).term == term


def test_staff_are_not_suspended_and_others_do_not_suspend(supporter, other_supporter, reviewer, owner):
    with pytest.raises(Refused, match="職員は止められません"):
        actions.suspend(by=reviewer, person=owner, until=None, reason=REASON)
    with pytest.raises(Refused, match="見守り担当"):
        actions.suspend(by=other_supporter, person=supporter, until=None, reason=REASON)
