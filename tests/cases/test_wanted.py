"""求む事例: what people look for becomes a wish of staff's, and a published case answers it."""

import datetime
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actions import grant_roles
from accounts.models import User
from accounts.roles import EDITOR
from bansou.search.models import SearchedWords
from bansou.search.models.demand import monday_of
from cases.actions import start_case, withdraw_case
from cases.models import Case, TakenWish, Theme, WantedCase
from cases.statuses import Status
from tests.factories import make_case, step_data

pytestmark = pytest.mark.django_db
WANTED, ME, DEMAND = "/cases/wanted/", "/me/", "/admin/demand/"


def text_of(response):
    return response.content.decode()


@pytest.fixture
def theme():
    return Theme.objects.get(slug="succession")


@pytest.fixture
def wish(theme) -> WantedCase:
    return WantedCase.objects.create(
        title="きょうだいで引き継いだ事例", note="弟が社長になるとき", theme=theme, words="兄弟 承継"
    )


@pytest.fixture
def editor(db) -> User:
    """Nao: edits pages, and says what is wanted."""
    user = User.objects.create_user("nao@example.jp", "pass-word-1234", display_name="なお")
    grant_roles(user=user, roles=[EDITOR], by=None)
    return user


@pytest.fixture
def searched():
    """Words that enough people searched for this week."""

    def _searched(words: str, **numbers: object) -> SearchedWords:
        values = {"week": monday_of(timezone.localdate()), "people": 6, "results": 12, "by_kind": {"cases": 2, "knowhow": 10}}
        return SearchedWords.objects.create(words=words, **(values | numbers))

    return _searched


def answer(wish, author, reviewer, **fields):
    case = make_case(author=author, reviewer=reviewer, status=Status.PUBLISHED, **fields)
    TakenWish.objects.create(wish=wish, case=case)
    return case


def test_everybody_reads_what_is_wanted_and_supporters_are_asked_to_write_it(wish, visitor, member, client_of, supporter):
    address = f'href="/cases/new/?wish={wish.pk}"'

    for client in (visitor, client_of(member)):
        page = text_of(client.get(WANTED))
        assert wish.title in page
        assert wish.note in page
        assert address not in page
    assert address in text_of(client_of(supporter).get(WANTED))


def test_the_words_that_people_typed_are_staffs_alone(wish, visitor, client_of, supporter):
    for client in (visitor, client_of(supporter)):
        assert wish.words not in text_of(client.get(WANTED))


def test_a_case_begun_from_a_wish_has_its_theme_and_belongs_to_it(wish, theme, client_of, supporter):
    client = client_of(supporter)
    page = text_of(client.get(reverse("cases:new"), {"wish": wish.pk}))
    assert wish.title in page
    assert f'<input type="hidden" name="wish" value="{wish.pk}">' in page

    client.post(reverse("cases:new"), step_data("basics") | {"wish": wish.pk, "stay": "1"})

    case = Case.objects.get()
    assert case.taken_wish.wish == wish
    assert list(case.get_latest_revision_as_object().first_themes.all()) == [theme]


def test_a_second_press_of_the_button_takes_the_wish_up_once(wish, supporter):
    key = uuid.uuid4()
    for _ in range(2):
        start_case(by=supporter, answers={"title": "弟の番"}, rows={}, submission_key=key, wish=wish)

    assert TakenWish.objects.count() == 1


@pytest.mark.parametrize("number", ["", "x", "0", "9" * 30, "-1"])
def test_a_number_that_is_no_wish_begins_a_case_like_any_other(number, wish, client_of, supporter):
    page = text_of(client_of(supporter).get(reverse("cases:new"), {"wish": number}))

    assert wish.title not in page


def test_a_draft_answers_nothing_yet_and_a_published_case_does(wish, visitor, supporter, reviewer):
    start_case(by=supporter, answers={"title": "弟の番の下書き"}, rows={}, submission_key=uuid.uuid4(), wish=wish)
    page = text_of(visitor.get(WANTED))
    assert list(WantedCase.objects.unanswered()) == [wish]
    assert "下書き" not in page

    case = answer(wish, supporter, reviewer, title="弟の番")

    page = text_of(visitor.get(WANTED))
    assert not WantedCase.objects.unanswered()
    assert f'<a href="{case.get_absolute_url()}">弟の番</a>' in page


