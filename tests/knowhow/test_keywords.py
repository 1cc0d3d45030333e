"""Keywords of topics: those of the cases, chosen by who writes."""

import pytest

from cases.models import CaseKeyword, Keyword
from cases.statuses import Status
from knowhow.models import Board, Topic
from tests.factories import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(supporter, reviewer):
    return make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED)


@pytest.fixture
def keywords(case) -> list[Keyword]:
    """Six keywords of a public case."""
    made = [Keyword.objects.create(name=name) for name in ("沈黙", "昼休み", "班長", "承継", "家族経営", "女将")]
    CaseKeyword.objects.bulk_create(CaseKeyword(tag=keyword, content_object=case) for keyword in made)
    return made


def _new(board, **fields):
    return {"board": board.slug, "kind": "question", "title": "沈黙を待てません", "body": "三秒で話してしまいます。", **fields}


def test_a_topic_is_posted_with_keywords_and_found_under_them(board, keywords, case, other_supporter, client_of, visitor):
    client_of(other_supporter).post("/knowhow/new/", _new(board, keywords=[keywords[0].pk, keywords[1].pk]))

    topic = Topic.objects.get()
    assert set(topic.keywords.all()) == set(keywords[:2])
    assert f"/knowhow/keywords/{keywords[0].pk}/" in visitor.get(topic.get_absolute_url()).content.decode()
    page = visitor.get(f"/knowhow/keywords/{keywords[0].pk}/").content.decode()
    assert topic.title in page
    assert case.title in page


def test_more_than_five_are_refused_and_nothing_is_lost(board, keywords, other_supporter, client_of):
    response = client_of(other_supporter).post("/knowhow/new/", _new(board, keywords=[keyword.pk for keyword in keywords]))

    assert "「キーワード」は5つまでです（今は6つです）。" in response.content.decode()
    assert response.content.decode().count(" checked") == 6
    assert not Topic.objects.exists()


def test_nobody_makes_new_keywords_while_writing(board, keywords, member, client_of):
    response = client_of(member).post("/knowhow/new/", _new(board, keywords=["あたらしい語"]))

    assert response.status_code == 200
    assert not Topic.objects.exists()


def test_the_preview_keeps_what_was_chosen(board, keywords, member, client_of):
    chosen = [keywords[0].pk, keywords[2].pk]

    page = client_of(member).post("/knowhow/new/", _new(board, keywords=chosen, preview="1"))

    assert page.context["form"]["keywords"].value() == [str(number) for number in chosen]


def test_keywords_of_cases_that_a_person_may_not_read_are_not_offered(board, supporter, reviewer, member, client_of):
    members_only = make_case(author=supporter, reviewer=reviewer, status=Status.PUBLISHED, disclosure="members")
    keyword = Keyword.objects.create(name="よく分かる屋号")
    CaseKeyword.objects.create(tag=keyword, content_object=members_only)

    for person, offered in ((member, False), (supporter, True)):
        page = client_of(person).get("/knowhow/new/").content.decode()
        assert ("よく分かる屋号" in page) is offered
    assert client_of(member).get(f"/knowhow/keywords/{keyword.pk}/").status_code == 404
    assert client_of(supporter).get(f"/knowhow/keywords/{keyword.pk}/").status_code == 200


def test_a_keyword_of_a_topic_out_of_reach_is_not_there(topic, visitor):
    keyword = Keyword.objects.create(name="沈黙")
    topic.keywords.add(keyword)
    assert visitor.get(f"/knowhow/keywords/{keyword.pk}/").status_code == 200

    Board.objects.update(audience="supporter")

    assert visitor.get(f"/knowhow/keywords/{keyword.pk}/").status_code == 404


def test_the_writer_and_staff_choose_others_do_not(topic, keywords, other_supporter, reviewer, supporter, client_of):
    address = f"/knowhow/topics/{topic.pk}/keywords/"

    assert client_of(supporter).post(address, {"keywords": [keywords[0].pk]}).status_code == 403
    assert not topic.keywords.exists()
    for person, keyword in ((other_supporter, keywords[0]), (reviewer, keywords[1])):
        assert client_of(person).post(address, {"keywords": [keyword.pk]}).url == topic.get_absolute_url()
        assert list(topic.keywords.all()) == [keyword]
    client_of(reviewer).post(address, {"keywords": [keywords[1].pk]})
    client_of(reviewer).post(address, {})
    assert not topic.keywords.exists()
