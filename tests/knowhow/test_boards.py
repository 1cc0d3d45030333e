"""Boards in groups with their hosts, the lists of topics, the light forms."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actions import grant_roles
from accounts.roles import EDITOR
from knowhow.actions import load_samples, mark_solution
from knowhow.models import Board, BoardGroup, Topic

FRONT = "/knowhow/"


@pytest.fixture
def editor(member):
    grant_roles(user=member, roles=[EDITOR], by=None)
    return member


def fields(**changes):
    return {
        "name": "東北",
        "slug": "tohoku",
        "purpose": "東北の支援者の場所です。",
        "group": "region",
        "audience": "supporter",
        "position": "1",
        "is_open": "on",
        "host_address": "",
    } | changes


def test_the_site_begins_with_nine_regions_five_walls_and_the_boards_for_newcomers(supporter, other_supporter, member):
    load_samples(authors={"aoi": supporter, "kaede": other_supporter, "ren": member})

    boards = {group: Board.objects.filter(group=group) for group in BoardGroup}
    assert boards[BoardGroup.REGION].count() == 9
    assert boards[BoardGroup.WALL].count() == 5
    assert {board.slug for board in boards[BoardGroup.START]} == {"introductions", "practice"}
    assert not boards[BoardGroup.REGION].exclude(audience="supporter").exists()
    assert not boards[BoardGroup.WALL].exclude(audience="public", host__isnull=False).exists()


def test_boards_stand_in_their_groups_with_purpose_and_host(make_board, supporter, visitor):
    make_board("see", name="見えない", group="wall", host=supporter)
    make_board("hello", name="はじめまして", group="start")
    make_board("north", "supporter", name="北海道", group="region")

    answer = visitor.get("/knowhow/boards/")

    groups = answer.context["groups"]
    assert [group.label for group in groups] == ["はじめての方へ", "五つの壁"]
    assert [board.name for board in groups[1].boards] == ["見えない"]
    assert "案内役：あおい" in answer.content.decode()
    assert "北海道" not in answer.content.decode()


def test_a_board_names_its_host_and_leads_him_to_his_page(make_board, supporter, other_supporter, visitor, client_of):
    board = make_board("north", host=supporter)

    assert "案内役：あおい" in visitor.get(board.get_absolute_url()).content.decode()
    assert f'href="/knowhow/people/{supporter.pk}/"' in client_of(other_supporter).get(board.get_absolute_url()).content.decode()
    assert "/knowhow/waiting/" in client_of(supporter).get(board.get_absolute_url()).content.decode()
    assert "/knowhow/waiting/" not in client_of(other_supporter).get(board.get_absolute_url()).content.decode()


def test_editors_name_a_host_by_his_address_and_take_him_away(editor, supporter, client_of):
    browser = client_of(editor)

    browser.post("/admin/boards/new/", fields(host_address="AOI@example.jp"))
    board = Board.objects.get()
    assert (board.host, board.group) == (supporter, "region")
    browser.post(f"/admin/boards/edit/{board.pk}/", fields())

    board.refresh_from_db()
    assert board.host is None


@pytest.mark.parametrize(
    ("address", "reason"),
    [("nobody@example.jp", "登録した方は見つかりません"), ("ren@example.jp", "案内役になれません"), ("aoi", "メールアドレス")],
)
def test_who_is_not_there_or_may_not_read_the_board_becomes_no_host(address, reason, member, owner, client_of):
    page = client_of(owner).post("/admin/boards/new/", fields(host_address=address)).content.decode()

    assert reason in page
    assert not Board.objects.exists()


def test_editors_drag_boards_into_their_order(make_board, editor, client_of):
    boards = [make_board(slug, name=slug, position=place) for place, slug in enumerate(("one", "two", "three"))]
    browser = client_of(editor)

    assert browser.get("/admin/boards/?ordering=position").status_code == 200
    browser.post(f"/admin/boards/reorder/{boards[2].pk}/?position=0")

    assert [board.slug for board in Board.objects.all()] == ["three", "one", "two"]


@pytest.fixture
def three_kinds(topic, make_topic, make_reply):
    """One question that waits, one that is solved, one talk; and another board."""
    make_topic("待っている質問です")
    mark_solution(by=topic.author, reply=make_reply())
    make_topic("ただの雑談なのです", kind="talk")


@pytest.mark.parametrize("address", [FRONT, "/knowhow/boards/dialogue/"])
@pytest.mark.parametrize(
    ("show", "titles"),
    [
        ("unanswered", {"待っている質問です"}),
        ("solved", {"沈黙を待てません"}),
        ("new", {"待っている質問です", "沈黙を待てません", "ただの雑談なのです"}),
    ],
)
def test_front_and_board_show_each_list_at_an_address(address, show, titles, three_kinds, visitor):
    page = visitor.get(f"{address}?show={show}")

    assert {card.title for card in page.context["topics"]} == titles
    assert f'href="{address}?show={show}" aria-current="page"' in page.content.decode()


@pytest.mark.parametrize("show", ["", "x", "%00", "unanswered%00", "NEW"])
def test_an_unknown_list_is_the_page_itself(show, three_kinds, visitor):
    assert "groups" in visitor.get(f"{FRONT}?show={show}").context
    assert len(visitor.get(f"/knowhow/boards/dialogue/?show={show}").context["topics"]) == 3


def test_the_front_names_what_was_solved(three_kinds, visitor):
    assert [card.title for card in visitor.get(FRONT).context["solved"]] == ["沈黙を待てません"]


def test_a_list_ends_and_goes_on_at_its_own_address(make_topic, visitor):
    for number in range(16):
        make_topic(f"質問その{number:02}です")

    first = visitor.get(f"{FRONT}?show=unanswered")
    second = visitor.get(f"{FRONT}{first.context['page'].next_query}")

    assert [len(page.context["topics"]) for page in (first, second)] == [15, 1]
    assert "show=unanswered" in first.context["page"].next_query


def test_lists_hold_only_what_the_reader_may_read(make_board, make_topic, member, supporter, client_of):
    make_topic("支援者だけの質問です", board=make_board("trust", "supporter"))

    assert "支援者だけの質問です" not in client_of(member).get(f"{FRONT}?show=unanswered").content.decode()
    assert "支援者だけの質問です" in client_of(supporter).get(f"{FRONT}?show=unanswered").content.decode()


def test_lists_and_boards_ask_the_same_number_of_queries_at_one_and_at_twenty_rows(
    make_board, make_topic, make_reply, supporter, other_supporter, member, client_of
):
    addresses = ["/knowhow/boards/", *(f"{FRONT}?show={show}" for show in ("new", "unanswered", "solved")), "/knowhow/boards/b0/"]
    browser = client_of(member)

    def grow(count, first=0):
        for number in range(first, first + count):
            board = make_board(f"b{number}", host=supporter)
            make_topic(f"待つ質問{number:02}です", board=board)
            solved = make_topic(f"解決した{number:02}です", board=board)
            reply = make_reply(topic=solved)
            reply.solved_at, reply.solved_by = timezone.now(), other_supporter
            reply.save()
            Topic.objects.filter(pk=solved.pk).update(solved_at=reply.solved_at)

    def queries():
        asked = {}
        for address in addresses:
            browser.get(address)
            caches["pages"].clear()
            with CaptureQueriesContext(connection) as captured:
                assert browser.get(address).status_code == 200
            asked[address] = len(captured)
        return asked

    grow(1)
    at_one = queries()
    grow(20, first=1)

    assert queries() == at_one
    assert max(at_one.values()) <= 10


@pytest.mark.parametrize(
    ("kind", "heading", "prompt"),
    [
        ("question", "質問する", "自分では、何をしてみましたか"),
        ("knowhow", "ノウハウを伝える", "やってみて、どうなりましたか"),
        ("talk", "話す・知らせる", "勉強会のお知らせ"),
        ("clinic", "質問する", "自分では、何をしてみましたか"),
        ("nonsense", "質問する", "自分では、何をしてみましたか"),
    ],
)
def test_each_kind_has_a_light_form_of_its_own(kind, heading, prompt, board, member, client_of):
    page = client_of(member).get(f"/knowhow/new/?kind={kind}").content.decode()

    assert f"<h1>{heading}</h1>" in page
    assert prompt in page


def test_changing_the_kind_keeps_what_was_typed(board, member, client_of):
    typed = {"kind": "question", "board": "dialogue", "title": "書きかけの題名です", "body": "書きかけの本文です。"}

    page = client_of(member).post("/knowhow/new/?kind=knowhow", typed | {"switch": "knowhow"})

    assert "<h1>ノウハウを伝える</h1>" in page.content.decode()
    assert "書きかけの題名です" in page.content.decode()
    assert "書きかけの本文です。" in page.content.decode()
    assert page.context["form"]["kind"].value() == "knowhow"
    assert not Topic.objects.exists()


def test_a_clinic_is_not_opened_by_the_light_forms(board, member, client_of):
    typed = {"kind": "clinic", "board": "dialogue", "title": "クリニックのつもり", "body": "ここからは開けないはずです。"}

    client_of(member).post("/knowhow/new/", typed)

    assert not Topic.objects.exists()
