"""Reports by anybody: the form, the receipt, the queue; what three independent ones do."""

import datetime
import re
import uuid

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions import confirm_membership
from accounts.models import Organisation, User
from accounts.prefectures import Prefecture
from bansou.forms import people
from bansou.moderation import actions
from bansou.moderation.models import Decision, Notice, Origin, Reason, Report, ReportState
from knowhow.models import Board, Reply, Topic

pytestmark = pytest.mark.django_db
BODY = "取引先の社名を書いてしまいました。"


@pytest.fixture
def board() -> Board:
    return Board.objects.create(slug="dialogue", name="対話", purpose="話す場所です。", audience="public")


@pytest.fixture
def topic(board, supporter) -> Topic:
    return Topic.objects.create(
        board=board, kind="question", title="沈黙を待てません", body=BODY, body_html=f"<p>{BODY}</p>", author=supporter,
        submission_key=uuid.uuid4(), reply_count=1,
    )  # fmt: skip


@pytest.fixture
def reply(topic, supporter) -> Reply:
    return Reply.objects.create(topic=topic, body=BODY, body_html=f"<p>{BODY}</p>", author=supporter, submission_key=uuid.uuid4())


@pytest.fixture
def reason() -> Reason:
    return Reason.objects.offered("report")[0]


def words(reason: Reason, **changes: str) -> dict[str, str]:
    return {"reason": str(reason.pk), "text": "社名があります。", "submission_key": str(uuid.uuid4())} | changes


def supporters(count: int, *, first: int = 1) -> list[User]:
    """Each of an organisation of his own."""
    made = []
    for number in range(first, first + count):
        society = Organisation.objects.create(
            name=f"見本{number}商工会", organisation_type="society", prefecture=Prefecture.IWATE, is_verified=True
        )
        made.append(User.objects.create_user(f"s{number}@example.jp", "x", display_name=f"支援者{number}"))
        confirm_membership(user=made[-1], organisation=society, by=None)
    return made


def test_a_visitor_reports_a_reply_gets_a_number_and_reads_what_came_of_it(visitor, reply, reason, reviewer, as_person):
    address = f"/report/?kind=reply&id={reply.pk}"

    form = visitor.get(address).content.decode()
    answer = visitor.post(address, words(reason) | as_person(), follow=True).content.decode()

    entry = Report.objects.get()
    assert f'href="{reply.get_absolute_url()}"'.replace("&", "&amp;") in form
    assert (entry.target, entry.reporter, entry.state) == (reply, None, ReportState.WAITING)
    assert re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{2}", answer)[0] == entry.number
    actions.decide(by=reviewer, report=entry, act="hide", reason="社名がありました。", answer="ありがとうございました。")
    told = visitor.get("/report/receipt/", {"number": entry.number.lower().replace("-", "")}).content.decode()
    assert "対応しました" in told
    assert "ありがとうございました。" in told
    assert "社名" not in told  # what was reported is nobody else's business


def test_what_a_person_cannot_read_he_cannot_report(visitor, board, topic):
    Board.objects.update(audience="supporter")

    assert visitor.get(f"/report/?kind=topic&id={topic.pk}").status_code == 404
    assert visitor.get("/report/?kind=topic&id=x").status_code == 404
    assert visitor.get("/report/?kind=nothing&id=1").status_code == 404


def test_a_page_is_reported_by_its_address_and_known_things_are_recognised(visitor, topic, reason, as_person):
    assert 'value="/about/"' in visitor.get("/report/?about=/about/").content.decode()

    visitor.post("/report/?about=/about/", words(reason, address="/about/") | as_person())
    visitor.post(f"/report/?about={topic.get_absolute_url()}", words(reason) | as_person())

    named, page = Report.objects.all()
    assert (page.address, page.target) == ("/about/", None)
    assert named.target == topic


def test_without_a_reason_nothing_is_sent_and_the_text_stays(visitor, topic, as_person):
    answer = visitor.post(f"/report/?kind=topic&id={topic.pk}", {"text": "気になることがあります。", **as_person()})

    assert answer.status_code == 422
    assert "「どんなことですか」を選んでください。" in answer.content.decode()
    assert "気になることがあります。" in answer.content.decode()
    assert not Report.objects.exists()


def test_the_trap_catches_and_says_so(visitor, topic, reason, as_person):
    answer = visitor.post(f"/report/?kind=topic&id={topic.pk}", words(reason, homepage="http://spam.example") | as_person())

    assert answer.status_code == 422
    assert "社名があります。" in answer.content.decode()
    assert not Report.objects.exists()


