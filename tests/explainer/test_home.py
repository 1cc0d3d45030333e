"""The first page: three doors, what is new and good behind each, and what waits for who is signed in."""

import datetime
import uuid

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bansou.announcements.models import Announcement
from bansou.drafts.models import Draft
from bansou.school.models import Lesson, LessonDone, SelfCheck
from cases.models import FollowUp, QuestionCard
from cases.statuses import Status
from knowhow.actions import release_post
from knowhow.actions.answers import mark_solution
from knowhow.actions.following import follow
from knowhow.actions.posting import post_reply
from knowhow.models import Board, Reply, Topic
from tests.accounts.test_supported_sessions import begin
from tests.factories import make_case

pytestmark = pytest.mark.django_db
DOORS = {"学ぶ": "/learn/", "事例を探す": "/cases/", "語り合う": "/knowhow/"}


def home(client: Client) -> str:
    return client.get("/").content.decode()


def own_part(client: Client) -> str:
    html = home(client)
    start = html.index('id="home-own"')
    return html[start : html.index("</section>", start)]


def published(author, reviewer, title, **fields):
    return make_case(author=author, reviewer=reviewer, status=Status.PUBLISHED, title=title, **fields)


def asked_again(case, author, months=6):
    now = timezone.now()
    return FollowUp.objects.create(
        case=case, months=months, text="朝礼は社員が開いています。", self_running="running", author=author, published_at=now,
        submitted_at=now, draft_text="朝礼は社員が開いています。", status="published",
    )  # fmt: skip


def question(author, title, *, audience="public"):
    board, _ = Board.objects.get_or_create(
        slug=f"b-{audience}", defaults={"name": "対話", "purpose": "話す", "audience": audience}
    )
    return Topic.objects.create(
        board=board, kind="question", title=title, body="いつも迷います。", body_html="<p>いつも迷います。</p>",
        excerpt="いつも迷います。", author=author, submission_key=uuid.uuid4(),
    )  # fmt: skip


def test_three_doors_stand_on_the_first_page(visitor):
    html = home(visitor)

    for words, address in DOORS.items():
        assert f'<a href="{address}">{words}</a>' in html
    assert html.index("home-doors") < html.index("いま、どの壁の前にいますか")


def test_best_is_a_case_whose_company_was_asked_again_and_it_stands_once(visitor, supporter, reviewer):
    told = published(supporter, reviewer, "その後を確かめた事例")
    asked_again(told, supporter)
    for number in range(3):
        published(supporter, reviewer, f"新しい事例{number}")

    html = home(visitor)

    assert "その後まで書かれた事例" in html
    assert html.count("その後を確かめた事例") == 1


def test_a_case_for_members_is_told_to_members_alone(visitor, client_of, supporter, other_supporter, reviewer):
    asked_again(published(supporter, reviewer, "会員だけの事例", disclosure="members"), supporter)
    for number in range(3):
        published(supporter, reviewer, f"新しい事例{number}")

    assert "会員だけの事例" not in home(visitor)
    assert "会員だけの事例" in home(client_of(other_supporter))


def test_a_solved_question_and_a_card_that_was_used_stand_there(visitor, supporter, other_supporter):
    topic = question(supporter, "面談の終わりに何を言いますか")
    answer = {"body": "次に話すことを決めてもらいます。", "body_html": "<p>次に話すことを決めてもらいます。</p>"}
    mark_solution(
        by=supporter, reply=Reply.objects.create(topic=topic, author=other_supporter, submission_key=uuid.uuid4(), **answer)
    )
    used, unused = QuestionCard.objects.shown().order_by("pk")[:2]
    QuestionCard.objects.filter(pk=used.pk).update(report_count=3)

    html = home(visitor)

    assert "解決した質問" in html
    assert f"「{used.question}」" in html
    assert f"「{unused.question}」" not in html


def test_a_visitor_is_told_of_nobodys_matters(visitor, supporter):
    Draft.objects.create(
        person=supporter, place="x", tab=uuid.uuid4(), sequence=1, fields='[["body", "書きかけ"]]', updated_at=timezone.now()
    )

    assert "home-own" not in home(visitor)


def test_a_supporter_is_told_of_his_drafts_his_begun_cases_what_is_due_and_what_is_new(
    client_of, supporter, other_supporter, reviewer
):
    Draft.objects.create(
        person=supporter, place="x", tab=uuid.uuid4(), sequence=1, fields='[["body", "書きかけ"]]', updated_at=timezone.now()
    )
    make_case(author=supporter, title="書きかけの事例")
    due = published(supporter, reviewer, "三か月前に終わった事例")
    FollowUp.objects.create(case=due, months=3, asked_on=timezone.localdate(), due_on=timezone.localdate())
    topic = question(supporter, "面談の終わりに何を言いますか")
    follow(by=supporter, followed=topic, level="digest")
    reply = post_reply(by=other_supporter, topic=topic, body="次に話すことを決めてもらいます。", submission_key=uuid.uuid4())
    if reply.is_held:
        release_post(by=reviewer, target=reply)

    part = own_part(client_of(supporter))

    assert "あおいさんの続き" in part
    assert '<a href="/me/#own-drafts">書きかけの文章</a><span class="home-own__count">1件</span>' in part
    assert '<a href="/cases/mine/">書きかけ・差し戻しの事例</a><span class="home-own__count">1件</span>' in part
    assert f'<a href="/cases/{due.pk}/follow-up/3/">「三か月前に終わった事例」のその後' in part
    assert '<a href="/knowhow/unread/">新しい投稿のある話題（1件）</a>' in part
    assert "/cases/new/" in part


