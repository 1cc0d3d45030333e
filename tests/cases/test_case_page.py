"""The page of a case: what each reader finds on it, how its timeline is read, and what it costs."""

import re
import uuid

import pytest
from django.core.cache import caches
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.audiences import Audience
from cases.actions import edit_case
from cases.models import (
    Case,
    CaseFigure,
    CaseWall,
    CompanyAction,
    Episode,
    LocabenTrend,
    Point,
    ResultNumber,
    SourceNote,
)
from cases.statuses import Status
from cases.vocabularies import LocabenItem
from tests.factories import _picture as a_picture
from tests.factories import approve_all_steps, complete_rows, fresh, hand_in, make_case, make_full_case, walk_case

pytestmark = pytest.mark.django_db

MOST_QUERIES = 16
EVERYBODY = {Audience.PUBLIC}
SUPPORTERS = {Audience.PUBLIC, Audience.SUPPORTER}
TEAM = {Audience.PUBLIC, Audience.SUPPORTER, Audience.TEAM}
#: Words of follow-ups that are not published: they have a page of their own, the case's page shows them to nobody.
ELSEWHERE = ("followup(draft).", "followup.draft_text", "followup.comment")


@pytest.fixture
def publish(supporter, reviewer):
    def _publish(**fields) -> Case:
        return make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, **fields)

    return _publish


def _page(client, case, query: str = "") -> str:
    response = client.get(case.get_absolute_url() + query)
    assert response.status_code == 200
    return response.content.decode()


def _scenes(html: str) -> list[int]:
    return [int(number) for number in re.findall(r'id="dialogue-(\d+)"', html)]


# -- who sees what ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "layers"),
    [
        ("visitor", EVERYBODY),
        ("member", EVERYBODY),
        ("supporter", SUPPORTERS),
        ("team", TEAM),
        ("staff", TEAM),
    ],
)
@pytest.mark.parametrize("opened", [False, True])
def test_the_page_shows_each_reader_exactly_what_the_layers_say(
    who, layers, opened, supporter, other_supporter, member, reviewer, owner, visitor, client_of
):
    full = make_full_case(author=supporter, reviewer=reviewer, president_voice_agreed=opened, reflections_public=opened)
    people = {"member": member, "supporter": other_supporter, "team": supporter, "staff": owner}
    client = client_of(people[who]) if who in people else visitor

    html = _page(client, full.case)

    assert _shown(full, html) == _readable(full, layers)


def _shown(full, html: str) -> set[str]:
    return {key for key, word in full.words.items() if word in html}


def _readable(full, layers: set[Audience]) -> set[str]:
    return {key for key, audience in full.audiences.items() if audience in layers and not key.startswith(ELSEWHERE)}


def test_the_template_never_holds_a_model_of_the_case(visitor, supporter, reviewer):
    full = make_full_case(author=supporter, reviewer=reviewer)

    context = visitor.get(full.case.get_absolute_url()).context

    assert not [name for part in context for name, value in _flat(part) if _is_of_the_case(value)]


def _flat(part) -> list[tuple[str, object]]:
    return list(part.items()) if isinstance(part, dict) else [pair for level in part.dicts for pair in level.items()]


def _is_of_the_case(value: object) -> bool:
    return isinstance(value, Model) and value._meta.app_label == "cases" and value._meta.model_name != "theme"


def test_what_is_remembered_for_supporters_is_not_shown_to_a_visitor(supporter, other_supporter, reviewer, client_of, visitor):
    full = make_full_case(author=supporter, reviewer=reviewer)
    _page(client_of(other_supporter), full.case)
    _page(client_of(supporter), full.case)

    html = _page(visitor, full.case)

    assert not [word for word in full.words_for(Audience.SUPPORTER, Audience.TEAM) if word in html]


def test_a_voice_without_consent_says_to_its_team_why_others_do_not_see_it(publish, supporter, client_of, visitor):
    case = publish(president_voice="待っていてくれたのが、よかった。")

    assert "同意を記録していない" in _page(client_of(supporter), case)
    assert "待っていてくれたのが" not in _page(visitor, case)


# -- what it costs ------------------------------------------------------------------------------------------------------


