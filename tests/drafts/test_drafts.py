"""What somebody types is kept, whatever the order in which it arrives; nobody else's, and never a secret."""

import json
import random
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bansou.drafts import actions
from bansou.drafts.models import Draft, milliseconds
from bansou.operations.daily import do_daily_work
from tests.factories import fresh, make_case, step_data

pytestmark = pytest.mark.django_db

ADDRESS = "/drafts/"
OLD, NEW = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"


@pytest.fixture
def case(supporter):
    return make_case(author=supporter)


@pytest.fixture
def browser(client_of, supporter):
    return client_of(supporter)


@pytest.fixture
def place(case) -> str:
    return f"case:{case.pk}:issue"


@pytest.fixture
def page_of(browser, case):
    """The page of a step, and what its form shows."""

    def _page_of(step="issue", **query):
        return browser.get(reverse("cases:edit_step", args=[case.pk, step]), query)

    return _page_of


def _keep(client, place, text="書きかけ", *, tab=OLD, sequence=None, **more):
    """Send what a page holds."""
    sent = {"place": place, "tab": tab, "sequence": sequence or _now(), "fields": [["real_issue", text]]} | more
    return client.post(ADDRESS, json.dumps(sent), content_type="application/json")


def _now() -> int:
    return milliseconds(timezone.now())


def _shown(page) -> str:
    return page.context["form"]["real_issue"].value()


def test_a_page_that_is_opened_again_holds_what_was_typed(browser, place, page_of):
    answer = _keep(browser, place, "言葉の途中で窓を閉じ")

    page = page_of()

    assert answer.status_code == 200
    assert set(answer.json()) == {"at", "clock", "elsewhere"}
    assert _shown(page) == "言葉の途中で窓を閉じ"
    assert "まだ保存していない文章から始めています" in page.content.decode()
    assert "form-field__error" not in page.content.decode()


def test_there_is_a_way_back_to_what_was_saved_and_the_draft_stays(browser, case, place, page_of):
    _keep(browser, place, "書きかけ")

    page = page_of(saved="1")

    assert _shown(page) == case.real_issue
    assert "別の画面で書いた内容があります" in page.content.decode()
    assert "書きかけ" in page.content.decode()
    assert Draft.objects.of(case.author).count() == 1


@pytest.mark.parametrize("seed", [1, 2])
def test_of_200_autosaves_from_two_pages_in_any_order_the_newest_wins_and_none_is_lost_unseen(
    seed, browser, case, place, page_of, monkeypatch
):
    monkeypatch.setattr(actions, "check_limit", lambda *_: None)
    dice = random.Random(seed)  # noqa: S311 - the same shuffles in every run
    start = _now()
    typed = [(start + number, dice.choice([OLD, NEW]), f"文章{number}") for number in range(200)]
    arriving = dice.sample(typed, len(typed))

    for sequence, tab, text in arriving:
        answer = _keep(browser, place, text, tab=tab, sequence=sequence)
        assert answer.status_code in {200, 409}
    page = page_of()

    last = {tab: text for _, tab, text in typed}
    newest = typed[-1][2]
    other = next(text for tab, text in last.items() if tab != typed[-1][1])
    assert _shown(page) == newest
    assert [line for other in page.context["others"] for line in other["lines"]] == [("本質的な課題", other)]
    assert {draft.typed["real_issue"] for draft in Draft.objects.of(case.author)} == set(last.values())


def test_an_older_one_of_the_same_page_is_answered_as_such_and_changes_nothing(browser, place, page_of):
    _keep(browser, place, "新しい", sequence=2_000)

    answer = _keep(browser, place, "古い", sequence=1_000)

    assert answer.status_code == 409
    assert Draft.objects.get().typed["real_issue"] == "新しい"


def test_the_same_one_twice_is_kept_once(browser, place):
    answers = [_keep(browser, place, "同じ", sequence=2_000).status_code for _ in range(2)]

    assert answers == [200, 200]
    assert Draft.objects.count() == 1


def test_a_page_hears_that_another_one_is_typed_into(browser, place):
    now = _now()
    _keep(browser, place, tab=NEW, sequence=now)

    assert _keep(browser, place, tab=OLD, sequence=now - 5).json()["elsewhere"]
    assert not _keep(browser, place, tab=OLD, sequence=now + 5).json()["elsewhere"]