def test_what_waits_for_one_is_not_shown_to_another_of_the_same_audience(client_of, supporter, other_supporter):
    make_case(author=supporter, title="書きかけの事例")

    first, second = own_part(client_of(supporter)), own_part(client_of(other_supporter))

    assert "書きかけ・差し戻しの事例" in first
    assert "書きかけ・差し戻しの事例" not in second
    assert "いま、待っているものはありません" in second


def test_who_has_begun_the_path_is_told_that_it_goes_on(client_of, member):
    lesson = Lesson.objects.visible_to(member).in_order()[0]
    assert "学びの道のつづき" not in own_part(client_of(member))

    LessonDone.objects.create(person=member, lesson=lesson)

    assert '<a href="/learn/path/">学びの道のつづき' in own_part(client_of(member))


def test_who_began_a_self_check_or_did_one_three_months_ago_is_told_and_nobody_else(client_of, supporter, other_supporter):
    done = SelfCheck(person=supporter, finished_at=timezone.now() - datetime.timedelta(days=90), submission_key=uuid.uuid4())
    done.started_at = done.finished_at
    done.seal({}, [])
    done.save()
    assert '<a href="/learn/self-check/">自己点検をもう一度' in own_part(client_of(supporter))
    assert "自己点検" not in own_part(client_of(other_supporter))

    SelfCheck.objects.filter(pk=done.pk).update(finished_at=timezone.now() - datetime.timedelta(days=80))
    assert "自己点検" not in own_part(client_of(supporter))

    begun = SelfCheck(person=supporter)
    begun.seal({}, [])
    begun.save()
    SelfCheck.objects.filter(pk=done.pk).update(finished_at=timezone.now() - datetime.timedelta(days=120))
    assert "途中の自己点検" in own_part(client_of(supporter))
    assert "自己点検をもう一度" not in own_part(client_of(supporter))


def test_whoever_acts_for_a_person_is_told_of_neither_his_self_check_nor_his_path(client_of, supporter, owner):
    begun = SelfCheck(person=supporter)
    begun.seal({}, [])
    begun.save()
    LessonDone.objects.create(person=supporter, lesson=Lesson.objects.visible_to(supporter).in_order()[0])
    assert "途中の自己点検" in own_part(client_of(supporter))
    desk = client_of(owner)

    begin(desk, supporter)

    assert "自己点検" not in own_part(desk)
    assert "学びの道" not in own_part(desk)
    assert f"{supporter.display_name}さんに代わって操作しています" in home(desk)


def test_a_case_under_review_and_a_follow_up_that_was_sent_wait_for_somebody_else(client_of, supporter, reviewer):
    make_case(author=supporter, status=Status.SUBMITTED, title="審査を待つ事例")
    case = published(supporter, reviewer, "終わった事例")
    asked_again(case, supporter)

    assert "いま、待っているものはありません" in own_part(client_of(supporter))


def test_a_member_is_not_offered_to_write_a_case(client_of, member):
    assert "/cases/new/" not in own_part(client_of(member))


def announce(title, **fields):
    now = timezone.now()
    values = {"circle": "everybody", "for_visitors": True, "send_at": now, "sent_at": now} | fields
    return Announcement.objects.create(title=title, text="本文", html="<p>本文</p>", **values)


def test_announcements_of_the_last_weeks_stand_there_for_whom_they_are(visitor, client_of, supporter, member):
    announce("どなたにも")
    announce("支援者の方に", circle="supporters", for_visitors=False)
    old = timezone.now() - datetime.timedelta(days=90)
    announce("前の年のお知らせ", send_at=old, sent_at=old)

    pages = {"visitor": home(visitor), "member": home(client_of(member)), "supporter": home(client_of(supporter))}

    assert {name: "どなたにも" in html for name, html in pages.items()} == dict.fromkeys(pages, True)
    assert [name for name, html in pages.items() if "支援者の方に" in html] == ["supporter"]
    assert not [name for name, html in pages.items() if "前の年のお知らせ" in html]


def test_an_announcement_that_was_stopped_is_gone_from_the_first_page_at_once(visitor):
    announcement = announce("止めたお知らせ")
    assert "止めたお知らせ" in home(visitor)

    Announcement.objects.filter(pk=announcement.pk).update(stopped_at=timezone.now())

    assert "止めたお知らせ" not in home(visitor)


def test_the_first_page_asks_as_much_of_one_row_as_of_many(visitor, client_of, supporter, reviewer):
    def fill(number):
        make_case(author=supporter, title=f"書きかけ{number}")
        case = published(supporter, reviewer, f"事例{number}")
        asked_again(case, supporter)
        FollowUp.objects.create(case=case, months=3, asked_on=timezone.localdate())
        question(supporter, f"面談の終わりに何を言いますか{number}")
        announce(f"お知らせ{number}")

    def queries():
        """Of a visitor for whom nothing is remembered, of somebody signed in for whom nothing is, and once more of him."""
        numbers = []
        for client, is_first in ((visitor, True), (signed_in, True), (signed_in, False)):
            if is_first:
                caches["pages"].clear()
            with CaptureQueriesContext(connection) as asked:
                home(client)
            numbers.append(len(asked))
        return numbers

    signed_in = client_of(supporter)
    for number in range(4):  # enough for each list to have one
        fill(number)
    home(visitor)
    home(signed_in)
    few = queries()
    for number in range(4, 9):
        fill(number)

    assert queries() == few
    assert few == [11, 18, 12]
