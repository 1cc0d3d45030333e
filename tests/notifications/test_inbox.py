"""The inbox: what a person was told and may read now, several of one thread in one line, and how much of it is unread."""

import datetime
import re

import pytest
from django.utils import timezone

from accounts.models import SupportedSession
from bansou.notifications.actions import drop_old_notices, mark_read, tell
from bansou.notifications.models import Notice, Occurrence
from tests.notifications.sample_tellers import SampleTeller

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tellers")]
INBOX = "/me/inbox/"


def words_of(page: str) -> list[str]:
    """The lines of the inbox on a page, from the first to the last."""
    found = re.findall(r'class="inbox__title"[^>]*>(.*?)</(?:a|button)>', page, re.DOTALL)
    return [" ".join(words.split()) for words in found]


def lines(client, query: str = "") -> list[str]:
    return words_of(client.get(INBOX + query).content.decode())


def header_count(client, address: str = "/about/") -> str:
    page = client.get(address).content.decode()
    found = re.search(r'お知らせ<b class="site-count">([^<]+)<span class="visually-hidden">件の未読</span></b></a>', page)
    return found[1] if found else ""


@pytest.fixture
def inbox(client_of, member):
    return client_of(member)


@pytest.fixture
def told(member, supporter):
    """Tell Ren of something; without a number each time of a new thing of its own thread."""
    number = iter(range(1, 10_000))

    def _told(event: str = "returned", target: int | None = None, *, thread: str = "", by=supporter) -> Notice:
        target = target or next(number)
        happened = tell(event, target_id=target, thread=thread or f"{event}:{target}", by=by, to=[member])
        return Notice.objects.get(occurrence=happened)

    return _told


def test_several_answers_to_one_topic_are_one_line_that_counts_people(inbox, told, supporter, other_supporter, reviewer):
    for number, person in enumerate((supporter, other_supporter, reviewer, supporter), start=1):
        told("reply", number, thread="topic:1", by=person)
    told("reply", 9, thread="topic:2")

    assert lines(inbox) == ["reply 9 あおい", "3人が返信しました"]
    assert "最新：reply 4 あおい" in inbox.get(INBOX).content.decode()


def test_what_one_person_did_several_times_names_him_and_things_are_counted_as_things(inbox, told):
    for number in (1, 2):
        told("reply", number, thread="topic:1")
        told("news", number, thread="board:1")

    assert lines(inbox) == ["2件の新しい話題", "reply 2 あおい（ほか1件）"]


def test_what_is_not_gathered_stands_alone_also_in_one_thread(inbox, told):
    told("returned", 1, thread="case:1")
    told("returned", 1, thread="case:1")

    assert lines(inbox) == ["returned 1 あおい"] * 2


def test_read_and_unread_of_one_thread_are_two_lines(inbox, told, member, other_supporter):
    told("reply", 1, thread="topic:1")
    told("reply", 2, thread="topic:1", by=other_supporter)
    mark_read(by=member, thread="topic:1")
    told("reply", 3, thread="topic:1")

    assert lines(inbox) == ["reply 3 あおい", "2人が返信しました"]
    assert lines(inbox, "?show=unread") == ["reply 3 あおい"]


def test_of_a_long_line_no_more_is_looked_at_than_thirty(inbox, told):
    for number in range(1, 33):
        told("news", number, thread="board:1")

    assert lines(inbox) == ["30件以上の新しい話題"]


def test_pressing_a_line_reads_it_and_leads_to_where_reading_goes_on(inbox, told):
    for number in (1, 2):
        latest = told("reply", number, thread="topic:1")
    told("reply", 3, thread="topic:2")

    answer = inbox.post(f"{INBOX}{latest.pk}/open/")

    assert answer.url == "/about/?reply=1"
    assert list(Notice.objects.unread().values_list("thread", flat=True)) == ["topic:2"]


def test_what_came_after_the_page_was_shown_stays_unread(inbox, told):
    seen = told("reply", 1, thread="topic:1")
    told("reply", 2, thread="topic:1")

    inbox.post(f"{INBOX}{seen.pk}/read/")
    assert Notice.objects.unread().count() == 1

    newest = Notice.objects.latest("pk")
    told("returned")
    inbox.post(f"{INBOX}read/", {"until": newest.pk})
    assert list(Notice.objects.unread().values_list("event", flat=True)) == ["returned"]


def test_all_read_on_the_page_of_a_section_means_that_section(inbox, told):
    newest = [told("reply"), told("returned")][-1]

    inbox.post(f"{INBOX}read/", {"until": newest.pk, "show": "cases"})

    assert list(Notice.objects.unread().values_list("event", flat=True)) == ["reply"]
    assert lines(inbox, "?show=cases") == ["returned 2 あおい"]


@pytest.mark.parametrize("until", ["", "x", "-1", "9" * 30, "１"])
def test_a_broken_mark_reads_nothing(inbox, told, until):
    told()

    assert inbox.post(f"{INBOX}read/", {"until": until}).status_code == 302
    assert Notice.objects.unread().count() == 1


def test_nobody_opens_or_reads_the_notices_of_another(client_of, supporter, told):
    notice = told()
    other = client_of(supporter)

    assert lines(other) == []
    assert other.post(f"{INBOX}{notice.pk}/open/").status_code == 404
    assert other.post(f"{INBOX}{notice.pk}/read/").status_code == 404
    other.post(f"{INBOX}read/", {"until": notice.pk})
    assert Notice.objects.unread().count() == 1