def _many_rows(author, *, episodes: int, rows: int) -> dict[str, list]:
    return complete_rows(episodes=episodes) | {
        "walls": [CaseWall(wall=wall, height="high", outcome="passed") for wall in ("see", "face", "act", "follow", "lack")],
        "actions": [CompanyAction(sort_order=n, what=f"動き{n}") for n in range(rows)],
        "numbers": [ResultNumber(sort_order=n, indicator=f"指標{n}", after="増加", audience="public") for n in range(rows)],
        "trends": [LocabenTrend(sort_order=n, item=item, trend="better") for n, item in enumerate(LocabenItem.values[:rows])],
        "points": [Point(sort_order=n, heading=f"見出し{n}", text="説明") for n in range(min(rows, 5))],
        "sources": [SourceNote(sort_order=n, label=f"本{n}") for n in range(rows)],
        "figures": [CaseFigure(sort_order=n, picture=a_picture(author), alt=f"図{n}") for n in range(rows)],
    }


def _cold_queries(client, case) -> int:
    client.get(case.get_absolute_url())  # pictures are drawn in their sizes once
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(case.get_absolute_url()).status_code == 200
    return len(captured)


@pytest.mark.parametrize("who", ["visitor", "supporter", "team", "staff"])
def test_the_page_asks_few_queries_and_as_many_for_40_dialogues_as_for_3(
    who, publish, supporter, other_supporter, reviewer, client_of, visitor
):
    people = {"supporter": other_supporter, "team": supporter, "staff": reviewer}
    client = client_of(people[who]) if who in people else visitor
    few = publish(rows=_many_rows(supporter, episodes=3, rows=1))
    many = publish(rows=_many_rows(supporter, episodes=40, rows=20), themes=("sales", "plan", "finance"))
    many.keywords.add("昼休み", "班長", "帳面")
    many.save()

    queries = _cold_queries(client, many)

    assert queries == _cold_queries(client, few)
    assert queries <= MOST_QUERIES


def test_a_page_in_memory_asks_for_the_case_and_the_version_alone(publish, visitor):
    case = publish()
    _page(visitor, case)

    with CaptureQueriesContext(connection) as captured:
        _page(visitor, case)

    assert len(captured) == 2


# -- the timeline -------------------------------------------------------------------------------------------------------


@pytest.fixture
def walled(publish):
    """Four dialogues, three of them at walls; 気づき in the third, 腹落ち not yet."""
    episodes = [
        Episode(sort_order=0, question="はじめの問い"),
        Episode(sort_order=1, question="二つめの問い", walls=["face"], mark="setback"),
        Episode(sort_order=2, question="三つめの問い", walls=["see", "face"], mark="noticing"),
        Episode(sort_order=3, question="四つめの問い", walls=["see"], mark="turning"),
    ]
    return publish(
        rows={"episodes": episodes},
        noticing="見ていなかったと気づいた。",
        noticing_episode=episodes[2].key,
        noticing_not_yet=False,
    )


def test_a_wall_may_be_read_alone_and_the_page_says_what_is_left_out(walled, visitor):
    html = _page(visitor, walled, "?wall=face")

    assert _scenes(html) == [2, 3]
    assert "全4場面のうち2場面" in html
    assert 'href="?#dialogue"' in html
    assert "はじめの問い" not in html


def test_the_walls_of_the_dialogues_are_offered_with_their_counts(walled, visitor):
    html = _page(visitor, walled)

    assert _scenes(html) == [1, 2, 3, 4]
    assert re.findall(r'href="\?wall=(\w+)#dialogue"[^>]*>([^<]+)<', html) == [
        ("see", "①見えない（2）"),
        ("face", "②向き合わない（2）"),
    ]


@pytest.mark.parametrize("wall", ["lack", "act"])
def test_a_wall_that_no_dialogue_has_is_said_and_everything_is_shown(wall, walled, visitor):
    html = _page(visitor, walled, f"?wall={wall}")

    assert _scenes(html) == [1, 2, 3, 4]
    assert "この事例にはありません。すべての場面を表示しています。" in html


