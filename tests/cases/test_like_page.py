"""「支援先に似た事例をさがす」: the page, what is sent to it, and that nothing of that stays."""

import logging
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from bansou.moderation.limits import RATES, Rate
from bansou.search.backend import index_now
from cases.models import Case
from cases.statuses import Status
from tests.factories import make_case

pytestmark = pytest.mark.django_db

PAGE = "/cases/like/"
NOTE = "旅館です。女将さんと料理長の仲が悪く、社長は伝言をするだけです。"
TOLD = "旅館の女将と料理長が口をきかない。社長は伝言をしていた。"


@pytest.fixture
def publish(supporter, reviewer):
    def _publish(**fields) -> Case:
        case = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, **fields)
        index_now(case)
        return case

    return _publish


def reasons(html: str) -> list[tuple[str, str]]:
    return re.findall(r'card-case__title"><a href="[^"]+">([^<]+)</a>.*?card-case__remark">([^<]+)<', html, re.DOTALL)


def test_a_note_finds_the_case_that_tells_the_same(publish, visitor):
    publish(title="間に立つ人", situation_before=TOLD)

    html = visitor.post(PAGE, {"text": NOTE}).content.decode()

    assert reasons(html) == [("間に立つ人", "どちらにも「旅館」「女将」「料理長」")]
    assert "似ている順に1件" in html


def test_a_profile_may_stand_in_an_address_and_a_note_may_not(publish, visitor):
    publish(title="壁の事例", walls=("face",), themes=("succession",), industry="D", situation_before=TOLD)

    html = visitor.get(PAGE, {"wall": "face", "real": "succession", "text": NOTE}).content.decode()

    assert reasons(html) == [("壁の事例", "壁②と「事業承継・後継者」が同じ")]
    assert NOTE not in html
    assert "<form" in html
    assert f'method="post" action="{PAGE}"' in html


def test_profile_and_note_are_asked_together(publish, visitor):
    publish(title="壁だけ", walls=("face",), industry="D")
    publish(title="壁と話", walls=("face",), industry="D", situation_before=TOLD)

    html = visitor.post(PAGE, {"text": NOTE, "wall": "face"}).content.decode()

    assert [title for title, _ in reasons(html)] == ["壁と話", "壁だけ"]


def test_what_is_like_a_case_is_reached_from_its_page(publish, visitor):
    case = publish(title="もとの事例", walls=("face",))
    publish(title="似た壁", walls=("face",), industry="D", area="40", employee_band="1-5", themes=("succession",))

    assert f'href="{PAGE}?case={case.pk}"' in visitor.get(case.get_absolute_url()).content.decode()
    html = visitor.get(PAGE, {"case": case.pk}).content.decode()

    [(title, told)] = reasons(html)
    assert (title, told.partition("。")[0]) == ("似た壁", "壁②が同じ")
    assert "もとの事例" in html
    assert '<meta name="robots" content="noindex">' in html


def test_a_case_that_the_person_may_not_read_has_nothing_like_it(publish, visitor, member, other_supporter, client_of):
    case = publish(disclosure="members")

    assert visitor.get(PAGE, {"case": case.pk}).status_code == 404
    assert client_of(member).get(PAGE, {"case": case.pk}).status_code == 404
    assert client_of(other_supporter).get(PAGE, {"case": case.pk}).status_code == 200


def test_the_list_of_cases_leads_there(visitor):
    assert f'href="{PAGE}"' in visitor.get("/cases/").content.decode()


# -- nothing stays -----------------------------------------------------------------------------------------------------


def test_a_note_is_neither_stored_nor_logged(publish, member, client_of, caplog):
    publish(situation_before=TOLD)
    client = client_of(member)
    with (
        caplog.at_level(logging.DEBUG, logger="bansou"),
        CaptureQueriesContext(
            connection,
        ) as asked,
    ):
        response = client.post(PAGE, {"text": NOTE})

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert NOTE in response.content.decode()  # it is still in its field
    writes = [query["sql"] for query in asked if re.match("(INSERT|UPDATE|DELETE)", query["sql"])]
    assert all("moderation_limitcounter" in sql for sql in writes), writes
    assert not any("料理長" in record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    assert NOTE not in client.get(PAGE).content.decode()
    assert "text" not in client.session


def test_what_was_typed_is_kept_when_it_is_refused(visitor, monkeypatch):
    too_long = "女将の話。" * 801

    answer = visitor.post(PAGE, {"text": too_long, "wall": "face"})

    assert answer.status_code == 422
    html = answer.content.decode()
    assert too_long in html
    assert "4000文字以内" in html
    assert re.search(r'value="face"[^>]* checked', html)
    monkeypatch.setitem(RATES, "likeness", (Rate(0, 3600),))
    answer = visitor.post(PAGE, {"text": NOTE})
    assert answer.status_code == 422
    assert NOTE in answer.content.decode()
    assert "似た事例の検索は、1時間に0回まで" in answer.content.decode()


def test_an_empty_form_says_what_to_do(visitor):
    answer = visitor.post(PAGE, {})

    assert answer.status_code == 422
    assert "一つ以上選んでください" in answer.content.decode()


@pytest.mark.parametrize(
    "text", ["？？？？", "\0\0", "🎉" * 300, "&|!():*'\\", "<script>alert(1)</script>", "あ" * 4000, "w/女将 s/310 o/1"]
)
def test_whatever_is_typed_is_answered_and_nothing_of_it_is_markup(text, publish, visitor):
    publish()

    answer = visitor.post(PAGE, {"text": text})

    assert answer.status_code in (200, 422)
    assert "<script>alert" not in answer.content.decode()
    assert (
        "似た事例は見つかりませんでした" in answer.content.decode() or escape("一つ以上選んでください") in answer.content.decode()
    )


def test_an_address_with_unknown_values_is_answered(visitor):
    for query in (
        "wall=unknown",
        "real=nothing&industry=%00",
        "case=x",
        "case=99999999999999999",
        "area=none",
        "size=",
        "stage=%E2%9C%93",
    ):
        assert visitor.get(f"{PAGE}?{query}").status_code in (200, 404, 422), query


def test_it_asks_the_same_number_of_queries_at_one_and_at_many(publish, visitor):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert visitor.post(PAGE, {"text": NOTE, "wall": "see", "real": "sales", "industry": "E"}).status_code == 200
        return len(asked)

    publish(situation_before=TOLD)
    queries()
    few = queries()
    for number in range(12):
        publish(situation_before=TOLD, title=f"事例{number}")

    assert queries() == few
