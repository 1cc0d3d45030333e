"""「役に立ちましたか」: anybody answers, nobody is stored, staff who write pages read it."""

import re
import uuid

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actions import grant_roles
from accounts.roles import EDITOR
from bansou.explainer.answers import answers_by_page
from bansou.explainer.models import REASON_MAX, ExplainerPage, PageAnswer
from bansou.moderation.limits import RATES

pytestmark = pytest.mark.django_db


@pytest.fixture
def about() -> ExplainerPage:
    return ExplainerPage.objects.get(slug="about")


@pytest.fixture
def editor(reviewer):
    grant_roles(user=reviewer, roles=[EDITOR], by=None)
    return reviewer


@pytest.fixture
def say(about, as_person):
    """Fill in the form and send it."""

    def _say(client: Client, **words: str):
        sent = {"helpful": "yes", "reason": "", "submission_key": str(uuid.uuid4())} | as_person() | words
        return client.post(f"/pages/{about.pk}/answer/", sent)

    return _say


def keep(page: ExplainerPage, *, is_helpful: bool = False, reason: str = "") -> PageAnswer:
    return PageAnswer.objects.create(page=page, is_helpful=is_helpful, reason=reason, submission_key=uuid.uuid4())


def test_a_page_asks_by_links_and_sets_no_cookie(visitor, about):
    response = visitor.get("/about/")

    html = response.content.decode()
    assert f'href="/pages/{about.pk}/answer/?helpful=yes"' in html
    assert f'href="/pages/{about.pk}/answer/?helpful=no"' in html
    assert "csrfmiddlewaretoken" not in html
    assert not response.cookies


def test_the_link_has_chosen_already(visitor, about):
    html = visitor.get(f"/pages/{about.pk}/answer/?helpful=no").content.decode()

    assert re.search(r'<input[^>]*value="no"[^>]*checked', html)


def test_what_is_kept_is_the_page_yes_or_no_the_reason_and_the_day(say, visitor, about):
    response = say(visitor, helpful="no", reason="図の字が小さいです。")

    answer = PageAnswer.objects.get()
    assert response["Location"] == f"/pages/{about.pk}/answer/?sent=1"
    assert (answer.page, answer.is_helpful, answer.reason) == (about, False, "図の字が小さいです。")
    assert answer.answered_on == timezone.localdate()
    assert {field.name for field in PageAnswer._meta.get_fields()} == {
        "id", "page", "is_helpful", "reason", "answered_on", "submission_key",
    }  # fmt: skip
    assert "ありがとうございました" in visitor.get(response["Location"]).content.decode()


def test_a_form_sent_twice_is_one_answer(say, visitor):
    key = str(uuid.uuid4())

    say(visitor, submission_key=key)
    say(visitor, submission_key=key)

    assert PageAnswer.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "told"), [({"helpful": ""}, "選んでください"), ({"helpful": "yes", "reason": "長" * (REASON_MAX + 1)}, "文字以内")]
)
def test_a_mistake_is_told_and_what_was_typed_stays(say, visitor, wrong, told):
    response = say(visitor, **({"reason": "書きかけの理由"} | wrong))

    html = response.content.decode()
    assert response.status_code == 422
    assert told in html
    assert (wrong.get("reason") or "書きかけの理由") in html
    assert not PageAnswer.objects.exists()


def test_nobody_answers_for_ever(say, visitor, supporter, client_of, monkeypatch):
    monkeypatch.setitem(RATES, "page_answer", (RATES["page_answer"][0].__class__(1, 86_400),))
    cache.clear()
    for client in (visitor, client_of(supporter)):
        assert say(client).status_code == 302

        refused = say(client, reason="もう一度の理由")

        assert refused.status_code == 422
        assert "もう一度の理由" in refused.content.decode()
    assert PageAnswer.objects.count() == 2


def test_of_a_page_that_is_not_public_nobody_is_asked(visitor, about):
    about.unpublish()

    assert visitor.get(f"/pages/{about.pk}/answer/").status_code == 404


def test_editors_read_counts_and_reasons_and_nobody_else_does(editor, owner, supporter, member, client_of, visitor, about):
    walls = ExplainerPage.objects.get(slug="walls")
    keep(about, is_helpful=True)
    keep(about, reason="例がほしいです。")
    keep(walls, is_helpful=True, reason="壁の名前で話せました。")

    html = client_of(editor).get("/admin/page-answers/").content.decode()
    of_one = client_of(editor).get(f"/admin/page-answers/?of={walls.pk}").content.decode()

    [first, second] = answers_by_page()
    assert (first.page.pk, first.yes, first.no, first.reasons) == (walls.pk, 1, 0, 1)
    assert (second.page.pk, second.yes, second.no, second.reasons) == (about.pk, 1, 1, 1)
    assert "例がほしいです。" in html
    assert "壁の名前で話せました。" in html
    assert "例がほしいです。" not in of_one
    assert "例がほしいです。" not in visitor.get("/about/").content.decode()
    for person in (supporter, member):
        assert client_of(person).get("/admin/page-answers/").status_code in (302, 404)


def test_the_desk_asks_as_much_at_two_as_at_twenty_answers(editor, client_of, about, django_assert_num_queries):
    client = client_of(editor)
    keep(about, reason="一つ目")
    keep(ExplainerPage.objects.get(slug="walls"), reason="二つ目")
    client.get("/admin/page-answers/")
    with CaptureQueriesContext(connection) as few:
        client.get("/admin/page-answers/")
    for page in ExplainerPage.objects.all():
        keep(page, reason="もう一つ")

    with django_assert_num_queries(len(few)):
        client.get("/admin/page-answers/")


def test_an_editor_takes_a_reason_away_and_the_count_stays(editor, client_of, about):
    answer = keep(about, is_helpful=True, reason="見本商店の山田さんに聞きました。")

    client_of(editor).post(f"/admin/page-answers/{answer.pk}/erase/")

    answer.refresh_from_db()
    assert (answer.reason, answer.is_helpful) == ("", True)


def test_nobody_else_takes_a_reason_away(reviewer, client_of, about):
    answer = keep(about, reason="理由")

    assert client_of(reviewer).post(f"/admin/page-answers/{answer.pk}/erase/").status_code in (302, 403)
    answer.refresh_from_db()
    assert answer.reason == "理由"


def test_an_answer_goes_with_its_page(about):
    keep(about)

    about.delete()

    assert not PageAnswer.objects.exists()
