"""Who reads which board, topic and reply; and what the pages cost."""

import datetime
import itertools
import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from knowhow.models import Board, Reply, Topic

FRONT = "/knowhow/"
#: Which audience of a board which person reads.
READS = [
    ("visitor", "public", True),
    ("visitor", "member", False),
    ("visitor", "supporter", False),
    ("member", "public", True),
    ("member", "member", True),
    ("member", "supporter", False),
    ("supporter", "public", True),
    ("supporter", "member", True),
    ("supporter", "supporter", True),
    ("reviewer", "public", True),
    ("reviewer", "member", True),
    ("reviewer", "supporter", True),
]


@pytest.fixture
def browser_of(request, client_of):
    """The browser of one of the cast, by name."""

    def _browser_of(name: str):
        return request.getfixturevalue("visitor") if name == "visitor" else client_of(request.getfixturevalue(name))

    return _browser_of


@pytest.mark.parametrize(("name", "audience", "reads"), READS)
def test_a_board_with_all_on_it_is_read_by_its_audience_and_does_not_exist_for_others(
    name, audience, reads, browser_of, make_board, make_topic, make_reply
):
    board = make_board("room", audience)
    topic = make_topic("この題名は板の人だけ", board=board)
    make_reply(topic=topic)
    browser = browser_of(name)

    answers = [browser.get(address).status_code for address in (board.get_absolute_url(), topic.get_absolute_url())]
    front = browser.get(FRONT).content.decode()

    assert answers == ([200, 200] if reads else [404, 404])
    assert (board.name in front) is reads
    assert (topic.title in front) is reads


@pytest.mark.parametrize("name", ["member", "supporter", "reviewer"])
def test_writing_addresses_of_a_foreign_board_do_not_exist(name, browser_of, make_board, make_topic, make_reply):
    board = make_board("room", "supporter")
    topic = make_topic(board=board)
    reply = make_reply(topic=topic)
    browser = browser_of(name)
    addresses = [
        f"/knowhow/new/?board={board.slug}",
        f"/knowhow/topics/{topic.pk}/edit/",
        f"/knowhow/replies/{reply.pk}/edit/",
        f"/knowhow/topics/{topic.pk}/hide/",
        f"/knowhow/replies/{reply.pk}/hide/",
    ]

    found = [browser.get(address).status_code for address in addresses]

    assert (
        found
        == {
            "member": [404, 404, 404, 404, 404],
            "supporter": [200, 403, 200, 404, 404],  # her own reply, somebody else's topic
            "reviewer": [200, 403, 403, 200, 200],
        }[name]
    )


def test_a_hidden_topic_is_there_for_staff_and_its_author_only(
    make_topic, reviewer, other_supporter, supporter, visitor, client_of
):
    topic = make_topic("隠された題名です", hidden_at=timezone.now(), hidden_by=reviewer, hidden_reason="社名がありました")

    assert visitor.get(topic.get_absolute_url()).status_code == 404
    assert client_of(supporter).get(topic.get_absolute_url()).status_code == 404
    for person in (other_supporter, reviewer):
        assert "社名がありました" in client_of(person).get(topic.get_absolute_url()).content.decode()
    assert "隠された題名です" not in visitor.get(FRONT).content.decode()
    assert "隠された題名です" not in visitor.get("/knowhow/boards/dialogue/").content.decode()


def test_a_hidden_reply_is_there_marked_for_staff_and_its_author_only(
    make_reply, topic, reviewer, supporter, member, visitor, client_of
):
    make_reply("消したい言葉があります。", hidden_at=timezone.now(), hidden_by=reviewer, hidden_reason="個人名がありました")

    for browser in (visitor, client_of(member)):
        page = browser.get(topic.get_absolute_url()).content.decode()
        assert "消したい言葉" not in page
        assert "個人名がありました" not in page
    for person in (supporter, reviewer):
        page = client_of(person).get(topic.get_absolute_url()).content.decode()
        assert "消したい言葉" in page
        assert "個人名がありました" in page


def test_a_post_shows_name_and_kind_of_organisation_of_that_time_not_the_address(topic, visitor):
    page = visitor.get(topic.get_absolute_url()).content.decode()

    assert "かえで" in page
    assert "商工会" in page
    assert "@example.jp" not in page


def test_samples_say_so_on_list_and_page(make_topic, visitor):
    topic = make_topic(is_sample=True)

    for address in (FRONT, "/knowhow/boards/dialogue/", topic.get_absolute_url()):
        assert "見本（架空の話題）" in visitor.get(address).content.decode()