def test_a_draft_older_than_the_last_save_does_not_fill_the_form_but_is_shown(browser, case, place, page_of):
    _keep(browser, place, "保存より前に書いた文章", sequence=_now() - 60_000)

    page = page_of()

    assert _shown(page) == case.real_issue
    assert "保存より前に書いた文章" in page.content.decode()


def test_another_pages_text_can_be_taken_over(browser, place, page_of):
    now = _now()
    _keep(browser, place, "先の画面の文章", tab=OLD, sequence=now)
    _keep(browser, place, "後の画面の文章", tab=NEW, sequence=now + 10)
    wanted = Draft.objects.get(tab=OLD)

    page = page_of(draft=wanted.pk)

    assert _shown(page) == "先の画面の文章"
    assert "後の画面の文章" in page.content.decode()


def test_another_pages_text_can_be_thrown_away(browser, case, place, page_of):
    _keep(browser, place, "要らない文章")
    here = reverse("cases:edit_step", args=[case.pk, "issue"])

    answer = browser.post(reverse("drafts:discard", args=[Draft.objects.get().pk]), {"next": here})

    assert answer.url == here
    assert _shown(page_of()) == case.real_issue
    assert not Draft.objects.of(case.author).exists()


def test_throwing_away_leads_nowhere_else(browser, place):
    _keep(browser, place)

    answer = browser.post(reverse("drafts:discard", args=[Draft.objects.get().pk]), {"next": "https://example.com/"})

    assert answer.url == "/me/"


def test_the_draft_that_a_page_was_filled_from_goes_when_that_page_keeps_its_own(browser, case, place, page_of):
    _keep(browser, place, "職場で書いた", tab=OLD)
    source = str(page_of().context["opening"].source)

    _keep(browser, place, "職場で書いた。家で続けた", tab=NEW, source=source)

    (draft,) = Draft.objects.of(case.author)
    assert draft.typed["real_issue"] == "職場で書いた。家で続けた"


def test_it_stays_where_somebody_went_on_in_it(browser, case, place, page_of):
    _keep(browser, place, "職場で書いた", tab=OLD)
    source = str(page_of().context["opening"].source)
    _keep(browser, place, "職場でもっと書いた", tab=OLD, sequence=_now() + 1)

    _keep(browser, place, "家で続けた", tab=NEW, source=source, sequence=_now() + 2)

    assert {draft.typed["real_issue"] for draft in Draft.objects.of(case.author)} == {"職場でもっと書いた", "家で続けた"}


def test_a_save_takes_away_the_drafts_that_it_contains_and_no_others(browser, case, place, page_of):
    _keep(browser, place, "職場で書いた", tab=OLD)
    opening = page_of().context["opening"]
    _keep(browser, place, "まったく別の画面の文章", tab=NEW)

    browser.post(
        reverse("cases:edit_step", args=[case.pk, "issue"]),
        step_data(
            "issue",
            real_issue="職場で書いた",
            based_on=case.latest_revision_id,
            draft_tab=opening.tab,
            draft_source=str(opening.source),
        ),
    )

    assert fresh(case).real_issue == "職場で書いた"
    assert [draft.typed["real_issue"] for draft in Draft.objects.of(case.author)] == ["まったく別の画面の文章"]


def test_what_was_on_its_way_when_the_form_was_saved_does_not_come_back(browser, case, place, page_of):
    typed_at = _now()
    browser.post(
        reverse("cases:edit_step", args=[case.pk, "issue"]),
        step_data("issue", real_issue="保存した文章", based_on=case.latest_revision_id, draft_tab=OLD),
    )

    answer = _keep(browser, place, "保存の直前の文章", tab=OLD, sequence=typed_at)

    assert answer.status_code == 409
    assert _shown(page_of()) == "保存した文章"
    assert not Draft.objects.of(case.author).exists()