@pytest.mark.parametrize("query", ["?wall=", "?wall=nowhere", "?wall=%00", "?wall=" + "長" * 300, "?wall=see&wall=x"])
def test_odd_walls_in_the_address_show_everything(query, walled, visitor):
    html = _page(visitor, walled, query)

    assert _scenes(html) == [1, 2, 3, 4]
    assert "すべての場面を表示" not in html


def test_a_moment_leads_to_its_dialogue_and_back(walled, visitor):
    html = _page(visitor, walled)

    assert 'href="#dialogue-3"' in html
    assert 'href="#noticing">このときの気づき' in html
    assert "まだありません、と記録されています" in html


def test_a_moment_whose_dialogue_is_left_out_leads_to_the_whole_timeline(publish, visitor):
    episodes = [Episode(sort_order=n, question=f"問い{n}", walls=["see"] if n else []) for n in range(3)]
    case = publish(rows={"episodes": episodes}, noticing="気づいた。", noticing_episode=episodes[0].key, noticing_not_yet=False)

    html = _page(visitor, case, "?wall=see")

    assert 'href="?#dialogue-1"' in html


def test_every_tag_leads_to_the_list_of_its_cases(publish, visitor):
    episodes = [Episode(sort_order=n, question="問い", stage="notice", walls=["face"]) for n in range(3)]
    case = publish(
        rows={"episodes": episodes}, industry="E", area="03", employee_band="21-50", president_role="later",
        themes=("succession",), self_running="broken_off",
    )  # fmt: skip

    html = _page(visitor, case)

    for tag in (
        "wall=see", "wall=face", "asked=succession", "real=succession", "industry=E", "area=03", "size=21-50", "stage=notice",
        "role=later", "state=broken_off",
    ):  # fmt: skip
        assert f'href="/cases/?{tag}"' in html


def test_sizes_and_places_that_are_not_said_are_no_tags(publish, visitor):
    html = _page(visitor, publish(employee_band="none", area="none"))

    assert "/cases/?size=none" not in html
    assert "/cases/?area=none" not in html


# -- versions, similar cases, citation ----------------------------------------------------------------------------------


@pytest.fixture
def walked(supporter, reviewer) -> Case:
    """A case that the real review published, with Wagtail's log of it."""
    return walk_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED)


def _published_again(case: Case, author, reviewer, *, rows=None, **answers) -> Case:
    edit_case(case=fresh(case), by=author, answers=answers, rows=rows or {}, based_on=fresh(case).latest_revision_id)
    hand_in(case=fresh(case), by=author)
    approve_all_steps(case, by=reviewer)
    return fresh(case)


def _history(html: str) -> list[str]:
    part = re.search(r'<ol class="case-versions".*?</ol>', html, re.DOTALL)
    assert part
    return [re.sub(r"<[^>]+>", " ", item).strip() for item in re.findall(r"<li>(.*?)</li>", part[0], re.DOTALL)]


def test_the_history_names_what_changed_between_published_versions(walked, supporter, reviewer, visitor):
    case = _published_again(walked, supporter, reviewer, real_issue="言い直した課題", summary="言い直した要約")
    actions = [{"what": "朝の会を始めた。", "who": "班長"}, {"what": "板を置いた。", "who": "社長"}]
    case = _published_again(case, supporter, reviewer, rows={"actions": actions})

    latest, second, first = _history(_page(visitor, case))

    assert "会社の取組（1件から2件に）" in latest
    assert "一文で言うと、本質的な課題" in second
    assert "はじめて公開しました。" in first


def test_the_history_tells_nothing_of_what_was_never_published(walked, supporter, visitor):
    case = walked
    edit_case(case=case, by=supporter, answers={"real_issue": "まだ見せない課題"}, rows={}, based_on=case.latest_revision_id)

    html = _page(visitor, case)

    assert len(_history(html)) == 1
    assert "まだ見せない" not in html


def test_a_change_in_what_only_supporters_read_is_named_to_them_alone(
    walked, supporter, other_supporter, reviewer, visitor, client_of
):
    trends = [{"item": "sales_growth", "trend": "better"}]
    case = _published_again(walked, supporter, reviewer, rows={"trends": trends}, went_badly="急ぎすぎた。", president_voice="声")

    public, known = _history(_page(visitor, case))[0], _history(_page(client_of(other_supporter), case))[0]

    assert "読める部分に変わりはありません" in public
    assert "うまくいかなかった関わり" in known
    assert "ロカベンの変化" in known
    assert "経営者の声" not in known


