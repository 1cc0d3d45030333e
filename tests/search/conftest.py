"""Cases, topics and pages to be found."""

import uuid
from collections.abc import Callable
from datetime import date

import pytest
from django.utils import timezone

from accounts.models import User
from bansou.explainer.models import ExplainerPage, HomePage
from bansou.search.backend import index_now
from bansou.text.markdown import render
from cases.models import Case, Episode
from knowhow.models import Board, Reply, Topic
from tests.factories import cover


@pytest.fixture
def write_case(supporter) -> Callable[..., Case]:
    """A case by Aoi: published unless it is said otherwise."""

    def _write(*, published: bool = True, questions: tuple[str, ...] = (), **fields: object) -> Case:
        values = {
            "title": "朝礼をやめた町工場",
            "summary": "社長が現場の声に耳を傾けるまで。",
            "disclosure": "anonymous",
            "display_name": "A社",
            "industry": "E",
            "area": "23",
            "employee_band": "21-50",
            "support_started": date(2025, 4, 1),
            "meetings_count": 8,
            "support_format": "program",
            "trigger": "visit",
            "first_request": "チラシを作りたい。",
            "real_issue": "社長と現場が話していなかった。",
            "situation_before": "受注は減っていた。",
            "author": supporter,
            "submission_key": uuid.uuid4(),
            "live": False,
        }
        case = Case(**(values | fields))
        if questions:
            case.episodes = [Episode(question=question) for question in questions]
        case.save()
        cover(case)
        if not published:
            return case
        case.live, case.first_published_at = True, timezone.now()
        case.save()
        index_now(case)  # with the dialogues, which are saved after the case
        return case

    return _write


@pytest.fixture
def board(db) -> Board:
    return Board.objects.create(slug="open", name="相談の部屋", purpose="何でも聞く", audience="public")


@pytest.fixture
def write_topic(board, supporter) -> Callable[..., Topic]:
    """A topic by Aoi with replies."""

    def _write(*, replies: tuple[str, ...] = (), **fields: object) -> Topic:
        values = {
            "board": board,
            "kind": "question",
            "title": "面談の準備について",
            "body": "みなさんはどうしていますか。",
            "author": supporter,
            "submission_key": uuid.uuid4(),
        }
        values |= fields
        topic = Topic.objects.create(body_html=render(str(values["body"])), **values)
        for body in replies:
            Reply.objects.create(topic=topic, author=supporter, body=body, body_html=render(body), submission_key=uuid.uuid4())
        topic.save()
        return topic

    return _write


@pytest.fixture
def home(db) -> HomePage:
    """The tree's home. The pages below it are not in the index, and so never found."""
    return HomePage.objects.get()


@pytest.fixture
def write_page(home) -> Callable[..., ExplainerPage]:
    """A chapter below home."""

    def _write(*, body: str = "本文です。", **fields: object) -> ExplainerPage:
        values = {"title": "伴走支援とは", "summary": "対話を重ねる支援です。", "slug": f"page-{uuid.uuid4().hex[:8]}"} | fields
        page = home.add_child(instance=ExplainerPage(body=[("text", f"<p>{body}</p>")], **values))
        page.save_revision().publish()
        return page

    return _write


@pytest.fixture
def found() -> Callable[..., list[str]]:
    """The titles that a person finds."""
    from bansou.search.finding import find

    def _found(user: User, query: str, **options: object) -> list[str]:
        return [result.card.title for result in find(user=user, query=query, **options).results]

    return _found
