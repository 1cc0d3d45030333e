"""Reading on the site reads the notices: a topic, one's case, a decision. What was not shown stays unread."""

import datetime
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bansou.moderation.actions import record_decision
from bansou.moderation.actions import tell as tell_decision
from bansou.notifications.actions import tell
from bansou.notifications.models import Notice, Occurrence
from cases.statuses import Status
from knowhow.models import Board, Reply, Topic
from knowhow.reply_pages import REPLIES_PER_PAGE
from tests.factories import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(tellers, supporter, reviewer):
    """Tell Aoi of something in a thread."""

    def _told(thread: str, **moments) -> None:
        happened = tell("reply", target_id=1, thread=thread, by=reviewer, to=[supporter])
        Occurrence.objects.filter(pk=happened.pk).update(**moments)

    return _told


def unread() -> list[str]:
    return list(Notice.objects.unread().order_by("pk").values_list("thread", flat=True))


def test_whoever_reads_his_case_or_its_preview_has_read_what_was_told_of_it(told, supporter, reviewer, client_of):
    published, draft = make_case(status=Status.PUBLISHED, author=supporter, reviewer=reviewer), make_case(author=supporter)
    for case in (published, draft):
        told(f"case:{case.pk}")
    browser = client_of(supporter)

    browser.get(f"/cases/{published.pk}/")
    assert unread() == [f"case:{draft.pk}"]
    browser.get(f"/cases/{draft.pk}/preview/")
    assert unread() == []


def test_whoever_reads_a_decision_has_read_that_it_was_told(told, supporter, reviewer, client_of):
    case = make_case(author=supporter)
    decision = record_decision(by=reviewer, target=case, verb="止めた", reason="見本の理由です。")
    notice = tell_decision(person=supporter, decision=decision, target=case)
    told(f"decision:{notice.pk}")
    told("topic:1")

    client_of(supporter).get(notice.get_absolute_url())

    assert unread() == ["topic:1"]


@pytest.fixture
def long_topic(supporter, reviewer):
    """Aoi's topic with one reply more than a page holds, a minute apart."""
    begun = timezone.now() - datetime.timedelta(days=1)
    words = {"body": "三秒で話してしまいます。", "body_html": "<p>三秒で話してしまいます。</p>"}
    board = Board.objects.create(slug="reading", name="見本の板", purpose="話す場所です。", audience="public")
    topic = Topic.objects.create(
        board=board,
        kind="question",
        title="沈黙を待てません",
        author=supporter,
        submission_key=uuid.uuid4(),
        created_at=begun,
        **words,
    )
    for number in range(1, REPLIES_PER_PAGE + 2):
        Reply.objects.create(
            topic=topic,
            author=reviewer,
            submission_key=uuid.uuid4(),
            created_at=begun + datetime.timedelta(minutes=number),
            **words,
        )
    topic.reply_count = REPLIES_PER_PAGE + 1
    topic.last_posted_at = begun + datetime.timedelta(minutes=REPLIES_PER_PAGE + 1)
    topic.save()
    return topic


def test_the_first_page_of_a_topic_reads_its_replies_and_the_last_page_all(told, long_topic, supporter, client_of):
    thread, browser = f"topic:{long_topic.pk}", client_of(supporter)
    told(thread, happened_at=long_topic.created_at + datetime.timedelta(minutes=2, seconds=1))
    told(thread, happened_at=long_topic.last_posted_at + datetime.timedelta(seconds=1))
    late = Notice.objects.latest("pk")

    first = browser.get(long_topic.get_absolute_url())
    assert list(Notice.objects.unread()) == [late]

    browser.get(long_topic.get_absolute_url() + first.context["page"].next_query)
    assert unread() == []


def test_what_a_browser_fetches_ahead_is_not_read(told, long_topic, supporter, client_of):
    told(f"topic:{long_topic.pk}")

    client_of(supporter).get(long_topic.get_absolute_url(), headers={"Sec-Purpose": "prefetch"})
    client_of(supporter).head(long_topic.get_absolute_url())

    assert unread() == [f"topic:{long_topic.pk}"]


def test_where_nothing_is_unread_reading_asks_nothing_but_the_number(told, long_topic, supporter, client_of):
    browser = client_of(supporter)
    browser.get(long_topic.get_absolute_url())

    with CaptureQueriesContext(connection) as asked:
        browser.get(long_topic.get_absolute_url())

    assert ["LIMIT 100" in query["sql"] for query in asked if "notifications_notice" in query["sql"]] == [True]


def test_the_header_of_the_page_that_reads_counts_without_it(told, supporter, client_of):
    case = make_case(author=supporter)
    told(f"case:{case.pk}")
    told("topic:1")

    page = client_of(supporter).get(f"/cases/{case.pk}/preview/").content.decode()

    assert '1<span class="visually-hidden">件の未読</span>' in page