def test_without_javascript_a_visitors_report_is_taken_and_looked_at_later(visitor, topic, reason):
    visitor.post(f"/report/?kind=topic&id={topic.pk}", words(reason, task=people.new_task()))

    assert Report.objects.get().state == ReportState.SUSPECT


def test_one_piece_of_work_counts_once(visitor, topic, reason, as_person):
    work = as_person()

    for _ in range(2):
        visitor.post(f"/report/?kind=topic&id={topic.pk}", words(reason) | work)

    assert sorted(Report.objects.values_list("state", flat=True)) == [ReportState.SUSPECT, ReportState.WAITING]


def test_a_form_that_was_open_too_long_asks_again_with_a_new_task(visitor, topic, reason, monkeypatch):
    task = people.new_task()
    monkeypatch.setattr(people, "OPEN_SECONDS", -1)

    page = visitor.post(f"/report/?kind=topic&id={topic.pk}", words(reason, task=task)).content.decode()

    assert "もう一度送信してください" in page
    assert task not in page
    assert "社名があります。" in page


def test_signing_up_has_the_trap_too(visitor, as_person):
    typed = {
        "display_name": "みどり",
        "email": "midori@example.jp",
        "password1": "nagai-aikotoba-7",
        "homepage": "http://spam.example",
    }

    visitor.post(reverse("account_signup"), typed | as_person())

    assert not User.objects.filter(email="midori@example.jp").exists()


def test_signing_up_without_javascript_takes_a_moment_longer(visitor, monkeypatch):
    typed = {"display_name": "みどり", "email": "midori@example.jp", "password1": "nagai-aikotoba-7", "task": people.new_task()}

    too_soon = visitor.post(reverse("account_signup"), typed).content.decode()
    monkeypatch.setattr(people, "SLOW_SECONDS", 0)
    visitor.post(reverse("account_signup"), typed)

    assert "少し間をおいています" in too_soon
    assert 'value="みどり"' in too_soon
    assert User.objects.filter(email="midori@example.jp").exists()


def test_whoever_reports_twice_has_reported_once(other_supporter, topic, reason, client_of):
    browser = client_of(other_supporter)

    for _ in range(2):
        browser.post(f"/report/?kind=topic&id={topic.pk}", words(reason, task=people.new_task()))

    assert Report.objects.get().state == ReportState.WAITING


def test_visitors_of_one_address_report_twenty_times_a_day(visitor, topic, reason, as_person):
    cache.clear()
    for _ in range(20):
        visitor.post(f"/report/?kind=topic&id={topic.pk}", words(reason, task=people.new_task()))

    refused = visitor.post(f"/report/?kind=topic&id={topic.pk}", words(reason, task=people.new_task()))

    assert "24時間に20回まで" in refused.content.decode()
    assert Report.objects.count() == 20


def test_three_supporters_of_three_organisations_take_a_post_out_of_sight_until_it_is_looked_at(
    reply, topic, reason, supporter, reviewer, visitor
):
    first, second, third = supporters(3)
    for person in (first, second):
        actions.report(by=person, reason=reason, text="", target=reply, submission_key=uuid.uuid4())
    before = visitor.get(topic.get_absolute_url()).content.decode().count(BODY)

    actions.report(by=third, reason=reason, text="", target=reply, submission_key=uuid.uuid4())

    topic.refresh_from_db()
    reply.refresh_from_db()
    assert (reply.held_for, topic.reply_count) == ("reports", 0)
    assert visitor.get(topic.get_absolute_url()).content.decode().count(BODY) == before - 1
    assert Notice.objects.get().person == supporter
    assert mail.outbox[-1].to == [supporter.email]
    assert Decision.objects.about(reply).get().actor == "自動（通報）"
    actions.decide(by=reviewer, report=Report.objects.latest("pk"), act="release", reason="問題は見あたりませんでした。")
    topic.refresh_from_db()
    assert topic.reply_count == 1
    assert not Report.objects.open().exists()


@pytest.mark.parametrize("who", ["members", "colleagues", "author", "suspects"])
def test_reports_that_are_not_independent_leave_a_post_where_it_is(who, reply, reason, supporter, society):
    spoken = supporters(2)
    if who == "author":
        spoken.append(supporter)
    elif who == "colleagues":
        spoken.append(User.objects.create_user("c@example.jp", "x", display_name="同僚"))
        confirm_membership(user=spoken[-1], organisation=spoken[0].organisation, by=None)
    elif who == "members":
        spoken.append(User.objects.create_user("m@example.jp", "x", display_name="会員"))
    for person in spoken:
        actions.report(by=person, reason=reason, text="", target=reply, submission_key=uuid.uuid4())
    if who == "suspects":
        actions.report(
            by=supporters(1, first=3)[0], reason=reason, text="", target=reply, submission_key=uuid.uuid4(), is_suspect=True
        )

    reply.refresh_from_db()
    assert reply.is_in_sight