def test_what_a_person_may_no_longer_read_has_no_line_and_counts_no_longer_once_he_looks(
    inbox, told, tellers: dict[str, SampleTeller]
):
    told("reply", 1, thread="topic:1")
    told("reply", 2, thread="topic:1")
    told("returned", 3)
    tellers["reply"].unreadable = {2}
    tellers["returned"].unreadable = {3}
    assert header_count(inbox) == "3"

    page = inbox.get(INBOX).content.decode()

    assert words_of(page) == ["reply 1 あおい"]
    assert "2 あおい" not in page
    assert header_count(inbox, INBOX) == "1"

    tellers["returned"].unreadable = set()
    assert lines(inbox) == ["returned 3 あおい", "reply 1 あおい"]


def test_pressing_what_was_taken_back_meanwhile_leads_to_the_inbox_and_says_so(inbox, told, tellers: dict[str, SampleTeller]):
    notice = told("returned", 1)
    tellers["returned"].unreadable = {1}

    answer = inbox.post(f"{INBOX}{notice.pk}/open/", follow=True)

    assert answer.redirect_chain == [(INBOX, 302)]
    assert "この内容は、いまは読めません" in answer.content.decode()
    assert not Notice.objects.unread().exists()


def test_an_event_that_no_room_tells_any_more_has_no_line(inbox, told, monkeypatch, tellers: dict[str, SampleTeller]):
    told("returned")
    told("reply")
    monkeypatch.setattr("bansou.notifications.events._tellers", {"reply": tellers["reply"]})

    assert lines(inbox) == ["reply 2 あおい"]


def test_the_pages_of_the_inbox_show_each_line_once(inbox, told):
    for number in range(1, 26):
        told("returned", number)
        told("news", number, thread=f"board:{number % 5}")

    first = inbox.get(INBOX).content.decode()
    following = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    second = inbox.get(INBOX + following).content.decode()

    everything = words_of(first) + words_of(second)
    assert len(everything) == 30
    assert len(set(everything) - {"5件の新しい話題"}) == 25
    assert "すべて既読にする" in first
    assert "すべて既読にする" not in second


@pytest.mark.parametrize("query", ["", "?show=unread", "?show=exchange"])
def test_the_inbox_asks_as_many_queries_at_one_notice_as_at_five_hundred(
    inbox, told, query, member, django_assert_num_queries, supporter
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    told("reply", 1, thread="topic:1")
    told("news", 1, thread="board:1")
    with CaptureQueriesContext(connection) as one:
        inbox.get(INBOX + query)
    happened = [
        Occurrence(event=("reply", "news")[number % 2], target_id=number, thread=f"topic:{number % 90}", by=supporter)
        for number in range(500)
    ]
    Notice.objects.bulk_create(
        Notice(person=member, occurrence=one, event=one.event, thread=one.thread, key=str(one.pk), mail="never")
        for one in Occurrence.objects.bulk_create(happened)
    )

    with django_assert_num_queries(len(one)):
        assert len(lines(inbox, query)) == 20


def test_the_header_says_how_much_is_unread_and_a_visitor_is_told_and_asked_nothing(inbox, told, visitor, client_of, supporter):
    assert header_count(inbox) == ""
    told("reply", 1, thread="topic:1")
    told("reply", 2, thread="topic:1")

    assert header_count(inbox) == "2"
    assert header_count(client_of(supporter)) == ""
    assert "お知らせ<" not in visitor.get("/about/").content.decode().split("</header>")[0]


def test_a_page_asks_for_the_number_once_and_a_visitors_page_never(inbox, told, visitor, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    told()
    for client, number in ((inbox, 1), (visitor, 0)):
        with CaptureQueriesContext(connection) as asked:
            client.get("/about/")
        assert sum("notifications_notice" in query["sql"] for query in asked) == number


def test_the_number_stops_at_a_hundred(inbox, member, told):
    notice = told()
    Notice.objects.bulk_create(
        Notice(person=member, occurrence=notice.occurrence, event="returned", thread="x", key=f"k{number}", mail="never")
        for number in range(100)
    )

    assert header_count(inbox) == "99以上"


def test_my_page_shows_the_newest_three_unread_lines(inbox, told):
    for number in (1, 2, 3, 4):
        told("returned", number)
    Notice.objects.filter(occurrence__target_id=4).update(read_at=timezone.now())

    assert words_of(inbox.get("/me/").content.decode()) == [f"returned {number} あおい" for number in (3, 2, 1)]


def test_staff_who_act_for_a_person_see_nothing_of_his_inbox(told, member, reviewer, client_of):
    told()
    session = SupportedSession.objects.create(
        by=reviewer, person=member, consent="電話で頼まれました。", ends_at=timezone.now() + datetime.timedelta(minutes=30)
    )
    desk = client_of(reviewer)
    kept = desk.session
    kept["supported_session"] = session.pk
    kept.save()

    assert words_of(desk.get("/me/").content.decode()) == []
    assert header_count(desk, "/me/") == ""


def test_after_half_a_year_a_notice_is_gone_and_what_happened_with_it(told):
    old, young = told(), told()
    long_ago = timezone.now() - datetime.timedelta(days=181)
    Notice.objects.filter(pk=old.pk).update(made_at=long_ago)
    Occurrence.objects.update(happened_at=long_ago)
    unspread = Occurrence.objects.create(event="reply", target_id=1, thread="topic:1", happened_at=long_ago)

    drop_old_notices()

    assert list(Notice.objects.all()) == [young]
    assert set(Occurrence.objects.all()) == {young.occurrence, unspread}


def test_the_inbox_says_what_it_is_where_there_is_nothing(inbox, told, member):
    assert "お知らせはありません" in inbox.get(INBOX).content.decode()

    mark_read(by=member, thread=told().thread)
    assert "未読のお知らせはありません" in inbox.get(f"{INBOX}?show=unread").content.decode()
    assert lines(inbox, "?show=nonsense") == ["returned 1 あおい"]
