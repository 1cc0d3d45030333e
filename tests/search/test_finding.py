"""Who finds what."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from bansou.search.backend import index_now
from bansou.search.finding import PAGE_SIZE, find
from bansou.search.registry import searchables
from cases.models import Case, CaseWall, CompanyAction, Episode, Point, QuestionCard
from cases.statuses import Status
from knowhow.models import Board, Reply, Topic
from tests.factories import walk_case

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()

#: (what stands in the text, what is searched), as tried in research.
SPELLINGS = [
    ("補助金の申請を手伝った", "補助金"),
    ("補助金の申請を手伝った", "申請"),
    ("補助金の申請を手伝った", "補助"),
    ("後継者に任せた", "後継者"),
    ("工場を見て回った", "工場"),
    ("見積りを出した", "見積もり"),
    ("サーバが止まった", "サーバー"),
    ("サーバーが止まった", "サーバ"),
    ("引っ越しを決めた", "引越"),
    ("ＩＴを入れた", "IT"),
    ("ITを入れた", "ＩＴ"),
    ("ＩＴ導入を決めた", "IT導入"),
    ("Ｍ＆Ａを考えた", "M&A"),
    ("つまずいた所を話した", "つまずく"),
    ("販路を支援した", "援助"),
    ("社長は気づいた", "気付き"),
    ("社長の気付きを待った", "気づいた"),
    ("ｻｰﾊﾞｰを替えた", "サーバー"),
    ("班長二人に任せた", "班長"),
]


@pytest.mark.parametrize("kind", ["case", "dialogue", "topic", "reply", "page"])
def test_a_word_is_found_in_another_spelling(kind, found, write_case, write_topic, write_page):
    write = {
        "case": lambda text, title: write_case(title=title, situation_before=text),
        "dialogue": lambda text, title: write_case(title=title, questions=(f"{text}のですか。",)),
        "topic": lambda text, title: write_topic(title=title, body=f"きょうのこと。{text}。"),
        "reply": lambda text, title: write_topic(title=title, replies=(f"わたしも。{text}。",)),
        "page": lambda text, title: write_page(title=title, summary="ある日のこと。", body=f"{text}。"),
    }[kind]
    write("関係のない話をした", "番号のない記録")
    titles = {text: write(text, f"番号のない記録{number}").title for number, (text, _) in enumerate(SPELLINGS)}

    for text, query in SPELLINGS:
        answer = found(VISITOR, query)

        assert titles[text] in answer, query
        assert "番号のない記録" not in answer, query


def test_kyoto_is_not_found_in_the_metropolis_of_tokyo(found, write_case):
    write_case(title="東京都の工場")
    write_case(title="京都の工場")

    assert found(VISITOR, "京都") == ["京都の工場"]


def test_words_of_the_vocabularies_find_a_case(found, supporter, reviewer):
    case = walk_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, walls=("follow",), area="03")

    assert found(VISITOR, "岩手県 製造業") == [case.title]
    assert found(VISITOR, case.walls.get().get_wall_display()) == [case.title]


def test_all_kinds_are_registered_in_the_order_of_the_tabs():
    assert [(searchable.kind, searchable.label) for searchable in searchables()] == [
        ("explainer", "解説"),
        ("cases", "事例"),
        ("knowhow", "広場"),
        ("questions", "問いかけ"),
        ("glossary", "用語"),
    ]


def test_all_words_must_be_there(found, write_case):
    write_case(title="朝礼の話", situation_before="工場を見た。")
    write_case(title="値上げの話", situation_before="工場は古い。")

    assert found(VISITOR, "工場　値上げ") == ["値上げの話"]


def test_if_nothing_has_all_words_some_will_do_and_it_is_said(write_case):
    write_case(title="朝礼の話")

    findings = find(user=VISITOR, query="朝礼 天文学")

    assert [result.card.title for result in findings.results] == ["朝礼の話"]
    assert findings.is_any


def test_of_words_so_rare_that_hardly_a_text_has_them_all_one_look_finds_all_and_some(write_topic):
    for body in ("暖簾を藍染にした三和土の店です。", "暖簾のことを話しました。", "三和土のことを話しました。"):
        write_topic(title="朝礼についてききたい", body=body)

    with CaptureQueriesContext(connection) as queries:
        findings = find(user=VISITOR, query="暖簾 藍染 三和土")

    assert (findings.count, findings.all_count, findings.is_any) == (3, 1, True)
    assert "<mark>三和土</mark>の店" in findings.results[0].excerpt
    assert len([query for query in queries if "tsquery" in query["sql"] and "LIMIT 200" in query["sql"]]) == 1


def test_where_a_page_is_full_of_what_has_all_words_nothing_else_is_shown(write_topic):
    for number in range(PAGE_SIZE):
        write_topic(title=f"朝礼について{number}番目", body="暖簾を藍染にした三和土の店です。")
    write_topic(title="夕礼についてききたい", body="暖簾のことを話しました。")

    findings = find(user=VISITOR, query="暖簾 藍染 三和土")

    assert (findings.count, findings.all_count, findings.is_any) == (PAGE_SIZE, PAGE_SIZE, False)


def test_the_title_ranks_before_the_text(found, write_case, write_topic):
    write_topic(title="面談の準備について", body="値上げの話をどう切り出しますか。")
    write_case(title="値上げを決めた日")

    assert found(VISITOR, "値上げ") == ["値上げを決めた日", "面談の準備について"]


@pytest.mark.parametrize("status", [Status.DRAFT, Status.SUBMITTED, Status.RETURNED])
def test_an_unpublished_case_is_found_by_nobody(status, found, supporter, other_supporter, reviewer, owner):
    case = walk_case(author=supporter, reviewer=reviewer, status=status, title="鍛冶屋の火")
    index_now(case)

    for person in (VISITOR, supporter, other_supporter, reviewer, owner):
        assert found(person, "鍛冶屋") == []
        assert find(user=person, query="鍛冶屋").count == 0


@pytest.mark.parametrize("status", [Status.REVISING, Status.REVISION_SUBMITTED, Status.REVISION_RETURNED])
def test_the_unpublished_changes_of_a_case_are_not_indexed(status, found, supporter, reviewer):
    walk_case(author=supporter, reviewer=reviewer, status=status, title="鍛冶屋の火")

    (title,) = found(supporter, "鍛冶屋")

    assert title == "鍛冶屋の火"
    assert found(supporter, "直し") == []


def test_a_changed_case_is_found_by_its_new_words_once_it_is_published(found, write_case):
    case = write_case(questions=("朝はどこから見て回りますか。",))
    version = case.get_latest_revision_as_object()
    version.episodes = [type(case.episodes.get())(question="暖簾は誰が掛けますか。")]
    version.save_revision()

    assert found(VISITOR, "暖簾") == []

    version.save_revision().publish()

    assert found(VISITOR, "暖簾") == [case.title]
    assert found(VISITOR, "見て回る") == []


def test_a_withdrawn_case_is_gone_at_once(found, write_case):
    case = write_case(title="鍛冶屋の火")

    type(case).objects.filter(pk=case.pk).update(live=False)

    assert found(VISITOR, "鍛冶屋") == []


def test_a_members_case_is_found_by_supporters_and_staff_alone(found, write_case, member, other_supporter, reviewer):
    write_case(title="鍛冶屋の火", disclosure="members")

    assert found(VISITOR, "鍛冶屋") == []
    assert found(member, "鍛冶屋") == []
    assert found(other_supporter, "鍛冶屋") == ["鍛冶屋の火"]
    assert found(reviewer, "鍛冶屋") == ["鍛冶屋の火"]


@pytest.mark.parametrize(
    ("audience", "finders"),
    [
        ("public", {"visitor", "member", "supporter", "reviewer"}),
        ("member", {"member", "supporter", "reviewer"}),
        ("supporter", {"supporter", "reviewer"}),
    ],
)
def test_a_topic_is_found_by_those_who_may_read_its_board(audience, finders, found, write_topic, member, supporter, reviewer):
    board = Board.objects.create(slug="closed", name="部屋", purpose="話す", audience=audience)
    write_topic(board=board, body="鍛冶屋さんの話です。", replies=("暖簾の話です。なるほど。",))
    people = {"visitor": VISITOR, "member": member, "supporter": supporter, "reviewer": reviewer}

    for query in ("鍛冶屋", "暖簾"):
        assert {name for name, person in people.items() if found(person, query)} == finders
        assert {name for name, person in people.items() if find(user=person, query=query).count} == finders


def test_a_hidden_topic_is_found_by_nobody(found, write_topic, supporter, reviewer):
    topic = write_topic(title="鍛冶屋さんの話です")

    Topic.objects.filter(pk=topic.pk).update(hidden_at=timezone.now(), hidden_by=reviewer, hidden_reason="宣伝")

    for person in (VISITOR, supporter, reviewer):
        assert found(person, "鍛冶屋") == []


def test_a_hidden_reply_neither_finds_its_topic_nor_shows(found, write_topic, supporter, reviewer):
    topic = write_topic(body="みなさんの準備をきかせてください。", replies=("鍛冶屋さんの話です。",))
    assert found(VISITOR, "鍛冶屋") == [topic.title]

    Reply.objects.update(hidden_at=timezone.now(), hidden_by=reviewer, hidden_reason="宣伝")
    (result,) = find(user=supporter, query="鍛冶屋").results
    assert "鍛冶屋" not in result.excerpt
    index_now(topic)

    assert found(supporter, "鍛冶屋") == []


TOLD = "三和土の店です。"


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("collaboration", TOLD),
        ("self_running_evidence", TOLD),
        ("episodes", [Episode(question="どうしますか。", aim=TOLD)]),
        ("actions", [CompanyAction(what="掃いた。", supporter_part=TOLD)]),
        ("actions", [CompanyAction(what=TOLD, who="班長二人")]),
        ("points", [Point(heading="掃く", text=TOLD)]),
        ("walls", [CaseWall(wall="see", how_passed=TOLD)]),
    ],
)
def test_the_excerpt_shows_where_in_a_case_the_word_stands(place, told, write_case):
    write_case(**{place: told})

    (result,) = find(user=VISITOR, query="三和土").results

    assert "<mark>三和土</mark>の店" in result.excerpt


def test_who_did_it_is_shown_with_what_he_did(write_case):
    write_case(actions=[CompanyAction(who="社長、続いて班長", what="三和土を掃いた。")])

    (result,) = find(user=VISITOR, query="班長").results

    assert result.excerpt == "社長、続いて<mark>班長</mark>：三和土を掃いた。"


def test_a_page_that_is_not_published_or_not_public_is_not_found(found, write_page, owner):
    draft, closed = write_page(title="鍛冶屋の草稿"), write_page(title="鍛冶屋の内輪")
    draft.unpublish()
    PageViewRestriction.objects.create(page=closed, restriction_type="login")

    assert found(VISITOR, "鍛冶屋") == []
    assert found(owner, "鍛冶屋") == []


def test_the_unpublished_changes_of_a_page_are_not_indexed(found, write_page):
    page = write_page(title="鍛冶屋の話")

    page.title = "暖簾の話"
    page.save_revision()

    assert found(VISITOR, "暖簾") == []
    assert found(VISITOR, "鍛冶屋") == ["鍛冶屋の話"]


def test_pages_of_results_are_disjoint_and_end(write_case):
    for number in range(PAGE_SIZE + 3):
        write_case(title=f"工場の話{number}", published=False)
    Case.objects.update(live=True, first_published_at=timezone.now())

    first = find(user=VISITOR, query="工場")
    second = find(user=VISITOR, query="工場", after=first.next_after)

    assert [len(first.results), len(second.results), second.next_after] == [PAGE_SIZE, 3, ""]
    assert not {result.card.url for result in first.results} & {result.card.url for result in second.results}


def test_a_kind_shows_its_own_results_and_all_counts(write_case, write_topic):
    write_case(title="工場の話")
    write_topic(body="工場の話をきかせてください。")

    findings = find(user=VISITOR, query="工場", kind="knowhow")

    assert [result.kind for result in findings.results] == ["knowhow"]
    assert [(tab.label, tab.count, tab.is_chosen) for tab in findings.tabs] == [
        ("すべて", 2, False),
        ("解説", 0, False),
        ("事例", 1, False),
        ("広場", 1, True),
        ("問いかけ", 0, False),
        ("用語", 0, False),
    ]


def test_a_question_is_found_by_its_words_only_while_it_stands_in_the_bank():
    card = QuestionCard.objects.get(code="lack-without-subsidy")
    index_now(card)

    shown = find(user=VISITOR, query="補助金", kind="questions")
    QuestionCard.objects.filter(pk=card.pk).update(state="hidden")
    hidden = find(user=VISITOR, query="補助金", kind="questions")

    assert [result.card.url for result in shown.results] == [card.get_absolute_url()]
    assert not hidden.results