def test_staff_decide_at_the_desk_with_a_reason_and_it_is_recorded(reply, reason, other_supporter, reviewer, visitor, client_of):
    entry = actions.report(by=other_supporter, reason=reason, text="社名です。", target=reply, submission_key=uuid.uuid4())
    desk = client_of(reviewer)
    listed = desk.get("/admin/reports/").content.decode()
    address = f"/admin/reports/{entry.pk}/"
    canned = Reason.objects.offered("decision")[0]

    refused = desk.post(address, {"act": "hide"})
    desk.post(address, {"act": "hide", "canned": canned.pk, "words": "名前を消してください。", "answer": "対応しました。"})

    reply.refresh_from_db()
    entry.refresh_from_db()
    assert entry.number in listed
    assert BODY in desk.get(address).content.decode()
    assert refused.status_code == 422
    assert reply.hidden_reason == f"{canned.explanation}名前を消してください。"
    assert (entry.state, entry.outcome, entry.closed_by) == ("done", "acted", reviewer)
    assert [decision.verb for decision in Decision.objects.about(entry)] == ["通報を確認した"]


def test_two_of_staff_do_not_decide_twice(reply, reason, other_supporter, reviewer, owner):
    entry = actions.report(by=other_supporter, reason=reason, text="", target=reply, submission_key=uuid.uuid4())
    actions.decide(by=reviewer, report=entry, act="keep", reason="問題ありません。")

    with pytest.raises(Exception, match="先に確認しています"):
        actions.decide(by=owner, report=entry, act="hide", reason="問題があります。")


def test_the_desk_is_for_staff_with_the_right(reply, reason, other_supporter, client_of):
    entry = actions.report(by=other_supporter, reason=reason, text="", target=reply, submission_key=uuid.uuid4())

    with pytest.raises(Exception, match="見守り担当"):
        actions.decide(by=other_supporter, report=entry, act="hide", reason="消したい。")
    assert client_of(other_supporter).get(f"/admin/reports/{entry.pk}/").status_code == 404


def test_an_author_learns_why_and_answers_and_staff_answer_him(reply, supporter, other_supporter, reviewer, client_of):
    from knowhow.actions import hide_post

    hide_post(by=reviewer, post=reply, reason="社名が書かれていました。")
    browser, notice = client_of(supporter), Notice.objects.get()
    page = browser.get(notice.get_absolute_url()).content.decode()
    key = str(uuid.uuid4())

    for _ in range(2):
        browser.post(notice.get_absolute_url(), {"text": "社名ではなく、地名です。", "submission_key": key})

    answer = Report.objects.get(origin=Origin.ANSWER)
    assert "社名が書かれていました。" in page
    assert reviewer.email not in page
    assert notice.get_absolute_url() in mail.outbox[-1].body
    assert client_of(other_supporter).get(notice.get_absolute_url()).status_code == 404
    assert answer.target == reply
    actions.decide(by=reviewer, report=answer, act="show", reason="地名でした。", answer="表示に戻しました。")
    assert "表示に戻しました。" in browser.get(notice.get_absolute_url()).content.decode()
    assert notice.decision.target_name in browser.get("/me/notices/").content.decode()
    reply.refresh_from_db()
    assert reply.is_in_sight


def test_a_report_needs_a_token(topic, reason):
    assert Client(enforce_csrf_checks=True).post(f"/report/?kind=topic&id={topic.pk}", words(reason)).status_code == 403


def test_an_unknown_number_is_told_kindly(visitor, db):
    answer = visitor.get("/report/receipt/?number=ABCD")

    assert answer.status_code == 422
    assert "見つかりません" in answer.content.decode()


def test_what_waited_over_night_is_told_to_moderators_once_a_day(reply, reason, other_supporter, reviewer):
    entry = actions.report(by=other_supporter, reason=reason, text="", target=reply, submission_key=uuid.uuid4())
    assert actions.remind_of_queue() == 0
    Report.objects.update(created_at=timezone.now() - datetime.timedelta(hours=13))

    told = [actions.remind_of_queue() for _ in range(2)]

    assert told == [1, 0]
    assert mail.outbox[-1].to == [reviewer.email]
    assert "確認待ちが1件あります" in mail.outbox[-1].subject
    assert entry.number not in mail.outbox[-1].body