def test_a_case_that_is_withdrawn_answers_no_longer(wish, supporter, reviewer, visitor):
    case = answer(wish, supporter, reviewer, title="弟の番")

    withdraw_case(case=case, by=supporter, reason="会社から申し出がありました")

    assert list(WantedCase.objects.unanswered()) == [wish]
    assert "弟の番" not in text_of(visitor.get(WANTED))


def test_the_answer_is_shown_to_those_who_may_read_it(wish, supporter, reviewer, visitor, member, other_supporter, client_of):
    answer(wish, supporter, reviewer, title="弟の番", disclosure="members")

    for client in (visitor, client_of(member)):
        assert "弟の番" not in text_of(client.get(WANTED))
    assert "弟の番" in text_of(client_of(other_supporter).get(WANTED))


def test_a_wish_that_staff_took_off_is_nowhere(wish, supporter, reviewer, visitor, client_of):
    WantedCase.objects.update(is_shown=False)
    answer(wish, supporter, reviewer, title="弟の番")

    assert wish.title not in text_of(visitor.get(WANTED))
    assert wish.title not in text_of(client_of(supporter).get(reverse("cases:new"), {"wish": wish.pk}))


def test_one_wish_and_many_cost_the_same_queries(wish, supporter, reviewer, visitor, django_assert_num_queries, theme):
    def queries() -> int:
        visitor.get(WANTED)
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as asked:
            visitor.get(WANTED)
        return len(asked)

    answer(wish, supporter, reviewer)
    WantedCase.objects.create(title="値上げを話した事例", theme=theme)
    few = queries()
    for number in range(10):
        answer(WantedCase.objects.create(title=f"答えのある事例{number}", theme=theme), supporter, reviewer)
        WantedCase.objects.create(title=f"値上げを話した事例{number}", theme=theme)

    assert queries() == few


def test_my_page_tells_supporters_that_cases_are_wanted(wish, supporter, member, reviewer, client_of):
    assert wish.title in text_of(client_of(supporter).get(ME))
    for person in (member, reviewer):
        assert wish.title not in text_of(client_of(person).get(ME))
    WantedCase.objects.all().delete()
    assert WANTED not in text_of(client_of(supporter).get(ME))


def test_staff_see_the_weeks_and_what_was_not_found(searched, client_of, editor):
    searched("人手不足")
    searched("兄弟 承継", people=8, empty_handed=8, results=0, by_kind={"cases": 0})
    searched("廃業", people=5, results=2, by_kind={"cases": 2})
    searched("去年のことば", week=monday_of(timezone.localdate()) - datetime.timedelta(weeks=20))
    client = client_of(editor)

    everything, nothing, little = (text_of(client.get(DEMAND, {"show": show})) for show in ("", "nothing", "few"))

    words = ("人手不足", "兄弟 承継", "廃業", "去年のことば")
    assert [word in everything for word in words] == [True, True, True, False]
    assert [word in nothing for word in words] == [False, True, False, False]
    assert [word in little for word in words] == [False, False, True, False]
    assert everything.index("兄弟 承継") < everything.index("人手不足") < everything.index("廃業")


def test_what_four_people_typed_is_not_shown_to_anybody(client_of, owner):
    SearchedWords.objects.create(week=monday_of(timezone.localdate()), digest="ab" * 32, people=4, results=1)

    assert "まだありません" in text_of(client_of(owner).get(DEMAND))


def test_staff_make_a_wish_of_searched_words(searched, client_of, editor, visitor):
    searched("兄弟 承継", people=8, empty_handed=8, results=0)
    client = client_of(editor)
    assert "/admin/wanted-cases/new/?words=%E5%85%84%E5%BC%9F%20%E6%89%BF%E7%B6%99" in text_of(client.get(DEMAND))
    form = client.get(reverse("wanted-cases:add"), {"words": "兄弟 承継"}).context["form"]
    assert form["words"].value() == "兄弟 承継"

    client.post(reverse("wanted-cases:add"), {"title": "きょうだいで引き継いだ事例", "words": "兄弟 承継", "is_shown": "on"})

    assert "きょうだいで引き継いだ事例" in text_of(visitor.get(WANTED))
    assert "出しました" in text_of(client.get(DEMAND))


def test_reviewers_see_what_is_searched_for_and_make_no_wish(searched, client_of, reviewer):
    searched("兄弟 承継")
    client = client_of(reviewer)

    assert "兄弟 承継" in text_of(client.get(DEMAND))
    assert "求む事例に出す" not in text_of(client.get(DEMAND))