def test_similar_cases_say_what_they_share_and_the_likest_comes_first(publish, visitor):
    case = publish(walls=("face",), themes=("succession",), industry="E", area="03", employee_band="21-50")
    publish(title="同じ業種だけ", walls=("lack",), themes=("sales",), industry="E")
    publish(title="壁と課題が同じ", walls=("face",), themes=("succession",), industry="D", area="40", employee_band="1-5")
    publish(title="壁だけ同じ", walls=("face", "see"), themes=("sales",), industry="D", area="04", employee_band="1-5")

    similar = _similar(_page(visitor, case))

    assert similar == [("壁と課題が同じ", "壁②と「事業承継・後継者」が同じ"), ("壁だけ同じ", "壁②と地域が同じ")]


def test_similar_cases_are_at_most_three_and_never_what_the_reader_may_not_read(publish, visitor, other_supporter, client_of):
    case = publish()
    for number in range(3):
        publish(title=f"会員だけ{number}", disclosure="members")
    publish(title="だれでも")
    for number in range(3):
        publish(title=f"似た事例{number}", disclosure="anonymous", industry="D")

    assert {title for title, _ in _similar(_page(visitor, case))} == {"だれでも", "似た事例2", "似た事例1"}
    assert len(_similar(_page(client_of(other_supporter), case))) == 3


def _similar(html: str) -> list[tuple[str, str]]:
    return re.findall(r'case-similar__item"><a href="[^"]+">([^<]+)</a>.*?case-similar__reason">([^<]+)<', html)


def test_the_citation_names_title_site_version_and_address(publish, visitor, settings):
    settings.BASE_URL = "https://bansou.example.jp"
    case = publish(title="断る注文を決めた")

    html = _page(visitor, case)

    assert re.search(
        rf"「断る注文を決めた」、伴走 支援事例{case.pk}、\d+年\d+月\d+日の版、https://bansou\.example\.jp/cases/{case.pk}/", html
    )


# -- previews -----------------------------------------------------------------------------------------------------------


def _preview(client, case, query: str = "") -> str:
    return client.get(reverse("cases:preview", args=[case.pk]) + query).content.decode()


@pytest.mark.parametrize(
    ("query", "layers"),
    [("", EVERYBODY), ("?as=public", EVERYBODY), ("?as=supporter", SUPPORTERS), ("?as=all", TEAM), ("?as=x", EVERYBODY)],
)
def test_the_team_may_look_at_its_draft_through_the_eyes_of_its_readers(query, layers, supporter, reviewer, client_of):
    full = make_full_case(author=supporter, reviewer=reviewer, status=Status.DRAFT)

    html = _preview(client_of(supporter), full.case, query)

    assert _shown(full, html) == _readable(full, layers)


def test_a_case_for_members_is_not_previewed_for_the_public(supporter, client_of):
    case = make_case(author=supporter, disclosure="members")

    html = _preview(client_of(supporter), case)

    assert "公開の読者" not in html
    assert "確認済みの支援者" in html


def test_a_draft_with_a_title_alone_has_a_preview(supporter, client_of):
    case = Case.objects.create(author=supporter, title="題名だけ", live=False, submission_key=uuid.uuid4())
    case.save_revision(user=supporter)

    assert "題名だけ" in _preview(client_of(supporter), case)


@pytest.mark.parametrize(("mode", "layers"), [("public", EVERYBODY), ("supporter", SUPPORTERS)])
def test_staff_see_a_version_drawn_for_its_readers(mode, layers, supporter, reviewer, client_of):
    full = make_full_case(author=supporter, reviewer=reviewer, status=Status.SUBMITTED)
    address = reverse("wagtailsnippets_cases_case:preview_on_edit", args=[full.case.pk])
    client = client_of(reviewer)
    client.post(f"{address}?mode={mode}", {"keywords": ""})

    html = client.get(f"{address}?mode={mode}").content.decode()

    assert _shown(full, html) == _readable(full, layers)