def test_a_refused_save_leaves_the_draft_and_the_page_goes_on_in_it(browser, case, place):
    _keep(browser, place, "書きかけ", tab=OLD)

    page = browser.post(
        reverse("cases:edit_step", args=[case.pk, "issue"]),
        step_data("issue", real_issue="長" * 20_001, based_on=case.latest_revision_id, draft_tab=OLD),
    )

    assert page.status_code == 422
    assert str(page.context["opening"].tab) == OLD
    assert page.context["opening"].is_unkept
    assert not page.context["others"]
    assert Draft.objects.of(case.author).count() == 1


def test_a_new_case_is_kept_before_it_exists_and_stands_among_ones_own(browser, supporter):
    fields = [["title", "まだない事例"], ["disclosure", "anonymous"]]

    answer = browser.post(
        ADDRESS,
        json.dumps({"place": "case:new:basics", "tab": OLD, "sequence": _now(), "fields": fields}),
        content_type="application/json",
    )
    page = browser.get(reverse("cases:new"))
    mine = browser.get(reverse("cases:mine")).content.decode()

    assert answer.status_code == 200
    assert page.context["form"]["title"].value() == "まだない事例"
    assert "まだ一度も保存していない文章" in mine
    assert "まだない事例" in mine


def test_my_cases_lead_back_to_the_step_where_the_typing_stopped(browser, case):
    _keep(browser, f"case:{case.pk}:results", "途中")

    mine = browser.get(reverse("cases:mine")).content.decode()
    answer = browser.get(reverse("cases:resume", args=[case.pk]))

    assert "「取組と成果」のページに、保存していない文章があります" in mine
    assert answer.url == reverse("cases:edit_step", args=[case.pk, "results"])


def test_without_a_draft_one_goes_on_where_the_first_thing_is_missing(browser, supporter):
    case = make_case(author=supporter, real_issue="")

    answer = browser.get(reverse("cases:resume", args=[case.pk]))

    assert answer.url == reverse("cases:edit_step", args=[case.pk, "issue"])


@pytest.mark.parametrize(
    "place",
    ["case:{theirs}:issue", "case:999999:issue", "case:{mine}:nowhere", "case:{mine}", "case:new:issue", "case:", "case:x:issue",
     "case:99999999999999999999:issue", "case:-1:issue", "case:²:issue", "nowhere:1", "", "case:{mine}:issue:x", "x" * 500, "case:\x00:issue"],
)  # fmt: skip
def test_a_place_that_is_not_ones_own_does_not_exist(place, browser, case, other_supporter):
    theirs = make_case(author=other_supporter)

    answer = _keep(browser, place.format(mine=case.pk, theirs=theirs.pk))

    assert answer.status_code == 404
    assert not Draft.objects.exists()


def test_a_member_who_may_not_write_cases_keeps_none(client_of, member):
    assert _keep(client_of(member), "case:new:basics").status_code == 404


def test_nobody_sees_or_throws_away_somebody_elses_draft(browser, case, place, client_of, other_supporter, reviewer):
    _keep(browser, place, "ひみつの書きかけ")
    draft = Draft.objects.get()

    for person in (other_supporter, reviewer):
        client = client_of(person)
        assert client.post(reverse("drafts:discard", args=[draft.pk])).status_code == 404
        assert "ひみつの書きかけ" not in client.get(reverse("cases:mine")).content.decode()
        assert client.get(reverse("cases:new"), {"draft": draft.pk}).status_code in {200, 403}
    assert Draft.objects.of(case.author).count() == 1


def test_a_visitor_is_told_that_he_is_signed_out(visitor, place):
    answer = _keep(visitor, place)

    assert answer.status_code == 401
    assert answer.json()["reason"] == "ログインが切れています。"