def test_the_front_shows_questions_that_nobody_answered(make_topic, make_reply, topic, visitor):
    waiting = make_topic("まだ返信のない質問です")
    make_reply(topic=topic)
    make_topic("これは質問ではないです", kind="talk")

    unanswered = visitor.get(FRONT).context["unanswered"]

    assert [card.title for card in unanswered] == [waiting.title]


def test_replies_stand_in_the_order_of_time_with_a_place_of_their_own(topic, make_reply, visitor):
    later = make_reply("あとの返信です。", created_at=timezone.now())
    earlier = make_reply("さきの返信です。", created_at=timezone.now() - datetime.timedelta(minutes=10))

    page = visitor.get(topic.get_absolute_url()).content.decode()

    assert page.index(f'id="reply-{earlier.pk}"') < page.index(f'id="reply-{later.pk}"')
    assert f'href="#reply-{later.pk}"' in page


@pytest.fixture
def long_topic(topic, supporter):
    """A topic with 120 replies."""
    now = timezone.now()
    Reply.objects.bulk_create(
        Reply(
            topic=topic,
            body=f"返信その{number}です。",
            body_html=f"<p>返信その{number}です。</p>",
            author=supporter,
            created_at=now + datetime.timedelta(seconds=number),
            submission_key=uuid.uuid4(),
        )
        for number in range(1, 121)
    )
    Topic.objects.filter(pk=topic.pk).update(reply_count=120, last_posted_at=now + datetime.timedelta(seconds=120))
    return topic


def test_a_long_topic_comes_in_parts_of_fifty(long_topic, visitor):
    numbers = [
        [card.number for card in visitor.get(f"{long_topic.get_absolute_url()}?page={page}").context["replies"]]
        for page in (1, 2, 3)
    ]

    assert numbers == [list(range(1, 51)), list(range(51, 101)), list(range(101, 121))]


def test_the_link_to_a_reply_opens_the_part_that_holds_it(long_topic, visitor):
    reply = Reply.objects.get(body="返信その77です。")

    page = visitor.get(reply.get_absolute_url().split("#")[0])

    assert "返信その77です。" in page.content.decode()
    assert page.context["replies"][0].number == 51


@pytest.mark.parametrize("query", ["page=0", "page=4", "page=-1", "page=x", "page=9999999999999999999999", "page=２", "page="])
def test_a_part_that_is_not_there_does_not_exist(query, long_topic, visitor):
    assert visitor.get(f"{long_topic.get_absolute_url()}?{query}").status_code == 404


@pytest.mark.parametrize(
    "query", ["reply=1x", "reply=99999999999999999999999", "reply=0", "reply=%00", "after=zzz", "q=%F0%9F%98%80"]
)
def test_an_address_with_nonsense_opens_the_page_at_its_start(query, topic, visitor):
    assert visitor.get(f"{topic.get_absolute_url()}?{query}").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/knowhow/topics/999999/",
        "/knowhow/topics/99999999999999999999999/",
        "/knowhow/boards/nowhere/",
        "/knowhow/new/?board=nowhere",
        "/knowhow/new/?board=%00",
        "/knowhow/topics/999999/edit/",
        "/knowhow/replies/999999/edit/",
    ],
)
def test_unknown_ids_do_not_exist(address, board, client_of, supporter):
    status = client_of(supporter).get(address).status_code

    assert status == (200 if address.endswith("%00") else 404)


def test_a_page_asks_the_same_number_of_queries_at_one_and_at_fifty_rows(
    browser_of, make_board, make_topic, make_reply, topic, supporter
):
    browsers = {who: browser_of(who) for who in ("visitor", "supporter", "reviewer")}
    addresses = {"front": FRONT, "board": "/knowhow/boards/dialogue/", "topic": topic.get_absolute_url()}
    make_reply()

    def queries() -> dict[tuple[str, str], int]:
        asked = {}
        for (who, browser), (name, address) in itertools.product(browsers.items(), addresses.items()):
            browser.get(address)
            caches["pages"].clear()
            with CaptureQueriesContext(connection) as captured:
                assert browser.get(address).status_code == 200
            asked[who, name] = len(captured)
        return asked

    at_one = queries()
    for number in range(49):
        make_topic(f"話題その{number:02}です", author=supporter)
        make_reply()
    make_board("second")

    assert queries() == at_one
    assert max(count for (who, _), count in at_one.items() if who != "reviewer") <= 12
    assert max(at_one.values()) <= 14  # staff: two for their rights


def test_reads_begin_with_the_person(make_board):
    make_board("secret", "supporter")

    assert not Board.objects.visible_to(AnonymousUser()).exists()
    assert not Board.objects.open_to(AnonymousUser()).exists()