def test_without_the_token_of_the_site_nothing_is_kept(supporter, place):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(supporter)

    assert _keep(client, place).status_code == 403
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "body",
    ["", "x", "[]", "null", "{}", '{"place": 1}', '"x"', "[" * 100_000, '{"place":"case:1:issue","tab":"x","sequence":1,"fields":[]}',
     '{"place":"case:1:issue","tab":"11111111-1111-4111-8111-111111111111","sequence":"x","fields":[]}',
     '{"place":"case:1:issue","tab":"11111111-1111-4111-8111-111111111111","sequence":1e999,"fields":[]}',
     '{"place":"case:1:issue","tab":"11111111-1111-4111-8111-111111111111","sequence":1,"fields":[["a"]]}',
     '{"place":"case:1:issue","tab":"11111111-1111-4111-8111-111111111111","sequence":1,"fields":[["a",1]]}',
     '{"place":"case:1:issue","tab":"11111111-1111-4111-8111-111111111111","sequence":1,"fields":7}', b"\xff\xfe"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(body, browser):
    answer = browser.post(ADDRESS, body, content_type="application/json")

    assert answer.status_code == 400


@pytest.mark.parametrize("text", ["\x00\x01", "\ud83d", "</script><b>", "😀" * 1000, "a\\u0000b", "\r\n"])
def test_odd_text_comes_back_and_breaks_no_page(text, browser, place, page_of):
    answer = _keep(browser, place, text)

    page = page_of()

    assert answer.status_code == 200
    assert page.status_code == 200
    assert "</script><b>" not in page.content.decode()


def test_too_much_text_is_said_and_not_cut(browser, place):
    answer = _keep(browser, place, "長" * 100_001)

    assert answer.status_code == 413
    assert "ボタンで保存してください" in answer.json()["reason"]
    assert not Draft.objects.exists()


def test_a_clock_that_runs_ahead_does_not_own_the_place_for_ever(browser, place):
    _keep(browser, place, "未来の文章", sequence=9_999_999_999_999_999)

    assert Draft.objects.get().sequence <= _now() + 60_000


@pytest.mark.parametrize("name", ["password", "new_password1", "csrfmiddlewaretoken", "typed_by", "submission_key", "draft_tab"])
def test_secrets_and_marks_of_the_form_are_not_kept(name, browser, place):
    _keep(browser, place, fields=[[name, "ひみつ"], ["real_issue", "文章"]])

    assert "ひみつ" not in Draft.objects.get().fields


def test_who_sends_without_end_is_stopped_with_a_reason(browser, place):
    answers = [_keep(browser, place, sequence=number) for number in range(1, 122)]

    assert answers[-1].status_code == 429
    assert "下書きの自動保存" in answers[-1].json()["reason"]


def test_drafts_without_end_are_not_kept(browser, case, place, supporter):
    Draft.objects.bulk_create(
        Draft(person=supporter, place=place, tab=uuid.uuid4(), sequence=1, fields="[]", updated_at=timezone.now())
        for _ in range(actions.MOST_DRAFTS)
    )

    answer = _keep(browser, place)

    assert answer.status_code == 429
    assert "書きかけが多すぎます" in answer.json()["reason"]


def test_the_daily_run_drops_what_is_half_a_year_old_and_what_is_empty(browser, case, place, supporter):
    now = timezone.now()
    for text, age in (('[["a","b"]]', 181), ('[["a","b"]]', 179), ("", 2), ("", 0)):
        Draft.objects.create(
            person=supporter, place=place, tab=uuid.uuid4(), sequence=age, fields=text, updated_at=now - timedelta(days=age)
        )

    do_daily_work.call()

    assert set(Draft.objects.values_list("sequence", flat=True)) == {179, 0}


def test_a_draft_of_broken_rows_opens_all_the_same(browser, case, page_of):
    fields = [["episodes-TOTAL_FORMS", "x"], ["episodes-INITIAL_FORMS", ""], ["episodes-0-question", "問い"]]
    _keep(browser, f"case:{case.pk}:dialogue", fields=fields)

    assert page_of("dialogue").status_code == 200


def test_rows_of_a_draft_come_back_in_their_order(browser, case, page_of):
    fields = [["episodes-TOTAL_FORMS", "2"], ["episodes-INITIAL_FORMS", "0"], ["episodes-0-question", "二番目"], ["episodes-0-ORDER", "2"],
              ["episodes-1-question", "一番目"], ["episodes-1-ORDER", "1"]]  # fmt: skip
    _keep(browser, f"case:{case.pk}:dialogue", fields=fields)

    page = page_of("dialogue").content.decode()

    assert page.index("一番目") < page.index("二番目")


def test_keeping_asks_few_queries(browser, place):
    _keep(browser, place, sequence=1)

    with CaptureQueriesContext(connection) as queries:
        _keep(browser, place, sequence=2)

    assert len(queries) <= 10
